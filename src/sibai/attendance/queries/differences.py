"""What changed after the report: posts and leave that no longer agree with what a submitted sheet was filled on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from sibai.attendance.models import LeaveRequest, Sheet, SheetCorrection, SheetLine, TakenDay
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


def differences(scope: Scope, unpaid: Collection[str]) -> list[Difference]:
    """Every difference in the scope, by month and village. `unpaid`: labels of the kinds of leave without pay."""
    found: list[Difference] = []
    rules: dict[date, MonthRules] = {}
    for sheet in changed(scope, unpaid):
        if sheet.month not in rules:
            rules[sheet.month] = month_rules(sheet.month)
        found += differences_of(sheet, rules[sheet.month])
    return found


def changed(scope: Scope, unpaid: Collection[str]) -> models.QuerySet[Sheet]:
    """Submitted sheets after which a post moved, began, got leave without pay or gave it back, not corrected yet.

    One query. What changed between filling and reporting counts too: the sheet does not have it.
    """
    here = {"sheet": OuterRef("pk")}
    standing = SheetCorrection.objects.exclude(state="rejected")
    same = standing.filter(sheet=OuterRef("sheet"), stint=OuterRef("stint"))
    lines = SheetLine.objects.filter(_moved(), **here).exclude(Exists(same))
    last = standing.filter(_moved(), **here).exclude(Exists(same.filter(number__gt=OuterRef("number"))))
    rows = Sheet.objects.within(scope).filter(state="submitted")
    leave = Exists(_without_pay(unpaid)) | Exists(_given_back(unpaid))
    rows = rows.filter(Exists(lines) | Exists(last) | Exists(_new()) | leave)
    return rows.select_related("village__parent", "report").order_by("month", "village_id")


def _moved() -> Q:
    """What was known of a stint is no longer so: rows with `known_from`, `known_to`, `stint` and `sheet`."""
    after = Q(stint__end__isnull=True) | Q(stint__end__gt=F("known_to"))
    on_post = Q(stint__end__isnull=True) | Q(stint__end__gte=F("sheet__month"))
    return (
        Q(stint__end__lt=F("known_to"))
        | Q(stint__start__gt=F("known_from"))
        | (Q(known_from__gt=F("sheet__month")) & Q(stint__start__lt=F("known_from")))
        | (Q(known_to__lt=F("sheet__until")) & after)
        | (Q(known_to__isnull=True, stint__start__lte=F("sheet__until")) & on_post)
    )


def _new() -> models.QuerySet[Stint]:
    """Stints of a sheet's village and month (the outer query) that neither it nor a correction knows."""
    here = {"sheet": OuterRef(OuterRef("pk"))}
    lines = SheetLine.objects.filter(stint=OuterRef("pk"), **here)
    corrected = SheetCorrection.objects.filter(stint=OuterRef("pk"), **here).exclude(state="rejected")
    return Stint.objects.filter(
        Q(end__isnull=True) | Q(end__gte=OuterRef("month")),
        ~Exists(lines),
        ~Exists(corrected),
        village=OuterRef("village"),
        kind=Stint.COORDINATOR,
        start__lte=OuterRef("until"),
    )


def _without_pay(unpaid: Collection[str]) -> models.QuerySet[TakenDay]:
    """Working days of leave without pay in a sheet's month (the outer query), granted after it was filled."""
    kinds = [kind for kind, label in LeaveRequest.KINDS if label in unpaid]
    corrected = SheetCorrection.objects.filter(
        sheet=OuterRef(OuterRef("pk")),
        stint=OuterRef("leave__stint"),
        entered_at__gte=OuterRef("leave__decided_at"),
    )
    return TakenDay.objects.filter(
        _after("leave__decided_at"),
        ~Exists(corrected.exclude(state="rejected")),
        village=OuterRef("village"),
        day__gte=OuterRef("month"),
        day__lte=OuterRef("until"),
        works=True,
        leave__kind__in=kinds,
    )


def _given_back(unpaid: Collection[str]) -> models.QuerySet[LeaveRequest]:
    """Leave without pay in a sheet's month (the outer query) that it or a correction knows, cancelled since."""
    kinds = [kind for kind, label in LeaveRequest.KINDS if label in unpaid]
    corrected = SheetCorrection.objects.filter(sheet=OuterRef(OuterRef("pk")), stint=OuterRef("stint"))
    corrected = corrected.exclude(state="rejected")
    knew = corrected.filter(entered_at__gte=OuterRef("decided_at"), entered_at__lt=OuterRef("cancelled_at"))
    return LeaveRequest.objects.filter(
        _after("cancelled_at"),
        Q(decided_at__lte=OuterRef("filled_at")) | Exists(knew),
        ~Exists(corrected.filter(entered_at__gte=OuterRef("cancelled_at"))),
        village=OuterRef("village"),
        kind__in=kinds,
        freed_from__lte=OuterRef("until"),
        freed_to__gte=OuterRef("month"),
    )


def _after(column: str) -> Q:
    """What was done after a sheet (the outer query) was filled, or reported."""
    return Q(**{f"{column}__gt": OuterRef("filled_at")}) | Q(**{f"{column}__gt": OuterRef("report__submitted_at")})


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
