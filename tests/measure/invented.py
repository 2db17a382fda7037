"""Invented people, events and payslips for property tests: the same rows for every carrier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
from hypothesis import strategies as st

from sibai.measure import LAW
from sibai.measure.choices import Item, Level
from sibai.measure.gather import single_of_people
from sibai.measure.law import LawOn
from sibai.measure.numbers import Choice
from sibai.measure.single import Single

CUT_OFF = date(2026, 12, 10)
SETTLE_READINGS = (
    "pool_per_head",
    "pool_headcount",
    "spot_check_period",
    "below_bounds",
    "same_matter",
    "score_floor",
    "fail_shares",
    "coauthor_rounding",
)
PAY_READINGS = ("partial_month", "unpaid_absence", "low_base")
HIGH = [Level.CENTRAL, Level.PROVINCE, Level.CITY, Level.COUNTY]
MATTERS = st.sampled_from([None, "甲", "乙"])


def readings(names: Sequence[str]) -> st.SearchStrategy[dict[str, str]]:
    """Any options of some readings."""
    return st.fixed_dictionaries({name: st.sampled_from(list(LAW.entries[name].options)) for name in names})


def law_with(options: dict[str, str], on: date = CUT_OFF) -> LawOn:
    """The law of a day under some readings."""
    return LAW.decided(options, "test").on(on)


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """An event that a file could hold."""
    item = draw(st.sampled_from(list(Item)))
    event: dict[str, Any] = {"item": item, "matter": draw(MATTERS)}
    if item in (Item.DATA_QUALITY, Item.LAST_THREE):
        event["rank"] = draw(st.integers(1, 3))
    elif item is Item.SPOT_CHECK:
        event["reached"] = draw(st.integers(1, 120))
        event["correct"] = draw(st.integers(0, event["reached"]))
    elif item is Item.NEWS:
        authors = {None: draw(st.integers(1, 7)), "甲": 3, "乙": 1}[event["matter"]]
        event |= {"level": draw(st.sampled_from(HIGH)), "mainstream": draw(st.booleans()), "authors": authors}
    else:
        local = item is Item.LOCAL_CHECK_ERROR
        event["level"] = draw(st.sampled_from([Level.COUNTY, Level.TOWN] if local else HIGH))
    return event


PEOPLE = st.lists(st.tuples(st.integers(0, 12), st.booleans(), st.lists(events(), max_size=6)), min_size=1, max_size=12)
"""Months on post, on post on the cut-off date, events."""


def single_of(people: Sequence[Any], law: LawOn) -> Single:
    """One pool of people on Python numbers."""
    rows = [{"code": code(row), "post_months": months, "on_post": on} for row, (months, on, _) in enumerate(people)]
    theirs = [(row, event) for row, (_, _, own) in enumerate(people) for event in own]
    events_of, owners = [event for _, event in theirs], [row for row, _ in theirs]
    return single_of_people(law, rows, events_of, owners, origin=invented_place)


def invented_place(name: str, row: int) -> dict[str, Any]:
    """Where a fact of an invented file stands."""
    return {"file": "invented.csv", "row": row + 2, "column": name}


def frames_of(people: Sequence[Any], county: str = "610929") -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same people as typed STAFF and EVENTS."""
    staff = pl.DataFrame(
        {
            "code": [code(row) for row in range(len(people))],
            "county": [county] * len(people),
            "town": ["镇"] * len(people),
            "post_months": pl.Series([months for months, _, _ in people], dtype=pl.Int64),
            "on_post": pl.Series([on for _, on, _ in people], dtype=pl.Boolean),
        }
    )
    rows = [{"code": code(row), **event} for row, (_, _, own) in enumerate(people) for event in own]
    schema: dict[str, Any] = dict.fromkeys(("item", "level", "rank", "authors", "reached", "correct"), pl.Int64)
    schema |= {"code": pl.String, "matter": pl.String, "mainstream": pl.Boolean}
    plain = [{name: plain_value(row.get(name)) for name in schema} for row in rows]
    return staff, pl.DataFrame(plain, schema=schema)


def plain_value(value: Any) -> Any:
    """A choice as the small number that columns hold."""
    return int(value) if isinstance(value, Choice) else value


def code(row: int) -> str:
    """Codes whose order is not the order of rows."""
    return f"{(row * 7) % 13:02d}-{row}"
