"""From people with their events and stints to one evaluation: which rows belong together.

Events join to matters by the rule `matter_family`; the same grouping serves single evaluation and columns.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from sibai.measure.law import InForce
from sibai.measure.rule import BOOK
from sibai.measure.score import ALONE, YEAR_OF_CALLS
from sibai.measure.single import Origin, Single, no_origin


def matter_rows(keys: Iterable[Hashable | None]) -> list[int]:
    """The matter of each event, numbered as they come: equal keys share one, None stands alone."""
    known: dict[Hashable, int] = {}
    rows: list[int] = []
    count = 0
    for key in keys:
        if key is not None and key in known:
            rows.append(known[key])
            continue
        if key is not None:
            known[key] = count
        rows.append(count)
        count += 1
    return rows


def matter_key(person: int, family: int, matter: str | None) -> Hashable | None:
    """What events must share to be one matter; None for an event that stands alone."""
    if family == ALONE:
        return None
    return (person, family, "" if family == YEAR_OF_CALLS else matter)


def single_of_people(
    law: Mapping[str, InForce],
    people: Sequence[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]],
    event_people: Sequence[int],
    pools: Sequence[int] | None = None,
    context: Mapping[str, Any] | None = None,
    origin: Origin = no_origin,
) -> Single:
    """One evaluation over people and their events. An event's `matter` is a text or None; facts by name."""
    facts: dict[str, Any] = dict(context or {})
    facts.update({name: [row.get(name) for row in people] for name in _names(people)})
    facts.update({name: [row.get(name) for row in events] for name in _names(events) - {"matter"}})
    facts["has_matter"] = [bool(row.get("matter")) for row in events]
    asking = Single(law, facts, {"event": list(range(len(events)))})
    keys = [
        matter_key(person, asking.number("matter_family", row), event.get("matter"))
        for row, (person, event) in enumerate(zip(event_people, events, strict=True))
    ]
    event_parents = matter_rows(keys)
    matter_parents = [0] * (max(event_parents, default=-1) + 1)
    for matter, person in zip(event_parents, event_people, strict=True):
        matter_parents[matter] = person
    parents = {"event": event_parents, "matter": matter_parents, "person": list(pools or [0] * len(people))}
    return Single(law, facts, parents, origin)


def _names(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    return {name for row in rows for name in row if name in BOOK.facts or name == "matter"}
