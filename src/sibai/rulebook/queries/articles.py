"""The 23 articles: text, what the system does for each, its rules, parameters, readings, cases and decisions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from django.urls import NoReverseMatch, reverse

from sibai.measure import ARTICLES, BOOK, LAW
from sibai.measure.cases import Case, load_cases, value_of
from sibai.measure.values import shown
from sibai.people.actor import Actor
from sibai.rulebook.queries.decisions import DecisionLine, confirmed_about, open_about, with_open
from sibai.rulebook.queries.in_force import LawEntry, all_entries

NUMBERS = {str(place): number for place, number in enumerate(ARTICLES, 1)}
"""`13` → `第十三条`."""


@dataclass(frozen=True, slots=True)
class Door:
    """A page that carries an article out."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One article in the list."""

    number: str
    title: str
    does: str
    rules: int
    parameters: int
    readings: int
    undecided: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: the number it makes, and from what."""

    name: str
    label: str
    needs: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One worked case: its sentence and what comes out."""

    name: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article with all that belongs to it."""

    number: str
    place: int
    title: str
    paragraphs: list[str]
    does: list[str]
    doors: list[Door]
    no_rule: str
    rules: list[RuleLine]
    parameters: list[LawEntry]
    readings: list[LawEntry]
    confirmed: list[DecisionLine]
    open: list[DecisionLine]
    cases: list[CaseLine]
    before: str
    """The article before it; blank for the first."""
    after: str


def number_of(written: str) -> str | None:
    """The number of an article as an address writes it (`13`, `第十三条`); None where there is none such."""
    return written if written in ARTICLES else NUMBERS.get(written)


def article_place(number: str) -> int:
    """Where an article stands in the measure; behind all for what is none."""
    order = list(ARTICLES)
    return order.index(number) if number in ARTICLES else len(order)


def articles(today: date) -> list[ArticleLine]:
    """All articles in order; one query."""
    entries = all_entries(today)
    return [_line(number, entries) for number in ARTICLES]


def _line(number: str, entries: list[LawEntry]) -> ArticleLine:
    own = [entry for entry in entries if entry.article == number]
    return ArticleLine(
        number=number,
        title=ARTICLES[number].title,
        does=doings()[number]["brief"],
        rules=len(_rules(number)),
        parameters=sum(not entry.is_reading for entry in own),
        readings=sum(entry.is_reading for entry in own),
        undecided=sum(entry.undecided for entry in own),
    )


def article_page(number: str, actor: Actor, today: date) -> ArticlePage:
    """The page of an article; four queries. KeyError where there is none."""
    article = ARTICLES[number]
    own = [entry for entry in all_entries(today) if entry.article == number]
    names = [entry.name for entry in own]
    doing, place = doings()[number], article_place(number)
    return ArticlePage(
        number=number,
        place=place + 1,
        title=article.title,
        paragraphs=[line.strip() for line in article.text.splitlines() if line.strip()],
        does=doing["does"],
        doors=list(_doors(doing.get("doors", []), actor)),
        no_rule=article.no_rule or "",
        rules=_rules(number),
        parameters=[entry for entry in own if not entry.is_reading],
        readings=with_open([entry for entry in own if entry.is_reading], actor),
        confirmed=confirmed_about(names),
        open=open_about(names, actor.scope) if actor.may_open("rulebook:decision") else [],
        cases=cases_of()[number],
        before=NUMBERS.get(str(place), ""),
        after=NUMBERS.get(str(place + 2), ""),
    )


def _rules(number: str) -> list[RuleLine]:
    return [
        RuleLine(rule.name, rule.label, "、".join(label_of(need) for need in rule.needs))
        for rule in BOOK.rules.values()
        if number in rule.articles
    ]


def label_of(name: str) -> str:
    """What a number, fact, parameter or reading is called."""
    if name in BOOK.rules:
        return BOOK.rules[name].label
    return BOOK.facts[name].label if name in BOOK.facts else LAW.entries[name].label


@lru_cache(maxsize=1)
def doings() -> dict[str, Any]:
    """What the system does for each article, as `articles.toml` says it."""
    text = resources.files("sibai.rulebook").joinpath("articles.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _doors(written: list[dict[str, str]], actor: Actor) -> Iterator[Door]:
    """The pages that exist and that the actor may open."""
    for door in written:
        if actor.may_open(door["route"]):
            try:
                yield Door(door["label"], reverse(door["route"]))
            except NoReverseMatch:
                continue


@lru_cache(maxsize=1)
def cases_of() -> dict[str, list[CaseLine]]:
    """The worked cases by article; tests run the same ones."""
    cases: dict[str, list[CaseLine]] = {number: [] for number in ARTICLES}
    for case in load_cases():
        for number in case.articles:
            cases[number].append(CaseLine(case.name, _outcome(case)))
    return cases


def _outcome(case: Case) -> str:
    if case.refused:
        return f"不准：{case.refused}"
    return "，".join(f"{label_of(name)} {_shown(name, written)}" for name, written in case.expect.items())


def _shown(name: str, written: Any) -> str:
    unit = BOOK.rules[name].unit if name in BOOK.rules else BOOK.facts[name].unit
    return shown(value_of(name, written), unit)
