"""The present truth of a month's attendance, for rooms above: what was reported, corrections laid over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
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
    known = ("village__parent", "person_id", "village_id", "start", "end")
    for stint in stints_in(scope, rules.first, rules.last).select_related("village").only(*known):
        found[stint.pk] = _unreported(stint, rules)
    for row in _reported(SheetLine.objects.within(scope).filter(sheet__month=month), SHEET):
        found[row.stint_id] = row
    corrections = SheetCorrection.objects.within(scope).filter(sheet__month=month, state="confirmed")
    for row in _reported(corrections.order_by("number", "pk"), CORRECTION):
        found[row.stint_id] = row
    return sorted(found.values(), key=lambda row: (row.village_code, row.on_from or rules.last, str(row.stint_id)))


def _unreported(stint: Stint, rules: MonthRules) -> MonthFacts:
    first, last = on_post_in(stint, rules) or (None, None)
    town = stint.village.parent_id or ""
    return MonthFacts(stint.pk, stint.person_id, stint.village_id, town, first, last, 0, None, NONE)


COLUMNS = (
    *("stint_id", "person_id", "sheet__village_id", "sheet__village__parent_id"),
    *("on_from", "on_to", "unpaid_days", "sheet__report__submitted_at", "sheet_id", "pk"),
)


def _reported(rows: models.QuerySet[Any], source: str) -> Iterator[MonthFacts]:
    """Lines of sheets, or confirmed corrections (the last of each stint last), read as plain columns."""
    for stint, person, village, town, first, last, unpaid, at, sheet, pk in rows.values_list(*COLUMNS).iterator():
        correction = pk if source == CORRECTION else None
        yield MonthFacts(stint, person, village, town or "", first, last, unpaid, at, source, sheet, correction)
