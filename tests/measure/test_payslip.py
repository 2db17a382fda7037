"""Payslips: one person on whole numbers and a column of people give the same fen, under every reading."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sibai.batch.payroll import FACT_OF_COLUMN, TARGETS, payslips
from sibai.measure import LAW, Single
from sibai.measure.dates import month_last
from sibai.measure.explain import evaluate, from_document, to_document
from sibai.measure.insurance import SWITCHED, joined
from sibai.measure.pay import PAYSLIP
from sibai.measure.payable import PAYABLE
from tests.measure.invented import PAY_READINGS, law_with, readings

MONTHS = st.builds(date, st.integers(2023, 2027), st.integers(1, 12), st.just(1))
FEN = st.one_of(st.none(), st.integers(0, 5_000_000), st.integers(0, 99_999_999_999))
AMOUNTS = ("declared_wage", "performance", "reward", "earned_before", "pension_before", "withheld_before")
MOST_FEN_A_YEAR = 100_000_000
CITY_RATE = {"medical_employer_rate": [{"from": date(2022, 6, 10), "value": "6.6%", "document": "核定通知（举例）"}]}
"""What a county has to set before it joins: no notice of the city was found."""
BEFORE_THE_SWITCHES = "28bf88abbbe6ec50b7414398bb5d3ffb7ec66de8063a863de61012c5e82a130b"


def told_of(chance: Random) -> str:
    """The SHA-256 over names, values and formulas of every explanation of 240 invented months, nothing joined."""
    digest = hashlib.sha256()
    for number in range(240):
        month = date(2023 + number % 5, 1 + number % 12, 1)
        facts = {
            "month": month,
            "unpaid_days": chance.randrange(4),
            "reward": chance.choice((0, 20_000_000)),
            "earned_before": chance.randrange(100_000_000),
            "pension_before": chance.randrange(500_000),
            "withheld_before": chance.randrange(900_000),
            "months_before": chance.randrange(12),
            "earlier_gross": chance.randrange(9000),
            "earlier_pension": chance.randrange(9000),
            "on_post_from": month + timedelta(chance.randrange(28)),
        }
        single = Single(LAW.on(month_last(month)), facts)
        for name in (*PAYSLIP, *PAYABLE, "stopped", "below_minimum", "earlier_tax", "earlier_payable"):
            steps = to_document(single.explain(name))["steps"]
            said = [[step["name"], step["value"], step["formula"]] for step in steps]
            digest.update(json.dumps(said, ensure_ascii=False).encode())
    return digest.hexdigest()


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


@given(rosters(), readings((*PAY_READINGS, "short_net", *SWITCHED)))
def test_insurances_switched_on_are_the_same_for_one_and_for_many(roster: Any, options: dict[str, str]) -> None:
    month, rows = roster
    law = LAW.overlaid(CITY_RATE, "county").decided(options, "test").on(month_last(month))
    made = payslips(frame_of(rows), month, law)
    assert bool(made.further) == bool(joined(law))
    assert made.frame.columns == ["code", *PAYSLIP], "no column of theirs, whatever is switched on"
    for number, row in enumerate(rows):
        facts = {fact: [row[column]] for column, fact in FACT_OF_COLUMN.items()}
        single = Single(law, {"month": month, **facts}, {"person": [0]})
        for name in ("tax", "net", "owed"):
            assert made.frame.get_column(name)[number] == single.number(name), name
        for name, column in made.further.items():
            assert column[number] == single.number(name), name
            assert evaluate(from_document(to_document(single.explain(name)))) == column[number]


@given(rosters())
def test_an_insurance_that_is_joined_takes_its_part_from_net_and_from_what_is_taxed(roster: Any) -> None:
    month, rows = roster
    on = LAW.overlaid(CITY_RATE, "county").decided(dict.fromkeys(SWITCHED, "joined"), "test").on(month_last(month))
    for row in rows:
        facts = {"month": month, **{fact: [row[column]] for column, fact in FACT_OF_COLUMN.items()}}
        with_, without = (Single(law, facts, {"person": [0]}) for law in (on, LAW.on(month_last(month))))
        base = with_.number("contribution_base")
        person = (base * 2 + 50) // 100 + (base * 3 + 500) // 1000
        assert with_.number("further_person") == person
        assert with_.number("further_employer") == (base * 66 + 500) // 1000 + (base * 7 + 500) // 1000
        assert with_.number("taxable") == without.number("taxable") - person
        assert with_.number("net_due") == without.number("net_due") - person + without.number("tax") - with_.number(
            "tax"
        )


def test_what_is_not_joined_leaves_numbers_and_explanations_as_they_were_before_there_was_a_switch() -> None:
    """The digest was taken of 240 months on the rules as they stood before; it changes with any parameter's value."""
    assert told_of(Random(4)) == BEFORE_THE_SWITCHES


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
