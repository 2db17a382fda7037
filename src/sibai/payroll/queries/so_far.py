"""What a payer has paid a person in a calendar year, and what earlier months could not deduct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Q, Sum

from sibai.payroll.models import Payslip, Run

Key = tuple[UUID, UUID]
"""Person and employer: who withholds begins each person's year anew."""


@dataclass(frozen=True, slots=True)
class SoFar:
    """Amounts in fen, months as a count."""

    earned: int = 0
    pension: int = 0
    withheld: int = 0
    months: int = 0


NOTHING = SoFar()


def so_far(persons: Sequence[UUID], pay_month: date, leaving: Run | None = None) -> dict[Key, SoFar]:
    """By person and employer: what counts in the calendar year of `pay_month` before this payslip; one query.

    `months` are those paid before `pay_month` itself: a second payslip of the same month takes no further allowance.
    """
    year = Q(pay_month__gte=pay_month.replace(month=1), pay_month__lte=pay_month)
    return _sums(Payslip.objects.filter(year, void=False, person__in=persons), pay_month, leaving)


def last_year(persons: Sequence[UUID], pay_month: date) -> dict[Key, SoFar]:
    """The same for the whole calendar year before; one query."""
    before = pay_month.replace(year=pay_month.year - 1)
    year = Q(pay_month__gte=before.replace(month=1), pay_month__lte=before.replace(month=12))
    return _sums(Payslip.objects.filter(year, void=False, person__in=persons), pay_month, None)


def _sums(rows: models.QuerySet[Payslip], pay_month: date, leaving: Run | None) -> dict[Key, SoFar]:
    if leaving is not None:
        rows = rows.exclude(run=leaving)
    found = (
        rows.order_by()
        .values("person_id", "employer_id")
        .annotate(
            earned=Sum(F("gross") + F("earlier_gross")),
            pensions=Sum(F("pension") + F("earlier_pension")),
            withheld=Sum("tax"),
            months=Count("pay_month", filter=Q(pay_month__lt=pay_month), distinct=True),
        )
    )
    return {
        (row["person_id"], row["employer_id"]): SoFar(row["earned"], row["pensions"], row["withheld"], row["months"])
        for row in found
    }


def owed_by(persons: Sequence[UUID], leaving: Run | None = None) -> dict[UUID, int]:
    """What earlier payslips could not deduct and carried on, by person: the last one's figure; one query."""
    rows = Payslip.objects.filter(void=False, person__in=persons).order_by("run__prepared_at", "run__number")
    if leaving is not None:
        rows = rows.exclude(run=leaving)
    return {person: owed for person, owed in rows.values_list("person_id", "owed_after") if owed >= 0}
