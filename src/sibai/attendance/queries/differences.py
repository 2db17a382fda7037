"""What changed after the report: posts and leave that no longer agree with what a submitted sheet was filled on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from sibai.attendance.models import LeaveRequest, Sheet, SheetCorrection, SheetLine
from sibai.attendance.queries.marks import Known
from sibai.attendance.queries.month import MonthRules, month_rules
from sibai.attendance.queries.sheets import prefilled_village
from sibai.db.querysets import Scope
from sibai.employment.models import Stint

Days = tuple[date | None, date | None, int]
"""On post from and to (None: not on post), unpaid days."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A stint in a reported month: what holds now (`reported`, corrections laid over) and what is known by now."""

    sheet: Sheet
    stint: Stint
    reported: Days
    known: Days


def differences(scope: Scope) -> list[Difference]:
    """Every difference in the scope, by month and village."""
    found: list[Difference] = []
    rules: dict[date, MonthRules] = {}
    for sheet in candidates(scope):
        if sheet.month not in rules:
            rules[sheet.month] = month_rules(sheet.month)
        found += differences_of(sheet, rules[sheet.month])
    return found


def candidates(scope: Scope) -> models.QuerySet[Sheet]:
    """Submitted sheets after which a post or a leave changed; one query. Whether it matters is `differences_of`'s."""
    moved = SheetLine.objects.filter(sheet=OuterRef("pk")).filter(
        Q(stint__end__lt=F("known_to"))
        | Q(stint__start__gt=F("known_from"))
        | Q(known_to__lt=OuterRef("until"), stint__end__gt=F("known_to"))
        | Q(known_to__lt=OuterRef("until"), stint__end__isnull=True)
    )
    on_it = SheetLine.objects.filter(sheet=OuterRef(OuterRef("pk"))).values("stint")
    new = Stint.objects.filter(
        Q(end__isnull=True) | Q(end__gte=OuterRef("month")),
        village=OuterRef("village"),
        kind=Stint.COORDINATOR,
        start__lte=OuterRef("until"),
    ).exclude(pk__in=on_it)
    leave = LeaveRequest.objects.filter(
        village=OuterRef("village"),
        state__in=("approved", "cancelled"),
        start__lte=OuterRef("until"),
        end__gte=OuterRef("month"),
        decided_at__gt=OuterRef("report__submitted_at"),
    )
    rows = Sheet.objects.within(scope).filter(state="submitted")
    rows = rows.filter(Exists(moved) | Exists(new) | Exists(leave))
    return rows.select_related("village__parent", "report").order_by("month", "village_id")


def differences_of(
    sheet: Sheet, rules: MonthRules, rows: Iterable[SheetLine | SheetCorrection] | None = None
) -> list[Difference]:
    """The differences of one submitted sheet: against what was known at the report or at the last correction.

    `rows`: its lines, then its corrections in order, where they are at hand already.
    """
    now = {row.stint.pk: (row.stint, _days(row.known)) for row in prefilled_village(sheet.village_id, rules)}
    then, holds, stints = _then(rows_of(sheet) if rows is None else rows)
    found = []
    for pk in sorted(now.keys() | then.keys(), key=str):
        stint, days = now.get(pk) or (stints[pk], (None, None, 0))
        if days != then.get(pk, (None, None, 0)):
            found.append(Difference(sheet, stint, holds.get(pk, (None, None, 0)), days))
    return found


def _days(known: Known) -> Days:
    return known.on_from, known.on_to, known.unpaid_days


def _then(
    rows: Iterable[SheetLine | SheetCorrection],
) -> tuple[dict[UUID, Days], dict[UUID, Days], dict[UUID, Stint]]:
    """By stint: what was known when it was last filled or corrected, and what holds since."""
    then: dict[UUID, Days] = {}
    holds: dict[UUID, Days] = {}
    stints: dict[UUID, Stint] = {}
    for row in rows:
        if isinstance(row, SheetCorrection) and row.state == "rejected":
            continue
        stints[row.stint_id] = row.stint
        then[row.stint_id] = (row.known_from, row.known_to, row.known_unpaid)
        if isinstance(row, SheetLine) or row.state == "confirmed":
            holds[row.stint_id] = (row.on_from, row.on_to, row.unpaid_days)
    return then, holds, stints


def rows_of(sheet: Sheet) -> Iterable[SheetLine | SheetCorrection]:
    """Lines first, then corrections that run or hold, in order."""
    yield from SheetLine.objects.filter(sheet=sheet).select_related("stint__person", "stint__village")
    rows = SheetCorrection.objects.filter(sheet=sheet)
    yield from rows.select_related("stint__person", "stint__village").order_by("number", "pk")


def holding(sheet: Sheet, stint_id: UUID, rows: Iterable[SheetLine | SheetCorrection] | None = None) -> Days:
    """What holds of a stint in a reported month now; `rows` as above."""
    return _then(rows_of(sheet) if rows is None else rows)[1].get(stint_id, (None, None, 0))
