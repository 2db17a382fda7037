"""The rules one number at a time, on whole Python numbers, with the explanation made by the rules themselves.

Facts are given as single values or, for a grain with several rows (events, matters, stints, people of a
pool), as lists. Numbers are made on demand, so one person's answer costs no other's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sibai.measure.explain import Step
from sibai.measure.law import InForce
from sibai.measure.refusals import MissingFact
from sibai.measure.rule import BOOK, CONTEXT, PARENT, Book, Fact, Rule, Verb
from sibai.measure.tracing import OPERATIONS, Traced

Origin = Callable[[str, int], Mapping[str, Any]]
"""Where a fact stands: (name, row of its grain) → file, row, column."""


def no_origin(_name: str, _row: int) -> Mapping[str, Any]:
    """For facts that come from no file."""
    return {}


def sort_key(signs: str, *parts: Any) -> tuple[Any, ...]:
    """The key that a place is found by: numbers turned round where higher comes first."""
    return tuple(-part if sign == "-" else part for sign, part in zip(signs, parts, strict=True))


OPERATIONS["key"] = sort_key


@dataclass
class Single:
    """One evaluation of the book on Python numbers."""

    law: Mapping[str, InForce]
    facts: Mapping[str, Any]
    parents: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """For each grain with several rows: the row of its parent that each row is part of."""
    origin: Origin = no_origin
    book: Book = BOOK
    held: Mapping[str, Any] = field(default_factory=dict)
    """Numbers that are taken as they stand, not made by their rules, for every row; an explanation knows none."""
    _numbers: dict[tuple[str, int], Any] = field(default_factory=dict)
    _steps: dict[tuple[str, int], Step] = field(default_factory=dict)
    _members: dict[str, list[list[int]]] = field(default_factory=dict)
    _places: dict[tuple[str, int], dict[int, int]] = field(default_factory=dict)

    def number(self, name: str, row: int = 0) -> Any:
        """The value of a name for a row of its grain. MissingFact, MissingParameter where something lacks."""
        if name in self.held:
            return self.held[name]
        key = (name, row)
        if key not in self._numbers:
            self._numbers[key] = self._compute(name, row)
        return self._numbers[key]

    def _compute(self, name: str, row: int) -> Any:
        rule = self.book.rules.get(name)
        if rule is None:
            return self._recorded(name, row)
        if rule.verb is not None:
            return self._of_group(rule, rule.verb, row)
        assert rule.function is not None
        return rule.function(*(self.number(need, self._row(need, rule.grain, row)) for need in rule.needs))

    def _recorded(self, name: str, row: int) -> Any:
        if name not in self.book.facts:
            return self.law[name].value
        value = self._fact_value(name, row)
        if value is not None:
            return value
        blank = self._blank_of(self.book.facts[name])
        return (
            self.number(blank, self._row(blank, self.book.facts[name].grain, row)) if isinstance(blank, str) else blank
        )

    def _blank_of(self, declared: Fact) -> int | str:
        if declared.blank is None:
            raise MissingFact(declared.name, declared.label)
        return declared.blank

    def _fact_value(self, name: str, row: int) -> Any:
        value = self.facts.get(name)
        return value[row] if isinstance(value, list) else value

    def _of_group(self, rule: Rule, verb: Verb, row: int) -> Any:
        if verb.how == "place":
            group = self._row(PARENT[rule.grain], rule.grain, row, is_grain=True)
            if (rule.name, group) not in self._places:
                self._places[rule.name, group] = self._places_in(rule, verb, group)
            return self._places[rule.name, group].get(row, 0)
        fine = self.book.grain_of(verb.of[0])
        members = [self.number(verb.of[0], member) for member in self._members_of(fine, row)]
        return sum(members) if verb.how == "total" else max([0, *members])

    def _places_in(self, rule: Rule, verb: Verb, group: int) -> dict[int, int]:
        """The place of each competitor of a group; equal keys would share a place."""
        rows = self._competitors(rule, verb, group)
        keys = {row: sort_key(_signs(verb), *(self.number(key, row) for key in verb.of)) for row in rows}
        places: dict[int, int] = {}
        before = None
        for place, row in enumerate(sorted(rows, key=keys.__getitem__), 1):
            places[row] = places[before] if before is not None and keys[before] == keys[row] else place
            before = row
        return places

    def _competitors(self, rule: Rule, verb: Verb, group: int) -> list[int]:
        rows = self._members_of(rule.grain, group)
        return rows if verb.among is None else [row for row in rows if self.number(verb.among, row)]

    def _row(self, need: str, grain: str, row: int, *, is_grain: bool = False) -> int:
        """The row of a coarser name that a row of this grain belongs to."""
        target = need if is_grain else self.book.grain_of(need)
        if target == CONTEXT:
            return 0
        while grain != target:
            row = self.parents[grain][row] if grain in self.parents else 0
            grain = PARENT[grain]
        return row

    def _members_of(self, fine: str, group: int) -> list[int]:
        if fine not in self.parents:
            return [0]
        if fine not in self._members:
            lists: list[list[int]] = [[] for _ in range(max(self.parents[fine], default=-1) + 1)]
            for row, parent in enumerate(self.parents[fine]):
                lists[parent].append(row)
            self._members[fine] = lists
        lists = self._members[fine]
        if group < len(lists):
            return lists[group]
        if group and PARENT[fine] not in self.parents:
            raise IndexError(f"there is no {PARENT[fine]} {group}")
        return []

    def explain(self, name: str, row: int = 0) -> Step:
        """The same number with how it was made."""
        key = (name, row)
        if key not in self._steps:
            self._steps[key] = self._explain(name, row)
        return self._steps[key]

    def _explain(self, name: str, row: int) -> Step:
        rule = self.book.rules.get(name)
        if rule is not None:
            value, formula = self._traced(rule, row)
            return Step(name, rule.label, rule.unit, value, "rule", rule.articles, formula)
        if name in self.book.facts:
            return self._explain_fact(self.book.facts[name], row)
        return law_step(self.law[name])

    def _traced(self, rule: Rule, row: int) -> tuple[Any, Any]:
        if rule.verb is not None:
            return self._explain_group(rule, rule.verb, row)
        assert rule.function is not None
        steps = [self.explain(need, self._row(need, rule.grain, row)) for need in rule.needs]
        result = rule.function(*(Traced(step.value, step) for step in steps))
        return (result.value, result.formula) if isinstance(result, Traced) else (result, ("+", result, 0))

    def _explain_fact(self, declared: Fact, row: int) -> Step:
        value = self._fact_value(declared.name, row)
        source = dict(self.origin(declared.name, row))
        if value is not None:
            return Step(declared.name, declared.label, declared.unit, value, "fact", (), None, source)
        source["blank"] = True
        blank = self._blank_of(declared)
        if not isinstance(blank, str):
            return Step(declared.name, declared.label, declared.unit, blank, "fact", (), None, source)
        instead = self.explain(blank, self._row(blank, declared.grain, row))
        return Step(declared.name, declared.label, declared.unit, instead.value, "fact", (), instead, source)

    def _explain_group(self, rule: Rule, verb: Verb, row: int) -> tuple[Any, Any]:
        value = self.number(rule.name, row)
        if verb.how == "place":
            rows = self._competitors(rule, verb, self._row(PARENT[rule.grain], rule.grain, row, is_grain=True))
            if row not in rows:
                assert verb.among is not None
                return value, ("otherwise", self.explain(verb.among, row), 0)
            keys = [("key", _signs(verb), *(self.explain(key, each) for key in verb.of)) for each in [row, *rows]]
            return value, ("place", *keys)
        fine = self.book.grain_of(verb.of[0])
        steps = [self.explain(verb.of[0], member) for member in self._members_of(fine, row)]
        return value, (("sum", *steps) if verb.how == "total" else ("highest", 0, *steps))


def _signs(verb: Verb) -> str:
    return "".join("-" if down else "+" for down in verb.descending)


def law_step(in_force: InForce) -> Step:
    """A parameter or reading as the leaf of an explanation, with its dates and source."""
    entry, dated = in_force.entry, in_force.dated
    return Step(
        name=entry.name,
        label=entry.label,
        unit=entry.unit,
        value=in_force.value,
        kind="reading" if entry.is_reading else "parameter",
        articles=(entry.article,) if entry.article.startswith("第") else (),
        source={
            "from": dated.since,
            "to": dated.until,
            "source": dated.source,
            "confidence": dated.confidence,
            "county": dated.county,
            "provisional": in_force.provisional,
            "undecided": in_force.undecided,
            "means": entry.options.get(in_force.value, "") if entry.is_reading else "",
        },
    )
