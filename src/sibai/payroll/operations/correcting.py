"""A paid month is computed again; what is due is paid with the next run, what was too much is taken back (art. 12).

Nothing that was paid is rewritten: a correction is a new row that names the old one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.operations.steps import check_at, step
from sibai.payroll.models import ITEMS, SIDES, TOO_MUCH, Difference, Recount, Recovery
from sibai.payroll.operations.approving import Changed as ChangedSince
from sibai.payroll.operations.preparing import AT_ONCE
from sibai.payroll.operations.wording import in_yuan
from sibai.payroll.queries.computing import written
from sibai.payroll.queries.differences import Changed, Found, kept, recount
from sibai.payroll.queries.open_amounts import left_of
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.rulebook.queries.asking import Asker
from sibai.rulebook.queries.keeping import frozen


class BadRecovery(Refusal):
    """An agreement that cannot be: too much, too early, without consent."""


@act("payroll.prepare_recount")
def prepare_recount(*, actor: Actor, county: Place, month: date, cause: str, document: str, now: datetime) -> Recount:
    """Compute a paid month again and keep the differences for confirmation; that nothing changed is kept too.

    NotPaidYet; Overtaken where a recount of the month still waits.
    """
    found = recount(actor.scope, month)
    row = keep_recount(actor, county, month, found, cause, document, now)
    record(actor, row, at=now, facts=told_of(each.net for each in found.rows))
    return row


def keep_recount(
    actor: Actor, county: Place, month: date, found: Found, cause: str, document: str, now: datetime
) -> Recount:
    """What a month turned out to be, kept for confirmation. Plain: inside the act that found it."""
    row = begun(actor, county, month, found.asker, cause, document, now)
    row.digest, row.state = digest_of(found), "prepared" if found.rows else "unchanged"
    row.save(force_insert=True)
    Difference.objects.bulk_create((_difference(row, each) for each in found.rows), batch_size=AT_ONCE)
    return row


def begun(actor: Actor, county: Place, month: date, asker: Asker, cause: str, document: str, now: datetime) -> Recount:
    """The next recount of a month under the law as it is, not saved yet."""
    last = Recount.objects.filter(county=county, month=month).order_by("-number").values_list("number", flat=True)
    return Recount(
        county=county,
        month=month,
        number=(last.first() or 0) + 1,
        cause=cause,
        document=document,
        law=frozen(asker, (*ITEMS, "employer")),
        prepared_by_id=actor.user_id,
        prepared_at=now,
    )


def _difference(row: Recount, each: Changed) -> Difference:
    slip = each.slip
    return Difference(
        recount=row,
        of=slip,
        person_id=slip.person_id,
        stint_id=slip.stint_id,
        village_id=slip.village_id,
        employer_id=slip.employer_id,
        month=slip.month,
        old=kept(each.old),
        new=kept(each.new),
        facts=written(each.facts),
        net=each.net,
        **{side: each.by(side) for side in SIDES},
    )


def digest_of(found: Found) -> str:
    """The SHA-256 of what changed, whoever computes it."""
    return sealed([[str(each.slip.pk), kept(each.old), kept(each.new)] for each in found.rows])


def sealed(said: list[Any]) -> str:
    """The SHA-256 of what a recount says, row by row."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def told_of(nets: Iterable[int]) -> dict[str, Any]:
    """What the log says of differences."""
    nets = list(nets)
    return {
        "people": len(nets),
        "more": in_yuan(sum(max(net, 0) for net in nets)),
        "less": in_yuan(sum(max(-net, 0) for net in nets)),
    }


@act("payroll.confirm_recount")
def confirm_recount(*, actor: Actor, row: Recount, version: int, agree: bool, reason: str, now: datetime) -> Recount:
    """The county confirms: what is due waits for the next run, for what was too much an agreement is to be made.

    Rejected, nothing of it counts. Changed where it would come out otherwise by now; SamePerson.
    """
    check_at(row, version, ("prepared",))
    actor.must_differ_from(row.prepared_by_id)
    if not agree:
        if not reason:
            raise Refusal("不确认的要写原因。", field="reason")
        step(row, version, after=("prepared",), to="rejected", why=reason)
        record(actor, row, at=now, facts={"decision": "不确认"}, texts={"reason": reason})
        return row
    take_recount(actor, row, version, now)
    nets = row.differences.order_by("pk").values_list("net", flat=True)
    record(actor, row, at=now, facts={"decision": "确认", **told_of(nets)})
    return row


def take_recount(actor: Actor, row: Recount, version: int, now: datetime) -> None:
    """A recount counts from now on. Plain: inside the act that confirms it. Changed where it comes out otherwise."""
    if not row.entered and digest_of(recount(actor.scope, row.month)) != row.digest:
        raise ChangedSince("编制以后记录又变了，请不确认，由经办人重新算一次。")
    row.differences.update(confirmed=True)
    against = row.differences.filter(TOO_MUCH)
    Recovery.objects.bulk_create(
        Recovery(difference=each, person_id=each.person_id, village_id=each.village_id, total=-each.net, opened_at=now)
        for each in against
    )
    step(row, version, after=("prepared",), to="confirmed", confirmed_by_id=actor.user_id, confirmed_at=now)


@act("payroll.agree_recovery")
def agree_recovery(
    *,
    actor: Actor,
    row: Recovery,
    version: int,
    monthly: int,
    agreed_on: date,
    document: str,
    today: date,
    now: datetime,
) -> Recovery:
    """The person has agreed in writing to give back so much a month. BadRecovery."""
    if not 0 < monthly <= row.total:
        raise BadRecovery("每月扣回的金额应大于0，不超过多发的金额。", field="monthly")
    if agreed_on > today:
        raise BadRecovery("本人同意日不能晚于今天。", field="agreed_on")
    if agreed_on < row.difference.month:
        raise BadRecovery("本人同意日不能早于多发的那个月，请看同意书上的日期。", field="agreed_on")
    step(
        row,
        version,
        after=("to_agree", "agreed"),
        to="agreed",
        monthly=monthly,
        agreed_on=agreed_on,
        document=document,
        agreed_by_id=actor.user_id,
    )
    record(actor, row, at=now, facts={"monthly": in_yuan(monthly), "agreed_on": agreed_on, "document": document})
    return row


@act("payroll.return_recovery")
def return_recovery(
    *, actor: Actor, row: Recovery, version: int, amount: int, document: str, now: datetime
) -> Recovery:
    """The person has paid something back otherwise: cash or a transfer, with its receipt. BadRecovery."""
    check_at(row, version, ("to_agree", "agreed"))
    left = left_of(row)
    if not 0 < amount <= left:
        raise BadRecovery("退回的金额应大于0，不超过还没有扣清的金额。", field="amount")
    to = "done" if amount == left else row.state
    step(row, version, after=("to_agree", "agreed"), to=to, returned=row.returned + amount)
    record(actor, row, at=now, facts={"amount": in_yuan(amount), "left": in_yuan(left - amount), "document": document})
    return row
