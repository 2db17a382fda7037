"""How a rule tells what it did: the operations of the rules, and values that remember them.

A rule is a plain function over numbers. Called with whole numbers or numpy columns it just computes.
Called with `Traced` values it computes the same and keeps the formula, so that an explanation is made
by the rule itself and not by a second text beside it.

A formula is a tuple ("operation", argument, …); an argument is a formula, a step of an explanation, or a literal.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

OPERATIONS: dict[str, Callable[..., Any]] = {}
"""Every operation that a formula may name. The evaluator of explanations knows these and no rule."""


def operation(symbol: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Name a function as an operation of the rules: it computes, and on traced values it also records."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        if symbol in OPERATIONS:
            raise ValueError(f"operation {symbol} is defined twice")
        OPERATIONS[symbol] = function

        @wraps(function)
        def call(*arguments: Any) -> Any:
            if any(isinstance(argument, Traced) for argument in arguments):
                return record(symbol, *arguments)
            return function(*arguments)

        return call

    return register


def record(symbol: str, *arguments: Any) -> Traced:
    """Compute one operation on traced and plain values and keep how it was done."""
    value = OPERATIONS[symbol](*(plain(argument) for argument in arguments))
    return Traced(value, (symbol, *(formula_of(argument) for argument in arguments)))


def plain(argument: Any) -> Any:
    """The bare value of an argument, traced or not."""
    return argument.value if isinstance(argument, Traced) else argument


def formula_of(argument: Any) -> Any:
    """What a formula holds for an argument: the way it was made, or the literal itself."""
    return argument.formula if isinstance(argument, Traced) else argument


class Traced:
    """A value that knows its formula. It refuses to be asked for its truth: a rule has no `if` on data."""

    __slots__ = ("formula", "value")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: Any, formula: Any) -> None:
        self.value = value
        self.formula = formula

    def __bool__(self) -> NoReturn:
        raise TypeError("a rule must not branch on data: use pick((condition, value), …, otherwise=…)")

    def __add__(self, other: Any) -> Traced:
        return record("+", self, other)

    def __radd__(self, other: Any) -> Traced:
        return record("+", other, self)

    def __sub__(self, other: Any) -> Traced:
        return record("-", self, other)

    def __rsub__(self, other: Any) -> Traced:
        return record("-", other, self)

    def __mul__(self, other: Any) -> Traced:
        return record("*", self, other)

    def __rmul__(self, other: Any) -> Traced:
        return record("*", other, self)

    def __eq__(self, other: object) -> Traced:  # type: ignore[override]
        return record("=", self, other)

    def __ne__(self, other: object) -> Traced:  # type: ignore[override]
        return record("≠", self, other)

    def __lt__(self, other: Any) -> Traced:
        return record("<", self, other)

    def __le__(self, other: Any) -> Traced:
        return record("≤", self, other)

    def __gt__(self, other: Any) -> Traced:
        return record(">", self, other)

    def __ge__(self, other: Any) -> Traced:
        return record("≥", self, other)

    def __and__(self, other: Any) -> Traced:
        return record("and", self, other)

    def __rand__(self, other: Any) -> Traced:
        return record("and", other, self)

    def __or__(self, other: Any) -> Traced:
        return record("or", self, other)

    def __ror__(self, other: Any) -> Traced:
        return record("or", other, self)

    def of(self, amount: Any) -> Traced:
        """`Ratio.of`, `Bands.of`: this part of an amount."""
        return record("of", self, amount)

    def divides(self, amount: Any) -> Traced:
        """`Ratio.divides`: the amount divided by this ratio."""
        return record("divides", self, amount)

    def at(self, key: Any) -> Traced:
        """`Table.at`: the row of a table."""
        return record("at", self, key)

    def at_least(self, part: Any, whole: Any) -> Traced:
        """`Scale.at_least`: the first step whose percentage the part reaches."""
        return record("at_least", self, part, whole)

    def below(self, part: Any, whole: Any) -> Traced:
        """`Scale.below`: the first step under whose percentage the part stays."""
        return record("below", self, part, whole)

    def at_most(self, part: Any, whole: Any) -> Traced:
        """`Scale.at_most`: like `below`, the percentage itself included."""
        return record("at_most", self, part, whole)


OPERATIONS.update(
    {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "=": operator.eq,
        "≠": operator.ne,
        "<": operator.lt,
        "≤": operator.le,
        ">": operator.gt,
        "≥": operator.ge,
        "and": operator.and_,
        "or": operator.or_,
        "of": lambda ratio, amount: ratio.of(amount),
        "divides": lambda ratio, amount: ratio.divides(amount),
        "at": lambda table, key: table.at(key),
        "at_least": lambda scale, part, whole: scale.at_least(part, whole),
        "below": lambda scale, part, whole: scale.below(part, whole),
        "at_most": lambda scale, part, whole: scale.at_most(part, whole),
    }
)
