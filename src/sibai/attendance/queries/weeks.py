"""A month as weeks, for pages: each day with its sign, Monday first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sibai.attendance.queries.marks import MARKS, NOWHERE
from sibai.attendance.queries.month import MonthRules

WEEKDAYS = "一二三四五六日"
DAYS_A_WEEK = 7
SATURDAY = 5
LATE, DUE, DONE, PLAIN = "late", "due", "done", "grey"
TONES = {"P": "", "R": PLAIN, "H": PLAIN, "X": LATE, "G": DONE, NOWHERE: PLAIN}
"""Everything else is leave."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: its number, the sign below it, the word that a screen reader says, a class of colour."""

    number: int
    sign: str
    word: str
    tone: str = ""


def weeks_of(marks: str, rules: MonthRules) -> list[list[Cell | None]]:
    """The weeks of a sheet's line; None before the first and after the last day."""
    cells = [_marked(day, letter) for day, letter in zip(rules.days(), marks, strict=True)]
    return _in_weeks(cells, rules.month)


def _marked(day: date, letter: str) -> Cell:
    if letter == NOWHERE:
        return Cell(day.day, "—", "不在岗", PLAIN)
    mark = MARKS[letter]
    return Cell(day.day, mark.sign, mark.label, TONES.get(letter, DUE))


def calendar_weeks(rules: MonthRules) -> list[list[Cell | None]]:
    """The weeks of the calendar: worked, day of rest, holiday, worked weekend."""
    return _in_weeks([_planned(day, rules) for day in rules.days()], rules.month)


def _planned(day: date, rules: MonthRules) -> Cell:
    if rules.calendar.works(day):
        return Cell(day.day, "班", "调休上班", DUE) if day.weekday() >= SATURDAY else Cell(day.day, "", "工作日")
    if day in rules.calendar.statutory:
        return Cell(day.day, "节", "法定节假日", DONE)
    word = "放假" if day in rules.calendar.off else "休息日"
    return Cell(day.day, "休", word, PLAIN)


def _in_weeks(cells: list[Cell], month: date) -> list[list[Cell | None]]:
    whole: list[Cell | None] = [*([None] * month.weekday()), *cells]
    whole += [None] * (-len(whole) % DAYS_A_WEEK)
    return [whole[at : at + DAYS_A_WEEK] for at in range(0, len(whole), DAYS_A_WEEK)]


def legend(marks: str) -> list[str]:
    """What the signs of some marks mean."""
    return [f"{mark.sign} {mark.label}" for letter, mark in MARKS.items() if letter in marks]


def totals(marks: str) -> Mapping[str, Any]:
    """Days by sign, for a row of a table."""
    return {mark.label: marks.count(letter) for letter, mark in MARKS.items()}
