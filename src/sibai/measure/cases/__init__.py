"""Cases as data: each a sentence with its facts and what must come out, citing its article.

Tests, `sibai articles` and the docs read the same files. Amounts and points are texts, dates TOML dates,
choices their Chinese labels; what a number is, its unit in the book says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from sibai.measure.gather import single_of_people
from sibai.measure.law import Law
from sibai.measure.refusals import Refusal
from sibai.measure.rule import BOOK
from sibai.measure.single import Single
from sibai.measure.values import parse_value

PLAIN_UNITS = frozenset({"date", "moment", "flag", "count", "days", "months", "years", "scaled", "text", "option"})


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a file."""

    name: str
    articles: tuple[str, ...]
    on: date
    facts: Mapping[str, Any]
    readings: Mapping[str, str]
    expect: Mapping[str, Any]
    people: tuple[Mapping[str, Any], ...]
    stints: tuple[Mapping[str, Any], ...]
    marks: tuple[Mapping[str, Any], ...]
    refused: str
    file: str


def load_cases() -> list[Case]:
    """Every case of every file, in order."""
    folder = resources.files("sibai.measure") / "cases"
    files = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return [_case(row, file.name) for file in files for row in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


KEYS = frozenset({"name", "article", "on", "facts", "readings", "expect", "people", "stints", "marks", "refused"})


def _case(row: Mapping[str, Any], file: str) -> Case:
    unknown = row.keys() - KEYS
    if unknown:
        raise ValueError(f"{file}: {row.get('name')}: unknown keys {sorted(unknown)}")
    return Case(
        name=row["name"],
        articles=tuple(row["article"].split()),
        on=row["on"],
        facts=row.get("facts", {}),
        readings=row.get("readings", {}),
        expect=row.get("expect", {}),
        people=tuple(row.get("people", ())),
        stints=tuple(row.get("stints", ())),
        marks=tuple(row.get("marks", ())),
        refused=row.get("refused", ""),
        file=file,
    )


def value_of(name: str, written: Any) -> Any:
    """What a case writes for a fact or number, as a value of the rules."""
    unit = BOOK.rules[name].unit if name in BOOK.rules else BOOK.facts[name].unit
    if unit in PLAIN_UNITS:
        return written
    return parse_value(unit, written)


def evaluation(case: Case, law: Law) -> Single:
    """The case as an evaluation of the book; Refusal where its day or readings allow none."""
    in_force = law.decided(case.readings, case.name).on(case.on)
    context = {name: value_of(name, written) for name, written in case.facts.items()}
    if case.people:
        return _of_people(case, in_force, context)
    parents = {}
    for grain, rows in (("stint", case.stints), ("mark", case.marks)):
        for name in {name for row in rows for name in row}:
            context[name] = [value_of(name, row[name]) if name in row else None for row in rows]
        parents.update({grain: [0] * len(rows)} if rows else {})
    return Single(in_force, context, parents)


def _of_people(case: Case, in_force: Any, context: Mapping[str, Any]) -> Single:
    people = [_facts(person, {"events", "expect"}) for person in case.people]
    events, owners = [], []
    for row, person in enumerate(case.people):
        for event in person.get("events", ()):
            events.append({**_facts(event, {"matter"}), "matter": event.get("matter")})
            owners.append(row)
    return single_of_people(in_force, people, events, owners, context=context)


def _facts(row: Mapping[str, Any], without: set[str]) -> dict[str, Any]:
    return {name: value_of(name, written) for name, written in row.items() if name not in without}


def answers(case: Case, law: Law) -> Iterator[tuple[str, Any, Any]]:
    """(what, expected, computed) for each expectation; a refusal is compared by the words it must hold."""
    try:
        single = evaluation(case, law)
        expected = [(name, 0, written) for name, written in case.expect.items()]
        for row, person in enumerate(case.people):
            expected += [(name, row, written) for name, written in person.get("expect", {}).items()]
        made = [(name, row, value_of(name, written), single.number(name, row)) for name, row, written in expected]
    except Refusal as refusal:
        yield "refused", case.refused, case.refused if case.refused and case.refused in str(refusal) else str(refusal)
        return
    yield "refused", case.refused, ""
    for name, row, wanted, computed in made:
        yield f"{name}[{row}]", wanted, computed
