"""Payslips: one person on whole numbers and a column of people give the same fen, under every reading."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sibai.batch.payroll import FACT_OF_COLUMN, TARGETS, payslips
from sibai.measure import Single
from sibai.measure.dates import month_last
from tests.measure.invented import PAY_READINGS, law_with, readings

MONTHS = st.builds(date, st.integers(2023, 2027), st.integers(1, 12), st.just(1))
FEN = st.one_of(st.none(), st.integers(0, 5_000_000), st.integers(0, 99_999_999_999))
AMOUNTS = ("declared_wage", "performance", "reward", "earned_before", "pension_before", "withheld_before")
MOST_FEN_A_YEAR = 100_000_000


@st.composite
def rosters(draw: st.DrawFn) -> tuple[date, list[dict[str, Any]]]:
    """A month and a few rows of a roster, blanks among them."""
    month = draw(MONTHS)
    last = month_last(month)
    day = st.one_of(st.none(), st.integers(0, last.day - 1).map(lambda days: month + timedelta(days)))
    rows = []
    for _ in range(draw(st.integers(1, 8))):
        days = [draw(day), draw(day)]
        if None not in days:
            days.sort()
        row: dict[str, Any] = {name: draw(FEN) for name in AMOUNTS}
        row |= {"from": days[0], "to": days[1], "unpaid_days": draw(st.one_of(st.none(), st.integers(0, 31)))}
        row["months_before"] = draw(st.one_of(st.none(), st.integers(0, 11)))
        row["allowance_months"] = draw(st.one_of(st.none(), st.integers(0, 12)))
        rows.append(row)
    return month, rows


def frame_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows as a typed ROSTER."""
    types: dict[str, Any] = dict.fromkeys(FACT_OF_COLUMN, pl.Int64) | {"from": pl.Date, "to": pl.Date}
    named = [{"code": str(number), **row} for number, row in enumerate(rows)]
    return pl.DataFrame(named, schema={"code": pl.String, **types})


@given(rosters(), readings((*PAY_READINGS, "short_net")))
def test_a_column_of_people_gets_what_each_alone_would_get(roster: Any, options: dict[str, str]) -> None:
    month, rows = roster
    law = law_with(options, month_last(month))
    made = payslips(frame_of(rows), month, law)
    flags = {"refused": made.refused.tolist(), "below_minimum": made.below_minimum.tolist()}
    for number, row in enumerate(rows):
        facts = {fact: [row[column]] for column, fact in FACT_OF_COLUMN.items()}
        single = Single(law, {"month": month, **facts}, {"person": [0]})
        for name in TARGETS:
            column = flags[name] if name in flags else made.frame.get_column(name).to_list()
            assert column[number] == single.number(name), name


@given(st.lists(st.integers(0, MOST_FEN_A_YEAR // 12), min_size=12, max_size=12))
def test_twelve_months_withhold_what_the_year_owes_when_earnings_never_fall(wages: list[int]) -> None:
    earned = pension = withheld = 0
    for number, reward in enumerate(sorted(wages), 1):
        month = date(2026, number, 1)
        facts = {"month": month, "reward": reward, "earned_before": earned, "pension_before": pension}
        facts |= {"withheld_before": withheld, "months_before": number - 1}
        single = Single(law_with({}, month_last(month)), facts)
        earned += single.number("gross")
        pension += single.number("pension")
        withheld += single.number("tax")
    owed = Fraction(0)
    bounds = [0, 36_000, 144_000, 300_000, 420_000, 660_000, 960_000, 10**12]
    taxable = Fraction(earned - pension - 12 * 500_000, 100)
    for low, high, percent in zip(bounds, bounds[1:], (3, 10, 20, 25, 30, 35, 45), strict=False):
        owed += max(Fraction(0), min(taxable, Fraction(high)) - low) * percent / 100
    assert withheld == (owed * 100 + Fraction(1, 2)).__floor__()
