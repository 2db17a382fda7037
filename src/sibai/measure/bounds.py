"""Within which bounds a parameter can lie at all: a slip of the pen in a county's file must not become pay."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sibai.measure.numbers import Bands, Ladder, Ratio, Scale, Table
from sibai.measure.values import shown

NOTHING, ALL = Ratio(0, 1), Ratio(1, 1)
BOUNDS: dict[str, tuple[Any, Any]] = {
    "fen": (0, 99_999_999_999),
    "centipoints": (0, 99_999),
    "ratio": (NOTHING, ALL),
    "count": (0, 999_999_999),
    "days": (0, 36_600),
    "months": (0, 1_200),
    "years": (0, 150),
}
"""The widest bounds of each unit; an entry narrows them, or widens a ratio, by `least` and `most`."""


def beyond(unit: str, of: str, value: Any, least: Any = None, most: Any = None) -> str:
    """A sentence on the first number of a value beyond its bounds; empty if all lie within."""
    for inner, number in _numbers(unit, of, value):
        low, high = BOUNDS.get(inner, (None, None))
        low, high = (low if least is None else least), (high if most is None else most)
        if low is not None and _size(number) < _size(low):
            return f"{shown(number, inner)}低于下限{shown(low, inner)}"
        if high is not None and _size(number) > _size(high):
            return f"{shown(number, inner)}超过上限{shown(high, inner)}"
    return ""


def _numbers(unit: str, of: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Each number of a value with its unit."""
    if isinstance(value, Table):
        yield from ((of, cell) for cell in value.rows.values())
    elif isinstance(value, Scale | Ladder):
        yield from ((of, cell) for _, cell in value.steps)
    elif isinstance(value, Bands):
        yield from (("fen", bound) for bound in value.bounds)
        yield from (("ratio", rate) for rate in value.rates)
    else:
        yield unit, value


def _size(number: Any) -> Any:
    """A number that compares exactly."""
    return Fraction(number.numerator, number.denominator) if isinstance(number, Ratio) else number
