"""`sibai term`, against the oracle and sentence by sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import oracle
from tests.commands.harness import full, options, refused, sheet, term

BOTH = options({"term_cap_scope": "with_public_posts"})
PUBLIC = "公益性岗位"


@st.composite
def stints_of(draw: st.DrawFn, code: str) -> list[dict[str, str]]:
    """Ended stints in their order, perhaps an open one at the end; gaps may be nothing at all."""
    rows = []
    day = draw(st.dates(date(2017, 1, 1), date(2024, 3, 1)))
    for _ in range(draw(st.integers(0, 4))):
        kind = PUBLIC if day < oracle.MEASURE_FROM else draw(st.sampled_from(["", "协理员", PUBLIC]))
        end = day + timedelta(draw(st.one_of(st.integers(0, 40), st.integers(0, 800))))
        rows.append({"code": code, "start": day.isoformat(), "end": end.isoformat(), "kind": kind})
        day = end + timedelta(draw(st.sampled_from([1, 1, 2, 30, 400])))
    if draw(st.booleans()) or not rows:
        start = max(day, oracle.MEASURE_FROM)
        rows.append({"code": code, "start": start.isoformat(), "kind": draw(st.sampled_from(["", "协理员"]))})
    return rows


@given(st.data())
def test_every_cell_is_what_the_oracle_says(data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.text("01甲a", min_size=1, max_size=3), max_size=4, unique=True))
    rows = full("STINTS", [row for code in codes for row in data.draw(stints_of(code))])
    rows = data.draw(st.permutations(rows))
    scope = data.draw(st.sampled_from(["all_stints", "with_public_posts"]))
    ran = term(sheet("STINTS", *rows), *options({"term_cap_scope": scope}))
    expected = oracle.term(rows, {"term_cap_scope": scope})
    assert ran.rows == expected
    starts = {row["code"]: row["start"] for row in rows if not row["end"]}
    spent = [row["code"] for row in expected if row["last_lawful_day"] and row["last_lawful_day"] < starts[row["code"]]]
    assert bool(spent) == bool(ran.err), ran.err


def used(*stints: tuple[str, str]) -> tuple[str, str, str]:
    ran = term(sheet("STINTS", *({"code": "1", "start": start, "end": end} for start, end in stints)))
    row = ran.rows[0]
    return row["months_used"], row["days_used"], row["last_lawful_day"]


@pytest.mark.parametrize(
    ("stints", "expected"),
    [
        ([("2022-07-01", "2023-03-31"), ("2024-01-01", "")], ("9", "0", "2026-03-31")),
        ([("2023-01-31", "")], ("0", "0", "2026-01-30")),
        ([("2024-02-29", "")], ("0", "0", "2027-02-27")),
        ([("2023-01-31", "2023-02-27")], ("1", "0", "")),
        ([("2023-01-31", "2023-02-28")], ("1", "1", "")),
        ([("2023-01-30", "2023-02-26")], ("0", "28", "")),
        ([("2023-01-01", "2023-01-01")], ("0", "1", "")),
        ([("2023-01-01", "2023-01-20"), ("2023-02-01", "2023-02-20"), ("2023-03-01", "")], ("0", "40", "2026-01-19")),
        ([("2022-06-10", "2025-06-09"), ("2026-01-01", "")], ("36", "0", "2025-12-31")),
    ],
)
def test_known_terms(stints: list[tuple[str, str]], expected: tuple[str, str, str]) -> None:
    assert used(*stints) == expected


def test_public_posts_count_only_when_read_so() -> None:
    text = sheet(
        "STINTS",
        {"code": "1", "start": "2020-01-01", "end": "2020-12-31", "kind": PUBLIC},
        {"code": "1", "start": "2023-01-01", "kind": "协理员"},
    )
    assert term(text).rows[0] == {"code": "1", "months_used": "0", "days_used": "0", "last_lawful_day": "2025-12-31"}
    assert term(text, *BOTH).rows[0]["last_lawful_day"] == "2024-12-31"


@pytest.mark.parametrize("kind", ["", "协理员"])
def test_a_coordinators_stint_starts_under_the_measure(kind: str) -> None:
    early, first = (
        {"code": "1", "start": "2022-06-09", "kind": kind},
        {"code": "1", "start": "2022-06-10", "kind": kind},
    )
    ran = term(sheet("STINTS", {"code": "0"}, early))
    refused(ran)
    assert ran.fault_rows == [3]
    assert term(sheet("STINTS", first)).column("last_lawful_day") == ["2025-06-09"]


def test_nothing_left_is_shown_with_a_notice() -> None:
    gone = [{"start": "2022-06-10", "end": "2025-06-09"}, {"start": "2026-01-01"}]
    ran = term(sheet("STINTS", *({"code": "老甲", **row} for row in gone), {"code": "新乙"}))
    assert ran.column("last_lawful_day") == ["2025-12-31", "2025-12-31"]
    assert "老甲" in ran.err
    assert "新乙" not in ran.err


@pytest.mark.parametrize(
    "rows",
    [
        [{"start": "2023-01-01", "end": "2023-03-31"}, {"start": "2023-03-31", "end": "2023-04-30"}],
        [{"start": "2023-01-01", "end": "2023-12-31"}, {"start": "2023-02-01", "end": "2023-03-01"}],
        [{"start": "2023-01-01", "end": "2023-03-31"}, {"start": "2023-03-31"}],
        [{"start": "2023-01-01"}, {"start": "2023-01-01"}],
        [{"start": "2023-01-01"}, {"start": "2024-01-01", "end": "2024-02-01"}],
        [{"start": "2023-01-01"}, {"start": "2022-08-01"}],
        [{"start": "2023-01-02", "end": "2023-01-01"}],
        [{"start": "", "end": "2023-01-01"}],
        [{"start": "2023-01-01", "kind": "镇干部"}],
    ],
)
def test_impossible_stints_are_bad_input(rows: list[dict[str, str]]) -> None:
    ran = term(sheet("STINTS", *({"code": "1", **row} for row in rows)))
    refused(ran)
    assert ran.faults


def test_the_day_after_is_no_overlap_and_others_may_overlap() -> None:
    rows = [
        {"code": "1", "start": "2023-01-01", "end": "2023-03-31"},
        {"code": "1", "start": "2023-04-01"},
        {"code": "2", "start": "2023-02-01"},
    ]
    assert term(sheet("STINTS", *rows)).column("months_used") == ["3", "0"]


def test_a_row_a_code_in_the_order_of_the_input() -> None:
    rows = [{"code": code, "end": "2023-01-31"} for code in ("9", "10", "1")]
    rows.append({"code": "9", "start": "2024-01-01"})
    assert term(sheet("STINTS", *rows)).column("code") == ["9", "10", "1"]


def test_end_and_kind_may_be_missing_columns() -> None:
    assert term("code,start\n1,2023-01-01\n").column("last_lawful_day") == ["2025-12-31"]
    refused(term("code,end\n1,2023-01-01\n"))
