"""What waits for somebody in this room: questions to the state of leave, trips, sheets and corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, Subquery, Value
from django.urls import reverse

from sibai.attendance.flow import CORRECTION, LEAVE, SHEET, TRIP, UPLOAD
from sibai.attendance.models import LeaveRequest, Sheet, SheetCorrection, SheetUpload, Trip
from sibai.attendance.queries.differences import changed
from sibai.attendance.queries.month import MonthRules, after, called, month_rules, this_month
from sibai.attendance.queries.sheets import villages_in
from sibai.attendance.queries.ways import url_of
from sibai.audit.refusals import Refusal
from sibai.employment.queries.todos import acting_over, acting_todo
from sibai.measure.dates import add_months
from sibai.people.actor import Actor
from sibai.people.flow import Flow, Todo
from sibai.places.models import Place

BUTTON, LOOK = "办理", "查看"


def todos(actor: Actor, today: date) -> list[Todo]:
    """Everything of this room that waits for the actor; three queries at most."""
    if actor.role == "village":
        return list(_at_village(actor, today))
    if actor.role == "town":
        return list(_at_town(actor, today))
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
    filled: set[date] = set()
    begun = rules.month
    for row in _rows(actor, rules, today):
        if row[0] == SHEETS:
            filled.add(row[3])
        if row[0] == BEGUN:
            begun = row[3]
        todo = _of_row(row, actor, rules)
        if todo is not None:
            yield todo
    if rules.month not in filled:
        url = url_of("place", rules.month, actor.place_code)
        yield Todo(f"填报{rules.label}考勤表", "核对每天出勤，由镇上报县", url, BUTTON, "village", rules.report_by)
    yield from _never_filled(actor, begun, rules, filled)


def _never_filled(actor: Actor, begun: date, rules: MonthRules, filled: set[date]) -> Iterator[Todo]:
    """Past months without a sheet, from the first one on that any village of the town has filled here."""
    month = begun
    while month < rules.month:
        if month not in filled:
            url, due = url_of("place", month, actor.place_code), month_rules(month).report_by
            yield Todo(f"补填{called(month)}考勤表", "逾期没有填报，由镇补报县", url, BUTTON, "village", due)
        month = after(month)


def _of_row(row: Row, actor: Actor, rules: MonthRules) -> Todo | None:
    """What one row waits for; nothing for a sheet of the month that is on its way."""
    kind, pk, state, first, last, who = row
    if kind in ASKED and state == "asked":
        return _asked(kind, pk, first, last, who)
    if kind == BEGUN:
        return None
    if kind == SHEETS:
        return _of_sheet(actor, first, rules) if state == "returned" else None
    if kind == UPLOADS:
        return _upload(pk, first)
    if kind == ACTING:
        return acting_todo(pk, "本村", who, last, "village")
    url, detail = url_of("place", first, actor.place_code), f"{called(first)}的考勤报送以后有变化"
    return Todo("登记考勤更正", detail, url, BUTTON, "village")


LEAVES, TRIPS, SHEETS, UPLOADS, CHANGED, ACTING = "leave", "trip", "sheet", "upload", "changed", "acting"
BEGUN = "begun"
MONTHS_BACK = 12
"""So far back a month that was never filled is still asked for."""
ASKED: dict[str, Flow] = {LEAVES: LEAVE, TRIPS: TRIP}
Row = tuple[str, UUID, str, date, date, str]
"""What it is, its key, its state, two days, whose."""


def _rows(actor: Actor, rules: MonthRules, today: date) -> Iterable[Row]:
    """Everything of a village that may wait for somebody, a stand-in whose time is over among it, in one query."""
    asked = [
        _told(name, model.objects.within(actor.scope).filter(state="asked").exclude(asked_by=actor.user_id), "person")
        for name, model in ((LEAVES, LeaveRequest), (TRIPS, Trip))
    ]
    since = add_months(rules.month, -MONTHS_BACK)
    sheets = Sheet.objects.within(actor.scope).filter(Q(state="returned") | Q(month__gte=since))
    uploads = SheetUpload.objects.within(actor.scope).filter(state="uploaded", uploaded_by=actor.user_id)
    rows = asked[0].union(
        asked[1],
        _told(SHEETS, sheets, "village", "month", "until"),
        _told(BEGUN, _first_of_town(actor, since), "village", "month", "until"),
        _told(UPLOADS, uploads, "place", "month", "month"),
        _told(CHANGED, changed(actor.scope, rules.unpaid), "village", "month", "until"),
        _told(ACTING, acting_over(actor.scope, today).annotate(state=Value("", models.CharField())), ""),
        all=True,
    )
    return sorted(rows, key=lambda row: (row[3], row[0], str(row[1])))


def _first_of_town(actor: Actor, since: date) -> models.QuerySet[Sheet]:
    """The sheets of a village's town in the first month, since a day, that has any and in which the village existed."""
    here = Place.objects.filter(pk=actor.place_code)
    rows = Sheet.objects.filter(village__parent__in=here.values("parent"), month__gte=since)
    rows = rows.filter(until__gte=Subquery(here.values("start")[:1]))
    return rows.filter(month=Subquery(rows.order_by("month").values("month")[:1]))


def _told(
    name: str, rows: models.QuerySet[Any], whose: str, first: str = "start", last: str = "end"
) -> models.QuerySet[Any, Row]:
    """The columns of a row that waits, alike for every table."""
    named = rows.order_by().annotate(table=Value(name, output_field=models.CharField()))
    named = named.annotate(called=models.F(f"{whose}__name" if whose else "who"))
    made: models.QuerySet[Any, Row] = named.values_list("table", "pk", "state", first, last, "called")
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
    """Sheets to check and to report month by month, corrections, files, villages that are late; three queries."""
    rules = _rules(today)
    if rules is None:
        return
    counted: Counter[tuple[date, str]] = Counter()
    for kind, pk, state, first, _, who in _town_rows(actor):
        if kind == SHEETS:
            counted[first, state] += 1
        elif kind == UPLOADS:
            yield replace(_upload(pk, first), role="town")
        else:
            yield _to_confirm(pk, first, who)
    yield from (_counted(actor, month, state, count, rules) for (month, state), count in sorted(counted.items()))
    filled = Sheet.objects.within(actor.scope).filter(month=rules.month).exclude(state="returned").values("village")
    missing = villages_in(actor.scope, rules).exclude(pk__in=filled).count() if today >= rules.report_by else 0
    if missing:
        url = url_of("place", rules.month, actor.place_code)
        detail = f"{rules.label}，{missing}个村（社区）没有填报"
        yield Todo("催报考勤表", detail, url, LOOK, "town", rules.report_by, missing)


def _town_rows(actor: Actor) -> Iterable[Row]:
    """Everything of a town that waits for it, in one query."""
    sheets = Sheet.objects.within(actor.scope).filter(state__in=("filled", "checked"))
    entered = SheetCorrection.objects.within(actor.scope).filter(state="entered").exclude(entered_by=actor.user_id)
    uploads = SheetUpload.objects.within(actor.scope).filter(state="uploaded", uploaded_by=actor.user_id)
    rows = _told(SHEETS, sheets, "village", "month", "until").union(
        _told(CHANGED, entered, "person", "sheet__month", "sheet__until"),
        _told(UPLOADS, uploads, "place", "month", "month"),
        all=True,
    )
    return sorted(rows, key=lambda row: (row[3], row[0], str(row[1])))


def _counted(actor: Actor, month: date, state: str, count: int, rules: MonthRules) -> Todo:
    """Sheets of a month at one step."""
    step = SHEET.step(state)
    assert step is not None
    url = url_of("submit" if state == "checked" else "place", month, actor.place_code)
    deadline = rules.report_by if month == rules.month else None
    return Todo(step.next, f"{called(month)}，{count}个村（社区）", url, BUTTON, step.role, deadline, count)


def _to_confirm(pk: UUID, month: date, who: str) -> Todo:
    """A correction that waits for the town's word."""
    step = CORRECTION.step("entered")
    assert step is not None
    return Todo(step.next, f"{who}，{called(month)}", reverse(step.route, args=[pk]), BUTTON, step.role)
