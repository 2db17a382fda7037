"""A paid travel claim that was wrong (art. 15): corrected by a row of its own, by two persons; nothing is rewritten."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.casework.models import ClaimCorrection, ClaimDay, TravelClaim
from sibai.casework.models.claim_correction import OPEN
from sibai.casework.operations.claiming import BadClaim, DayClaimed, check_nights
from sibai.casework.queries.claim_corrections import corrections_of, standing
from sibai.casework.queries.travel import reckon
from sibai.documents.words import in_yuan
from sibai.employment.operations.steps import check_at, step
from sibai.people.actor import Actor

ONE_DAY = timedelta(days=1)


@act("casework.correct_claim")
def correct(*, actor: Actor, claim: TravelClaim, reason: str, now: datetime, **given: Any) -> ClaimCorrection:
    """Enter what a paid claim should have been. `given`: start, end, nights, lodging_paid, fares_paid (fen).

    BadClaim where it is not paid, where days lie outside the trip, where a rate is unknown or nothing differs;
    Overtaken while another correction is open.
    """
    if claim.state != "paid":
        raise BadClaim("还没有支付的，请撤回确认以后改，不用更正。")
    before = corrections_of(claim)
    if any(each.state in OPEN for each in before):
        raise Overtaken("这份差旅费已有一次更正没有办完，请先办完。")
    if not claim.trip.start <= given["start"] <= given["end"] <= claim.trip.end:
        raise BadClaim(f"批准的出差是{claim.trip.start}至{claim.trip.end}，请填这几天以内的日期。", field="start")
    check_nights(claim.trip, **given)
    row = ClaimCorrection(
        claim=claim,
        person_id=claim.person_id,
        village=claim.village,
        number=len(before) + 1,
        reason=reason,
        entered_by_id=actor.user_id,
        entered_at=now,
        **given,
    )
    found = reckon(row)
    if found.total is None:
        raise BadClaim(f"住宿费还不能算：{found.missing}。")
    row.total, row.difference = found.total, found.total - standing(claim).total
    if row.difference == 0:
        raise BadClaim("更正以后的合计和原来一样，不用更正。")
    row.answers = json.dumps(found.answers.json(), ensure_ascii=False)  # type: ignore[union-attr]
    row.save(force_insert=True)
    _note(actor, row, now, reason=reason)
    return row


@act("casework.confirm_claim_correction")
def confirm(
    *, actor: Actor, row: ClaimCorrection, version: int, agree: bool, reason: str, now: datetime
) -> ClaimCorrection:
    """The town confirms or not. SamePerson; BadClaim without a reason; DayClaimed where another claim has a day."""
    check_at(row, version, ("entered",))
    actor.must_differ_from(row.entered_by_id)
    if not agree and not reason.strip():
        raise BadClaim("不确认的，请写明理由。", field="reason")
    to = "to_settle" if agree else "rejected"
    step(row, version, after=("entered",), to=to, decided_by_id=actor.user_id, decided_at=now, why=reason)
    if agree:
        _take_days(row)
    _note(actor, row, now, reason=reason, decision="确认" if agree else "不确认")
    return row


@act("casework.settle_claim_correction")
def settle(
    *, actor: Actor, row: ClaimCorrection, version: int, settled_on: date, voucher: str, today: date, now: datetime
) -> ClaimCorrection:
    """The difference was paid, or given back, from or to the employer's work budget. Refusal for a day to come."""
    check_at(row, version, ("to_settle",))
    paid_on = row.claim.paid_on
    if settled_on > today or (paid_on is not None and settled_on < paid_on):
        raise Refusal(f"补付或退回日应在支付日（{paid_on}）至今天之间，请核对。", field="settled_on")
    changes = {"settled_on": settled_on, "voucher": voucher, "settled_by_id": actor.user_id, "settled_at": now}
    step(row, version, after=("to_settle",), to="settled", **changes)
    _note(actor, row, now, settled_on=settled_on, voucher=voucher)
    return row


def _take_days(row: ClaimCorrection) -> None:
    """The claim has the days of the correction from now on; those that it did not need can be claimed again."""
    days = {row.start + ONE_DAY * number for number in range((row.end - row.start).days + 1)}
    taken = ClaimDay.objects.filter(claim=row.claim_id)
    taken.exclude(day__in=days).delete()
    more = sorted(days - set(taken.values_list("day", flat=True)))
    try:
        with transaction.atomic():
            ClaimDay.objects.bulk_create(
                ClaimDay(claim_id=row.claim_id, person_id=row.person_id, day=day) for day in more
            )
    except IntegrityError as error:
        raise DayClaimed("这几天里有别的差旅费已经报过的，同一天只能报一次，请核对。") from error


def _note(actor: Actor, row: ClaimCorrection, now: datetime, *, reason: str = "", **facts: Any) -> None:
    way = "补付" if row.difference > 0 else "退回"
    told = {"total": f"{in_yuan(row.total)}元", "difference": f"{way}{in_yuan(abs(row.difference))}元", **facts}
    record(actor, row, at=now, facts=told, texts={"reason": reason} if reason else {}, person=row.person_id)
