"""Article 15: travel claims. Claimed for approved trips, confirmed by the village, recorded as paid; never payroll."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from sibai.attendance.models import Trip
from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.casework.models import ClaimDay, TravelClaim
from sibai.casework.queries.travel import reckon
from sibai.casework.queries.wanted import wanted
from sibai.documents.queries.papers import missing
from sibai.employment.operations.steps import check_at, step
from sibai.employment.queries.employers import employer_of
from sibai.people.actor import Actor

NewClaim = Callable[..., TravelClaim]
"""An act that makes a claim."""
ONE_DAY = timedelta(days=1)


class BadClaim(Refusal):
    """The claim cannot be made like this."""


class DayClaimed(Refusal):
    """Another claim has one of these days."""

    field = "start"


@act("casework.ask_claim")
def ask_claim(*, actor: Actor, trip: Trip, today: date, now: datetime, **given: Any) -> TravelClaim:
    """The coordinator claims for an own trip. `given`: start, end, nights, lodging_paid, fares_paid (fen), note.

    BadClaim, DayClaimed.
    """
    return _made(actor, trip, given, today, now, by_person=True)


@act("casework.enter_claim")
def enter_claim(*, actor: Actor, trip: Trip, today: date, now: datetime, **given: Any) -> TravelClaim:
    """The village enters a claim that was handed in on paper. As `ask_claim`."""
    return _made(actor, trip, given, today, now, by_person=False)


@act("casework.decide_claim")
def decide_claim(
    *, actor: Actor, claim: TravelClaim, version: int, agree: bool, reason: str, now: datetime
) -> TravelClaim:
    """The village confirms, which freezes the amounts, or refuses. BadClaim without a reason, without receipts, for a
    trip that was cancelled or where a rate is unknown; NotRecorded without an employer."""
    check_at(claim, version, ("asked",))
    decided: dict[str, Any] = {"decided_by_id": actor.user_id, "decided_at": now, "why": reason}
    if agree:
        decided |= _confirmed(claim)
        step(claim, version, after=("asked",), to="to_pay", **decided)
    else:
        if not reason.strip():
            raise BadClaim("不予报销的，请写明理由。", field="reason")
        step(claim, version, after=("asked",), to="refused", **decided)
        claim.taken.all().delete()
    _note(actor, claim, now, reason=reason, decision="同意报销" if agree else "不予报销", total=_yuan(claim.total))
    return claim


@act("casework.revoke_claim")
def revoke_claim(*, actor: Actor, claim: TravelClaim, version: int, reason: str, now: datetime) -> TravelClaim:
    """The village takes its confirmation back before anything is paid; the amounts are open again."""
    blank = {
        "total": None,
        "answers": "",
        "payer_id": None,
        "payer_name": "",
        "decided_by_id": None,
        "decided_at": None,
    }
    step(claim, version, after=("to_pay",), to="asked", **blank)
    _note(actor, claim, now, reason=reason)
    return claim


@act("casework.withdraw_claim")
def withdraw_claim(*, actor: Actor, claim: TravelClaim, version: int, now: datetime) -> TravelClaim:
    """The coordinator takes a claim back until it is confirmed."""
    step(claim, version, after=("asked",), to="withdrawn")
    claim.taken.all().delete()
    _note(actor, claim, now)
    return claim


@act("casework.pay_claim")
def pay_claim(
    *, actor: Actor, claim: TravelClaim, version: int, paid_on: date, voucher: str, today: date, now: datetime
) -> TravelClaim:
    """Record that the employer paid from its work budget. BadClaim for a day that cannot be."""
    check_at(claim, version, ("to_pay",))
    if claim.trip.state != "approved":
        raise BadClaim("引用的出差已经取消，不能支付，请撤回确认。")
    if not claim.end <= paid_on <= today:
        raise BadClaim(f"支付日应在出差结束（{claim.end}）以后、今天以前，请核对。", field="paid_on")
    changes = {"paid_on": paid_on, "voucher": voucher, "paid_by_id": actor.user_id, "paid_at": now}
    step(claim, version, after=("to_pay",), to="paid", **changes)
    _note(actor, claim, now, paid_on=paid_on, voucher=voucher, total=_yuan(claim.total))
    return claim


def _confirmed(claim: TravelClaim) -> dict[str, Any]:
    """What is frozen with the village's word."""
    if claim.trip.state != "approved":
        raise BadClaim("引用的出差已经取消，不能报销。")
    lacking = missing(claim, wanted(claim))
    if lacking:
        raise BadClaim(f"还没有交{'、'.join(each.label for each in lacking)}，收到再确认。")
    found = reckon(claim)
    if found.total is None:
        raise BadClaim(f"住宿费还不能算：{found.missing}。")
    payer = employer_of(claim.village, claim.end)
    answers = json.dumps(found.answers.json(), ensure_ascii=False)  # type: ignore[union-attr]
    return {"total": found.total, "answers": answers, "payer_id": payer.organisation_id, "payer_name": payer.name}


def _made(
    actor: Actor, trip: Trip, given: dict[str, Any], today: date, now: datetime, *, by_person: bool
) -> TravelClaim:
    _check(trip, given["start"], given["end"], today)
    if given["lodging_paid"] == 0 and given["nights"]:
        raise BadClaim("写了住宿夜数，请填住宿费票据金额；没有住宿费的，夜数留空。", field="lodging_paid")
    check_nights(trip, **given)
    row = TravelClaim(
        trip=trip,
        person_id=trip.person_id,
        village_id=trip.village_id,
        by_person=by_person,
        asked_by_id=actor.user_id,
        asked_at=now,
        **given,
    )
    reckon(row)
    row.save(force_insert=True)
    _take(row)
    _note(actor, row, now)
    return row


def _check(trip: Trip, start: date, end: date, today: date) -> None:
    if trip.state != "approved":
        raise BadClaim("只有批准的出差才能报差旅费。")
    if end < start:
        raise BadClaim("止日早于起日，请核对。", field="end")
    if start < trip.start or end > trip.end:
        raise BadClaim(f"批准的出差是{trip.start}至{trip.end}，请填这几天以内的日期。", field="start")
    if end > today:
        raise BadClaim("出差还没有结束，回来再报。", field="end")


def check_nights(trip: Trip, *, start: date, end: date, nights: int | None, lodging_paid: int, **_others: Any) -> None:
    """BadClaim for more nights than the days have; the last one counts only where the trip goes on after it."""
    most = (min(end + ONE_DAY, trip.end) - start).days
    if lodging_paid and most == 0:
        raise BadClaim("当天往返没有住宿，住宿费不能报，请核对日期。", field="lodging_paid")
    if nights is not None and nights > most:
        raise BadClaim(f"{start}至{end}最多住{most}夜，请核对夜数。", field="nights")


def _take(row: TravelClaim) -> None:
    days = [row.start + ONE_DAY * number for number in range((row.end - row.start).days + 1)]
    try:
        with transaction.atomic():
            ClaimDay.objects.bulk_create(ClaimDay(claim=row, person_id=row.person_id, day=day) for day in days)
    except IntegrityError as error:
        raise DayClaimed("这几天里有已经报过差旅费的，同一天只能报一次，请核对。") from error


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{fen // 100}.{fen % 100:02d}元"


def _note(actor: Actor, row: TravelClaim, now: datetime, *, reason: str = "", **facts: Any) -> None:
    told = {"start": row.start, "end": row.end, **facts}
    record(actor, row, at=now, facts=told, texts={"reason": reason}, person=row.person_id)
