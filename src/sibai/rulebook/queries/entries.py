"""One parameter or reading with all its values over time, the decisions about it, and the numbers that use it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sibai.measure import ARTICLES, LAW
from sibai.measure.law import Dated, Entry
from sibai.measure.telling import CONFIDENCE_WORDS
from sibai.measure.values import shown
from sibai.people.actor import Actor
from sibai.rulebook.models import Decision
from sibai.rulebook.queries.decisions import DecisionLine, confirmed_about, open_about
from sibai.rulebook.queries.in_force import TONES, LawEntry
from sibai.rulebook.queries.law import county_law, law_on
from sibai.rulebook.queries.shapes import Shape, as_typed, shape_of
from sibai.rulebook.queries.trees import Node, used_by

SHORT = 14


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One value from one day to another."""

    since: str
    until: str
    shown: str
    source: str
    confidence: str
    tone: str
    county: bool
    note: str
    now: bool

    @property
    def short(self) -> bool:
        """Whether the value fits on one line of a column."""
        return len(self.shown) <= SHORT


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A parameter or reading with its history."""

    entry: LawEntry
    values: list[ValueLine]
    confirmed: list[DecisionLine]
    open: list[DecisionLine]
    uses: list[Node]


def known(name: str) -> bool:
    """Whether there is such a parameter or reading."""
    return name in LAW.entries


def entry_page(name: str, actor: Actor, today: date) -> EntryPage:
    """The page of an entry; KeyError where there is none."""
    entry = county_law().entries[name]
    return EntryPage(
        entry=LawEntry.of(law_on(today), name),
        values=[_line(entry, dated, today) for dated in reversed(entry.values)],
        confirmed=confirmed_about([name]),
        open=open_about([name], actor.scope) if actor.may_open("rulebook:decision") else [],
        uses=used_by(name),
    )


def _line(entry: Entry, dated: Dated, today: date) -> ValueLine:
    words = dated.missing or (entry.options[dated.value] if entry.is_reading else shown(dated.value, entry.unit))
    return ValueLine(
        dated.since,
        dated.until,
        words,
        dated.source,
        CONFIDENCE_WORDS[dated.confidence],
        TONES[dated.confidence],
        dated.county,
        dated.note,
        dated.start <= today <= dated.end,
    )


@dataclass(frozen=True, slots=True)
class DecidePage:
    """What stands beside the form of a decision."""

    entry: LawEntry
    shape: Shape
    article_text: str
    """What the measure says, where the entry belongs to an article."""


def decide_page(name: str, today: date) -> DecidePage:
    """What to know before deciding about an entry; KeyError where there is none."""
    entry = county_law().entries[name]
    article = ARTICLES.get(entry.article)
    example = next((dated.value for dated in reversed(entry.values) if not dated.missing), None)
    return DecidePage(LawEntry.of(law_on(today), name), shape_of(entry, example), article.text if article else "")


def value_today(name: str, today: date) -> str:
    """The value in force, in words."""
    return LawEntry.of(law_on(today), name).shown


def typed(decision: Decision) -> dict[str, object]:
    """A decision as its form shows it to be changed or corrected."""
    shape = shape_of(LAW.entries[decision.entry], None)
    return {
        "value": as_typed(shape.kind, decision.value),
        "start": decision.start,
        "end": decision.end,
        "document": decision.document,
        "reason": decision.reason,
        "version": decision.version,
    }
