"""The law of many results, kept once: a run's payslips explain themselves by it, whatever the law is by then.

kept = frozen(asker, PAYSLIP)          plain data, for the run's row
thawed(kept).ask(["net"], facts)       the same numbers with the same explanations
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sibai.measure import BOOK, LAW
from sibai.measure.law import Dated, Entry, InForce
from sibai.measure.values import from_json, to_json
from sibai.rulebook.queries.asking import Asker
from sibai.rulebook.queries.refusing import refusals_told

FORMAT = "sibai-law-1"


def frozen(asker: Asker, targets: Iterable[str]) -> dict[str, Any]:
    """The parameters and readings behind some numbers as they are in force, with the county rulebook's digest.

    Refusal where one of them has no value on that day.
    """
    names = sorted(name for name in BOOK.behind(tuple(targets)) if name in asker.in_force)
    with refusals_told():
        entries = {name: _written(asker.in_force[name]) for name in names}
    return {"format": FORMAT, "on": asker.on.isoformat(), "rulebook": asker.digest, "entries": entries}


def thawed(kept: Mapping[str, Any]) -> Asker:
    """The law as it was kept. ValueError for what is no kept law."""
    if kept.get("format") != FORMAT:
        raise ValueError("no law of sibai")
    on = date.fromisoformat(kept["on"])
    entries = KeptLaw(on, {name: _read(name, row, on) for name, row in kept["entries"].items()})
    return Asker(entries, on, str(kept["rulebook"]))


class KeptLaw(dict[str, InForce]):
    """A law as it was kept. Entries that came into the program afterwards are as shipped: switched off."""

    def __init__(self, on: date, entries: Mapping[str, InForce]) -> None:
        super().__init__(entries)
        self.on = on

    def __missing__(self, name: str) -> InForce:
        return LAW.on(self.on)[name]


def undecided_in(kept: Mapping[str, Any]) -> list[str]:
    """The labels of readings that must be decided and stood on their default in a kept law."""
    rows = thawed(kept).in_force
    return [found.entry.label for found in rows.values() if found.undecided]


def provisional_in(kept: Mapping[str, Any]) -> list[str]:
    """The labels of parameters whose figure for the day was not published yet."""
    return [found.entry.label for found in thawed(kept).in_force.values() if found.provisional]


def _written(found: InForce) -> dict[str, Any]:
    entry, dated = found.entry, found.dated
    return {
        "label": entry.label,
        "unit": entry.unit,
        "article": entry.article,
        "of": entry.of,
        "keys": entry.keys,
        "options": dict(entry.options),
        "must_decide": entry.must_decide,
        "value": to_json(found.value),
        "from": dated.start.isoformat(),
        "to": dated.end.isoformat(),
        "source": dated.source,
        "confidence": dated.confidence,
        "county": dated.county,
        "note": dated.note,
        "provisional": found.provisional,
    }


def _read(name: str, row: Mapping[str, Any], on: date) -> InForce:
    dated = Dated(
        date.fromisoformat(row["from"]),
        date.fromisoformat(row["to"]),
        from_json(row["value"]),
        row["source"],
        row["confidence"],
        row["county"],
        row["note"],
    )
    about = {key: row[key] for key in ("of", "keys", "options", "must_decide")}
    entry = Entry(name, row["label"], row["unit"], row["article"], (dated,), provisional=row["provisional"], **about)
    return InForce(entry, dated, on, row["provisional"])
