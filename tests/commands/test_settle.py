"""`sibai settle`, against the oracle and sentence by sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import oracle
from tests.commands.harness import Ran, full, options, refused, settle, sheet

CHOICES = {
    "pool_per_head": ["annual_500", "monthly_500", "article_11"],
    "pool_headcount": ["on_post", "post_months"],
    "pool_scope": ["county", "town"],
    "spot_check_period": ["monthly", "annual"],
    "below_bounds": ["strict", "inclusive"],
    "same_matter": ["highest", "each"],
    "score_floor": ["zero", "none"],
    "fail_shares": ["yes", "no"],
    "coauthor_rounding": ["half_up_2", "down_2"],
}
READINGS = st.fixed_dictionaries({}, optional={name: st.sampled_from(each) for name, each in CHOICES.items()})
DAYS = st.dates(date(2025, 12, 11), date(2026, 12, 10))
MATTERS = st.sampled_from(["", "", "甲", "乙", "甲 乙"])
ITEMS = ["加1", "加2", "抽查", "加4", "减1", "减2", "减3", "减4", "减1", "减1"]


@st.composite
def staffs(draw: st.DrawFn) -> list[dict[str, str]]:
    return [
        {
            "code": code,
            "county": draw(st.sampled_from(["", "610929", "610921"])),
            "town": draw(st.sampled_from(["城关镇", "卡子镇"])),
            "post_months": str(draw(st.integers(0, 12))),
            "on_post": draw(st.sampled_from("0111")),
        }
        for code in draw(st.lists(st.text("012aZ甲𠀀～", min_size=1, max_size=3), max_size=7, unique=True))
    ]


@st.composite
def event_lists(draw: st.DrawFn, codes: list[str]) -> list[dict[str, str]]:
    events: list[dict[str, str]] = []
    checked: set[tuple[str, int, int]] = set()
    authors = {matter: draw(st.integers(1, 7)) for matter in ("甲", "乙", "甲 乙")}
    for _ in range(draw(st.integers(0, 30)) if codes else 0):
        code, day, item = draw(st.sampled_from(codes)), draw(DAYS), draw(st.sampled_from(ITEMS))
        event = {"code": code, "date": day.isoformat(), "item": item}
        if item in ("加1", "加4", "减1", "减2", "减4"):
            event["level"] = draw(st.sampled_from("县镇" if item == "减4" else "中省市县"))
            event["matter"] = draw(MATTERS)
        if item in ("加2", "减3"):
            event["rank"] = draw(st.sampled_from("123"))
        if item == "加4":
            event["mainstream"] = draw(st.sampled_from("01"))
            event["authors"] = str(authors.get(event["matter"]) or draw(st.integers(1, 9)))
        if item == "抽查":
            if (code, day.year, day.month) in checked:
                continue
            checked.add((code, day.year, day.month))
            reached = draw(st.integers(1, 40))
            event |= {"reached": str(reached), "correct": str(draw(st.integers(reached // 3, reached)))}
        events.append(event)
    return events


@given(st.data())
def test_every_cell_is_what_the_oracle_says(data: st.DataObject) -> None:
    staff = full("STAFF", data.draw(staffs()))
    events = full("EVENTS", data.draw(event_lists([person["code"] for person in staff])))
    readings = data.draw(READINGS)
    ran = settle(sheet("STAFF", *staff), sheet("EVENTS", *events), *options(readings))
    assert ran.rows == oracle.settle(staff, events, readings)


def scored(*events: dict[str, str], **readings: str) -> tuple[str, str, str]:
    """Bonus, deduction and score of one coordinator."""
    ran = settle(
        sheet("STAFF", {"code": "1"}), sheet("EVENTS", *({"code": "1", **e} for e in events)), *options(readings)
    )
    row = ran.rows[0]
    return row["bonus"], row["deduction"], row["score"]


def check(reached: int, correct: int, day: str = "2026-05-01") -> dict[str, str]:
    return {"item": "抽查", "date": day, "reached": str(reached), "correct": str(correct)}


def event(item: str, **cells: str) -> dict[str, str]:
    return {"item": item, **cells}


def story(level: str, mainstream: str, matter: str = "稿", authors: str = "1") -> dict[str, str]:
    return event("加4", level=level, mainstream=mainstream, matter=matter, authors=authors)


def test_the_worked_score() -> None:
    checks = [check(50, 50, f"2026-0{month}-01") for month in (1, 2, 3)]
    rows = [event("加1", level="县"), *checks, check(10, 9, "2026-04-01"), check(100, 79, "2026-05-01")]
    rows += [story("县", "1", authors="3"), event("减1", level="省", matter="a"), event("减1", level="省", matter="b")]
    assert scored(*rows) == ("20.33", "10.00", "110.33")


def test_the_worked_story() -> None:
    assert scored(story("省", "0", authors="2"), story("市", "1", authors="2")) == ("1.00", "0.00", "101.00")


def test_the_worked_pool() -> None:
    people = [{"code": code} for code in "abc"]
    lost = [event("减1", level="市", matter="x") | {"code": "b"}, event("减2", level="县", matter="y") | {"code": "b"}]
    lost += [event("减4", level="镇", matter="z") | {"code": "b"}]
    lost += [event("减1", level="中") | {"code": "c"} for _ in range(8)]
    ran = settle(sheet("STAFF", *people), sheet("EVENTS", *lost))
    assert ran.column("score") == ["100.00", "95.50", "60.00"]
    assert ran.column("share") == ["587.08", "560.67", "352.25"]


FOUR_TO_ONE = [("中", "4.00"), ("省", "3.00"), ("市", "2.00"), ("县", "1.00")]
FIVE_TO_TWO = [("中", "5.00"), ("省", "4.00"), ("市", "3.00"), ("县", "2.00")]
THREE_TO_ONE = [("1", "3.00"), ("2", "2.00"), ("3", "1.00")]


@pytest.mark.parametrize(
    ("row", "bonus", "deduction"),
    [
        *((event("加1", level=level), points, "0.00") for level, points in FOUR_TO_ONE),
        *((event("加2", rank=rank), points, "0.00") for rank, points in THREE_TO_ONE),
        *((event("减3", rank=rank), "0.00", points) for rank, points in THREE_TO_ONE),
        *((event("减1", level=level), "0.00", points) for level, points in FIVE_TO_TWO),
        *((event("减2", level=level), "0.00", points) for level, points in FOUR_TO_ONE),
        *((story(level, "1"), points, "0.00") for level, points in FOUR_TO_ONE),
        (story("中", "0"), "2.00", "0.00"), (story("省", "0"), "1.50", "0.00"),
        (story("市", "0"), "1.00", "0.00"), (story("县", "0"), "0.50", "0.00"),
        (event("减4", level="县"), "0.00", "1.00"), (event("减4", level="镇"), "0.00", "0.50"),
        (check(7, 7), "5.00", "0.00"), (check(10, 9), "4.00", "0.00"), (check(1000, 899), "0.00", "0.00"),
        (check(10, 8), "0.00", "0.00"), (check(1000, 799), "0.00", "2.00"), (check(10, 7), "0.00", "2.00"),
        (check(1000, 699), "0.00", "3.00"), (check(10, 6), "0.00", "3.00"), (check(1000, 599), "0.00", "4.00"),
        (check(10, 5), "0.00", "4.00"), (check(1000, 499), "0.00", "5.00"), (check(3, 0), "0.00", "5.00"),
    ],
)  # fmt: skip
def test_each_item_has_its_points(row: dict[str, str], bonus: str, deduction: str) -> None:
    assert scored(row)[:2] == (bonus, deduction)


@pytest.mark.parametrize(("correct", "deduction"), [(81, 0), (80, 2), (71, 2), (70, 3), (60, 4), (50, 5), (0, 5)])
def test_inclusive_bounds_take_the_bound_in(correct: int, deduction: int) -> None:
    assert scored(check(100, correct), below_bounds="inclusive")[1] == f"{deduction}.00"


def test_a_year_of_calls_may_score_once() -> None:
    calls = [check(10, 10, "2026-01-05"), check(10, 8, "2026-02-05")]
    assert scored(*calls) == ("5.00", "0.00", "105.00")
    assert scored(*calls, spot_check_period="annual") == ("4.00", "0.00", "104.00")


BY_COUNTY, WRONG = event("加1", level="县", matter="m"), event("减1", level="县", matter="m")


@pytest.mark.parametrize(
    ("rows", "highest", "each"),
    [
        ([BY_COUNTY, event("加1", level="省", matter="m")], ("3.00", "0.00"), ("4.00", "0.00")),
        ([WRONG, event("减2", level="中", matter="m"), event("减4", level="县", matter="m")],
         ("0.00", "4.00"), ("0.00", "7.00")),
        ([BY_COUNTY, WRONG], ("1.00", "2.00"), ("1.00", "2.00")),
        ([event("加1", level="县"), event("加1", level="县")], ("2.00", "0.00"), ("2.00", "0.00")),
        ([event("减4", level="镇"), event("减4", level="镇", matter="  ")], ("0.00", "1.00"), ("0.00", "1.00")),
        ([BY_COUNTY, event("加1", level="县", matter=" m ")], ("1.00", "0.00"), ("2.00", "0.00")),
        ([BY_COUNTY, story("县", "1", matter="m")], ("2.00", "0.00"), ("2.00", "0.00")),
        ([story("县", "1", matter="m"), story("中", "0", matter="m")], ("2.00", "0.00"), ("2.00", "0.00")),
        ([story("县", "1", matter=""), story("县", "1", matter="")], ("2.00", "0.00"), ("2.00", "0.00")),
    ],
)  # fmt: skip
def test_one_matter_scores_once_within_its_family(
    rows: list[dict[str, str]], highest: tuple[str, str], each: tuple[str, str]
) -> None:
    assert scored(*rows)[:2] == highest
    assert scored(*rows, same_matter="each")[:2] == each


def test_two_coordinators_never_share_a_matter() -> None:
    rows = [event("减1", level="县", matter="m") | {"code": code} for code in "ab"]
    ran = settle(sheet("STAFF", {"code": "a"}, {"code": "b"}), sheet("EVENTS", *rows))
    assert ran.column("deduction") == ["2.00", "2.00"]


def test_an_average_rounds_as_read_and_each_story_by_itself() -> None:
    two = [story("县", "0", matter=name, authors="3") for name in ("a", "b")]  # 0.1666… each
    assert scored(*two)[0] == "0.34"
    assert scored(*two, coauthor_rounding="down_2")[0] == "0.32"
    assert scored(story("县", "1", authors="8"))[0] == "0.13"


def test_authors_of_one_story_agree_in_every_reading() -> None:
    rows = [story("县", "1", authors="2"), story("省", "1", authors="3")]
    for option in ("highest", "each"):
        text = sheet("EVENTS", *({"code": "1", **row} for row in rows))
        ran = settle(sheet("STAFF", {"code": "1"}), text, *options({"same_matter": option}))
        refused(ran)
        assert ran.faults


def test_a_score_stops_at_zero_unless_read_otherwise() -> None:
    lost = [event("减1", level="中") for _ in range(21)]
    assert scored(*lost) == ("0.00", "105.00", "0.00")
    assert scored(*lost, score_floor="none") == ("0.00", "105.00", "-5.00")


@pytest.mark.parametrize(
    ("points", "grade"), [(10, "优秀"), (11, "合格"), (30, "合格"), (31, "基本合格"), (40, "基本合格"), (41, "不合格")]
)
def test_the_grade_the_score_allows(points: int, grade: str) -> None:
    rows = [event("减4", level="县") | {"code": "1"} for _ in range(points)]
    assert settle(sheet("STAFF", {"code": "1"}), sheet("EVENTS", *rows)).column("grade") == [grade]


def shares(people: list[dict[str, str]], *rows: dict[str, str], **readings: str) -> list[str]:
    return settle(sheet("STAFF", *people), sheet("EVENTS", *rows), *options(readings)).column("share")


def test_who_is_off_post_takes_no_part() -> None:
    people = [{"code": "a"}, {"code": "b", "on_post": "0"}]
    assert shares(people) == ["500.00", ""]
    assert shares(people, pool_headcount="post_months") == ["500.00", "500.00"]


def test_months_weigh_in_the_pool_and_in_the_share() -> None:
    people = [{"code": "a", "post_months": "12"}, {"code": "b", "post_months": "1"}, {"code": "c", "post_months": "0"}]
    assert shares(people, pool_headcount="post_months") == ["500.00", "41.67", ""]
    assert shares(people[1:2], pool_headcount="post_months", pool_per_head="article_11") == ["400.00"]


def test_pools_go_by_county_and_a_blank_county_is_baihe() -> None:
    people = [{"code": "a"}, {"code": "b", "county": "610929"}, {"code": "c", "county": "610921"}]
    lost = event("减1", level="中") | {"code": "a"}
    assert shares(people, lost) == ["487.18", "512.82", "500.00"]


def test_pools_may_go_by_county_and_town_together() -> None:
    people = [{"code": "a"}, {"code": "b", "county": "610921"}, {"code": "c"}, {"code": "d", "town": "卡子镇"}]
    lost = event("减1", level="中") | {"code": "a"}
    assert shares(people, lost, pool_scope="town") == ["487.18", "500.00", "512.82", "500.00"]


def test_a_blank_town_is_a_fault_only_where_pools_go_by_town() -> None:
    people = sheet("STAFF", {"code": "a"}, {"code": "b", "town": " "})
    assert settle(people, sheet("EVENTS")).column("share") == ["500.00", "500.00"]
    ran = settle(people, sheet("EVENTS"), *options({"pool_scope": "town"}))
    refused(ran)
    assert ran.fault_rows == [3]


def test_who_fails_may_be_left_out_of_heads_and_shares() -> None:
    lost = [event("减4", level="县") | {"code": "b"} for _ in range(41)]
    people = [{"code": "a"}, {"code": "b"}]
    assert shares(people, *lost, fail_shares="no") == ["500.00", ""]
    assert shares(people, *lost) == ["628.93", "371.07"]
    assert shares(people, *lost[:40], fail_shares="no") == ["625.00", "375.00"]


def test_weight_zero_shares_nothing_and_a_pool_of_zeros_is_named() -> None:
    people = [{"code": "a"}, {"code": "b"}, {"code": "c", "county": "610999"}]
    lost = [event("减1", level="中") | {"code": code} for code in "bc" for _ in range(21)]
    ran = settle(sheet("STAFF", *people), sheet("EVENTS", *lost), *options({"score_floor": "none"}))
    assert ran.column("share") == ["1000.00", "0.00", "0.00"]
    lines = [line for line in ran.err.splitlines() if "610999" in line]
    assert len(lines) == 1
    assert "610929" not in ran.err


@pytest.mark.parametrize(("year", "day", "sound"), [
    (2026, "2025-12-10", False), (2026, "2025-12-11", True), (2026, "2026-12-10", True), (2026, "2026-12-11", False),
    (2022, "2022-06-09", False), (2022, "2022-06-10", True), (2022, "2022-12-10", True), (2022, "2022-12-11", False),
    (2023, "2022-12-11", True),
])  # fmt: skip
def test_the_years_window(year: int, day: str, sound: bool) -> None:
    ran = settle(
        sheet("STAFF", {"code": "1"}), sheet("EVENTS", event("加1", level="县", code="1", date=day)), year=year
    )
    if sound:
        assert ran.column("bonus") == ["1.00"]
    else:
        refused(ran)
        assert ran.fault_rows == [2]


def test_a_year_before_the_measure_is_refused() -> None:
    refused(settle(sheet("STAFF", {"code": "1"}), sheet("EVENTS"), year=2021), 1)


BAD_EVENTS = [
    {"evidence": ""}, {"evidence": "   "}, {"code": "9"}, {"code": "01"}, {"code": ""}, {"item": "加3"},
    {"item": "减5"}, {"item": ""}, {"level": ""}, {"level": "镇"}, {"level": "国"}, {"date": ""},
    {"date": "2026-06-31"},
    event("加2", rank="0"), event("加2", rank="4"), event("加2", rank=""), event("减3", rank="4"),
    event("减3", rank="1.5"), event("减4", level="市"), event("减4", level=""), event("减1", level="镇"),
    event("减2", level="镇"), story("镇", "1"), story("县", ""), story("县", "2"), story("县", "是"),
    story("县", "1", authors="0"), story("县", "1", authors=""), check(0, 0), check(5, 6), check(5, -1),
    event("抽查", reached="", correct=""), event("抽查", reached="5", correct=""),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD_EVENTS, ids=str)
def test_a_bad_event_is_a_fault_of_its_row(bad: dict[str, str]) -> None:
    sound = event("加1", level="县", code="1")
    ran = settle(sheet("STAFF", {"code": "1"}), sheet("EVENTS", sound, {**sound, **bad}, sound))
    refused(ran)
    assert set(ran.fault_rows) == {3}


def test_one_spot_check_a_calendar_month() -> None:
    def two(first: str, second: str) -> Ran:
        rows = [{"code": "1", **check(9, 9, day)} for day in (first, second)]
        return settle(sheet("STAFF", {"code": "1"}, {"code": "2"}), sheet("EVENTS", *rows))

    refused(two("2026-05-01", "2026-05-31"))
    assert two("2026-05-31", "2026-06-01").column("bonus") == ["10.00", "0.00"]
    assert two("2025-12-31", "2026-12-01").column("bonus") == ["10.00", "0.00"]


BAD_STAFF = [
    {"post_months": "13"}, {"post_months": "-1"}, {"post_months": "6.5"}, {"post_months": ""}, {"on_post": ""},
    {"on_post": "2"}, {"on_post": "是"}, {"on_post": "true"}, {"code": ""}, {"code": "1"}, {"code": " 1 "},
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD_STAFF, ids=str)
def test_a_bad_person_is_a_fault_of_its_row(bad: dict[str, str]) -> None:
    ran = settle(sheet("STAFF", {"code": "1"}, {"code": "2", **bad}), sheet("EVENTS"))
    refused(ran)
    assert set(ran.fault_rows) == {3}


def test_faults_of_both_files_are_told_at_once_in_row_order() -> None:
    staff = sheet(
        "STAFF", {"code": "1", "on_post": "x"}, {"code": "2", "post_months": "99"}, {"code": "3", "on_post": "y"}
    )
    events = sheet("EVENTS", {"code": "1", "level": "国", "date": "昨天"}, {"code": "1", "level": "县", "evidence": ""})
    ran = settle(staff, events)
    refused(ran)
    assert ran.fault_rows == [2, 3, 4, 2, 2, 3]


def test_ties_of_remainders_go_by_score_then_code() -> None:
    assert (
        shares([{"code": "b"}, {"code": "a"}, {"code": "c"}], pool_headcount="post_months", fail_shares="yes")
        == ["500.00"] * 3
    )
    people = [{"code": code, "post_months": "1"} for code in ("b", "10", "9")]
    # 3 × 1/12 of 500 is 125.00: 41.666… each, two fen left, by code point "10" then "9"
    assert shares(people, pool_headcount="post_months") == ["41.66", "41.67", "41.67"]


def test_days_of_the_window_are_the_measures_year() -> None:
    days = [date(2025, 12, 11) + timedelta(n) for n in range(0, 365, 28)]
    rows = [event("加1", level="县", code="1", date=day.isoformat()) for day in days]
    assert settle(sheet("STAFF", {"code": "1"}), sheet("EVENTS", *rows)).column("bonus") == [f"{len(days)}.00"]
