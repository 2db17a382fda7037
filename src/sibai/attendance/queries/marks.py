"""The marks of a sheet: a letter for each day of the month, the sign that stands on paper, what is known of a stint.

Days, never hours: the post has irregular working hours (art. 21).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sibai.attendance.models import LeaveRequest, TakenDay
from sibai.attendance.queries.month import MonthRules
from sibai.db.querysets import Scope
from sibai.employment.models import Stint

NOWHERE = "-"
"""A day that the stint does not cover."""
ON, REST, HOLIDAY, ABSENT, TRIP = "P", "R", "H", "X", "G"
KIND_OF_TRIP = "trip"
LABELS = dict(LeaveRequest.KINDS)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: its letter in the database, the sign on paper, its word; `kind` of the leave or trip behind it."""

    letter: str
    sign: str
    label: str
    kind: str = ""


MARKS = {
    mark.letter: mark
    for mark in (
        Mark(ON, "√", "出勤"),
        Mark(REST, "休", "休息"),
        Mark(HOLIDAY, "节", "法定节假日"),
        Mark(TRIP, "G", "公差", KIND_OF_TRIP),
        Mark("Y", "Y", "年休", "annual"),
        Mark("L", "△", "事假", "personal"),
        Mark("S", "○", "病假", "sick"),
        Mark("M", "产", "产假", "maternity"),
        Mark("C", "流", "流产休假", "miscarriage"),
        Mark("N", "护", "护理假", "paternity"),
        Mark("W", "婚", "婚假", "marriage"),
        Mark("B", "丧", "丧假", "bereavement"),
        Mark("K", "育", "育儿假", "childcare"),
        Mark("I", "伤", "停工留薪", "injury"),
        Mark(ABSENT, "×", "旷工", LeaveRequest.ABSENT),
    )
}
OF_KIND = {mark.kind: mark.letter for mark in MARKS.values() if mark.kind}
ONLY_WORKING_DAYS = frozenset({"annual", "personal", LeaveRequest.ABSENT})
"""A day off inside such a leave is a day off; inside any other it is a day of the leave."""
ATTENDED = frozenset({ON, TRIP})
FREE = frozenset({ON, REST, HOLIDAY, ABSENT})
"""What the village itself may put on a day without leave or trip."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a stint in a month: days on post, a letter a day, how many are not paid."""

    on_from: date
    on_to: date
    marks: str
    unpaid_days: int

    @property
    def attended_days(self) -> int:
        """Days attended, trips included."""
        return attended(self.marks)


def attended(marks: str) -> int:
    """Days attended, trips included."""
    return sum(letter in ATTENDED for letter in marks)


def on_post_in(stint: Stint, rules: MonthRules) -> tuple[date, date] | None:
    """The days of the month on which a stint is on post, first and last; None where there are none."""
    first, last = max(stint.start, rules.first), min(stint.end or rules.last, rules.last)
    return (first, last) if first <= last else None


def known_of(stint: Stint, rules: MonthRules, taken: Mapping[date, str]) -> Known | None:
    """A stint in a month, with the days that leave and trips take (day → kind); None where it is not on post."""
    days = on_post_in(stint, rules)
    if days is None:
        return None
    first, last = days
    marks = "".join(_mark(day, rules, taken) if first <= day <= last else NOWHERE for day in rules.days())
    return Known(first, last, marks, unpaid(marks, rules))


def _mark(day: date, rules: MonthRules, taken: Mapping[date, str]) -> str:
    kind = taken.get(day, "")
    works = rules.calendar.works(day)
    if kind and (works or kind not in ONLY_WORKING_DAYS):
        return OF_KIND[kind]
    return ON if works else off(day, rules)


def off(day: date, rules: MonthRules) -> str:
    """A day that is not worked: a statutory holiday or a day of rest."""
    return HOLIDAY if day in rules.calendar.statutory else REST


def unpaid(marks: str, rules: MonthRules) -> int:
    """Working days of leave that is not paid."""
    return sum(
        rules.calendar.works(day) and LABELS.get(MARKS[letter].kind, "") in rules.unpaid
        for day, letter in zip(rules.days(), marks, strict=True)
        if letter != NOWHERE
    )


def taken_days(scope: Scope, first: date, last: date, person_ids: Iterable[UUID] = ()) -> dict[UUID, dict[date, str]]:
    """The days that approved leave and trips take, by person; one query."""
    rows = TakenDay.objects.within(scope).filter(day__gte=first, day__lte=last)
    people = list(person_ids)
    rows = rows.filter(person__in=people) if people else rows
    found: dict[UUID, dict[date, str]] = defaultdict(dict)
    for person_id, day, kind in rows.values_list("person_id", "day", "leave__kind"):
        found[person_id][day] = kind or KIND_OF_TRIP
    return dict(found)
