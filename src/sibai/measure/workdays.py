"""Working days by the yearly notices of the State Council: what is off, which weekends are worked.

A calendar joins the notices of several years, since a notice may reach over New Year (the one for 2023 took
31 December 2022 off). In a year without notice Mondays to Fridays are worked, provisionally.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sibai.measure.tracing import operation

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The notices of some years together."""

    years: frozenset[int]
    off: frozenset[date]
    """Every day that a notice lists as off, weekends and 调休 days included."""
    working: frozenset[date]
    """Weekend days that are worked."""
    statutory: frozenset[date]
    """The days off that are statutory holidays themselves (work on them is paid threefold)."""

    def __post_init__(self) -> None:
        if self.working & self.off:
            raise ValueError("同一天既放假又上班")
        if not self.statutory <= self.off:
            raise ValueError("法定节假日不在放假日之内")
        if any(day.weekday() < SATURDAY for day in self.working):
            raise ValueError("调休上班的日子不是周末")

    def __or__(self, other: WorkCalendar) -> WorkCalendar:
        return WorkCalendar(
            self.years | other.years,
            self.off | other.off,
            self.working | other.working,
            self.statutory | other.statutory,
        )

    def works(self, day: date) -> bool:
        """Whether a day is a working day."""
        return day in self.working or (day.weekday() < SATURDAY and day not in self.off)


@operation("is_working_day")
def is_working_day(calendar: WorkCalendar, day: date) -> bool:
    """Whether a day is a working day."""
    return calendar.works(day)


@operation("is_statutory_holiday")
def is_statutory_holiday(calendar: WorkCalendar, day: date) -> bool:
    """Whether a day is a statutory holiday itself, not only off by 调休."""
    return day in calendar.statutory


@operation("has_notice")
def has_notice(calendar: WorkCalendar, day: date) -> bool:
    """Whether the notice for the year of a day is known."""
    return day.year in calendar.years


@operation("last_working_day")
def last_working_day(calendar: WorkCalendar, day: date) -> date:
    """The last working day on or before a day."""
    while not calendar.works(day):
        day -= ONE_DAY
    return day


@operation("next_working_day")
def next_working_day(calendar: WorkCalendar, day: date) -> date:
    """The first working day on or after a day."""
    while not calendar.works(day):
        day += ONE_DAY
    return day


@operation("add_working_days")
def add_working_days(calendar: WorkCalendar, day: date, count: int) -> date:
    """The day on which so many working days have passed, the day itself not counted."""
    while count > 0:
        day += ONE_DAY
        count -= calendar.works(day)
    return day


@operation("working_days")
def working_days(calendar: WorkCalendar, first: date, last: date) -> int:
    """How many working days from the first to the last, both included."""
    return sum(calendar.works(first + timedelta(days=number)) for number in range((last - first).days + 1))
