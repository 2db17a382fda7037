"""How a value of the rules is written: in parameter files, in explanations (JSON), and for people.

`parse_value` reads what a parameter file says, `to_json` and `from_json` carry a value through JSON and
back unchanged, `shown` writes it for a clerk. No float anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sibai.measure.choices import CHOICES
from sibai.measure.numbers import (
    CENTIPOINTS_PER_POINT,
    FEN_PER_YUAN,
    Bands,
    Choice,
    Ladder,
    Ratio,
    Scale,
    Table,
)
from sibai.measure.workdays import WorkCalendar

HUNDREDTHS = re.compile(r"(-?)(\d+)(?:\.(\d{1,2}))?", re.ASCII)
WHOLE_UNITS = frozenset({"count", "days", "months", "years", "scaled"})
COMMON_YEAR = 2023
"""Any year without 29 February."""

UNIT_WORDS = {"days": "天", "months": "个月", "years": "年", "count": "", "scaled": "", "month_day": ""}


def parse_hundredths(text: str) -> int:
    """`1600`, `1600.5`, `-0.33` as whole hundredths; ValueError for anything else."""
    match = HUNDREDTHS.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} 不是最多两位小数的数")
    sign, whole, cents = match.groups()
    hundredths = int(whole) * 100 + int((cents or "").ljust(2, "0"))
    return -hundredths if sign else hundredths


def show_hundredths(hundredths: int) -> str:
    """Whole hundredths as `1600.00`, `-0.33`."""
    whole, cents = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole}.{cents:02d}"


def parse_value(unit: str, written: Any, *, of: str = "", keys: str = "") -> Any:
    """What a parameter file writes for a unit, as a value of the rules. ValueError names what is wrong.

    `of` is the unit inside a table, scale or band; `keys` the closed list that a table's rows come from.
    """
    parser = PARSERS.get(unit)
    if parser is not None:
        return parser(written)
    if unit in WHOLE_UNITS:
        return _whole(written)
    if unit in CHOICES:
        return CHOICES[unit].labelled(str(written))
    if unit == "bands":
        if [bound for bound, _ in written].index("以上") != len(written) - 1:
            raise ValueError("最后一段、也只有最后一段，写“以上”")
        bounds = tuple(parse_value(of, bound) for bound, _ in written[:-1])
        return Bands(bounds, tuple(Ratio.parse(rate) for _, rate in written))
    if unit in ("scale", "ladder"):
        steps = tuple((_whole(start), parse_value(of, value)) for start, value in written)
        return Scale(steps) if unit == "scale" else Ladder(steps, of)
    if unit == "table":
        return Table({_key(keys, row): parse_value(of, value) for row, value in written.items()}, of)
    raise ValueError(f"unknown unit {unit}")


def _whole(written: Any) -> int:
    if isinstance(written, bool) or not isinstance(written, int):
        raise ValueError(f"{written!r} 不是整数")
    return written


def _month_day(written: Any) -> int:
    """Month × 100 + day of a day that every year has."""
    number = _whole(written)
    try:
        date(COMMON_YEAR, *divmod(number, 100))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{number} 不是每年都有的日子，写成 1210 表示12月10日") from error
    return number


def _key(keys: str, row: str) -> Any:
    return CHOICES[keys].labelled(row) if keys in CHOICES else int(row)


def _date(written: Any) -> date:
    if isinstance(written, datetime) or not isinstance(written, date):
        raise ValueError(f"{written!r} 不是日期")
    return written


def _calendar(written: Mapping[str, Any]) -> WorkCalendar:
    """`{ year = 2026, off = [[from, to], …], working = [day, …], statutory = [[from, to], …] }`."""
    off, statutory = ([_date(day) for span in written[key] for day in _span(span)] for key in ("off", "statutory"))
    working = [_date(day) for day in written["working"]]
    return WorkCalendar(frozenset({_whole(written["year"])}), frozenset(off), frozenset(working), frozenset(statutory))


def _span(ends: list[date]) -> list[date]:
    """Every day of `[from, to]`, or the one day of `[day]`."""
    first, last = min(ends), max(ends)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


PARSERS: dict[str, Any] = {
    "fen": parse_hundredths,
    "centipoints": parse_hundredths,
    "ratio": Ratio.parse,
    "date": _date,
    "month_day": _month_day,
    "text": str,
    "option": str,
    "calendar": _calendar,
}


def to_json(value: Any) -> Any:
    """A value for JSON: plain ones as they are, others tagged with what they are."""
    for kind, tag, write in WRITERS:
        if isinstance(value, kind):
            return {tag: write(value)}
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def from_json(written: Any) -> Any:
    """The value that `to_json` wrote."""
    if not isinstance(written, Mapping):
        return written
    ((kind, body),) = written.items()
    return READERS[kind](body)


def _pairs(rows: Any) -> list[list[Any]]:
    return [[to_json(row), to_json(cell)] for row, cell in rows]


def _unpaired(body: Any) -> tuple[tuple[Any, Any], ...]:
    return tuple((from_json(row), from_json(cell)) for row, cell in body)


def _days(days: frozenset[date]) -> list[str]:
    return sorted(day.isoformat() for day in days)


def _from_days(written: list[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in written)


def _list_name(choice: Choice) -> str:
    return next(name for name, members in CHOICES.items() if isinstance(choice, members))


WRITERS: tuple[tuple[type, str, Any], ...] = (
    (Choice, "choice", lambda choice: [_list_name(choice), choice.label]),
    (datetime, "moment", datetime.isoformat),
    (date, "date", date.isoformat),
    (Ratio, "ratio", lambda ratio: [ratio.numerator, ratio.denominator]),
    (Table, "table", lambda table: [table.of, _pairs(table.rows.items())]),
    (Ladder, "ladder", lambda ladder: [ladder.of, _pairs(ladder.steps)]),
    (Scale, "scale", lambda scale: _pairs(scale.steps)),
    (Bands, "bands", lambda bands: [list(bands.bounds), [to_json(rate) for rate in bands.rates]]),
    (
        WorkCalendar,
        "calendar",
        lambda made: [sorted(made.years), *map(_days, (made.off, made.working, made.statutory))],
    ),
)
"""Type, tag and form; a moment is also a date, so it stands before it."""
READERS: dict[str, Any] = {
    "choice": lambda body: CHOICES[body[0]].labelled(body[1]),
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "ratio": lambda body: Ratio(*body),
    "table": lambda body: Table(dict(_unpaired(body[1])), body[0]),
    "ladder": lambda body: Ladder(_unpaired(body[1]), body[0]),
    "scale": lambda body: Scale(_unpaired(body)),
    "bands": lambda body: Bands(tuple(body[0]), tuple(from_json(rate) for rate in body[1])),
    "calendar": lambda body: WorkCalendar(frozenset(body[0]), *map(_from_days, body[1:])),
}


def shown(value: Any, unit: str) -> str:
    """A value as a clerk reads it: `1600.00元`, `95.50分`, `2026-05-21`, `是`."""
    if value is None or value == "":
        return "无"
    if unit in UNIT_FORMS:
        return UNIT_FORMS[unit](value)
    for kind, form in TYPE_FORMS:
        if isinstance(value, kind):
            return form(value)
    return f"{value}{UNIT_WORDS.get(unit, '')}"


def _shown_ratio(ratio: Ratio) -> str:
    """`8%`, `21.75`, or the fraction where two decimals do not hold it."""
    hundredths, rest = divmod(ratio.numerator * 10_000, ratio.denominator)
    if rest:
        return str(ratio)
    if ratio.numerator <= ratio.denominator:
        return f"{show_hundredths(hundredths).removesuffix('00').removesuffix('.')}%"
    return show_hundredths(hundredths // 100)


def _shown_cell(cell: Any, unit: str) -> str:
    return show_hundredths(cell) if unit in ("fen", "centipoints") else shown(cell, unit)


def _shown_table(table: Table) -> str:
    return "、".join(f"{shown(row, 'count')} {_shown_cell(cell, table.of)}" for row, cell in table.rows.items())


def _shown_ladder(ladder: Ladder) -> str:
    return "、".join(f"{start}起 {_shown_cell(value, ladder.of)}" for start, value in ladder.steps)


def _shown_scale(scale: Scale) -> str:
    return "、".join(f"{percent}% {show_hundredths(points)}" for percent, points in scale.steps)


def _shown_bands(bands: Bands) -> str:
    tops = [f"至{show_hundredths(bound)}" for bound in bands.bounds] + ["以上"]
    return "、".join(f"{top} {_shown_ratio(rate)}" for top, rate in zip(tops, bands.rates, strict=True))


def _shown_calendar(calendar: WorkCalendar) -> str:
    years = "、".join(str(year) for year in sorted(calendar.years))
    return (
        f"{years}年放假安排：放假{len(calendar.off)}天（其中法定节假日{len(calendar.statutory)}天），"
        f"调休上班{len(calendar.working)}天"
    )


UNIT_FORMS: dict[str, Callable[[Any], str]] = {
    "fen": lambda value: f"{show_hundredths(value)}元",
    "centipoints": lambda value: f"{show_hundredths(value)}分",
    "flag": lambda value: "是" if value else "否",
    "month_day": lambda value: "{}月{}日".format(*divmod(value, 100)),
}
TYPE_FORMS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (Choice, lambda choice: choice.label),
    (Ratio, _shown_ratio),
    (Table, _shown_table),
    (Ladder, _shown_ladder),
    (Scale, _shown_scale),
    (Bands, _shown_bands),
    (WorkCalendar, _shown_calendar),
    (datetime, lambda moment: moment.isoformat(" ")),
)
assert FEN_PER_YUAN == CENTIPOINTS_PER_POINT == 100, "both are written with two decimals"
