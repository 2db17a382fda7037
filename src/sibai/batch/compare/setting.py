"""A person's month under some changes: the rules with another reading, parameter, input or rounding laid over."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from sibai.batch.compare.rounding import EXACT, MODES
from sibai.measure import BOOK, Single
from sibai.measure.law import InForce

CAUSES: Mapping[str, str] = {
    "rounding": "进位",
    "reading": "口径",
    "parameter": "参数",
    "input": "输入",
    "missing": "缺依据",
}
"""Where a difference can come from, in the order in which it is looked for."""
KEPT_AT_MOST = 200_000
"""Numbers kept; like rows are near one another, so a fresh start costs little."""
UNBOUNDED = {"net": "net_due"}
"""What is left may be below zero before further items are added."""
MODE_OF = {mode.name: mode for mode in MODES}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise than by the rules. Two of one family exclude each other."""

    cause: str
    family: str
    words: str
    """What was done, in a line for the user; without personal data."""
    values: tuple[tuple[str, Any], ...] = ()
    """Parameters and readings by name."""
    facts: tuple[tuple[str, Any], ...] = ()
    rounded: tuple[str, str] | None = None
    """A number and the way in which it is rounded."""
    held: tuple[str, int] | None = None
    """A number that is taken from the sheet."""
    numbers: tuple[tuple[str, int], ...] = ()
    """Numbers of the rules that are otherwise, such as the days of a month."""
    added: tuple[str, int] | None = None
    """A number to which fen are added."""


@dataclass(frozen=True)
class Setting:
    """The law of a month and what is known of a person, with changes laid over."""

    law: Mapping[str, InForce]
    facts: Mapping[str, Any]
    changes: tuple[Change, ...] = field(default_factory=tuple)
    known: dict[Any, int] = field(default_factory=dict, compare=False, repr=False)
    """Numbers made before, of anybody with the same facts behind them under the same changes."""

    def with_(self, *changes: Change) -> Setting:
        """The same with more changed."""
        return replace(self, changes=(*self.changes, *changes))

    def number(self, name: str) -> int:
        """A number of this month, in fen."""
        key = (name, self.changes, tuple((fact, self.facts[fact]) for fact in facts_behind(name) if fact in self.facts))
        if key not in self.known:
            if len(self.known) >= KEPT_AT_MOST:
                self.known.clear()
            self.known[key] = int(self.single.number(name))
        return self.known[key]

    @cached_property
    def single(self) -> Single:
        """The rules on these numbers. Roundings come in the order in which numbers are made from one another."""
        own = {name: _valued(self.law[name], value) for change in self.changes for name, value in change.values}
        law: Mapping[str, InForce] = ChainMap(own, self.law) if own else self.law  # type: ignore[arg-type]
        facts = {**self.facts, **{name: value for change in self.changes for name, value in change.facts}}
        held = {name: number for change in self.changes for name, number in change.numbers}
        held |= {change.held[0]: change.held[1] for change in self.changes if change.held}
        rounded = {change.rounded[0]: change.rounded[1] for change in self.changes if change.rounded}
        moved = {*rounded, *(change.added[0] for change in self.changes if change.added)}
        for name in EXACT if moved else ():
            if name in moved and name not in held:
                made = self._made(name, rounded.get(name), Single(law, facts, held=dict(held)))
                if made is not None:
                    held[name] = made
        return Single(law, facts, held=held)

    def _made(self, name: str, mode: str | None, single: Single) -> int | None:
        """A number that is rounded otherwise, or that further items are added to; None where neither is."""
        added = sum(change.added[1] for change in self.changes if change.added and change.added[0] == name)
        made = MODE_OF[mode].of(name, single) if mode else None
        if not added:
            return made
        return max(0, (int(single.number(UNBOUNDED.get(name, name))) if made is None else made) + added)


@cache
def facts_behind(name: str) -> tuple[str, ...]:
    """The facts that a number hangs on; the month, by which the law is known, is among them."""
    return ("month", *sorted((BOOK.behind((name,)) & BOOK.facts.keys()) - {"month"}))


def _valued(in_force: InForce, value: Any) -> InForce:
    """The same with another value."""
    return replace(in_force, dated=replace(in_force.dated, value=value, missing=""))
