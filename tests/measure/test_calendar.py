"""Working days: what the notices say, how they join over New Year, and a year without notice."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibai.measure import LAW, LawError, Single
from sibai.measure.dates import weekdays_through
from sibai.measure.explain import evaluate, from_document, to_document
from sibai.measure.telling import tree
from sibai.measure.values import from_json, parse_value, shown, to_json
from sibai.measure.workdays import WorkCalendar, add_working_days, last_working_day, working_days

CALENDAR: WorkCalendar = LAW.on(date(2026, 5, 31))["public_holidays"].value
DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))
ONE = timedelta(days=1)
STATUTORY = {2022: 11, 2023: 11, 2024: 11, 2025: 13, 2026: 13}


@pytest.mark.parametrize("year", STATUTORY)
def test_a_year_has_its_weekdays_less_its_statutory_holidays(year: int) -> None:
    """Every statutory holiday on a weekend is made up for, every other day off is worked on a weekend."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    statutory = sum(day.year == year for day in CALENDAR.statutory)
    assert statutory == STATUTORY[year]
    assert working_days(CALENDAR, first, last) == weekdays_through(first, last) - statutory


def test_since_2025_a_year_has_248_working_days_by_the_ministry() -> None:
    assert working_days(CALENDAR, date(2025, 1, 1), date(2025, 12, 31)) == 248
    assert working_days(CALENDAR, date(2026, 1, 1), date(2026, 12, 31)) == 248


@pytest.mark.parametrize("on", [date(2022, 12, 25), date(2023, 1, 5), date(2026, 5, 31), date(2027, 3, 31)])
def test_the_calendar_is_the_same_whatever_the_day_it_is_asked_on(on: date) -> None:
    assert LAW.on(on)["public_holidays"].value == CALENDAR


def test_the_notice_of_the_next_year_reaches_back_over_new_year() -> None:
    law = LAW.on(date(2022, 12, 30))
    assert date(2022, 12, 31) in law["public_holidays"].value.off
    assert add_working_days(CALENDAR, date(2022, 12, 30), 1) == date(2023, 1, 3)
    assert last_working_day(CALENDAR, date(2023, 1, 2)) == date(2022, 12, 30)
    assert working_days(CALENDAR, date(2025, 12, 29), date(2026, 1, 5)) == 5


@given(DAYS)
def test_the_last_working_day_works_and_all_after_it_are_off(day: date) -> None:
    found = last_working_day(CALENDAR, day)
    assert CALENDAR.works(found)
    assert working_days(CALENDAR, found + ONE, day) == 0


@given(DAYS, st.integers(0, 30))
def test_added_working_days_are_counted_again(day: date, count: int) -> None:
    until = add_working_days(CALENDAR, day, count)
    assert working_days(CALENDAR, day + ONE, until) == count
    assert count == 0 or CALENDAR.works(until)


@given(DAYS, st.integers(0, 200), st.integers(0, 200))
def test_working_days_of_two_spans_add_up(first: date, length: int, more: int) -> None:
    middle = first + timedelta(days=length)
    last = middle + timedelta(days=more)
    together = working_days(CALENDAR, first, middle) + working_days(CALENDAR, middle + ONE, last)
    assert together == working_days(CALENDAR, first, last)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_of_2027_is_reckoned_provisionally_and_says_so(month: int) -> None:
    first = date(2027, month, 1)
    single = Single(LAW.on(first), {"month": first})
    last = single.number("last_day_of_month")
    assert single.number("calendar_provisional")
    assert "2027年放假安排尚未公布" in single.number("calendar_warning")
    assert single.number("working_days_of_month") == weekdays_through(first, last)
    assert single.number("pay_by").weekday() < 5
    assert "尚未公布新数值" in tree(single.explain("pay_by"))


def test_a_county_adds_the_notice_of_2027_and_it_joins_the_others() -> None:
    notice = {
        "year": 2027,
        "off": [[date(2026, 12, 31), date(2027, 1, 3)]],
        "working": [date(2027, 1, 10)],
        "statutory": [[date(2027, 1, 1)]],
    }
    row = {"from": date(2027, 1, 1), "to": date(2027, 12, 31), "value": notice, "document": "国办发明电〔2026〕某号"}
    law = LAW.overlaid({"public_holidays": [row]}, "county.toml")
    single = Single(law.on(date(2027, 1, 31)), {"month": date(2027, 1, 1), "day": date(2027, 1, 10)})
    assert not single.number("calendar_provisional")
    assert single.number("working_day")
    earlier = Single(law.on(date(2026, 12, 31)), {"day": date(2026, 12, 31)})
    assert not earlier.number("working_day")
    assert earlier.number("working_day_by") == date(2026, 12, 30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"working": [date(2027, 1, 4)]},
        {"statutory": [[date(2027, 1, 9)]]},
        {"working": [date(2027, 1, 2)]},
        {"off": [[]]},
        {"off": ["2027-01-01"]},
        {"year": "2027"},
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(wrong: dict[str, object]) -> None:
    notice = {
        "year": 2027,
        "off": [[date(2027, 1, 1), date(2027, 1, 3)]],
        "working": [date(2027, 1, 10)],
        "statutory": [[date(2027, 1, 1)]],
    }
    row = {"from": date(2027, 1, 1), "value": {**notice, **wrong}, "document": "某号"}
    with pytest.raises(LawError):
        LAW.overlaid({"public_holidays": [row]}, "county.toml")


def test_the_calendar_goes_through_json_and_is_told_in_words() -> None:
    assert from_json(json.loads(json.dumps(to_json(CALENDAR)))) == CALENDAR
    assert "2022、2023、2024、2025、2026年放假安排" in shown(CALENDAR, "calendar")


@given(st.dates(date(2022, 7, 1), date(2027, 12, 31)), st.sampled_from(["earlier", "none"]))
def test_a_shifted_pay_day_is_never_late_and_explains_itself(day: date, option: str) -> None:
    month = day.replace(day=1)
    law = LAW.decided({"pay_day_shift": option, "report_day_shift": option}, "test").on(day)
    single = Single(law, {"month": month})
    for name, number in (("report_by", 15), ("prefund_by", 20), ("pay_by", 25)):
        due = single.number(name)
        assert due <= month.replace(day=number)
        assert due == month.replace(day=number) or option == "earlier"
        assert option == "none" or CALENDAR.works(due)
        assert evaluate(from_document(json.loads(json.dumps(to_document(single.explain(name)))))) == due


def test_a_ladder_gives_the_highest_step_reached_and_must_rise() -> None:
    ladder = parse_value("ladder", [[1, 5], [10, 10], [20, 15]], of="days")
    assert [ladder.at(years) for years in (0, 1, 9, 10, 19, 20, 99)] == [0, 5, 5, 10, 10, 15, 15]
    assert from_json(json.loads(json.dumps(to_json(ladder)))) == ladder
    assert shown(ladder, "ladder") == "1起 5天、10起 10天、20起 15天"
    with pytest.raises(ValueError):
        parse_value("ladder", [[10, 10], [1, 5]], of="days")
