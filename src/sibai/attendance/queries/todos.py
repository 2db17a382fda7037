"""What waits for somebody in this room: questions to the state of leave, trips, sheets and corrections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from sibai.attendance.flow import CORRECTION, LEAVE, SHEET, TRIP
from sibai.attendance.models import LeaveRequest, Sheet, SheetCorrection, Trip
from sibai.attendance.queries.differences import differences
from sibai.attendance.queries.month import MonthRules, called, month_rules, this_month
from sibai.attendance.queries.sheets import villages_in
from sibai.attendance.queries.uploads import waiting
from sibai.attendance.queries.ways import url_of
from sibai.audit.refusals import Refusal
from sibai.people.actor import Actor
from sibai.people.flow import Todo

BUTTON, LOOK = "办理", "查看"
FEW = 3
"""So many alike are told one by one; more become one line."""


def todos(actor: Actor, today: date) -> list[Todo]:
    """Everything of this room that waits for the actor; at most six queries."""
    if actor.role == "village":
        return [*_asked(actor), *_to_fill(actor, today), *_changed(actor), *waiting(actor)]
    if actor.role == "town":
        return [*_at_town(actor, today), *_to_confirm(actor)]
    return []


def _rules(today: date) -> MonthRules | None:
    """This month, or nothing before the measure."""
    try:
        return month_rules(this_month(today))
    except Refusal:
        return None


def _asked(actor: Actor) -> Iterator[Todo]:
    """Requests that wait for the village's word; two queries."""
    kinds: list[tuple[Any, Any]] = [(LEAVE, LeaveRequest), (TRIP, Trip)]
    for flow, model in kinds:
        step = flow.step("asked")
        assert step is not None
        rows = model.objects.within(actor.scope).filter(state="asked").exclude(asked_by=actor.user_id)
        for row in rows.select_related("person", "village").order_by("start", "pk"):
            detail = f"{row.village.short_name} {row.person.name}，{row.start}至{row.end}"
            yield Todo(step.next, detail, reverse(step.route, args=[row.pk]), BUTTON, step.role, row.start)


def _to_fill(actor: Actor, today: date) -> Iterator[Todo]:
    """The sheet of this month, and any that was sent back; two queries."""
    step = SHEET.step("returned")
    assert step is not None
    found = Sheet.objects.within(actor.scope).filter(Q(state="returned") | Q(month=this_month(today)))
    rules = _rules(today)
    here = False
    for sheet in found.select_related("village").order_by("month"):
        here = here or (rules is not None and sheet.month == rules.month)
        if sheet.state == "returned":
            url = url_of("fill", sheet.month, sheet.village_id)
            detail = f"{sheet.village.short_name}{called(sheet.month)}考勤表：{sheet.why}"
            yield Todo(step.next, detail, url, BUTTON, step.role, rules.report_by if rules and here else None)
    if rules is not None and not here:
        url = url_of("place", rules.month, actor.place_code)
        yield Todo(f"填报{rules.label}考勤表", "核对每天出勤，由镇上报县", url, BUTTON, "village", rules.report_by)


def _changed(actor: Actor) -> Iterator[Todo]:
    """What changed after the report; a query, more only where something did."""
    for each in differences(actor.scope):
        url = url_of("correct", each.sheet.month, each.sheet.village_id, each.stint.pk)
        detail = f"{called(each.sheet.month)} {each.stint.person.name}，报送以后有变化"
        yield Todo("登记考勤更正", detail, url, BUTTON, "village")


def _at_town(actor: Actor, today: date) -> Iterator[Todo]:
    """Sheets to check and to report, month by month, and the villages that are late; three queries."""
    rules = _rules(today)
    counted = Sheet.objects.within(actor.scope).filter(state__in=("filled", "checked")).values("month", "state")
    for row in counted.annotate(count=Count("pk")).order_by("month", "state"):
        step = SHEET.step(row["state"])
        assert step is not None
        name = "submit" if row["state"] == "checked" else "place"
        url = url_of(name, row["month"], actor.place_code)
        deadline = rules.report_by if rules and row["month"] == rules.month else row["month"].replace(day=15)
        detail = f"{called(row['month'])}，{row['count']}个村（社区）"
        yield Todo(step.next, detail, url, BUTTON, step.role, deadline, row["count"])
    if rules is None:
        return
    filled = Sheet.objects.within(actor.scope).filter(month=rules.month).exclude(state="returned").values("village")
    missing = villages_in(actor.scope, rules).exclude(pk__in=filled).count()
    if missing and today >= rules.report_by:
        url = url_of("place", rules.month, actor.place_code)
        detail = f"{rules.label}，{missing}个村（社区）没有填报"
        yield Todo("催报考勤表", detail, url, LOOK, "town", rules.report_by, missing)


def _to_confirm(actor: Actor) -> Iterator[Todo]:
    """Corrections that wait for the town's word; one query."""
    step = CORRECTION.step("entered")
    assert step is not None
    rows = SheetCorrection.objects.within(actor.scope).filter(state="entered").exclude(entered_by=actor.user_id)
    for row in rows.select_related("person", "sheet__village").order_by("entered_at", "pk"):
        detail = f"{row.sheet.village.short_name} {row.person.name}，{called(row.sheet.month)}"
        yield Todo(step.next, detail, reverse(step.route, args=[row.pk]), BUTTON, step.role)
