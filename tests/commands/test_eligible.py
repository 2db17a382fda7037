"""`sibai eligible`, against the oracle and sentence by sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import oracle
from tests.commands.harness import eligible, full, options, refused, sheet

DEADLINE = date(2026, 6, 30)
HIRE = options({"age_on": "hire"})
EDUCATION = ["小学", "初中", "高中", "中职", "中专", "技校", "大专", "本科", "硕士", "博士"]
BIRTHS = st.one_of(
    st.dates(date(1950, 1, 1), date(2015, 12, 31)),
    st.sampled_from([date(2008, 6, 30), date(2008, 7, 1), date(1985, 6, 30), date(1985, 7, 1), date(2008, 2, 29)]),
    st.dates(date(1990, 1, 1), date(2004, 12, 31)),
)
TIMES = st.sampled_from(
    [
        *("2026-06-01 08:00", "2026-06-01 08:00:00", "2026-06-01T08:00:01", "2026-06-01T07:59"),
        *("2026-06-30 23:59:59", "2026-07-01 00:00", "2026-05-31 23:59:59"),
    ]
)


def number_of(birth: date, sequence: int = 1) -> str:
    """An identity number of nobody: a region that was never assigned."""
    return oracle.id_with_check(f"610999{birth:%Y%m%d}{sequence:03d}")


@st.composite
def applicants(draw: st.DrawFn, hire: bool) -> list[dict[str, str]]:
    rows = []
    flag = st.sampled_from("01")
    for code in draw(st.lists(st.text("019aZ甲𠀀～", min_size=1, max_size=3), max_size=8, unique=True)):
        birth = draw(BIRTHS)
        cells = {
            "code": code,
            "birth_date": birth.isoformat(),
            "id_number": number_of(birth, draw(st.integers(0, 999))),
        }
        for name in draw(st.sampled_from([[], ["birth_date"], ["id_number"]])):
            cells[name] = ""
        if draw(st.booleans()):
            cells["id_number"] = cells["id_number"].lower()
        for name in ("graduate", "veteran", "poverty_household", "monitored_household", "knows_village"):
            cells[name] = draw(flag)
        likely = st.sampled_from("1110")
        cells |= {"poverty_relief": draw(likely), "hard_to_employ": draw(flag), "conduct_confirmed": draw(likely)}
        cells |= {"education": draw(st.sampled_from(EDUCATION)), "applied_at": draw(TIMES)}
        cells["merit"] = draw(st.sampled_from(["80", "80.0", "80.00", "79.99", "100", "0", "-1.5", "9"]))
        if hire:
            cells["hire_date"] = draw(st.dates(date(2026, 2, 27), date(2027, 3, 2))).isoformat()
        rows.append(cells)
    return rows


@given(st.data())
def test_every_cell_is_what_the_oracle_says(data: st.DataObject) -> None:
    readings = data.draw(st.sampled_from([{}, {"age_on": "deadline"}, {"age_on": "hire"}]))
    rows = full("APPLICANTS", data.draw(applicants("hire" in readings.values())))
    ran = eligible(sheet("APPLICANTS", *rows), *options(readings))
    got = []
    for row in ran.rows:
        reasons = row.pop("reasons")
        row["unmet"] = str(len(reasons.split("；")) if reasons else 0)
        got.append(row)
    assert got == oracle.eligible(rows, DEADLINE, readings)


def one(**cells: str) -> dict[str, str]:
    return eligible(sheet("APPLICANTS", {"code": "1", **cells})).rows[0]


@pytest.mark.parametrize(("birth", "age", "sound"), [
    ("2008-06-30", "18", "1"), ("2008-07-01", "17", "0"), ("1985-07-01", "40", "1"), ("1985-06-30", "41", "0"),
])  # fmt: skip
def test_eighteen_to_forty_include_both(birth: str, age: str, sound: str) -> None:
    row = one(birth_date=birth)
    assert (row["age"], row["eligible"]) == (age, sound)
    assert bool(row["reasons"]) == (sound == "0")


@pytest.mark.parametrize(("deadline", "age"), [("2026-02-28", "17"), ("2026-03-01", "18"), ("2028-02-29", "20")])
def test_the_29th_of_february_is_a_year_older_on_the_first_of_march(deadline: str, age: str) -> None:
    text = sheet("APPLICANTS", {"code": "1", "birth_date": "2008-02-29", "applied_at": "2026-01-01 00:00"})
    assert eligible(text, deadline=deadline).column("age") == [age]


@pytest.mark.parametrize("education", EDUCATION)
def test_high_school_or_its_like_is_needed(education: str) -> None:
    assert one(education=education)["eligible"] == ("0" if education in ("小学", "初中") else "1")


@pytest.mark.parametrize(
    ("relief", "hard", "sound"), [("0", "0", "0"), ("1", "0", "1"), ("0", "1", "1"), ("1", "1", "1")]
)
def test_poverty_relief_or_another_hardship(relief: str, hard: str, sound: str) -> None:
    assert one(poverty_relief=relief, hard_to_employ=hard)["eligible"] == sound


def test_the_whole_deadline_day_is_in_time() -> None:
    assert one(applied_at="2026-06-30 23:59:59")["eligible"] == "1"
    late = one(applied_at="2026-07-01T00:00")
    assert (late["eligible"], late["rank"]) == ("0", "")
    assert late["reasons"]


def test_every_reason_is_told() -> None:
    unmet = {"education": "小学", "poverty_relief": "0", "conduct_confirmed": "0", "applied_at": "2026-08-01 08:00"}
    row = one(birth_date="2015-01-01", **unmet)
    assert row["reasons"].count("；") == 4


def test_id_number_alone_tells_the_birth() -> None:
    number = number_of(date(2008, 7, 1))
    assert one(birth_date="", id_number=number)["age"] == "17"
    assert one(birth_date="2008-07-01", id_number=number)["age"] == "17"
    text = sheet("APPLICANTS", {"code": "1", "birth_date": "", "id_number": number})
    lines = [",".join(cell for n, cell in enumerate(line.split(",")) if n != 1) for line in text.splitlines()]
    assert eligible("\n".join(lines)).column("age") == ["17"]


def test_a_lower_case_x_is_a_check_character() -> None:
    number = next(n for n in (number_of(date(2000, 1, 1), k) for k in range(999)) if n.endswith("X"))
    assert one(birth_date="", id_number=number.lower())["age"] == "26"
    assert one(birth_date="", id_number="11010519491231002X")["age"] == "76"


NUMBER = number_of(date(2000, 1, 1))
WRONG = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")


@pytest.mark.parametrize(
    "cells",
    [
        {"birth_date": "", "id_number": ""},
        {"birth_date": "2000-01-02", "id_number": NUMBER},
        {"birth_date": "", "id_number": WRONG},
        {"birth_date": "", "id_number": NUMBER[:15]},
        {"birth_date": "", "id_number": oracle.id_with_check("61099920001301001")},
        {"birth_date": "2000-13-01"},
        {"birth_date": "01/01/2000"},
        {"education": "高小"},
        {"education": ""},
        {"merit": ""},
        {"merit": "80.123"},
        {"merit": "优"},
        {"applied_at": ""},
        {"applied_at": "2026-06-01"},
        {"applied_at": "2026-06-01 24:01"},
        {"applied_at": "2026-06-01 8点"},
        {"graduate": ""},
        {"knows_village": "Y"},
        {"conduct_confirmed": "2"},
        {"code": "0"},
    ],
)
def test_a_bad_applicant_is_a_fault_of_its_row(cells: dict[str, str]) -> None:
    ran = eligible(sheet("APPLICANTS", {"code": "0"}, {"code": "1", **cells}))
    refused(ran)
    assert set(ran.fault_rows) == {3}


def test_no_message_repeats_an_identity_number() -> None:
    ran = eligible(sheet("APPLICANTS", {"code": "1", "birth_date": "", "id_number": WRONG}))
    refused(ran)
    assert WRONG not in ran.err


def test_a_hire_date_is_needed_only_where_the_age_hangs_on_it() -> None:
    rows = [{"code": "1", "birth_date": "2008-07-01", "hire_date": "2026-07-01"}, {"code": "2"}]
    assert eligible(sheet("APPLICANTS", *rows)).column("age") == ["17", "26"]
    assert eligible(sheet("APPLICANTS", rows[0]), *HIRE).column("age") == ["18"]
    ran = eligible(sheet("APPLICANTS", *rows), *HIRE)
    refused(ran)
    assert ran.fault_rows == [3]
    text = sheet("APPLICANTS", {"code": "1"})
    without = "\n".join(line.rsplit(",", 1)[0] for line in text.splitlines())
    assert eligible(without).status == 0
    refused(eligible(without, *HIRE))


def test_the_rank_goes_by_merit_priority_village_time_and_code() -> None:
    base = {"merit": "80", "applied_at": "2026-06-02 08:00"}
    people = [
        {**base, "code": "9"},
        {**base, "code": "10"},
        {**base, "code": "c", "applied_at": "2026-06-02 07:59:59"},
        {**base, "code": "d", "knows_village": "1"},
        {**base, "code": "e", "graduate": "1", "applied_at": "2026-06-20T08:00"},
        {**base, "code": "f", "veteran": "1", "poverty_household": "1"},
        {**base, "code": "g", "merit": "80.01", "applied_at": "2026-06-30 23:59"},
        {**base, "code": "h", "merit": "99", "conduct_confirmed": "0", "graduate": "1"},
    ]
    ran = eligible(sheet("APPLICANTS", *people))
    assert ran.column("rank") == ["7", "6", "5", "4", "3", "2", "1", ""]
    assert ran.column("priority") == ["0", "0", "0", "0", "1", "2", "0", "1"]


def test_merit_is_a_number_not_a_text() -> None:
    people = [{"code": "a", "merit": "9"}, {"code": "b", "merit": "80"}, {"code": "c", "merit": "-3"}]
    assert eligible(sheet("APPLICANTS", *people)).column("rank") == ["2", "1", "3"]


def test_day_after_day() -> None:
    days = [DEADLINE - timedelta(n) for n in range(5)]
    people = [{"code": str(n), "applied_at": f"{day} 00:00"} for n, day in enumerate(days)]
    assert eligible(sheet("APPLICANTS", *people)).column("rank") == ["5", "4", "3", "2", "1"]
