"""What is in force: the shipped law with the county's confirmed decisions laid over it, by the same code as files.

Confirmed decisions are never changed or deleted, so their ids say wholly what the law is: one small query a page, and
every process agrees.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sibai.measure import LAW, Law
from sibai.measure.law import LawOn
from sibai.rulebook.models import CONFIRMED, OPEN, Decision
from sibai.rulebook.queries.refusing import refusals_told
from sibai.rulebook.toml import rulebook_file

WHERE = "县里的决定"
"""How faults of the law name where they stand."""
KEPT_LAWS = 8


@dataclass(frozen=True, slots=True)
class CountyRules:
    """The law of the county, and its own part as the file that `--rulebook` takes, with the file's SHA-256."""

    law: Law
    content: bytes
    digest: str


@dataclass
class _Page:
    """What one page has read: the decisions that count or wait, and the rules they make."""

    rows: list[Decision] | None = None
    rules: CountyRules | None = None


_read: ContextVar[_Page | None] = ContextVar("rules read for a page", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Inside, the county's rules are asked for once: for what only reads, such as a page."""
    token = _read.set(_Page())
    try:
        yield
    finally:
        _read.reset(token)


def living_decisions() -> list[Decision]:
    """Decisions that are confirmed or wait for somebody, in order; one query, or none where a page has read them."""
    page = _read.get()
    if page is not None and page.rows is not None:
        return page.rows
    rows = list(Decision.objects.filter(state__in=(CONFIRMED, *OPEN)).defer("reason").order_by("start", "pk"))
    if page is not None:
        page.rows = rows
    return rows


def county_rules() -> CountyRules:
    """The county's rules as they stand now; one query, more only after a decision was confirmed."""
    page = _read.get()
    if page is None:
        confirmed = Decision.objects.filter(state=CONFIRMED).order_by("pk").values_list("pk", flat=True)
        with refusals_told():
            return _rules_of(tuple(confirmed))
    if page.rules is None:
        standing_now = sorted(row.pk for row in living_decisions() if row.state == CONFIRMED)
        with refusals_told():
            page.rules = _rules_of(tuple(standing_now))
    return page.rules


def county_law() -> Law:
    """Every parameter and reading over all dates, the county's own laid over the shipped ones."""
    return county_rules().law


def law_on(day: date) -> LawOn:
    """What is in force on a day. Refusal before the measure took effect (art. 23)."""
    with refusals_told():
        return county_law().on(day)


def value_on(name: str, day: date) -> Any:
    """The value of one parameter or reading on a day. Refusal where it has none."""
    with refusals_told():
        return county_law().on(day)[name].value


@lru_cache(maxsize=KEPT_LAWS)
def _rules_of(ids: tuple[UUID, ...]) -> CountyRules:
    known = set(ids)
    rows = [row for row in Decision.objects.filter(state=CONFIRMED) if row.pk in known] if ids else []
    written = as_written(standing(rows))
    content = rulebook_file(written)
    return CountyRules(LAW.overlaid(written, WHERE), content, hashlib.sha256(content).hexdigest())


def laws_around(decision: Decision) -> tuple[Law, Law]:
    """The county's law without a decision and with it, whether it is confirmed yet or not; one query."""
    others = [row for row in Decision.objects.filter(state=CONFIRMED) if row.pk != decision.pk]
    with_it = [row for row in standing(others) if row.pk != decision.replaces_id] + [decision]
    with refusals_told():
        before = LAW.overlaid(as_written(standing(others)), WHERE)
        return before, LAW.overlaid(as_written(with_it), WHERE)


def standing(confirmed: Iterable[Decision]) -> list[Decision]:
    """Confirmed decisions without those that a later one replaced, by entry and date."""
    rows = list(confirmed)
    replaced = {row.replaces_id for row in rows}
    return sorted((row for row in rows if row.pk not in replaced), key=lambda row: (row.entry, row.start, row.pk))


def as_written(decisions: Iterable[Decision]) -> dict[str, list[dict[str, Any]]]:
    """Decisions as a rulebook file has them: entry → rows of from, to, value, document, note."""
    written: dict[str, list[dict[str, Any]]] = {}
    for decision in decisions:
        written.setdefault(decision.entry, []).append(row_of(decision))
    return written


def row_of(decision: Decision) -> dict[str, Any]:
    """One decision as a row of a rulebook file."""
    row: dict[str, Any] = {"from": decision.start}
    if decision.end is not None:
        row["to"] = decision.end
    row["value"] = read_value(decision.value)
    row["document"] = decision.document
    if decision.reason:
        row["note"] = decision.reason
    return row


def read_value(text: str) -> Any:
    """What a value's TOML text means. ValueError where it is no TOML or says more than one value."""
    read: Mapping[str, Any] = tomllib.loads(f"value = {text}\n")
    if set(read) != {"value"}:
        raise ValueError("more than one value")
    return read["value"]
