"""Parameters and readings as a page shows them: what is in force, since when, from where, how sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sibai.measure.law import Dated, Entry, InForce, LawOn
from sibai.measure.refusals import MissingParameter
from sibai.measure.telling import CONFIDENCE_WORDS
from sibai.measure.values import shown
from sibai.rulebook.queries.law import law_on

PARAMETER, READING = "参数", "口径"
NO_VALUE = "没有数值"
TONES = {"certain": "plain", "likely": "plain", "unsure": "due", "unknown": "late"}


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a reading."""

    code: str
    means: str
    chosen: bool
    default: bool


@dataclass(frozen=True, slots=True)
class LawEntry:
    """One parameter or reading on a day."""

    name: str
    label: str
    kind: str
    article: str
    shown: str
    since: str
    until: str
    source: str
    confidence: str
    """Its code: certain, likely, unsure, unknown."""
    county: bool
    provisional: bool
    must_decide: bool
    undecided: bool
    note: str
    options: tuple[Option, ...]
    open_word: str = ""
    """The state of a decision about it that is not finished, for who may see it."""
    open_url: str = ""

    @property
    def confidence_word(self) -> str:
        """How sure the source is, in words."""
        return CONFIDENCE_WORDS[self.confidence]

    @property
    def tone(self) -> str:
        """The colour of the confidence."""
        return TONES[self.confidence]

    @property
    def doubtful(self) -> bool:
        """Whether the page has to say that the figure is not sure."""
        return self.confidence in ("unsure", "unknown")

    @property
    def is_reading(self) -> bool:
        """A choice, not a figure."""
        return self.kind == READING

    @classmethod
    def of(cls, law: Mapping[str, InForce], name: str) -> LawEntry:
        """The entry of a name on the day of the law; without a value it says so."""
        try:
            found = law[name]
            words, dated = _words(found), found.dated
        except MissingParameter:
            assert isinstance(law, LawOn)
            return cls._without_value(law.entries[name])
        entry = found.entry
        return cls(
            name=name,
            label=entry.label,
            kind=READING if entry.is_reading else PARAMETER,
            article=entry.article,
            shown=words,
            since=dated.since,
            until=dated.until,
            source=dated.source,
            confidence=dated.confidence,
            county=dated.county,
            provisional=found.provisional,
            must_decide=entry.must_decide,
            undecided=found.undecided,
            note=dated.note,
            options=_options(entry, dated),
        )

    @classmethod
    def _without_value(cls, entry: Entry) -> LawEntry:
        missing = next((dated for dated in entry.values if dated.missing), None)
        why = missing.missing if missing else ""
        kind = READING if entry.is_reading else PARAMETER
        source = missing.source if missing else ""
        return cls(
            entry.name, entry.label, kind, entry.article, NO_VALUE, "", "", source, "unknown",
            False, False, entry.must_decide, False, why, (),
        )  # fmt: skip


def _words(found: InForce) -> str:
    """What is published, whether it is switched on or not."""
    value = found.published
    return found.entry.options[value] if found.entry.is_reading else shown(value, found.entry.unit)


def _options(entry: Entry, dated: Dated) -> tuple[Option, ...]:
    default = next(iter(entry.options), "")
    return tuple(Option(code, means, code == dated.value, code == default) for code, means in entry.options.items())


def all_entries(day: date) -> list[LawEntry]:
    """Every parameter and reading on a day, in the order of the law; one query."""
    law = law_on(day)
    return [LawEntry.of(law, name) for name in law]


def undecided(day: date) -> list[LawEntry]:
    """The readings that the county must decide and has not, on a day."""
    law = law_on(day)
    return [LawEntry.of(law, name) for name, entry in law.entries.items() if entry.must_decide and law[name].undecided]
