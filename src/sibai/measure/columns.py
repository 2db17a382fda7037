"""The rules over numpy columns: the same functions, a nation at a time.

Numbers are int64 columns, flags are bool columns, dates are days since 1970-01-01, choices are their small
numbers. Integers only, so a column answers exactly what a single person's sum answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from sibai.measure.dates import day_number
from sibai.measure.refusals import MissingFact
from sibai.measure.rule import BOOK, CONTEXT, PARENT, Book, Rule, Verb

Column = Any
"""An int64 or bool numpy array, or a single value of the context."""


@dataclass(frozen=True, slots=True)
class Given:
    """A column with blanks: the values, and where there is one."""

    values: Column
    given: Column


@dataclass(frozen=True, slots=True)
class Groups:
    """What each row of a grain is part of: row numbers of its parent, and how many parents there are."""

    parent: Column
    size: int


@dataclass
class Columns:
    """One evaluation of the book over columns; `numbers` makes what is asked for and forgets the rest."""

    law: Mapping[str, Any]
    facts: Mapping[str, Any]
    groups: Mapping[str, Groups]
    book: Book = BOOK

    def numbers(self, targets: Iterable[str]) -> dict[str, Column]:
        """The columns asked for, by name. MissingFact names a fact that is absent and has no stated blank."""
        wanted = tuple(targets)
        plan = self.book.plan(wanted)
        last_use = {need: step for step, name in enumerate(plan) for need in self.book.needs_of(name)}
        made: dict[str, Column] = {}
        for step, name in enumerate(plan):
            made[name] = self._make(name, made)
            for need in set(self.book.needs_of(name)):
                if last_use[need] == step and need not in wanted:
                    del made[need]
        return {name: made[name] for name in wanted}

    def _make(self, name: str, made: Mapping[str, Column]) -> Column:
        if name in self.book.rules:
            rule = self.book.rules[name]
            if rule.verb is not None:
                return self._group(rule, rule.verb, made)
            assert rule.function is not None
            return rule.function(*(self._lift(made[need], need, rule.grain) for need in rule.needs))
        if name in self.book.facts:
            return self._fact(name, made)
        return self.law[name].value

    def _fact(self, name: str, made: Mapping[str, Column]) -> Column:
        declared = self.book.facts[name]
        recorded = self.facts.get(name)
        if recorded is not None and not isinstance(recorded, Given):
            return recorded
        if declared.blank is None:
            raise MissingFact(name, declared.label)
        blank = declared.blank
        if isinstance(blank, str):
            blank = self._lift(made[blank], blank, declared.grain)
        return blank if recorded is None else np.where(recorded.given, recorded.values, blank)

    def _lift(self, column: Column, name: str, grain: str) -> Column:
        """A number of the coarser grain, given to each row of the finer one."""
        own = self.book.grain_of(name)
        if grain == CONTEXT:
            return column
        if isinstance(column, date):
            return day_number(column)
        if not isinstance(column, np.ndarray) or own == grain:
            return column
        return column[self._parents(grain, own)]

    def _parents(self, fine: str, coarse: str) -> Column:
        parent = self.groups[fine].parent
        while PARENT[fine] != coarse:
            fine = PARENT[fine]
            parent = self.groups[fine].parent[parent]
        return parent

    def _group(self, rule: Rule, verb: Verb, made: Mapping[str, Column]) -> Column:
        fine = self.book.grain_of(verb.of[0])
        if verb.how == "place":
            return self._place(rule, verb, made)
        groups = self.groups[fine]
        column = made[verb.of[0]]
        if PARENT[fine] != rule.grain:
            raise ValueError(f"{rule.name} must look at the next finer grain")
        result = np.zeros(groups.size, np.int64)
        if not isinstance(column, np.ndarray):
            column = np.full(groups.parent.shape, column, np.int64)
        values = column.astype(np.int64, copy=False)
        (np.add if verb.how == "total" else np.maximum).at(result, groups.parent, values)
        return result

    def _place(self, rule: Rule, verb: Verb, made: Mapping[str, Column]) -> Column:
        groups = self.groups[rule.grain]
        rows = np.arange(groups.parent.size)
        if verb.among is not None:
            rows = np.flatnonzero(np.broadcast_to(made[verb.among], groups.parent.shape))
        keys = [
            -made[key][rows] if down else made[key][rows] for key, down in zip(verb.of, verb.descending, strict=True)
        ]
        parent = groups.parent[rows]
        order = np.lexsort((*reversed(keys), parent))
        placed_parent = parent[order]
        starts = np.searchsorted(placed_parent, placed_parent, side="left")
        places = np.zeros(groups.parent.size, np.int64)
        places[rows[order]] = np.arange(order.size) - starts + 1
        return places
