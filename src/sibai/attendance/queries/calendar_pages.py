"""The calendar of a month: working days, holidays, worked weekends, the days of the monthly cycle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from sibai.attendance.queries.month import MonthRules, code_of
from sibai.attendance.queries.ways import months, tabs
from sibai.attendance.queries.weeks import calendar_weeks
from sibai.people.actor import Actor
from sibai.people.pages.shown import Fact, fact, note
from sibai.rulebook.queries.asking import ask

CYCLE = (("report_by", "报送花名册和考勤"), ("prefund_by", "预拨"), ("pay_by", "发放基础工资"))
AHEAD = 2


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """What the page shows."""

    title: str
    tabs: list[dict[str, Any]]
    months: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    weeks: list[list[Any]]
    facts: list[Fact]


def calendar_page(rules: MonthRules, actor: Actor, today: date) -> CalendarPage:
    """A month's calendar; two queries."""
    answers = ask([name for name, _ in CYCLE], {"month": rules.month}, on=rules.last)
    facts = [fact("工作日", f"{rules.working_days}天", why=rules.answers.why("working_days_of_month"))]
    facts += [fact(label, answers[name], "day", why=answers.why(name)) for name, label in CYCLE]
    return CalendarPage(
        title=f"{rules.label}日历",
        tabs=tabs(actor, "calendar", rules.month),
        months=months(rules.month, today, _url, ahead=AHEAD),
        notes=[note(f"{rules.warning}。", "due")] if rules.warning else [],
        weeks=calendar_weeks(rules),
        facts=facts,
    )


def _url(month: date) -> str:
    return reverse("attendance:calendar", args=[code_of(month)])
