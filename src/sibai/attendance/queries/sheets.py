"""The month's sheet of a village: what is known of its posts, what stands on it, which villages are still to come."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q

from sibai.attendance.models import LeaveRequest, Sheet, SheetCorrection, SheetLine, Trip
from sibai.attendance.queries.marks import FREE, NOWHERE, Known, known_of, off, taken_days
from sibai.attendance.queries.month import MonthRules
from sibai.attendance.queries.standing import stints_in
from sibai.db.querysets import Scope, area
from sibai.employment.models import Stint
from sibai.places.models import Place

DIGEST_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Prefilled:
    """One stint with what is known of its month."""

    stint: Stint
    known: Known

    def free_days(self, rules: MonthRules) -> list[date]:
        """The days on which the village itself says what was: no leave, no trip."""
        return [day for day, letter in zip(rules.days(), self.known.marks, strict=True) if letter in FREE]


def prefilled(scope: Scope, rules: MonthRules) -> list[Prefilled]:
    """Every stint with a day in the month and what is known of it, by village; two queries."""
    stints = list(stints_in(scope, rules.first, rules.last).select_related("person", "village__parent"))
    taken = taken_days(scope, rules.first, rules.last)
    made = []
    for stint in stints:
        known = known_of(stint, rules, taken.get(stint.person_id, {}))
        if known is not None:
            made.append(Prefilled(stint, known))
    return made


def prefilled_village(village_code: str, rules: MonthRules) -> list[Prefilled]:
    """The same of one village."""
    return prefilled(area(village_code), rules)


def digest_of(rows: Sequence[Prefilled]) -> str:
    """What a page was filled in on: a change of posts, leave or trips makes another."""
    told = "\n".join(f"{row.stint.pk} {row.known.marks}" for row in rows)
    return hashlib.sha256(told.encode()).hexdigest()[:DIGEST_DIGITS]


def choices(day: date, rules: MonthRules) -> list[str]:
    """The letters that the village may put on a free day, the usual one first."""
    if rules.calendar.works(day):
        return ["P", "R", "X"]
    return [off(day, rules), "P"]


def merged(row: Prefilled, chosen: Mapping[date, str], rules: MonthRules) -> str:
    """The marks with what the village chose on free days; anything else stays as it is known."""
    letters = []
    for day, letter in zip(rules.days(), row.known.marks, strict=True):
        mine = chosen.get(day, letter)
        letters.append(mine if letter in FREE and mine in choices(day, rules) else letter)
    return "".join(letters)


def outdated(rows: Sequence[Sheet], scope: Scope, rules: MonthRules) -> list[Sheet]:
    """Which sheets of a month no longer agree with the posts, leave and trips that are known now; three queries."""
    known: dict[str, dict[UUID, Prefilled]] = {sheet.village_id: {} for sheet in rows}
    for row in prefilled(scope, rules):
        known.setdefault(row.stint.village_id, {})[row.stint.pk] = row
    marks: dict[UUID, dict[UUID, str]] = {sheet.pk: {} for sheet in rows}
    for line in SheetLine.objects.filter(sheet__in=list(marks)):
        marks[line.sheet_id][line.stint_id] = line.marks
    return [sheet for sheet in rows if not agrees(marks[sheet.pk], known[sheet.village_id].values(), rules)]


def agrees(marks: Mapping[UUID, str], rows: Iterable[Prefilled], rules: MonthRules) -> bool:
    """Whether filling with the same words, by stint, would give the same marks now."""
    known = {row.stint.pk: row for row in rows}
    days = rules.days()
    return marks.keys() == known.keys() and all(
        merged(known[pk], dict(zip(days, letters, strict=True)), rules) == letters for pk, letters in marks.items()
    )


def undecided(village_code: str, rules: MonthRules) -> int:
    """How many requests for leave and trips with a day in a month nobody has decided; two queries."""
    within = {"village": village_code, "state": "asked", "start__lte": rules.last, "end__gte": rules.first}
    return sum(model._default_manager.filter(**within).count() for model in (LeaveRequest, Trip))


def sheets(scope: Scope) -> models.QuerySet[Sheet]:
    """Sheets in the scope, village at hand."""
    return Sheet.objects.within(scope).select_related("village__parent", "report")


def sheet_of(village_code: str, month: date) -> Sheet | None:
    """The sheet of a village and month; None before it is filled."""
    return Sheet.objects.filter(village=village_code, month=month).select_related("village__parent", "report").first()


def lines_of(sheet: Sheet) -> list[SheetLine]:
    """The lines of a sheet, person and stint at hand."""
    rows = SheetLine.objects.filter(sheet=sheet).select_related("person", "stint__village", "stint__person")
    return list(rows.order_by("on_from", "pk"))


def corrections_of(sheet: Sheet) -> list[SheetCorrection]:
    """The corrections of a sheet in order, person and stint at hand."""
    rows = SheetCorrection.objects.filter(sheet=sheet).select_related("person", "stint__person", "stint__village")
    return list(rows.order_by("number", "pk"))


def stored_marks(sheet: Sheet | None) -> dict[UUID, str]:
    """The marks on a sheet by stint; nothing before it is filled."""
    return dict(SheetLine.objects.filter(sheet=sheet).values_list("stint_id", "marks")) if sheet else {}


def villages_in(scope: Scope, rules: MonthRules) -> models.QuerySet[Place]:
    """The villages of a scope that existed in a month, by code."""
    return (
        Place.objects.within(scope)
        .filter(Q(end__isnull=True) | Q(end__gte=rules.month), level="village")
        .filter(start__lte=rules.last)
    )


def day_letters(marks: str, rules: MonthRules) -> dict[date, str]:
    """Marks by day, days off post left out."""
    return {day: letter for day, letter in zip(rules.days(), marks, strict=True) if letter != NOWHERE}
