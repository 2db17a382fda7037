"""Asking the rules: numbers with their explanations, and what to keep of them once a result is frozen.

    answers = ask(["sign_by"], {"hired_on": day}, on=today)
    answers["sign_by"]          the value
    answers.why("sign_by")      the node for web/parts/why.html
    answers.json()              to keep with a frozen result; `Kept(json)` reads it again, whatever the law is by then

Facts of a grain with several rows (stints, applicants) are lists; `parents` says what each row is part of, `rows` for
which rows each name is asked (row 0 without it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sibai.measure import Law, Single
from sibai.measure.explain import Step, from_document, in_order, to_document
from sibai.measure.law import InForce
from sibai.measure.values import from_json, shown, to_json
from sibai.rulebook.queries.law import county_rules
from sibai.rulebook.queries.refusing import refusals_told
from sibai.rulebook.queries.why import Node, node_of

FORMAT = "sibai-answers-1"
Source = tuple[str, str]
"""Where a fact stands: words and an address, either blank."""


class Answers:
    """The numbers that were asked, computed; explanations are made when somebody looks."""

    def __init__(self, single: Single, asked: Mapping[str, Sequence[int]], on: date, digest: str) -> None:
        self.single = single
        self.asked = asked
        self.on = on
        self.digest = digest
        with refusals_told():
            self.values = {(name, row): single.number(name, row) for name, rows in asked.items() for row in rows}

    def __getitem__(self, name: str) -> Any:
        """The value of a name (of its first row)."""
        return self.of(name)

    def of(self, name: str, row: int = 0) -> Any:
        """The value of a name for a row."""
        return self.values[name, row]

    def shown(self, name: str, row: int = 0) -> str:
        """The value as a clerk reads it."""
        return shown(self.of(name, row), self.step(name, row).unit)

    def step(self, name: str, row: int = 0) -> Step:
        """The explanation of a number."""
        with refusals_told():
            return self.single.explain(name, row)

    def why(self, name: str, row: int = 0) -> Node:
        """The explanation for a page."""
        return node_of(self.step(name, row))

    def json(self) -> dict[str, Any]:
        """Values, explanations, parameters and readings used, and the digest of the county's rulebook: plain data."""
        steps = {key: self.step(*key) for key in self.values}
        return {
            "format": FORMAT,
            "on": self.on.isoformat(),
            "rulebook": self.digest,
            "values": {_key(*key): to_json(value) for key, value in self.values.items()},
            "explanations": {_key(*key): to_document(step) for key, step in steps.items()},
            "parameters": _used(steps.values(), "parameter"),
            "readings": _used(steps.values(), "reading"),
        }


class Kept:
    """Answers read back from what was kept with a frozen result."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        if written.get("format") != FORMAT:
            raise ValueError("no answers of sibai")
        self.written = written
        self.on = date.fromisoformat(written["on"])
        self.digest = str(written["rulebook"])

    def __getitem__(self, name: str) -> Any:
        """The value of a name (of its first row)."""
        return self.of(name)

    def of(self, name: str, row: int = 0) -> Any:
        """The value of a name for a row. KeyError where it was not asked."""
        return from_json(self.written["values"][_key(name, row)])

    def shown(self, name: str, row: int = 0) -> str:
        """The value as a clerk reads it."""
        return shown(self.of(name, row), self.step(name, row).unit)

    def step(self, name: str, row: int = 0) -> Step:
        """The explanation as it was."""
        return from_document(self.written["explanations"][_key(name, row)])

    def why(self, name: str, row: int = 0) -> Node:
        """The explanation for a page."""
        return node_of(self.step(name, row))


def ask(
    names: Iterable[str],
    facts: Mapping[str, Any],
    *,
    on: date,
    parents: Mapping[str, Sequence[int]] | None = None,
    rows: Mapping[str, Sequence[int]] | None = None,
    sources: Mapping[str, Source] | None = None,
    law: Law | None = None,
) -> Answers:
    """Numbers of the rules by name, under the county's law of a day. Refusal where a fact or parameter is missing.

    `sources` says where facts stand (words, address). `law` is another law than the county's: a preview.
    """
    rules = None if law is not None else county_rules()
    with refusals_told():
        in_force = (rules.law if rules else law).on(on)  # type: ignore[union-attr]
    return Asker(in_force, on, rules.digest if rules else "").ask(names, facts, parents, rows, sources)


@dataclass(frozen=True, slots=True)
class Asker:
    """The law of a day, read once for many questions: the payslips of a whole county."""

    in_force: Mapping[str, InForce]
    on: date
    digest: str

    def ask(
        self,
        names: Iterable[str],
        facts: Mapping[str, Any],
        parents: Mapping[str, Sequence[int]] | None = None,
        rows: Mapping[str, Sequence[int]] | None = None,
        sources: Mapping[str, Source] | None = None,
    ) -> Answers:
        """As `ask` does, under this law. Refusal where a fact or parameter is missing."""
        asked = {name: tuple((rows or {}).get(name, (0,))) for name in names}
        known = sources or {}

        def origin(name: str, _row: int) -> Mapping[str, Any]:
            words, url = known.get(name, ("", ""))
            return {"file": words, "url": url} if words or url else {}

        return Answers(Single(self.in_force, facts, parents or {}, origin), asked, self.on, self.digest)


def asker_on(day: date) -> Asker:
    """The county's law of a day, for many questions. Refusal before the measure took effect."""
    rules = county_rules()
    with refusals_told():
        return Asker(rules.law.on(day), day, rules.digest)


def _key(name: str, row: int) -> str:
    return f"{name}#{row}" if row else name


def _used(roots: Iterable[Step], kind: str) -> list[dict[str, Any]]:
    """The parameters or readings behind some numbers, each once, by name."""
    found = {step.name: step for root in roots for step in in_order(root) if step.kind == kind}
    return [
        {"name": name, "label": step.label, "value": to_json(step.value), **step.source}
        for name, step in sorted(found.items())
    ]
