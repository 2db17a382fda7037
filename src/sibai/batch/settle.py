"""Score, grade and share of the year over columns: articles 13, 16 and 18 for a nation on one machine.

Shares never cross a pool, so people are taken a bucket of whole pools at a time: their columns stay in the
processor's cache, and Spark carries the same function by bucket.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from sibai.batch.facts import code_order, given_facts
from sibai.batch.machine import THREADS
from sibai.measure import Columns, Groups, Single
from sibai.measure.law import InForce
from sibai.measure.score import ALONE, YEAR_OF_CALLS

HOME_COUNTY = "610929"
EVENT_FACTS = ("item", "level", "rank", "mainstream", "authors", "reached", "correct")
RESULTS = ("bonus", "deduction", "score", "grade", "share")
TARGETS = (*RESULTS, "takes_part", "total_weight", "heads")
PEOPLE_AT_A_TIME = 12_288
"""People evaluated together, with their events; a pool is never cut."""

FAMILY_BITS = 3
"""Room for the families of matters in a key of person, family and matter."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """The year's results in centipoints and fen in the order of STAFF, and what became of each pool."""

    frame: pl.DataFrame
    pools: pl.DataFrame
    """`pool` (its name), `people` of STAFF in it, `heads` that count, `weight` (0 where nothing is paid)."""


@dataclass(frozen=True, slots=True)
class Year:
    """STAFF and EVENTS put in order of pool and person, with the numbers of rows that tie them."""

    staff: pl.DataFrame
    events: pl.DataFrame
    person_of_event: Any
    pool_of_person: Any
    pool_names: pl.Series
    place_in_staff: Any
    """Row in the given STAFF of each person in order."""


def settle(staff: pl.DataFrame, events: pl.DataFrame, law: Mapping[str, InForce]) -> Settlement:
    """Settle a typed STAFF with its EVENTS (each code known, each event within the year)."""
    year = in_order_of_pools(staff, events, by_town=pools_by_town(law))
    size, pools = staff.height, len(year.pool_names)
    people = {name: np.zeros(size, np.int64) for name in RESULTS}
    people["takes_part"] = np.zeros(size, bool)
    of_pools = {name: np.zeros(pools, np.int64) for name in ("total_weight", "heads")}

    def fill(bucket: tuple[slice, slice]) -> None:
        rows, pool_rows = bucket
        for name, column in _settle_bucket(year, rows, pool_rows, law).items():
            if name in of_pools:
                of_pools[name][pool_rows] = column
            else:
                people[name][year.place_in_staff[rows]] = column

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(fill, buckets(year.pool_of_person)))
    return Settlement(_people_frame(staff, people), _pools_frame(year, of_pools))


def pools_by_town(law: Mapping[str, InForce]) -> bool:
    """Whether each town has a pool of its own."""
    return bool(Single(law, {}).number("pools_by_town"))


def _people_frame(staff: pl.DataFrame, people: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame({"code": staff.get_column("code"), **{name: people[name] for name in RESULTS}}).with_columns(
        pl.col("grade").cast(pl.Int8),
        pl.when(pl.Series(people["takes_part"], dtype=pl.Boolean)).then("share").alias("share"),
    )


def _pools_frame(year: Year, of_pools: Mapping[str, Any]) -> pl.DataFrame:
    people = np.bincount(year.pool_of_person, minlength=len(year.pool_names))
    return pl.DataFrame(
        {"pool": year.pool_names, "people": people, "heads": of_pools["heads"], "weight": of_pools["total_weight"]}
    )


def _settle_bucket(year: Year, rows: slice, pool_rows: slice, law: Mapping[str, InForce]) -> dict[str, Any]:
    """The results of the people of some whole pools."""
    first, last = np.searchsorted(year.person_of_event, [rows.start, rows.stop])
    events, staff = year.events[first:last], year.staff[rows]
    people = year.person_of_event[first:last] - rows.start
    facts = given_facts({name: events.get_column(name) for name in EVENT_FACTS})
    facts.update(given_facts({name: staff.get_column(name) for name in ("on_post", "post_months", "code_place")}))
    facts["code"] = facts.pop("code_place", np.zeros(0, np.int64))
    facts["has_matter"] = (events.get_column("matter").fill_null("") != "").to_numpy()
    matters, matter_people = join_matters(events.get_column("matter"), people, law, facts)
    groups = {
        "event": Groups(matters, len(matter_people)),
        "matter": Groups(matter_people, staff.height),
        "person": Groups(year.pool_of_person[rows] - pool_rows.start, pool_rows.stop - pool_rows.start),
    }
    return Columns(law, facts, groups).numbers(TARGETS)


def in_order_of_pools(staff: pl.DataFrame, events: pl.DataFrame, by_town: bool) -> Year:
    """People in order of pool and events in order of person; what already is in order is not moved."""
    pool_rows, pool_names = _pools_of(staff, by_town)
    place = _order(pool_rows)
    staff = staff.select("code", "on_post", "post_months").with_columns(
        pl.Series("code_place", code_order(staff.get_column("code")))
    )
    event_people = _person_of_event(staff.get_column("code"), events.get_column("code"))
    if place is None:
        place = np.arange(len(pool_rows))
    else:
        staff, pool_rows = staff[place], pool_rows[place]
        turned = np.empty_like(place)
        turned[place] = np.arange(len(place))
        event_people = turned[event_people]
    order = _order(event_people)
    if order is not None:
        events, event_people = events[order], event_people[order]
    return Year(staff, events, event_people, pool_rows, pool_names, place)


def _order(numbers: Any) -> Any:
    """The stable order of a column of numbers, None if it is in order."""
    return None if bool((numbers[1:] >= numbers[:-1]).all()) else np.argsort(numbers, kind="stable")


def _person_of_event(codes: pl.Series, event_codes: pl.Series) -> Any:
    """The row of STAFF that each event belongs to; events of one person often stand together."""
    if not len(event_codes):
        return np.zeros(0, np.int64)
    heads = (event_codes != event_codes.shift(1)).fill_null(True).to_numpy()
    numbered = pl.DataFrame({"code": codes}).with_row_index("person")
    runs = event_codes.filter(pl.Series(heads)).to_frame("code")
    found = runs.join(numbered, on="code", how="left", maintain_order="left").get_column("person")
    return found.cast(pl.Int64).to_numpy()[np.cumsum(heads) - 1]


def _pools_of(staff: pl.DataFrame, by_town: bool) -> tuple[Any, pl.Series]:
    """The pool of each person, and the pools' names by first appearance; a blank county is this county."""
    county = pl.col("county").fill_null(HOME_COUNTY)
    named = staff.select(pl.concat_str([county, pl.col("town")], separator=" ") if by_town else county).to_series()
    names = named.unique(maintain_order=True)
    numbered = pl.DataFrame({"name": names}).with_row_index("pool")
    joined = named.to_frame("name").join(numbered, on="name", how="left", maintain_order="left")
    return joined.get_column("pool").cast(pl.Int64).to_numpy(), names


def buckets(pool_of_person: Any) -> Iterator[tuple[slice, slice]]:
    """People in order of pool, cut between pools into handy pieces: their rows, and their pools."""
    size = len(pool_of_person)
    start = 0
    while start < size:
        wanted = min(start + PEOPLE_AT_A_TIME, size) - 1
        stop = int(np.searchsorted(pool_of_person, pool_of_person[wanted], side="right"))
        yield slice(start, stop), slice(int(pool_of_person[start]), int(pool_of_person[stop - 1]) + 1)
        start = stop


def join_matters(
    matter: pl.Series, people: Any, law: Mapping[str, InForce], facts: Mapping[str, Any]
) -> tuple[Any, Any]:
    """The matter of each event, and the person of each matter; `matter_family` says what joins what."""
    size = len(people)
    family = np.broadcast_to(Columns(law, facts, {}).numbers(["matter_family"])["matter_family"], size)
    rows = np.flatnonzero(family != ALONE)
    first = np.arange(size)
    if rows.size:
        texts = matter.gather(rows).fill_null("").rank("dense").to_numpy().astype(np.int64)
        texts[family[rows] == YEAR_OF_CALLS] = 0
        keys = ((people[rows] << FAMILY_BITS) + family[rows]) * (int(texts.max()) + 1) + texts
        _, leads, matters = np.unique(keys, return_index=True, return_inverse=True)
        first[rows] = rows[leads[matters]]
    leading = first == np.arange(size)
    return (np.cumsum(leading) - 1)[first], people[leading]
