"""`sibai payroll`, against the oracle and sentence by sentence."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import oracle
from tests.commands.harness import Ran, full, options, payroll, refused, sheet

READINGS = st.fixed_dictionaries(
    {},
    optional={
        "partial_month": st.sampled_from(["calendar_days", "pay_days"]),
        "unpaid_absence": st.sampled_from(["pay_days", "none"]),
        "low_base": st.sampled_from(["lift", "actual"]),
        "performance_timing": st.sampled_from(["annual", "monthly_advance"]),
        "pool_per_head": st.sampled_from(["monthly_500", "article_11"]),
    },
)
MONTHS = st.sampled_from(
    [
        "2022-06",
        "2022-07",
        "2022-12",
        "2023-02",
        "2023-04",
        "2023-05",
        "2024-02",
        "2025-01",
        "2025-12",
        "2026-01",
        "2026-02",
        "2026-05",
        "2026-12",
        "2027-03",
    ]
)
AMOUNTS = st.one_of(
    st.sampled_from(["", "0", "0.1", "2000", "4737.00", "4737.03", "23685", "36000", "144000.01", "1000000"]),
    st.decimals(0, 1_200_000, places=2).map(str),
    st.decimals(0, 8_000, places=2).map(str),
)
CODES = st.text("0123456789甲乙abZ-", min_size=1, max_size=6)


@st.composite
def rosters(draw: st.DrawFn, month: date) -> list[dict[str, str]]:
    last = oracle.plus_months(month, 1) - timedelta(1)
    earliest = max(month, oracle.MEASURE_FROM)
    rows = []
    for code in draw(st.lists(CODES, max_size=6, unique=True)):
        first = draw(st.dates(earliest, last))
        until = draw(st.dates(first, last))
        cells = {"code": code, "from": first.isoformat(), "to": until.isoformat()}
        for name in draw(st.sets(st.sampled_from(["from", "to"]))):
            cells[name] = ""
        for name in ("declared_wage", "performance", "reward", "earned_before", "pension_before", "withheld_before"):
            cells[name] = draw(st.one_of(st.just(""), AMOUNTS))
        most = min(20, oracle.weekdays(first, until))
        cells["unpaid_days"] = draw(st.one_of(st.just(""), st.integers(0, most).map(str)))
        cells["months_before"] = draw(st.one_of(st.just(""), st.integers(0, month.month - 1).map(str)))
        cells["allowance_months"] = draw(st.sampled_from(["", "", str(month.month), "12"]))
        rows.append(cells)
    return rows


@given(st.data())
def test_every_cell_is_what_the_oracle_says(data: st.DataObject) -> None:
    month, readings = data.draw(MONTHS), data.draw(READINGS)
    if readings.get("performance_timing") == "monthly_advance":
        readings.setdefault("pool_per_head", "article_11")
    first = date.fromisoformat(f"{month}-01")
    rows = full("ROSTER", data.draw(rosters(first)))
    slips = [oracle.payslip(row, first, readings) for row in rows]
    ran = payroll(sheet("ROSTER", *rows), *options(readings | {"short_net": "carry"}), month=month)
    assert ran.rows == [slip.cells for slip in slips]
    under = [slip.cells["code"] for slip in slips if slip.under_minimum]
    lines = [line for line in ran.err.splitlines() if "最低工资" in line]
    assert len(lines) == bool(under)
    if under:
        assert str(len(under)) in lines[0]
        assert all(code in lines[0] for code in under[:10])
    refusing = payroll(sheet("ROSTER", *rows), *options(readings | {"short_net": "refuse"}), month=month)
    short = [slip.cells["code"] for slip in slips if slip.short]
    if short:
        refused(refusing, 1)
        assert all(code in refusing.err for code in short)
    else:
        assert refusing.out == ran.out


def one(*rest: str, month: str = "2026-05", **cells: str) -> dict[str, str]:
    """One person's slip, no net refused."""
    readings = options({"short_net": "carry"})
    return payroll(sheet("ROSTER", {"code": "1", **cells}), *readings, *rest, month=month).rows[0]


def advance(**more: str) -> list[str]:
    return options({"performance_timing": "monthly_advance", "pool_per_head": "article_11", **more})


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, {"base": "1600.00", "gross": "1600.00", "pension": "378.96", "net": "1221.04", "owed": "0.00"}),
        ({}, {"contribution_base": "4737.00", "pension_employer": "757.92", "work_injury": "9.47"}),
        ({"performance": "400"}, {"gross": "2000.00", "net": "1621.04"}),
        ({"from": "2026-05-16"}, {"base": "825.81"}),
        ({"unpaid_days": "1"}, {"absence": "73.56", "gross": "1526.44"}),
        ({"declared_wage": "4736.99"}, {"contribution_base": "4737.00"}),
        ({"declared_wage": "99999"}, {"contribution_base": "23685.00", "pension": "1894.80"}),
        ({"from": "2026-05-31"}, {"base": "51.61", "pension": "378.96", "net": "0.00", "owed": "327.35"}),
        ({"reward": "0.1"}, {"reward": "0.10", "gross": "1600.10"}),
    ],
)
def test_known_slips(cells: dict[str, str], expected: dict[str, str]) -> None:
    slip = one(**cells)
    assert {name: slip[name] for name in expected} == expected


def test_an_insurance_that_is_joined_lowers_net_and_tax_and_adds_no_column() -> None:
    chosen = options({"unemployment_insurance": "joined"})
    made = payroll(sheet("ROSTER", {"code": "1", "reward": "50000"}), *chosen, month="2026-05")
    before = payroll(sheet("ROSTER", {"code": "1", "reward": "50000"}), month="2026-05")
    assert list(made.rows[0]) == list(before.rows[0])
    taxed = Fraction("51600") - Fraction("378.96") - Fraction("14.21") - 5000
    withheld = taxed / 10 - 2520
    assert Fraction(made.rows[0]["tax"]) == Fraction("2100.68") == round(withheld, 2)
    assert Fraction(made.rows[0]["net"]) == 51600 - Fraction("378.96") - Fraction("14.21") - Fraction("2100.68")
    assert "失业保险：个人合计14.21元" in made.err
    assert "单位合计33.16元" in made.err
    assert "失业" not in before.err


def test_a_rate_that_the_city_has_not_given_is_refused_and_named() -> None:
    ran = payroll(sheet("ROSTER", {"code": "1"}), *options({"medical_insurance": "joined"}), month="2026-05")
    assert (ran.status, "medical_employer_rate" in ran.err) == (1, True)


def test_the_worked_partial_month() -> None:
    assert one(month="2026-04", **{"from": "2026-04-16"})["base"] == "800.00"


@pytest.mark.parametrize(("year", "base", "own", "employer", "injury"), [
    (2024, "4559.00", "364.72", "729.44", "9.12"),
    (2025, "4650.00", "372.00", "744.00", "9.30"),
    (2026, "4737.00", "378.96", "757.92", "9.47"),
])  # fmt: skip
def test_the_contributions_of_the_law_facts(year: int, base: str, own: str, employer: str, injury: str) -> None:
    slip = one(month=f"{year}-03")
    got = [slip[name] for name in ("contribution_base", "pension", "pension_employer", "work_injury")]
    assert got == [base, own, employer, injury]


def test_low_base_actual_contributes_on_the_wage() -> None:
    assert one(*options({"low_base": "actual"}))["pension"] == "160.00"
    assert one(*options({"low_base": "actual"}), declared_wage="30000")["contribution_base"] == "23685.00"


def test_pay_days_count_mondays_to_fridays_and_are_capped() -> None:
    pay_days = options({"partial_month": "pay_days"})
    assert one(*pay_days, month="2026-07", **{"from": "2026-07-01", "to": "2026-07-30"})["base"] == "1600.00"
    assert one(*pay_days, **{"from": "2026-05-30"})["base"] == "0.00"
    assert one(*pay_days, to="2026-05-01")["base"] == "73.56"
    assert one(*pay_days)["base"] == "1600.00"


def test_unpaid_days_cost_at_most_the_base_of_the_month() -> None:
    half = one(to="2026-05-15", unpaid_days="11")
    assert (half["base"], half["absence"]) == ("774.19", "774.19")
    assert one(unpaid_days="22")["absence"] == "1600.00"
    assert one(*options({"unpaid_absence": "none"}), unpaid_days="5")["absence"] == "0.00"


def test_a_monthly_advance_is_pro_rata_like_the_base() -> None:
    assert one(*advance())["performance"] == "400.00"
    assert one(*advance(), month="2026-04", **{"from": "2026-04-16"})["performance"] == "200.00"
    assert one(*advance(partial_month="pay_days"), to="2026-05-01")["performance"] == "18.39"
    assert one(*advance(), performance="0")["performance"] == "0.00"
    assert one()["performance"] == "0.00"


@pytest.mark.parametrize("per_head", [[], ["--reading", "pool_per_head=annual_500"]])
def test_a_monthly_advance_out_of_500_a_year_is_refused(per_head: list[str]) -> None:
    ran = payroll(sheet("ROSTER", {"code": "1"}), *options({"performance_timing": "monthly_advance"}), *per_head)
    refused(ran, 1)


def test_a_short_net_names_everybody_concerned() -> None:
    people = [{"code": f"P{n:03d}", "from": "2026-05-31" if n % 2 else ""} for n in range(60)]
    ran = payroll(sheet("ROSTER", *people))
    refused(ran, 1)
    assert all((f"P{n:03d}" in ran.err) == bool(n % 2) for n in range(60))


def test_a_net_of_nothing_is_not_short() -> None:
    ran = payroll(sheet("ROSTER", {"code": "1", "unpaid_days": "22", "performance": "378.96"}))
    assert (ran.column("net"), ran.column("owed")) == (["0.00"], ["0.00"])


def test_tax_is_cumulative_and_never_below_zero() -> None:
    assert one(reward="40000", months_before="0")["tax"] == "1102.10"  # on 36221.04
    assert one(withheld_before="5000")["tax"] == "0.00"
    got = one(earned_before="300000", pension_before="1515.84", withheld_before="30000", months_before="4")
    taxable = 300000 + 1600 - Fraction("1515.84") - Fraction("378.96") - 25000
    assert got["tax"] == oracle.money(oracle.half_up(taxable * 20 / 100 - 16920 - 30000))


def test_the_deduction_may_be_the_whole_years() -> None:
    cells = {"reward": "60000", "months_before": "0"}
    assert one(**cells, allowance_months="12")["tax"] == "36.63"  # 61600 - 378.96 - 60000 = 1221.04
    assert one(**cells)["tax"] == one(**cells, allowance_months="1")["tax"] != "36.63"
    assert one(reward="60000", months_before="3")["tax"] == one(reward="60000", allowance_months="4")["tax"]


def test_the_first_month_of_the_measure_begins_on_the_tenth() -> None:
    assert one(month="2022-06")["base"] == "1120.00"  # 21 of 30 days
    assert one(month="2022-06", **{"from": "2022-06-10"})["base"] == "1120.00"
    ran = payroll(sheet("ROSTER", {"code": "1", "from": "2022-06-09"}), month="2022-06")
    refused(ran)
    assert ran.fault_rows == [2]


@pytest.mark.parametrize("month", ["2022-05", "2021-12", "1999-01"])
def test_months_before_the_measure_are_refused(month: str) -> None:
    refused(payroll(sheet("ROSTER", {"code": "1"}), month=month), 1)


def test_a_year_not_yet_published_uses_the_last_one_and_says_so() -> None:
    ran = payroll(sheet("ROSTER", {"code": "1"}), month="2027-01")
    assert ran.column("contribution_base") == ["4737.00"]
    assert "暂" in ran.err
    assert "暂" not in payroll(sheet("ROSTER", {"code": "1"}), month="2026-12").err


def minimum_lines(ran: Ran) -> list[str]:
    return [line for line in ran.err.splitlines() if "最低工资" in line]


def test_the_minimum_wage_line_counts_all_and_names_ten() -> None:
    people: list[dict[str, str]] = [{"code": f"Q{n:02d}"} for n in range(13)]
    people.append({"code": "R1", "unpaid_days": "1"})
    people.append({"code": "R2", "to": "2026-05-30"})
    people.append({"code": "R3", "performance": "540"})
    people.append({"code": "R4", "performance": "539.99", "reward": "900"})
    (line,) = minimum_lines(payroll(sheet("ROSTER", *people)))
    assert "14" in line
    assert all((f"Q{n:02d}" in line) == (n < 10) for n in range(13))
    assert not any(code in line for code in ("R1", "R2", "R3", "R4"))


def test_the_minimum_wage_is_that_of_the_months_last_day() -> None:
    rich, poor = {"code": "1", "performance": "150"}, {"code": "1", "performance": "149.99"}
    assert not minimum_lines(payroll(sheet("ROSTER", rich), month="2023-04"))
    assert minimum_lines(payroll(sheet("ROSTER", poor), month="2023-04"))
    assert minimum_lines(payroll(sheet("ROSTER", {"code": "1", "performance": "349.99"}), month="2023-05"))
    assert not minimum_lines(payroll(sheet("ROSTER", {"code": "1", "performance": "350"}), month="2023-05"))


@pytest.mark.parametrize(
    "cells",
    [
        {"from": "2026-04-30"},
        {"to": "2026-06-01"},
        {"from": "2026-05-20", "to": "2026-05-19"},
        {"unpaid_days": "1.5"},
        {"unpaid_days": "-1"},
        {"declared_wage": "1.234"},
        {"reward": "很多"},
        {"from": "2026-02-30"},
        {"from": "2026-5-1x"},
        {"months_before": "一"},
        {"allowance_months": "13"},
    ],
)
def test_impossible_cells_are_bad_input(cells: dict[str, str]) -> None:
    ran = payroll(sheet("ROSTER", {"code": "0"}, {"code": "1", **cells}))
    refused(ran)
    assert set(ran.fault_rows) == {3}


def test_only_the_code_is_needed() -> None:
    assert payroll("code\n007\n").column("net") == ["1221.04"]
    refused(payroll("from\n2026-05-01\n"))


def test_blank_cells_mean_the_same_as_no_column() -> None:
    blank: dict[str, Any] = {"code": "1"}
    assert payroll(sheet("ROSTER", blank)).out == payroll("code\n1\n").out
