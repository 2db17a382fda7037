"""The numbers of the rules: whole fen, whole centipoints, exact ratios, and the only places that round.

Every function here takes whole Python numbers, numpy int64 columns, or traced values, and never a float.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import reduce
from typing import Annotated, Any, Self

import numpy as np

from sibai.measure.tracing import OPERATIONS, Traced, formula_of, operation, plain

# What a number of the rules is, for the reader and for the explanation. A carrier decides the Python type.
Fen = Annotated[Any, "fen"]
Points = Annotated[Any, "centipoints"]
Count = Annotated[Any, "count"]
Months = Annotated[Any, "months"]
Days = Annotated[Any, "days"]
Years = Annotated[Any, "years"]
Day = Annotated[Any, "date"]
Moment = Annotated[Any, "moment"]
Flag = Annotated[Any, "flag"]
Rate = Annotated[Any, "ratio"]
Scaled = Annotated[Any, "scaled"]
Text = Annotated[Any, "text"]
Option = Annotated[Any, "option"]
Label = Annotated[Any, "label"]
GradeLabel = Annotated[Any, "grade"]
TimingLabel = Annotated[Any, "timing"]
LeaveLabel = Annotated[Any, "leave_kind"]
Steps = Annotated[Any, "scale"]
Rows = Annotated[Any, "table"]
Brackets = Annotated[Any, "bands"]
Calendar = Annotated[Any, "calendar"]

FEN_PER_YUAN = 100
CENTIPOINTS_PER_POINT = 100
MONTHS_PER_YEAR = 12
PERCENT = 100
LIMIT = 2**63
"""What a whole column number must stay below."""


class Choice(IntEnum):
    """One of a closed list that people write in Chinese: a small number for columns, a label for people."""

    label: str

    def __new__(cls, value: int, label: str) -> Self:
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def labelled(cls, label: str) -> Self:
        """The member with this label; KeyError for a label that the list does not have."""
        for member in cls:
            if member.label == label:
                return member
        raise KeyError(label)

    @classmethod
    def numbered(cls, number: int) -> Self:
        """The member that columns hold as this number; KeyError for a number that the list does not have."""
        for member in cls:
            if member.value == number:
                return member
        raise KeyError(number)


RATIO = re.compile(r"-?\d*(?:\d|\.\d+)%?|-?\d+/\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ratio:
    """An exact ratio: a rate, a share, a number of pay days."""

    numerator: int
    denominator: int

    @classmethod
    def parse(cls, text: str) -> Ratio:
        """`8%`, `0.10`, `1/2`, `21.75`. ValueError for anything else or for less than zero."""
        if not RATIO.fullmatch(text):  # an exponent could make a number that no machine holds
            raise ValueError(f"“{text[:20]}”不是比例，写成 8%、0.08、1/2")
        percent = text.endswith("%")
        fraction = Fraction(text.removesuffix("%"))
        if fraction < 0:
            raise ValueError(f"{text} 小于零")
        if percent:
            fraction /= PERCENT
        return cls(fraction.numerator, fraction.denominator)

    def of(self, amount: Any) -> Any:
        """This part of an amount, half up."""
        if isinstance(amount, Traced):
            return Traced(self, self).of(amount)
        return half_up_plain(amount * self.numerator, self.denominator)

    def divides(self, amount: Any) -> Any:
        """The amount divided by this ratio, half up."""
        if isinstance(amount, Traced):
            return Traced(self, self).divides(amount)
        return half_up_plain(amount * self.denominator, self.numerator)

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


@dataclass(frozen=True, slots=True)
class Bands:
    """Progressive brackets: each part of an amount at its own rate, rounded half up once at the end."""

    bounds: tuple[int, ...]
    rates: tuple[Ratio, ...]

    def __post_init__(self) -> None:
        if len(self.rates) != len(self.bounds) + 1:
            raise ValueError("每一段要有一个上限和一个比例，最后一段只有比例")
        if any(low >= high for low, high in zip((0, *self.bounds), self.bounds, strict=False)):
            raise ValueError("各段的上限要从小到大，不能相同")

    def of(self, amount: Any) -> Any:
        """What the brackets take of an amount (fen); nothing of zero or less."""
        if isinstance(amount, np.ndarray):
            return self._of_column(amount)
        if isinstance(amount, Traced):
            return Traced(self, self).of(amount)
        return self._of_positive(amount) if amount > 0 else 0

    def _of_column(self, amounts: Any) -> Any:
        taken = np.zeros(amounts.shape, np.int64)
        rows = np.flatnonzero(amounts > 0)
        if rows.size:
            taken[rows] = self._of_positive(amounts[rows])
        return taken

    def _of_positive(self, amount: Any) -> Any:
        denominator = np.lcm.reduce([rate.denominator for rate in self.rates]).item()
        total = 0 * amount
        low = 0
        for bound, rate in zip((*self.bounds, None), self.rates, strict=True):
            top = amount if bound is None else least(amount, bound)
            total = total + most(top - low, 0) * (rate.numerator * (denominator // rate.denominator))
            low = bound if bound is not None else low
        return half_up_plain(total, denominator)


@dataclass(frozen=True, slots=True)
class Table:
    """A value for each of a few keys; who is not in the table gets nothing (0)."""

    rows: Mapping[Any, Any]
    """Key (a `Choice` or a rank) to value."""
    of: str = "centipoints"
    """The unit of the values."""

    def at(self, key: Any) -> Any:
        """The value for a key or a column of keys."""
        if isinstance(key, np.ndarray):
            flat = np.zeros(max(*(int(row) for row in self.rows), int(key.max(initial=0))) + 1, np.int64)
            for row, value in self.rows.items():
                flat[int(row)] = value
            return flat[key]
        if isinstance(key, Traced):
            return Traced(self, self).at(key)
        return self.rows.get(key, 0)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Whole numbers from each of which on a value holds, until the next; below the first it is 0."""

    steps: tuple[tuple[int, int], ...]
    of: str
    """The unit of the values."""

    def __post_init__(self) -> None:
        starts = [start for start, _ in self.steps]
        if starts != sorted(set(starts)):
            raise ValueError("各档的起点要从小到大，不能相同")

    def at(self, number: Any) -> Any:
        """The value of the highest step that the number reaches."""
        if isinstance(number, Traced):
            return Traced(self, self).at(number)
        return max(((start, value) for start, value in self.steps if start <= number), default=(0, 0))[1]


@dataclass(frozen=True, slots=True)
class Scale:
    """Percentages with a value each, the one that decides first standing first."""

    steps: tuple[tuple[int, int], ...]

    def at_least(self, part: Any, whole: Any) -> Any:
        """The first step with part / whole ≥ its percentage, compared without dividing; 0 if none."""
        return self._first(part, whole, lambda left, right: left >= right)

    def below(self, part: Any, whole: Any) -> Any:
        """The first step with part / whole < its percentage; 0 if none."""
        return self._first(part, whole, lambda left, right: left < right)

    def at_most(self, part: Any, whole: Any) -> Any:
        """The first step with part / whole ≤ its percentage; 0 if none."""
        return self._first(part, whole, lambda left, right: left <= right)

    def _first(self, part: Any, whole: Any, holds: Any) -> Any:
        hundred = part * PERCENT
        cases = [(holds(hundred, whole * percent), value) for percent, value in self.steps]
        return pick(*cases, otherwise=0)


def half_up_plain(numerator: Any, denominator: Any) -> Any:
    """Numerator / denominator rounded half up, on whole numbers or columns."""
    return (2 * numerator + denominator) // (2 * denominator)


@operation("half_up")
def half_up(numerator: Any, denominator: Any) -> Any:
    """Numerator / denominator to the nearest whole number, a half upwards. The denominator is positive."""
    return half_up_plain(numerator, denominator)


@operation("times")
def times(left: Any, right: Any) -> Any:
    """A product that may pass 63 bits: columns that would overflow go on as exact Python numbers."""
    columns = isinstance(left, np.ndarray) or isinstance(right, np.ndarray)
    if columns and _largest(left) * _largest(right) >= LIMIT:
        return np.asarray(left, object) * np.asarray(right, object)
    return left * right


def _largest(numbers: Any) -> int:
    return int(np.abs(numbers).max(initial=0)) if isinstance(numbers, np.ndarray) else abs(numbers)


@operation("floor")
def floor(numerator: Any, denominator: Any) -> Any:
    """Numerator / denominator rounded down; what is cut off is `cut_off`."""
    return _narrow(numerator // denominator)


@operation("ceiling")
def ceiling(part: Any, whole: Any) -> Any:
    """This part (a ratio) of a whole number, rounded up."""
    return -(-whole * part.numerator // part.denominator)


@operation("cut_off")
def cut_off(numerator: Any, denominator: Any) -> Any:
    """What `floor` cuts off, in units of 1 / denominator."""
    return _narrow(numerator % denominator)


def _narrow(numbers: Any) -> Any:
    """A column of wide numbers back to 63 bits, where its values fit again."""
    return numbers.astype(np.int64) if isinstance(numbers, np.ndarray) and numbers.dtype == object else numbers


@operation("least")
def least(*values: Any) -> Any:
    """The smallest of some numbers, row by row."""
    if any(isinstance(value, np.ndarray) for value in values):
        return reduce(np.minimum, values)
    return min(values)


@operation("most")
def most(*values: Any) -> Any:
    """The largest of some numbers, row by row."""
    if any(isinstance(value, np.ndarray) for value in values):
        return reduce(np.maximum, values)
    return max(values)


@operation("no")
def no(condition: Any) -> Any:
    """The opposite of a yes or no."""
    return ~condition if isinstance(condition, np.ndarray) else not condition


@operation("one_of")
def one_of(value: Any, *members: Any) -> Any:
    """Whether a value is one of these."""
    if isinstance(value, np.ndarray):
        return reduce(np.logical_or, (value == member for member in members))
    return value in members


@operation("all_of")
def all_of(*conditions: Any) -> Any:
    """Whether every condition holds, row by row."""
    return reduce(lambda left, right: left & right, conditions)


@operation("any_of")
def any_of(*conditions: Any) -> Any:
    """Whether one condition holds, row by row."""
    return reduce(lambda left, right: left | right, conditions)


@operation("how_many")
def how_many(*conditions: Any) -> Any:
    """How many of the conditions hold, row by row."""
    return sum(condition * 1 for condition in conditions)


@operation("say")
def say(template: str, *values: Any) -> str:
    """A sentence with its numbers filled in, choices by their label."""
    return template.format(*(value.label if isinstance(value, Choice) else value for value in values))


@operation("sentences")
def sentences(*parts: str) -> str:
    """Those sentences that say something, joined by a semicolon."""
    return "；".join(part for part in parts if part)


def less(amount: Any, *deductions: Any) -> Any:
    """An amount less deductions that most have not: one that is nothing leaves no trace in an explanation."""
    told = [each for each in deductions if isinstance(plain(each), np.ndarray) or plain(each) != 0]
    return reduce(lambda left, taken: left - taken, told, amount)


def more(amount: Any, *additions: Any) -> Any:
    """An amount with additions that most have not; the same holds of its explanation."""
    told = [each for each in additions if isinstance(plain(each), np.ndarray) or plain(each) != 0]
    return reduce(lambda left, added: left + added, told, amount)


def pick(*cases: tuple[Any, Any], otherwise: Any) -> Any:
    """The value of the first condition that holds, row by row; a rule's only way to choose.

    A traced choice keeps the conditions up to the one that held and the value taken, no other branch.
    """
    if any(isinstance(part, Traced) for case in cases for part in case) or isinstance(otherwise, Traced):
        return _pick_traced(cases, otherwise)
    chosen = otherwise
    for condition, value in reversed(cases):
        if isinstance(condition, np.ndarray):
            chosen = np.where(condition, value, chosen)
        elif condition:
            chosen = value
    return chosen


def _pick_traced(cases: tuple[tuple[Any, Any], ...], otherwise: Any) -> Traced:
    asked: list[Any] = []
    for condition, value in cases:
        asked.append(formula_of(condition))
        if plain(condition):
            return Traced(plain(value), ("case", *asked, formula_of(value)))
    return Traced(plain(otherwise), ("otherwise", *asked, formula_of(otherwise)))


def _case(*parts: Any) -> Any:
    *conditions, value = parts
    if any(conditions[:-1]) or not conditions[-1]:
        raise ValueError("the branch taken is not the first whose condition holds")
    return value


def _otherwise(*parts: Any) -> Any:
    *conditions, value = parts
    if any(conditions):
        raise ValueError("a condition holds, so the last branch was not the one to take")
    return value


OPERATIONS.update(
    {
        "case": _case,
        "otherwise": _otherwise,
        "sum": lambda *members: sum(members),
        "highest": lambda *members: max(members),
        "place": lambda own, *others: 1 + sum(other < own for other in others),
    }
)
