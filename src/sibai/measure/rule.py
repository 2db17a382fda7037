"""The rule book: a rule is a function; its name is the number it makes, its arguments the numbers it needs.

Needs are found among facts (what people recorded), parameters and readings (dated, with a source) and
other rules. Order of evaluation, explanations and coverage all come from these signatures.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any, get_type_hints

CONTEXT = "context"
PARENT = {
    "event": "matter",
    "matter": "person",
    "stint": "person",
    "month": "person",
    "mark": "person",
    "person": "pool",
    "pool": CONTEXT,
}
"""The grains of numbers and what each is part of: an event is part of a matter (what scores once); a matter,
a stint of service and an assessor's mark part of a person, a person part of a pool; the context holds for all."""


class BookError(Exception):
    """The rule book does not hold together: it refuses to be imported."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something people recorded. Blank without a stated meaning is an error, never zero."""

    name: str
    label: str
    unit: str
    grain: str
    blank: int | str | None = None
    """What a blank means: a number, or the name of the number that takes its place."""


@dataclass(frozen=True, slots=True)
class Verb:
    """How a rule looks at a group: a total, a highest value, or a place in an order."""

    how: str
    of: tuple[str, ...]
    descending: tuple[bool, ...] = ()
    among: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One number of the measure: how it is made, from what, and by which article."""

    name: str
    label: str
    unit: str
    articles: tuple[str, ...]
    needs: tuple[str, ...]
    grain: str
    function: Callable[..., Any] | None
    verb: Verb | None = None
    doc: str = ""


@dataclass(eq=False)
class Book:
    """Facts and rules by name. Filled at import, then sealed against the law; a sealed book does not change."""

    facts: dict[str, Fact] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    law_names: frozenset[str] = frozenset()
    plans: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def fact(self, name: str, label: str, unit: str, grain: str, blank: int | str | None = None) -> None:
        """Declare a fact."""
        self._claim(name)
        self.facts[name] = Fact(name, label, unit, grain, blank)

    def rule(self, articles: str, label: str, *, grain: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a plain rule: `@rule("第十四条", "养老保险个人缴费", grain="person")`."""

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            self._claim(function.__name__)
            self.rules[function.__name__] = Rule(
                name=function.__name__,
                label=label,
                unit=unit_of(function),
                articles=split_articles(articles),
                needs=tuple(inspect.signature(function).parameters),
                grain=grain,
                function=function,
                doc=inspect.getdoc(function) or "",
            )
            return function

        return register

    def total(self, name: str, articles: str, label: str, *, of: str, unit: str, grain: str) -> None:
        """Declare the sum of a finer number over each group of a grain."""
        self._group(name, articles, label, Verb("total", (of,)), unit, grain)

    def highest(self, name: str, articles: str, label: str, *, of: str, unit: str, grain: str) -> None:
        """Declare the highest of a finer number (never below 0) over each group of a grain."""
        self._group(name, articles, label, Verb("highest", (of,)), unit, grain)

    def place(
        self, name: str, articles: str, label: str, *, by: tuple[str, ...], grain: str, among: str | None = None
    ) -> None:
        """Declare the place (1…) of each within its group, by some numbers in turn; `-name` sorts downwards.

        The order must be total (the last key is a code), so that no place hangs on the order of rows.
        With `among`, only those for whom that flag holds are placed; the others get 0.
        """
        verb = Verb("place", tuple(key.removeprefix("-") for key in by), tuple(key[0] == "-" for key in by), among)
        self._group(name, articles, label, verb, "count", grain)

    def _group(self, name: str, articles: str, label: str, verb: Verb, unit: str, grain: str) -> None:
        self._claim(name)
        needs = verb.of if verb.among is None else (*verb.of, verb.among)
        self.rules[name] = Rule(name, label, unit, split_articles(articles), needs, grain, None, verb)

    def _claim(self, name: str) -> None:
        if name in self.facts or name in self.rules:
            raise BookError(f"{name} is defined twice")

    def seal(self, law_names: Iterable[str], articles: Mapping[str, str | None]) -> None:
        """Check the whole book; BookError for an unknown name, a cycle, a rule without article, a bare article.

        `articles` maps every article of the measure to the reason why it has no rule, or None.
        """
        self.law_names = frozenset(law_names)
        for name in self.law_names & (self.facts.keys() | self.rules.keys()):
            raise BookError(f"{name} is both a parameter and a fact or rule")
        for rule in self.rules.values():
            self._check_rule(rule, articles)
        for fact in self.facts.values():
            if isinstance(fact.blank, str) and not self._known(fact.blank):
                raise BookError(f"the blank of fact {fact.name} stands for the unknown {fact.blank}")
        try:
            TopologicalSorter({name: self.needs_of(name) for name in self.rules | self.facts}).prepare()
        except CycleError as error:
            raise BookError(f"rules go in a circle: {' → '.join(error.args[1])}") from error
        cited = {article for rule in self.rules.values() for article in rule.articles}
        for article, reason in articles.items():
            if (article in cited) == (reason is not None):
                raise BookError(f"{article} must have either a rule or a reason why it has none")

    def _check_rule(self, rule: Rule, articles: Mapping[str, str | None]) -> None:
        if not rule.articles:
            raise BookError(f"rule {rule.name} cites no article")
        for article in rule.articles:
            if article not in articles:
                raise BookError(f"rule {rule.name} cites {article}, which the measure does not have")
        for need in rule.needs:
            if not self._known(need):
                raise BookError(f"rule {rule.name} needs {need}, which nobody makes")
            if rule.verb is None and self.grain_of(need) not in upwards(rule.grain):
                raise BookError(f"rule {rule.name} ({rule.grain}) needs {need} of the finer {self.grain_of(need)}")

    def _known(self, name: str) -> bool:
        return name in self.facts or name in self.rules or name in self.law_names

    def grain_of(self, name: str) -> str:
        """The grain of any name; parameters and readings belong to the context."""
        if name in self.rules:
            return self.rules[name].grain
        return self.facts[name].grain if name in self.facts else CONTEXT

    def needs_of(self, name: str) -> tuple[str, ...]:
        """What a name is made from: a rule's arguments, or what a fact's blank stands for."""
        if name in self.rules:
            return self.rules[name].needs
        blank = self.facts[name].blank if name in self.facts else None
        return (blank,) if isinstance(blank, str) else ()

    def plan(self, targets: Iterable[str]) -> tuple[str, ...]:
        """Facts, rules and law names in an order in which each can be made, for these targets and no more."""
        key = tuple(targets)
        if key not in self.plans:
            graph: dict[str, tuple[str, ...]] = {}
            open_names = list(key)
            while open_names:
                name = open_names.pop()
                if name not in graph:
                    if not self._known(name):
                        raise BookError(f"nobody makes {name}")
                    graph[name] = self.needs_of(name)
                    open_names.extend(graph[name])
            self.plans[key] = tuple(TopologicalSorter(graph).static_order())
        return self.plans[key]

    def behind(self, targets: Iterable[str]) -> frozenset[str]:
        """Every name that these targets hang on, themselves included."""
        return frozenset(self.plan(tuple(targets)))


def upwards(grain: str) -> tuple[str, ...]:
    """A grain and everything that it is part of, up to the context."""
    chain = [grain]
    while chain[-1] != CONTEXT:
        chain.append(PARENT[chain[-1]])
    return tuple(chain)


def unit_of(function: Callable[..., Any]) -> str:
    """The unit that a rule's return annotation names; BookError without one."""
    hint = get_type_hints(function, include_extras=True).get("return")
    metadata = getattr(hint, "__metadata__", None)
    if not metadata:
        raise BookError(f"rule {function.__name__} does not say the unit of its number")
    return str(metadata[0])


def split_articles(articles: str) -> tuple[str, ...]:
    """`第十三条 第十八条` as a tuple."""
    return tuple(articles.split())


BOOK = Book()
"""The one book of the measure; `sibai.measure` fills and seals it."""

fact, rule, total, highest, place = BOOK.fact, BOOK.rule, BOOK.total, BOOK.highest, BOOK.place
