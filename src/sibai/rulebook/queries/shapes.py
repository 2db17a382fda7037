"""How a value of each unit is typed on a page, and how it is written into the rulebook from there and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sibai.measure.choices import CHOICES
from sibai.measure.law import Entry
from sibai.measure.numbers import Bands, Choice, Ladder, Ratio, Scale, Table
from sibai.measure.values import UNIT_WORDS, parse_value, show_hundredths, shown
from sibai.measure.workdays import WorkCalendar
from sibai.rulebook import toml
from sibai.rulebook.queries.law import read_value

AMOUNT, RATIO, WHOLE, DAY, MONTH_DAY, CHOICE, TEXT = "amount", "ratio", "whole", "day", "month_day", "choice", "toml"
KINDS = {
    "fen": (AMOUNT, "元", "2140.00", "最多两位小数"),
    "centipoints": (AMOUNT, "分", "0.5", "最多两位小数"),
    "ratio": (RATIO, "", "8%", "写成 8%、0.08、1/2 都可以"),
    "date": (DAY, "", "2026-01-01", ""),
    "month_day": (MONTH_DAY, "", "12-10", "每年的几月几日，12-10 表示12月10日"),
    "table": (TEXT, "", "", "花括号里每项写“名称” = 数值，用逗号隔开；数值写在引号里"),
    "scale": (TEXT, "", "", "每档写 [百分数, 分值]，先写先比"),
    "ladder": (TEXT, "", "", "每档写 [起点, 数值]，从起点起用后面的数"),
    "bands": (TEXT, "", "", "每段写 [上限, 税率]，最后一段的上限写“以上”"),
    "calendar": (
        TEXT,
        "",
        "",
        "off 是放假的每一天或起止，working 是调休上班的周末，statutory 是法定节假日；从那一年1月1日起，到12月31日止",
    ),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How the value of an entry is typed: a kind of field, the unit behind it, choices, an example, the rule line."""

    kind: str
    unit: str
    choices: tuple[tuple[str, str], ...]
    example: str
    rule: str


def shape_of(entry: Entry, example: Any) -> Shape:
    """The shape of an entry's values; `example` is one of them (the value in force), None where there is none."""
    typed = toml.spread(as_toml(example, entry.of or entry.unit)) if example is not None else ""
    if entry.is_reading:
        return Shape(CHOICE, "", tuple(entry.options.items()), typed, "")
    if entry.unit in CHOICES:
        labels = [choice.label for choice in CHOICES[entry.unit]]
        return Shape(CHOICE, "", tuple((label, label) for label in labels), typed, "")
    if entry.unit in KINDS:
        kind, unit, sample, rule = KINDS[entry.unit]
        return Shape(kind, unit, (), typed if kind == TEXT else sample, rule)
    return Shape(WHOLE, UNIT_WORDS[entry.unit], (), str(example or ""), "整数")


def words_of(entry: Entry, value: str) -> str:
    """A decision's value (TOML text) as a clerk reads it."""
    try:
        parsed = parse_value(entry.unit, read_value(value), of=entry.of, keys=entry.keys)
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
        return value
    return entry.options.get(parsed, "") if entry.is_reading else shown(parsed, entry.unit)


def as_toml(value: Any, of: str) -> Any:
    """A value of the rules as plain data that TOML can write and `parse_value` reads back to the same value."""
    for kind, write in WRITERS:
        if isinstance(value, kind):
            return write(value, of)
    return show_hundredths(value) if of in ("fen", "centipoints") else value


def as_typed(kind: str, value: str) -> Any:
    """A decision's value as its form shows it to be changed."""
    written = read_value(value)
    if kind == TEXT:
        return toml.spread(written)
    return month_day_words(written) if kind == MONTH_DAY else written


def month_day_words(number: int) -> str:
    """1210 as `12-10`."""
    month, day = divmod(number, MONTH_PLACES)
    return f"{month:02d}-{day:02d}"


MONTH_PLACES = 100
"""A day of every year is kept as month × 100 + day."""


def _pairs(steps: Iterable[tuple[int, Any]], of: str) -> list[list[Any]]:
    return [[start, as_toml(each, of)] for start, each in steps]


def _bands(bands: Bands, _of: str) -> list[list[Any]]:
    tops = [as_toml(bound, "fen") for bound in bands.bounds]
    return [[top, shown(rate, "ratio")] for top, rate in zip([*tops, "以上"], bands.rates, strict=True)]


def _calendar(calendar: WorkCalendar, _of: str) -> dict[str, Any]:
    year = max(calendar.years)
    parts = {"off": _spans(calendar.off), "working": sorted(calendar.working), "statutory": _spans(calendar.statutory)}
    return {"year": year, **parts}


def _spans(days: Iterable[date]) -> list[list[date]]:
    """Days as `[first, last]`, a day alone as `[day]`."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][-1] == timedelta(days=1):
            spans[-1] = [spans[-1][0], day]
        else:
            spans.append([day])
    return spans


WRITERS: tuple[tuple[type, Callable[[Any, str], Any]], ...] = (
    (Choice, lambda choice, _of: choice.label),
    (Ratio, lambda ratio, _of: shown(ratio, "ratio")),
    (Table, lambda table, of: {_row(row): as_toml(cell, of) for row, cell in table.rows.items()}),
    (Scale, lambda scale, of: _pairs(scale.steps, of)),
    (Ladder, lambda ladder, of: _pairs(ladder.steps, of)),
    (Bands, _bands),
    (WorkCalendar, _calendar),
)


def _row(row: Any) -> str:
    return row.label if isinstance(row, Choice) else str(row)
