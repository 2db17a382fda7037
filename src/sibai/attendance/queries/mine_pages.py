"""The coordinator's own attendance on the phone: leave left, requests, the month day by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Value
from django.urls import reverse

from sibai.attendance.flow import LEAVE, TRIP
from sibai.attendance.models import Benefit, LeaveRequest, SheetLine, Trip
from sibai.attendance.queries.leave_pages import annual_fact, annual_of, my_stint
from sibai.attendance.queries.marks import LABELS, Known, known_of, taken_days
from sibai.attendance.queries.month import MonthRules, month_rules, this_month
from sibai.attendance.queries.weeks import legend, weeks_of
from sibai.people.actor import Actor
from sibai.people.pages.shown import Fact, fact

LAST = 12
GIVEN = "given"
BENEFITS = dict(Benefit.KINDS)


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
    """The last requests and benefits, newest first; one query."""
    leave = _told("leave", LeaveRequest.objects.within(actor.scope), "kind", "days")
    trips = _told("trip", Trip.objects.within(actor.scope), "to_where", "version")
    given = (
        Benefit.objects.within(actor.scope)
        .filter(cancelled_at=None)
        .annotate(state=Value(GIVEN, output_field=models.CharField()), start=F("given_on"), end=F("given_on"))
    )
    benefits = _told("benefit", given, "kind", "version")
    rows = sorted(leave.union(trips, benefits, all=True), key=lambda row: (row[3], str(row[1])), reverse=True)
    return [_request(*row) for row in rows[:LAST]]


def _told(name: str, rows: models.QuerySet[Any], what: str, number: str) -> models.QuerySet[Any, tuple[Any, ...]]:
    """The columns of a request, alike for both tables."""
    named = rows.order_by().annotate(table=Value(name, output_field=models.CharField()))
    made: models.QuerySet[Any, tuple[Any, ...]] = named.values_list(
        "table", "pk", "state", "start", "end", what, number
    )
    return made


def _request(table: str, pk: UUID, state: str, start: date, end: date, what: str, number: int) -> dict[str, Any]:
    labels = {
        "leave": f"{LABELS.get(what)} {number}天",
        "trip": f"到{what}出差",
        "benefit": f"福利：{BENEFITS.get(what)}",
    }
    flow = {"leave": LEAVE, "trip": TRIP}.get(table)
    return {
        "label": labels[table],
        "start": start,
        "end": end,
        "word": flow.label(state) if flow else "已登记",
        "tone": {"asked": "due", "approved": "done", GIVEN: "done"}.get(state, "plain"),
        "url": reverse(f"attendance:{table}", args=[pk]),
    }
