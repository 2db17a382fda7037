"""Article 15: trips on duty, asked for by the coordinator or entered by the village, approved by the village."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sibai.attendance.models import Trip
from sibai.attendance.operations.days import give_back, nothing_else, on_post_all_of, take
from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.models import Stint
from sibai.employment.operations.steps import step
from sibai.people.actor import Actor

NewTrip = Callable[..., Trip]
"""An act that makes a trip."""
MOST_DAYS = timedelta(days=92)
AHEAD = timedelta(days=366)


class BadTrip(Refusal):
    """The trip cannot be entered like this."""


@act("attendance.ask_trip")
def ask_trip(
    *, actor: Actor, stint: Stint, start: date, end: date, to_where: str, purpose: str, today: date, now: datetime
) -> Trip:
    """The coordinator asks for a trip. BadTrip, NotOnPost, DayTaken."""
    _check(stint, start, end, today)
    row = _made(actor, stint, start, end, to_where, purpose, now, state="asked", by_person=True)
    _note(actor, row, now)
    return row


@act("attendance.enter_trip")
def enter_trip(
    *, actor: Actor, stint: Stint, start: date, end: date, to_where: str, purpose: str, today: date, now: datetime
) -> Trip:
    """The village enters a trip that it sent the coordinator on. As `ask_trip`."""
    _check(stint, start, end, today)
    decided = {"decided_by_id": actor.user_id, "decided_at": now}
    row = _made(actor, stint, start, end, to_where, purpose, now, state="approved", by_person=False, **decided)
    take(row)
    _note(actor, row, now)
    return row


@act("attendance.decide_trip")
def decide_trip(
    *, actor: Actor, trip: Trip, version: int, agree: bool, reason: str, today: date, now: datetime
) -> Trip:
    """The village approves or refuses. BadTrip without a reason of a refusal; NotOnPost, DayTaken."""
    actor.must_differ_from(trip.asked_by_id)
    decided: dict[str, Any] = {"decided_by_id": actor.user_id, "decided_at": now, "why": reason}
    if agree:
        _check(trip.stint, trip.start, trip.end, today)
        step(trip, version, after=("asked",), to="approved", **decided)
        take(trip)
    else:
        if not reason.strip():
            raise BadTrip("不批准的，请写明理由。", field="reason")
        step(trip, version, after=("asked",), to="refused", **decided)
    _note(actor, trip, now, reason=reason, decision="批准" if agree else "不批准")
    return trip


@act("attendance.withdraw_trip")
def withdraw_trip(*, actor: Actor, trip: Trip, version: int, now: datetime) -> Trip:
    """The coordinator takes a request back until it is decided."""
    step(trip, version, after=("asked",), to="withdrawn")
    _note(actor, trip, now)
    return trip


@act("attendance.cancel_trip")
def cancel_trip(*, actor: Actor, trip: Trip, version: int, reason: str, now: datetime) -> Trip:
    """The village cancels an approved trip, also after the report: what did not happen cannot be claimed for."""
    step(trip, version, after=("approved",), to="cancelled", why=reason)
    give_back(trip)
    _note(actor, trip, now, reason=reason)
    return trip


def _check(stint: Stint, start: date, end: date, today: date) -> None:
    if end < start:
        raise BadTrip("止日早于起日，请核对。", field="end")
    if end - start >= MOST_DAYS:
        raise BadTrip("一次出差最多三个月，请核对日期。", field="end")
    if start > today + AHEAD:
        raise BadTrip("离开始还有一年以上，请核对日期。", field="start")
    on_post_all_of(stint, start, end)
    nothing_else(stint.person_id, start, end)


def _made(
    actor: Actor, stint: Stint, start: date, end: date, to_where: str, purpose: str, now: datetime, **how: Any
) -> Trip:
    return Trip.objects.create(
        stint=stint,
        person_id=stint.person_id,
        village_id=stint.village_id,
        start=start,
        end=end,
        to_where=to_where,
        purpose=purpose,
        asked_by_id=actor.user_id,
        asked_at=now,
        **how,
    )


def _note(actor: Actor, row: Trip, now: datetime, *, reason: str = "", **facts: Any) -> None:
    told = {"start": row.start, "end": row.end, "to_where": row.to_where, **facts}
    record(actor, row, at=now, facts=told, texts={"reason": reason, "purpose": row.purpose}, person=row.person_id)
