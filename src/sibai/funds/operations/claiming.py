"""A subsidy is claimed by the company, decided by the county, received by the company's cashier (arts. 12, 14).

It may come in parts. What comes beyond what was granted is entered apart, as owed to whoever paid, and given back.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.db.querysets import area
from sibai.documents.words import in_yuan
from sibai.employment.operations.steps import check_at, step
from sibai.funds import bookkeeping
from sibai.funds.bookkeeping import shared_out
from sibai.funds.models import Claim, ClaimLine, Receipt
from sibai.funds.operations.posting import AT_ONCE, Book, post_new, yuan
from sibai.funds.queries.claimable import BACK, RULE, SOURCE, Claimable, claimable, months_between
from sibai.measure.dates import month_last
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.rulebook.queries.asking import asker_on
from sibai.rulebook.queries.keeping import frozen

ARRIVING = ("granted", "received")
"""States in which money may come: after the last part too, though then only too much of it."""


class NothingToClaim(Refusal):
    """Nothing of that kind is open in those months."""

    status = 409


class BadGrant(Refusal):
    """More than was asked, or another amount without a reason."""


class BadReceipt(Refusal):
    """More than is still to come, without a word that it is known; or nothing; or more given back than is owed."""

    field = "amount"


@act("funds.claim")
def claim(*, actor: Actor, county: Place, kind: str, first: date, last: date, now: datetime) -> Claim:
    """Claim everything of a kind that is open in some months. NothingToClaim; Refusal without the county's standard."""
    if last < first:
        raise Refusal("止月不能早于起月。", field="last")
    post_new(county=county, by=actor.user_id, now=now)
    rows = claimable(kind, area(county.code), months_between(first, last))
    if not rows:
        raise NothingToClaim(NOTHING[kind])
    number = Claim.objects.filter(county=county).aggregate(last=Max("number"))["last"] or 0
    first, last = min(each.line.month for each in rows), max(each.line.month for each in rows)
    row = Claim.objects.create(
        county=county,
        number=number + 1,
        kind=kind,
        first=first,
        last=last,
        people=len({each.line.person_id for each in rows}),
        asked=sum(each.amount for each in rows),
        law=frozen(asker_on(month_last(last)), (RULE[kind],)) if kind in RULE else {},
        claimed_by_id=actor.user_id,
        claimed_at=now,
    )
    lines = ClaimLine.objects.bulk_create((_line(row, each) for each in rows), batch_size=AT_ONCE)
    _enter(actor, row, "claimed", bookkeeping.claimed(lines, BACK[kind]), timezone.localdate(now), now)
    record(actor, row, at=now, facts={"people": row.people, "asked": yuan(row.asked), "months": _months(row)})
    return row


NOTHING = {
    "post": "这些月份没有可以申报岗位补贴的：工资发到卡上以后才能申报，申报过的不再报。",
    "insurance": "这些月份没有可以申报社保补贴的：先缴后补，在“缴纳”登记缴清以后才能申报，申报过的不再报。",
    "rest": "这些月份没有要由县财政列支的：社保补贴审核以后，补贴不够的部分才能申报。",
}


def _months(row: Claim) -> str:
    one = f"{row.first:%Y-%m}"
    return one if row.first == row.last else f"{one}至{row.last:%Y-%m}"


def _line(row: Claim, each: Claimable) -> ClaimLine:
    line = each.line
    assert line.person_id is not None, "what nobody is behind is not claimed"
    return ClaimLine(
        claim=row,
        line=line,
        kind=row.kind,
        person_id=line.person_id,
        village_id=line.village_code,
        month=line.month,
        asked=each.amount,
    )


def _enter(
    actor: Actor,
    row: Claim,
    kind: str,
    drafts: list[bookkeeping.Draft],
    on: date,
    now: datetime,
    book: Book | None = None,
    part: int = 1,
) -> None:
    book = book or Book(row.county, actor.user_id, now)
    book.enter(kind, row, drafts, on=on, month=row.last, text=f"{row.label}，{_months(row)}", part=part)
    book.write()


@act("funds.decide_claim")
def decide(
    *,
    actor: Actor,
    row: Claim,
    version: int,
    granted: int | None,
    reason: str,
    now: datetime,
    refused: Collection[str] = (),
) -> Claim:
    """The county grants it: all, less with a reason, or nothing, which rejects it. BadGrant, SamePerson.

    `refused`: keys of those who get nothing of it, and may be claimed for again; what is granted, in fen (None: all
    that is left then), is shared among the others.
    """
    check_at(row, version, ("claimed",))
    actor.must_differ_from(row.claimed_by_id)
    lines = list(row.lines.order_by("village_id", "month", "pk"))
    weights = [0 if str(each.person_id) in refused else each.asked for each in lines]
    granted = sum(weights) if granted is None else granted
    if granted > sum(weights):
        others = f"除去不批准的人，申报的是{in_yuan(sum(weights))}元，" if refused else ""
        raise BadGrant(f"{others}批准的金额不能多于申报的金额。", field="granted")
    if granted != row.asked and not reason.strip():
        raise BadGrant("和申报的金额不一样的，要写原因。", field="reason")
    for line, weight, part in zip(lines, weights, shared_out(granted, weights), strict=True):
        line.granted, line.live = part, part == line.asked if row.kind == "rest" else bool(granted and weight)
    ClaimLine.objects.bulk_update(lines, ["granted", "live"], batch_size=AT_ONCE)
    to = "granted" if granted else "rejected"
    step(
        row,
        version,
        after=("claimed",),
        to=to,
        granted=granted,
        reason=reason,
        decided_by_id=actor.user_id,
        decided_at=now,
    )
    _enter(actor, row, "decided", bookkeeping.decided(lines, BACK[row.kind]), timezone.localdate(now), now)
    record(actor, row, at=now, facts={"asked": yuan(row.asked), "granted": yuan(granted)}, texts={"reason": reason})
    return row


@act("funds.receive_claim")
def receive(
    *,
    actor: Actor,
    row: Claim,
    version: int,
    received_on: date,
    document: str,
    today: date,
    now: datetime,
    amount: int | None = None,
    more: bool = False,
) -> Claim:
    """Money has come to the company's account, all of it or a part: only now advances count as reclaimed.

    `amount` in fen, None: all that is still to come. `more`: whoever enters it knows that it is more than was granted.
    SamePerson, BadReceipt, Refusal.
    """
    check_at(row, version, ARRIVING)
    actor.must_differ_from(row.claimed_by_id, row.decided_by_id)
    amount = row.coming if amount is None else amount
    part = _checked(row, amount, received_on, today, more)
    lines = list(row.lines.order_by("village_id", "month", "pk"))
    first = not row.received
    parts = list(zip(lines, shared_out(part, [each.granted - each.received for each in lines]), strict=True))
    for line, came in parts:
        line.received += came
    ClaimLine.objects.bulk_update(lines, ["received"], batch_size=AT_ONCE)
    step(
        row,
        version,
        after=ARRIVING,
        to="received" if part == row.coming else "granted",
        received=row.received + part,
        excess=row.excess + amount - part,
        received_by_id=actor.user_id,
        received_at=now,
        received_on=received_on,
        document=document,
    )
    book = Book(row.county, actor.user_id, now)
    source = SOURCE[row.kind]
    drafts = bookkeeping.received(parts, source, book.purse, first=first)
    drafts += bookkeeping.exceeding(row.last, amount - part, source)
    receipt = _receipt(actor, row, amount, received_on, document, now)
    _enter(actor, row, "received", drafts, received_on, now, book, receipt.number)
    left = f"，还有{yuan(row.coming)}没有到" if row.coming else ""
    over = f"，多到待退{yuan(row.excess)}" if row.excess else ""
    told = {"amount": yuan(amount), "received_on": received_on, "document": document, "left": left + over}
    record(actor, row, at=now, facts=told)
    return row


def _checked(row: Claim, amount: int, on: date, today: date, more: bool) -> int:
    """How much of what came is of what was granted. BadReceipt, Refusal."""
    if on > today:
        raise Refusal("到账日不能晚于今天。", field="received_on")
    if amount <= 0:
        raise BadReceipt("到账金额要大于0。")
    part = min(amount, row.coming)
    if part < amount and not more:
        over = f"批准还没有到的是{in_yuan(row.coming)}元，多了{in_yuan(amount - part)}元"
        raise BadReceipt(f"{over}：先核对回单；确实多到的，勾选“多到的待退”再登记，多的部分挂账，退回以后登记退回。")
    return part


def _receipt(actor: Actor, row: Claim, amount: int, on: date, document: str, now: datetime) -> Receipt:
    number = row.receipts.count() + 1
    made: Receipt = Receipt.objects.create(
        claim=row, number=number, amount=amount, on=on, document=document, by_id=actor.user_id, at=now
    )
    return made


@act("funds.give_back_claim")
def give_back(
    *,
    actor: Actor,
    row: Claim,
    version: int,
    amount: int,
    given_on: date,
    document: str,
    today: date,
    now: datetime,
) -> Claim:
    """The cashier has given back what had come beyond what was granted, all of it or a part. BadReceipt, Refusal."""
    check_at(row, version, ARRIVING)
    actor.must_differ_from(row.claimed_by_id, row.decided_by_id)
    if given_on > today or (row.received_on and given_on < row.received_on):
        raise Refusal("退回日不能早于到账日，也不能晚于今天。", field="given_on")
    if not 0 < amount <= row.excess:
        raise BadReceipt(f"多到待退的还有{in_yuan(row.excess)}元，退回的不能是0，也不能比它多。")
    step(row, version, after=(row.state,), to=row.state, excess=row.excess - amount)
    receipt = _receipt(actor, row, -amount, given_on, document, now)
    drafts = bookkeeping.exceeding(row.last, -amount, SOURCE[row.kind])
    _enter(actor, row, "given_back", drafts, given_on, now, part=receipt.number)
    record(actor, row, at=now, facts={"amount": yuan(amount), "given_on": given_on, "document": document})
    return row
