"""Injuries at work: reported by village, town or company; application, decision and benefits by the company."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sibai.attendance.models import Trip
from sibai.attendance.queries.trips import approved
from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.casework.flow import INJURY
from sibai.casework.models import Injury
from sibai.employment.models import Stint
from sibai.employment.operations.steps import check_at, step
from sibai.people.actor import Actor

TO = {"reported": "applied", "applied": "accepted", "accepted": "recognised", "recognised": "ended"}
DAY = {"reported": "applied_on", "applied": "accepted_on", "accepted": "decided_on", "recognised": "ended_on"}
"""The day that each step records."""
SAID = {"reported": "申请工伤认定", "applied": "受理认定申请", "accepted": "作出认定结论", "recognised": "待遇办结"}


BACK: dict[str, tuple[str, dict[str, Any]]] = {
    "applied": ("reported", {"applied_on": None, "applicant": ""}),
    "accepted": ("applied", {"accepted_on": None, "clear": False}),
    "recognised": ("accepted", {"decided_on": None, "decision": ""}),
    "not_recognised": ("accepted", {"decided_on": None, "decision": ""}),
    "ended": ("recognised", {"ended_on": None, "result": ""}),
    "dropped": ("reported", {"result": ""}),
}
"""Where each state came from, and what it recorded."""


class BadInjury(Refusal):
    """The injury cannot be recorded like this."""


@act("casework.report_injury")
def report_injury(*, actor: Actor, stint: Stint, today: date, now: datetime, **given: Any) -> Injury:
    """Report an accident. `given`: happened_on, at_time, where, what, harm. An approved trip of that day is cited.

    BadInjury for a day that is to come or not on post, or that is reported already.
    """
    day = given["happened_on"]
    if day > today:
        raise BadInjury("事故日期不能晚于今天，请核对。", field="happened_on")
    if day < stint.start or (stint.end is not None and day > stint.end):
        raise BadInjury("这一天不在岗，请核对日期。", field="happened_on")
    if Injury.objects.filter(person=stint.person_id, happened_on=day).exclude(state="dropped").exists():
        raise BadInjury("这一天的事故已经报告过，请在列表里打开。", field="happened_on")
    trip = _trip_on(stint, day)
    row = Injury.objects.create(
        stint=stint,
        person_id=stint.person_id,
        village_id=stint.village_id,
        trip=trip,
        reported_by_id=actor.user_id,
        reported_at=now,
        **given,
    )
    _note(actor, row, now, happened_on=day, on_trip="，出差途中" if trip else "")
    return row


@act("casework.advance_injury")
def advance_injury(
    *, actor: Actor, injury: Injury, version: int, on: date, today: date, now: datetime, **told: Any
) -> Injury:
    """Record the next step and its day. `told`: applicant · clear · recognised, decision · result, by the step.

    A step that came late is recorded as it was. BadInjury for a day that cannot be.
    """
    state = injury.state
    check_at(injury, version, tuple(TO))
    _check_day(injury, on, today)
    recognised = told.pop("recognised", True)
    to = TO[state] if recognised else "not_recognised"
    step(injury, version, after=(state,), to=to, **{DAY[state]: on}, **told)
    decision = "" if state != "accepted" else "认定为工伤" if recognised else "不予认定"
    applicant = injury.get_applicant_display() if state == "reported" else ""
    _note(actor, injury, now, step=SAID[state], on=on, decision=decision, applicant=applicant)
    return injury


@act("casework.drop_injury")
def drop_injury(*, actor: Actor, injury: Injury, version: int, reason: str, now: datetime) -> Injury:
    """No application is made: not at work, or reported by mistake. With reasons."""
    step(injury, version, after=("reported",), to="dropped", result=reason)
    _note(actor, injury, now, reason=reason)
    return injury


@act("casework.undo_injury")
def undo_injury(*, actor: Actor, injury: Injury, version: int, reason: str, now: datetime) -> Injury:
    """Take back the last step, which was recorded by mistake. BadInjury where the accident was reported again since."""
    state = injury.state
    check_at(injury, version, tuple(BACK))
    same_day = Injury.objects.filter(person=injury.person_id, happened_on=injury.happened_on)
    if state == "dropped" and same_day.exclude(state="dropped").exists():
        raise BadInjury("这一天的事故已经重新报告，不能再恢复这一件。")
    to, blank = BACK[state]
    step(injury, version, after=(state,), to=to, **blank)
    _note(actor, injury, now, reason=reason, step=INJURY.label(state))
    return injury


def _trip_on(stint: Stint, day: date) -> Trip | None:
    trips = approved(stint.person_id, day.replace(day=1))
    return trips.filter(start__lte=day, end__gte=day).first()


def _check_day(row: Injury, on: date, today: date) -> None:
    if on > today:
        raise BadInjury("日期不能晚于今天，请核对。", field="on")
    days = (row.happened_on, row.applied_on, row.accepted_on, row.decided_on)
    last = max(day for day in days if day is not None)
    if on < last:
        raise BadInjury(f"日期不能早于上一步的{last}，请核对。", field="on")


def _note(actor: Actor, row: Injury, now: datetime, *, reason: str = "", **facts: Any) -> None:
    record(actor, row, at=now, facts=facts, texts={"reason": reason}, person=row.person_id)
