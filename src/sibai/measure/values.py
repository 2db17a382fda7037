"""How a value of the rules is written: in parameter files, in explanations (JSON), and for people.

`parse_value` reads what a parameter file says, `to_json` and `from_json` carry a value through JSON and
back unchanged, `shown` writes it for a clerk. No float anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sibai.measure.choices import CHOICES
from sibai.measure.numbers import (
    CENTIPOINTS_PER_POINT,
    FEN_PER_YUAN,
    Bands,
    Choice,
    Ratio,
    Scale,
    Table,
)

HUNDREDTHS = re.compile(r"(-?)(\d+)(?:\.(\d{1,2}))?", re.ASCII)
WHOLE_UNITS = frozenset({"count", "days", "months", "years", "month_day", "scaled"})
UNIT_WORDS = {"days": "天", "months": "个月", "years": "年", "count": "", "scaled": "", "month_day": ""}


def parse_hundredths(text: str) -> int:
    """`1600`, `1600.5`, `-0.33` as whole hundredths; ValueError for anything else."""
    match = HUNDREDTHS.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a number with at most two decimals")
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
        bounds = tuple(parse_value(of, bound) for bound, _ in written if bound != "以上")
        return Bands(bounds, tuple(Ratio.parse(rate) for _, rate in written))
    if unit == "scale":
        return Scale(tuple((_whole(percent), parse_value(of, value)) for percent, value in written))
    if unit == "table":
        return Table({_key(keys, row): parse_value(of, value) for row, value in written.items()})
    raise ValueError(f"unknown unit {unit}")


def _whole(written: Any) -> int:
    if isinstance(written, bool) or not isinstance(written, int):
        raise ValueError(f"{written!r} is not a whole number")
    return written


def _key(keys: str, row: str) -> Any:
    return CHOICES[keys].labelled(row) if keys in CHOICES else int(row)


def _date(written: Any) -> date:
    if isinstance(written, datetime) or not isinstance(written, date):
        raise ValueError(f"{written!r} is not a date")
    return written


PARSERS: dict[str, Any] = {
    "fen": lambda written: parse_hundredths(written),
    "centipoints": lambda written: parse_hundredths(written),
    "ratio": lambda written: Ratio.parse(written),
    "date": _date,
    "text": str,
    "option": str,
}


def to_json(value: Any) -> Any:
    """A value for JSON: choices by label, dates in ISO form, tables and ladders as tagged lists."""
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Ratio):
        return {"ratio": [value.numerator, value.denominator]}
    if isinstance(value, Table):
        return {"table": [[to_json(row), to_json(cell)] for row, cell in value.rows.items()]}
    if isinstance(value, Scale):
        return {"scale": [list(step) for step in value.steps]}
    if isinstance(value, Bands):
        return {"bands": [list(value.bounds), [to_json(rate) for rate in value.rates]]}
    if isinstance(value, frozenset):
        return {"set": sorted((to_json(member) for member in value), key=str)}
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def from_json(written: Any) -> Any:
    """The value that `to_json` wrote; a choice comes back as its label, which every operation takes as well."""
    if not isinstance(written, Mapping):
        return written
    ((kind, body),) = written.items()
    return READERS[kind](body)


READERS: dict[str, Any] = {
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "ratio": lambda body: Ratio(*body),
    "table": lambda body: Table({from_json(row): from_json(cell) for row, cell in body}),
    "scale": lambda body: Scale(tuple((percent, value) for percent, value in body)),
    "bands": lambda body: Bands(tuple(body[0]), tuple(from_json(rate) for rate in body[1])),
    "set": lambda body: frozenset(from_json(member) for member in body),
}


def shown(value: Any, unit: str) -> str:
    """A value as a clerk reads it: `1600.00元`, `95.50分`, `2026-05-21`, `是`."""
    if value is None:
        return "无"
    if unit == "fen":
        return f"{show_hundredths(value)}元"
    if unit == "centipoints":
        return f"{show_hundredths(value)}分"
    if unit == "flag":
        return "是" if value else "否"
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, Ratio):
        return _shown_ratio(value)
    if isinstance(value, Table | Scale | Bands | frozenset):
        return _shown_rows(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return f"{value}{UNIT_WORDS.get(unit, '')}"


def _shown_ratio(ratio: Ratio) -> str:
    """`8%`, `21.75`, or the fraction where two decimals do not hold it."""
    hundredths, rest = divmod(ratio.numerator * 10_000, ratio.denominator)
    if rest:
        return str(ratio)
    if ratio.numerator <= ratio.denominator:
        return f"{show_hundredths(hundredths).removesuffix('00').removesuffix('.')}%"
    return show_hundredths(hundredths // 100)


def _shown_rows(value: Table | Scale | Bands | frozenset[Any]) -> str:
    if isinstance(value, Table):
        return "、".join(f"{to_json(row)} {show_hundredths(cell)}" for row, cell in value.rows.items())
    if isinstance(value, Scale):
        return "、".join(f"{percent}% {show_hundredths(points)}" for percent, points in value.steps)
    if isinstance(value, Bands):
        tops = [f"至{show_hundredths(bound)}" for bound in value.bounds] + ["以上"]
        return "、".join(f"{top} {_shown_ratio(rate)}" for top, rate in zip(tops, value.rates, strict=True))
    return f"共{len(value)}天"


assert FEN_PER_YUAN == CENTIPOINTS_PER_POINT == 100, "both are written with two decimals"
