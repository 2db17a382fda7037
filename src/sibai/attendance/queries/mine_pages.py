"""The coordinator's own attendance on the phone: leave left, requests, the month day by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from sibai.attendance.flow import LEAVE, TRIP
from sibai.attendance.models import LeaveRequest, SheetLine, Trip
from sibai.attendance.queries.leave_pages import annual_fact, annual_of, my_stint
from sibai.attendance.queries.marks import Known, known_of, taken_days
from sibai.attendance.queries.month import MonthRules, month_rules, this_month
from sibai.attendance.queries.weeks import legend, weeks_of
from sibai.people.actor import Actor
from sibai.people.pages.shown import Fact, fact

LAST = 12


@dataclass(frozen=True, slots=True)
class MyAttendance:
    """What the page shows; without a post only what was."""

    month: str
    weeks: list[list[Any]]
    legend: list[str]
    facts: list[Fact]
    requests: list[dict[str, Any]]
    act: dict[str, str] | None = None
    acts: list[dict[str, Any]] = field(default_factory=list)


def my_attendance(actor: Actor, today: date) -> MyAttendance:
    """The page of the coordinator who asks; seven queries."""
    rules = month_rules(this_month(today))
    stint = my_stint(actor, today)
    requests = _requests(actor)
    if stint is None:
        return MyAttendance(rules.label, [], [], [], requests)
    known = _known(actor, stint, rules)
    facts = (
        [fact("出勤", f"{known.attended_days}天", note="含以后按计划的"), fact("无薪", f"{known.unpaid_days}天")]
        if known
        else []
    )
    piece = annual_of(stint, today, rules.law)
    if piece is not None:
        facts.insert(0, annual_fact(piece))
    else:
        facts.insert(0, fact("年休假", "还没有登记工龄", note="请到村（社区）登记参加工作的日期"))
    return MyAttendance(
        rules.label,
        weeks_of(known.marks, rules) if known else [],
        legend(known.marks) if known else [],
        facts,
        requests,
        {"label": "请假", "url": reverse("attendance:ask")},
        [{"label": "申请出差", "url": reverse("attendance:ask_trip", args=[stint.pk])}],
    )


def _known(actor: Actor, stint: Any, rules: MonthRules) -> Known | None:
    """The month as the village filled it, or as it is known by now."""
    line = SheetLine.objects.within(actor.scope).filter(sheet__month=rules.month, stint=stint).first()
    if line is not None:
        return Known(line.on_from, line.on_to, line.marks, line.unpaid_days)
    taken = taken_days(actor.scope, rules.first, rules.last)
    return known_of(stint, rules, taken.get(stint.person_id, {}))


def _requests(actor: Actor) -> list[dict[str, Any]]:
    """The last requests, leave and trips together, newest first."""
    made = []
    for row in LeaveRequest.objects.within(actor.scope).order_by("-start", "pk")[:LAST]:
        label = f"{row.get_kind_display()} {row.days}天"
        url = reverse("attendance:leave", args=[row.pk])
        made.append(_request(label, row.start, row.end, LEAVE.label(row.state), row.state, url))
    for trip in Trip.objects.within(actor.scope).order_by("-start", "pk")[:LAST]:
        url = reverse("attendance:trip", args=[trip.pk])
        made.append(_request(f"到{trip.to_where}出差", trip.start, trip.end, TRIP.label(trip.state), trip.state, url))
    return sorted(made, key=lambda each: each["start"], reverse=True)[:LAST]


def _request(label: str, start: date, end: date, word: str, state: str, url: str) -> dict[str, Any]:
    tone = {"asked": "due", "approved": "done"}.get(state, "plain")
    return {"label": label, "start": start, "end": end, "word": word, "tone": tone, "url": url}
