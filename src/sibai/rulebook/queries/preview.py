"""What a decision would change: the results of all rooms under the law as it is and as it would be. Nothing is written.

Each room that has results offers `queries/results.py`:

    def gathered(scope: Scope, today: date) -> Reckoning

which reads the database, once, and hands out what computes the results under a law, as often as it is asked, from
what was read (`ask(..., law=law)` asks under that law). What the rules refuse is told by `value_or_refusal`, so that
a result that can no longer be had is seen as a change too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from sibai.audit.refusals import Refusal
from sibai.db.querysets import Scope
from sibai.measure import Law
from sibai.rulebook.models import Decision
from sibai.rulebook.queries.law import laws_around
from sibai.rulebook.queries.trees import all_that_use

NONE = "无"
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "EXPLAIN", "WITH", "DECLARE", "FETCH", "CLOSE")


class Outcome(NamedTuple):
    """One result of one person as a room computes it under some law, its value in words."""

    key: str
    """What tells this result from all others of the room, under any law."""
    what: str
    value: str
    person_code: str = ""
    person_id: UUID | None = None
    person_name: str = ""
    village: str = ""
    url: str = ""


Reckoning = Callable[[Law], Iterable[Outcome]]
Source = Callable[[Scope, date], Reckoning]


@dataclass(frozen=True, slots=True)
class Result:
    """One result that changes, old → new."""

    person_code: str
    person_id: UUID | None
    person_name: str
    village: str
    what: str
    before: str
    after: str
    url: str


class WritesNothing(Exception):
    """A programmer's slip: a preview tried to write."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision changes."""

    day: date
    """The day as of which results are compared: today, or the first day of a decision that begins later."""
    results: list[Result]
    numbers: list[str]
    """The numbers of the rules that hang on the entry."""


def effect_of(decision: Decision, sources: Sequence[Source], scope: Scope, today: date) -> Effect:
    """What a decision changes, whether it is confirmed yet or not. Refusal where it does not fit the law."""
    before, after = laws_around(decision)
    day = max(today, decision.start)
    return Effect(day, compare(before, after, sources, scope, day), all_that_use(decision.entry))


def compare(old: Law, new: Law, sources: Sequence[Source], scope: Scope, today: date) -> list[Result]:
    """Each result that differs under two laws, by village, person and what it is; the database is only read."""
    with connection.execute_wrapper(_only_reads):
        changed = [result for source in sources for result in _changed(source, old, new, scope, today)]
    return sorted(changed, key=lambda each: (each.village, each.person_code, each.what))


def _changed(source: Source, old: Law, new: Law, scope: Scope, today: date) -> Iterable[Result]:
    under = source(scope, today)
    before, after = ({each.key: each for each in under(law)} for law in (old, new))
    for key in before.keys() | after.keys():
        was, will = before.get(key), after.get(key)
        known = will or was
        values = (was.value if was else NONE, will.value if will else NONE)
        if known is not None and values[0] != values[1]:
            yield Result(
                known.person_code,
                known.person_id,
                known.person_name,
                known.village,
                known.what,
                *values,
                known.url,
            )


def value_or_refusal(call: Callable[[], str]) -> str:
    """A value in words, or why the rules refuse it."""
    try:
        return call()
    except Refusal as refusal:
        return f"算不出：{refusal}"


def _only_reads(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if not sql.lstrip(" (\n").upper().startswith(READS):
        raise WritesNothing(sql.split(" ", 1)[0])
    return execute(sql, params, many, context)
