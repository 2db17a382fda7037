"""The present truth of a month's attendance, for rooms above: what was reported, corrections laid over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import Q

from sibai.attendance.models import SheetCorrection, SheetLine
from sibai.attendance.queries.marks import on_post_in
from sibai.attendance.queries.month import MonthRules, month_rules
from sibai.db.querysets import Scope
from sibai.employment.models import Stint

SHEET, CORRECTION, NONE = "sheet", "correction", "none"


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """One stint in a month. `source` says where the days come from: the sheet, a confirmed correction of it, or, where
    no sheet has it, the post itself (`none`). `submitted_at` is None where the village's sheet with it is not reported.

    `on_from` and `on_to` are both None where a correction says that the stint was not on post in the month after all.
    """

    stint_id: UUID
    person_id: UUID
    village_code: str
    town_code: str
    on_from: date | None
    on_to: date | None
    unpaid_days: int
    submitted_at: datetime | None
    source: str
    sheet_id: UUID | None = None
    correction_id: UUID | None = None


def stints_in(scope: Scope, first: date, last: date) -> models.QuerySet[Stint]:
    """Stints of coordinators with a day from `first` to `last`, by village and first day."""
    rows = Stint.objects.within(scope).filter(kind=Stint.COORDINATOR, start__lte=last)
    return rows.filter(Q(end__isnull=True) | Q(end__gte=first)).order_by("village_id", "start", "pk")


def stints_of(scope: Scope) -> models.QuerySet[Stint]:
    """Every stint of a coordinator in the scope, person and village at hand."""
    rows = Stint.objects.within(scope).filter(kind=Stint.COORDINATOR)
    return rows.select_related("person", "village__parent")


def month_facts(month: date, scope: Scope) -> list[MonthFacts]:
    """One row a stint with a day in the month, or reported for it, by village; four queries, however many."""
    rules = month_rules(month)
    found: dict[UUID, MonthFacts] = {}
    for stint in stints_in(scope, rules.first, rules.last).select_related("village"):
        found[stint.pk] = _unreported(stint, rules)
    for line in _lines(month, scope):
        found[line.stint_id] = _reported(line)
    for row in _corrections(month, scope):
        found[row.stint_id] = _corrected(row)
    return sorted(found.values(), key=lambda row: (row.village_code, row.on_from or rules.last, str(row.stint_id)))


def _lines(month: date, scope: Scope) -> models.QuerySet[SheetLine]:
    rows = SheetLine.objects.within(scope).filter(sheet__month=month)
    return rows.select_related("sheet__report", "sheet__village")


def _corrections(month: date, scope: Scope) -> models.QuerySet[SheetCorrection]:
    """Confirmed corrections, the last of each stint last."""
    rows = SheetCorrection.objects.within(scope).filter(sheet__month=month, state="confirmed")
    return rows.select_related("sheet__report", "sheet__village").order_by("number", "pk")


def _unreported(stint: Stint, rules: MonthRules) -> MonthFacts:
    first, last = on_post_in(stint, rules) or (None, None)
    town = stint.village.parent_id or ""
    return MonthFacts(stint.pk, stint.person_id, stint.village_id, town, first, last, 0, None, NONE)


def _reported(line: SheetLine) -> MonthFacts:
    sheet = line.sheet
    return MonthFacts(
        line.stint_id,
        line.person_id,
        sheet.village_id,
        sheet.village.parent_id or "",
        line.on_from,
        line.on_to,
        line.unpaid_days,
        sheet.report.submitted_at if sheet.report else None,
        SHEET,
        sheet.pk,
    )


def _corrected(row: SheetCorrection) -> MonthFacts:
    sheet = row.sheet
    return MonthFacts(
        row.stint_id,
        row.person_id,
        sheet.village_id,
        sheet.village.parent_id or "",
        row.on_from,
        row.on_to,
        row.unpaid_days,
        sheet.report.submitted_at if sheet.report else None,
        CORRECTION,
        sheet.pk,
        row.pk,
    )
