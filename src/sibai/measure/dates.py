"""Civil dates in Asia/Shanghai: adding months, completed years, days on both ends, Mondays to Fridays.

Single dates are `datetime.date`; a column of dates is a numpy column of days since 1970-01-01, and only
the operations that a payroll needs take columns.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any

from sibai.measure.numbers import MONTHS_PER_YEAR, least
from sibai.measure.tracing import operation

EPOCH = date(1970, 1, 1)
DAYS_PER_WEEK = 7
WEEKDAYS = 5
FIRST_MONDAY = 4
"""1970-01-05, counted in days since 1970-01-01."""
LEAP_DAY, BEFORE_LEAP_DAY = (2, 29), (2, 28)


def day_number(day: Any) -> Any:
    """Days since 1970-01-01 of a date; a column already is that."""
    return (day - EPOCH).days if isinstance(day, date) else day


@operation("add_months")
def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or that month's last day where it has none such."""
    position = day.year * MONTHS_PER_YEAR + day.month - 1 + months
    year, month = divmod(position, MONTHS_PER_YEAR)
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@operation("add_days")
def add_days(day: date, days: int) -> date:
    """So many days later, or earlier."""
    return day + timedelta(days=days)


@operation("days_through")
def days_through(first: Any, last: Any) -> Any:
    """How many days from the first to the last, both included."""
    return day_number(last) - day_number(first) + 1


@operation("weekdays_through")
def weekdays_through(first: Any, last: Any) -> Any:
    """How many Mondays to Fridays from the first to the last, both included; public holidays count."""
    return _weekdays_until(day_number(last)) - _weekdays_until(day_number(first) - 1)


def _weekdays_until(number: Any) -> Any:
    weeks, weekday = (number - FIRST_MONDAY) // DAYS_PER_WEEK, (number - FIRST_MONDAY) % DAYS_PER_WEEK
    return weeks * WEEKDAYS + least(weekday + 1, WEEKDAYS)


@operation("full_months")
def full_months(first: date, last: date) -> int:
    """The most full months that fit from the first to the last day, both included."""
    after = last + timedelta(days=1)
    months = (after.year - first.year) * MONTHS_PER_YEAR + after.month - first.month
    return months if add_months(first, months) <= after else months - 1


@operation("days_left_over")
def days_left_over(first: date, last: date) -> int:
    """The days that remain after the full months."""
    after_months: date = add_months(first, full_months(first, last))
    return (last + timedelta(days=1) - after_months).days


@operation("completed_years")
def completed_years(born: date, on: date) -> int:
    """Age in completed years; born on 29 February, a year older on 1 March in common years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@operation("completed_months")
def completed_months(start: date, on: date) -> int:
    """Months from one day to another, the unfinished one left out; 0 before the start."""
    return max(0, full_months(start, on - timedelta(days=1))) if on > start else 0


@operation("month_first")
def month_first(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


@operation("month_last")
def month_last(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@operation("day_of")
def day_of(day: date, number: int) -> date:
    """That day of its month, or the month's last."""
    return day.replace(day=min(number, monthrange(day.year, day.month)[1]))


@operation("on_year_day")
def on_year_day(year: int, month_and_day: int) -> date:
    """The date in a year of a day written as month × 100 + day (1210 is 10 December)."""
    return date(year, month_and_day // 100, month_and_day % 100)


@operation("date_of")
def date_of(moment: datetime) -> date:
    """The civil day of a moment."""
    return moment.date()


@operation("year_of")
def year_of(day: date) -> int:
    """The calendar year of a date."""
    return day.year


@operation("months_from")
def months_from(earlier: date, later: date) -> int:
    """Calendar months from one date's month to the other's, negative if it lies before."""
    return (later.year - earlier.year) * MONTHS_PER_YEAR + later.month - earlier.month


@operation("age_reached")
def age_reached(born: date, months: int) -> date:
    """The day on which somebody completes so many months of age; born on 29 February, 1 March in common years."""
    day: date = add_months(born, months)
    leaps_over = (born.month, born.day) == LEAP_DAY and (day.month, day.day) == BEFORE_LEAP_DAY
    return day + timedelta(days=1) if leaps_over else day


@operation("year_first")
def year_first(year: int) -> date:
    """1 January of a year."""
    return date(year, 1, 1)


@operation("year_last")
def year_last(year: int) -> date:
    """31 December of a year."""
    return date(year, 12, 31)


@operation("digits_of")
def digits_of(day: date) -> int:
    """A date as a number that sorts like it: 2024-01-31 is 20240131."""
    return day.year * 10_000 + day.month * 100 + day.day


@operation("date_in_digits")
def date_in_digits(digits: int) -> date:
    """The date that such a number writes; the first of all days for 0."""
    return date(digits // 10_000, digits // 100 % 100, digits % 100) if digits else date.min
