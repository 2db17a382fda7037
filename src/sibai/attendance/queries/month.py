"""A month as the rules see it: its days, its calendar, its deadline; which leave is not paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sibai.measure import Law
from sibai.measure.choices import LeaveKind
from sibai.measure.dates import add_months, month_first, month_last
from sibai.measure.workdays import WorkCalendar
from sibai.rulebook.queries.asking import Answers, ask
from sibai.rulebook.queries.law import county_law
from sibai.rulebook.queries.refusing import refusals_told

ASKED = ("first_day_on_post", "last_day_of_month", "working_days_of_month", "calendar_warning", "report_by")
ONE_DAY = timedelta(days=1)
MONTH_DIGITS = 7


@dataclass(frozen=True, slots=True)
class MonthRules:
    """`first` and `last` day on which anybody can be on post; `unpaid` are labels of kinds of leave."""

    month: date
    first: date
    last: date
    calendar: WorkCalendar
    unpaid: frozenset[str]
    working_days: int
    report_by: date
    warning: str
    answers: Answers
    law: Law

    @property
    def label(self) -> str:
        """As people say it: 2026年5月."""
        return called(self.month)

    def days(self) -> list[date]:
        """Every day of the month."""
        return [self.month + ONE_DAY * number for number in range((self.last - self.month).days + 1)]


def month_rules(month: date) -> MonthRules:
    """The month under the county's law of its last day; one query. Refusal before the measure took effect."""
    law = county_law()
    last: date = month_last(month)
    answers = ask(ASKED, {"month": month}, on=last, law=law)
    with refusals_told():
        in_force = law.on(last)
        calendar: WorkCalendar = in_force["public_holidays"].value
        unpaid: Any = in_force["unpaid_leave"].value
    return MonthRules(
        month=month,
        first=answers["first_day_on_post"],
        last=last,
        calendar=calendar,
        unpaid=frozenset(kind.label for kind in LeaveKind if unpaid.at(kind)),
        working_days=answers["working_days_of_month"],
        report_by=answers["report_by"],
        warning=answers["calendar_warning"],
        answers=answers,
        law=law,
    )


def working_days_among(days: Sequence[date]) -> frozenset[date]:
    """Which of some days are worked, by the calendar as it is known; one query."""
    law = county_law()
    with refusals_told():
        calendar: WorkCalendar = law.on(max(days))["public_holidays"].value
    return frozenset(day for day in days if calendar.works(day))


def called(month: date) -> str:
    """A month as people say it."""
    return f"{month.year}年{month.month}月"


def code_of(month: date) -> str:
    """A month in an address: 2026-05."""
    return f"{month:%Y-%m}"


def month_of(text: str) -> date | None:
    """The month that an address names; None where it names none."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == MONTH_DIGITS else None
    except ValueError:
        return None


def before(month: date) -> date:
    """The month before."""
    made: date = add_months(month, -1)
    return made


def after(month: date) -> date:
    """The month after."""
    made: date = add_months(month, 1)
    return made


def this_month(today: date) -> date:
    """The month of a day."""
    made: date = month_first(today)
    return made
