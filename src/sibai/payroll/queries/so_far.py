"""What a payer has paid a person in a calendar year, and what earlier months could not deduct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Q, Sum

from sibai.payroll.models import Payslip, Run, UnpaidMonth, YearOpening

Key = tuple[UUID, UUID]
"""Person and employer: who withholds begins each person's year anew."""


@dataclass(frozen=True, slots=True)
class SoFar:
    """Amounts in fen, months as a count."""

    earned: int = 0
    pension: int = 0
    withheld: int = 0
    months: int = 0
    first_job: bool = False
    """Whether it is the person's first job of the year, so that allowances count from January."""
    further: int = 0
    """The person's side of insurances beyond the measure's two."""

    def with_opening(self, row: YearOpening) -> SoFar:
        """The same with what was paid before the system was used."""
        return SoFar(
            self.earned + row.earned,
            self.pension + row.pension,
            self.withheld + row.withheld,
            self.months + row.months,
            row.first_job,
            self.further + row.further,
        )


NOTHING = SoFar()


def openings_of(persons: Sequence[UUID]) -> list[YearOpening]:
    """What was paid before the system was used, whatever the year; one query."""
    return list(YearOpening.objects.filter(person__in=persons).select_related("batch").order_by("year", "pk"))


def paid_before(month: date, openings: Sequence[YearOpening]) -> set[UUID]:
    """Whom a month before the system was used is paid already: nobody is paid it again; one query where it is asked.

    Not those of whom it is registered that they were not paid.
    """
    persons = {row.person_id for row in openings if month < row.batch.month}
    if not persons:
        return persons
    unpaid = UnpaidMonth.objects.filter(month=month, person__in=persons)
    return persons.difference(unpaid.values_list("person_id", flat=True))


def so_far(
    persons: Sequence[UUID],
    pay_month: date,
    leaving: Run | None = None,
    openings: Sequence[YearOpening] | None = None,
) -> dict[Key, SoFar]:
    """By person and employer: what counts in the calendar year of `pay_month` before this payslip; one query.

    `months` are those paid before `pay_month` itself: a second payslip of the same month takes no further allowance.
    `openings`: asked for with another query where they are not at hand.
    """
    year = Q(pay_month__gte=pay_month.replace(month=1), pay_month__lte=pay_month)
    made = _sums(Payslip.objects.filter(year, void=False, person__in=persons), pay_month, leaving)
    return _with(made, openings_of(persons) if openings is None else openings, pay_month.year)


def last_year(persons: Sequence[UUID], pay_month: date, openings: Sequence[YearOpening]) -> dict[Key, SoFar]:
    """The same for the whole calendar year before; one query."""
    before = pay_month.replace(year=pay_month.year - 1)
    year = Q(pay_month__gte=before.replace(month=1), pay_month__lte=before.replace(month=12))
    made = _sums(Payslip.objects.filter(year, void=False, person__in=persons), pay_month, None)
    return _with(made, openings, before.year)


def _with(made: dict[Key, SoFar], openings: Sequence[YearOpening], year: int) -> dict[Key, SoFar]:
    """With what each payer paid in the year before the system was used."""
    for row in openings:
        if row.year == year:
            key = (row.person_id, row.employer_id)
            made[key] = made.get(key, NOTHING).with_opening(row)
    return made


def _sums(rows: models.QuerySet[Payslip], pay_month: date, leaving: Run | None) -> dict[Key, SoFar]:
    if leaving is not None:
        rows = rows.exclude(run=leaving)
    found = (
        rows.order_by()
        .values("person_id", "employer_id")
        .annotate(
            earned=Sum(F("gross") + F("earlier_gross")),
            pensions=Sum(F("pension") + F("earlier_pension")),
            furthers=Sum(F("further_person") + F("earlier_further")),
            withheld=Sum("tax"),
            months=Count("pay_month", filter=Q(pay_month__lt=pay_month), distinct=True),
        )
    )
    return {
        (row["person_id"], row["employer_id"]): SoFar(
            row["earned"], row["pensions"], row["withheld"], row["months"], further=row["furthers"]
        )
        for row in found
    }


def owed_by(
    persons: Sequence[UUID], leaving: Run | None = None, openings: Sequence[YearOpening] = ()
) -> dict[UUID, int]:
    """What earlier payslips could not deduct and carried on, by person: the last one's figure; one query.

    Of whom no payslip tells, what was owed before the system was used.
    """
    rows = Payslip.objects.filter(void=False, person__in=persons).order_by("run__prepared_at", "run__number")
    if leaving is not None:
        rows = rows.exclude(run=leaving)
    owed: dict[UUID, int] = {row.person_id: row.owed for row in openings if row.owed}
    return owed | {person: left for person, left in rows.values_list("person_id", "owed_after") if left >= 0}
