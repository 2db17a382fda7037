"""What waits for somebody in this room: questions to the state of leave, trips, sheets and corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Q, Value
from django.urls import reverse

from sibai.attendance.flow import CORRECTION, LEAVE, SHEET, TRIP, UPLOAD
from sibai.attendance.models import LeaveRequest, Sheet, SheetCorrection, SheetUpload, Trip
from sibai.attendance.queries.differences import changed
from sibai.attendance.queries.month import MonthRules, called, month_rules, this_month
from sibai.attendance.queries.sheets import villages_in
from sibai.attendance.queries.ways import url_of
from sibai.audit.refusals import Refusal
from sibai.people.actor import Actor
from sibai.people.flow import Flow, Todo

BUTTON, LOOK = "办理", "查看"


def todos(actor: Actor, today: date) -> list[Todo]:
    """Everything of this room that waits for the actor; four queries at most."""
    if actor.role == "village":
        return list(_at_village(actor, today))
    if actor.role == "town":
        return [*_at_town(actor, today), *_to_confirm(actor)]
    return []


def _rules(today: date) -> MonthRules | None:
    """This month, or nothing before the measure."""
    try:
        return month_rules(this_month(today))
    except Refusal:
        return None


def _at_village(actor: Actor, today: date) -> Iterator[Todo]:
    """Requests, sheets, files, and what changed after a report; two queries."""
    rules = _rules(today)
    if rules is None:
        return
    filled = False
    for kind, pk, state, first, last, who in _rows(actor, rules):
        filled = filled or (kind == SHEETS and first == rules.month)
        if kind in ASKED and state == "asked":
            yield _asked(kind, pk, first, last, who)
        elif kind == SHEETS and state == "returned":
            yield _of_sheet(actor, first, rules)
        elif kind == UPLOADS:
            yield _upload(pk, first)
        elif kind == CHANGED:
            url, detail = url_of("place", first, actor.place_code), f"{called(first)}的考勤报送以后有变化"
            yield Todo("登记考勤更正", detail, url, BUTTON, "village")
    if not filled:
        url = url_of("place", rules.month, actor.place_code)
        yield Todo(f"填报{rules.label}考勤表", "核对每天出勤，由镇上报县", url, BUTTON, "village", rules.report_by)


LEAVES, TRIPS, SHEETS, UPLOADS, CHANGED = "leave", "trip", "sheet", "upload", "changed"
ASKED: dict[str, Flow] = {LEAVES: LEAVE, TRIPS: TRIP}
Row = tuple[str, UUID, str, date, date, str]
"""What it is, its key, its state, two days, whose."""


def _rows(actor: Actor, rules: MonthRules) -> Iterable[Row]:
    """Everything of a village that may wait for somebody, in one query."""
    asked = [
        _told(name, model.objects.within(actor.scope).filter(state="asked").exclude(asked_by=actor.user_id), "person")
        for name, model in ((LEAVES, LeaveRequest), (TRIPS, Trip))
    ]
    sheets = Sheet.objects.within(actor.scope).filter(Q(state="returned") | Q(month=rules.month))
    uploads = SheetUpload.objects.within(actor.scope).filter(state="uploaded", uploaded_by=actor.user_id)
    rows = asked[0].union(
        asked[1],
        _told(SHEETS, sheets, "village", "month", "until"),
        _told(UPLOADS, uploads, "place", "month", "month"),
        _told(CHANGED, changed(actor.scope, rules.unpaid), "village", "month", "until"),
        all=True,
    )
    return sorted(rows, key=lambda row: (row[3], row[0], str(row[1])))


def _told(
    name: str, rows: models.QuerySet[Any], whose: str, first: str = "start", last: str = "end"
) -> models.QuerySet[Any, Row]:
    """The columns of a row that waits, alike for every table."""
    named = rows.order_by().annotate(table=Value(name, output_field=models.CharField()))
    made: models.QuerySet[Any, Row] = named.values_list("table", "pk", "state", first, last, f"{whose}__name")
    return made


def _asked(kind: str, pk: UUID, first: date, last: date, who: str) -> Todo:
    step = ASKED[kind].step("asked")
    assert step is not None
    return Todo(step.next, f"{who}，{first}至{last}", reverse(step.route, args=[pk]), BUTTON, step.role, first)


def _of_sheet(actor: Actor, month: date, rules: MonthRules) -> Todo:
    step = SHEET.step("returned")
    assert step is not None
    url = url_of("fill", month, actor.place_code)
    deadline = rules.report_by if month == rules.month else None
    return Todo(step.next, f"{called(month)}考勤表，镇上退回", url, BUTTON, step.role, deadline)


def _upload(pk: UUID, month: date) -> Todo:
    step = UPLOAD.step("uploaded")
    assert step is not None
    detail = f"{called(month)}考勤表，上传后还没有确认"
    return Todo(step.next, detail, reverse(step.route, args=[pk]), BUTTON, step.role)


def _at_town(actor: Actor, today: date) -> Iterator[Todo]:
    """Sheets to check and to report, month by month, and the villages that are late; two queries."""
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
