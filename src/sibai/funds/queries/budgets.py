"""The year's budget by month and source against what was and will be needed: the first month it cannot cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from sibai.db.querysets import Scope
from sibai.funds.models import FUNDED_BY, Budget, Share
from sibai.measure.dates import add_months
from sibai.measure.numbers import MONTHS_PER_YEAR

SOURCE_CODES = [source for source, _ in FUNDED_BY]


@dataclass(frozen=True, slots=True)
class MonthOf:
    """One month of one source: its budget, what it needed or is expected to need, what is left of the year by then."""

    month: date
    budget: int
    need: int
    expected: bool
    left: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year: whether it has a budget at all, its months by source, the first month that each source cannot cover."""

    year: int
    given: bool
    months: dict[str, list[MonthOf]]

    def short(self, source: str) -> date | None:
        """The first month that a source cannot cover; None where it covers all."""
        return next((each.month for each in self.months[source] if each.left < 0), None)


def year_of(scope: Scope, year: int) -> Year:
    """A year's budget held against its prefundings; two queries.

    A month without a prefunding behind the last one is expected to need what the last one did, be it of an earlier
    year.
    """
    first, last = date(year, 1, 1), date(year, MONTHS_PER_YEAR, 1)
    rows = Budget.objects.within(scope).filter(month__gte=first, month__lte=last)
    budgets = {(row.source, row.month): row.amount for row in rows}
    needed = _needed(scope, last)
    months = {source: _months(source, first, budgets, needed) for source in SOURCE_CODES}
    return Year(year, bool(budgets), months)


def _needed(scope: Scope, last: date) -> dict[tuple[str, date], int]:
    rows = Share.objects.within(scope).filter(prefunding__month__lte=last)
    sums = rows.order_by().values("prefunding__month").annotate(e=Sum("employment"), b=Sum("budget"))
    found = {}
    for row in sums:
        found["employment", row["prefunding__month"]] = row["e"]
        found["budget", row["prefunding__month"]] = row["b"]
    return found


def _months(
    source: str, first: date, budgets: dict[tuple[str, date], int], needed: dict[tuple[str, date], int]
) -> list[MonthOf]:
    latest = max((month for from_, month in needed if from_ == source), default=None)
    left, made = 0, []
    for number in range(MONTHS_PER_YEAR):
        month = add_months(first, number)
        expected = latest is not None and month > latest
        need = needed[source, latest] if expected and latest else needed.get((source, month), 0)
        budget = budgets.get((source, month), 0)
        left += budget - need
        made.append(MonthOf(month, budget, need, expected, left))
    return made


def left_for(scope: Scope, month: date) -> int | None:
    """What the employment fund's budget of the year has left up to a month, and later ones have not used; fen.

    None where the year has no budget.
    """
    year = year_of(scope, month.year)
    if not year.given:
        return None
    left, behind = 0, []
    for each in year.months["employment"]:
        left += each.budget - (0 if each.expected else each.need)
        if each.month == month or (each.month > month and not each.expected):
            behind.append(left)
    return max(0, min(behind))
