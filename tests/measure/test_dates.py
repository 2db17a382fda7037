"""Months, days and ages add up again, at every end of every month."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sibai.measure.dates import (
    add_months,
    age_reached,
    completed_months,
    completed_years,
    date_in_digits,
    day_of,
    days_left_over,
    days_through,
    digits_of,
    full_months,
    month_first,
    month_last,
    months_from,
    on_year_day,
    weekdays_through,
)

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
BIRTHS = st.dates(date(1940, 1, 1), date(2015, 12, 31))
ONE = timedelta(days=1)


@given(DAYS, st.integers(0, 4000))
@example(date(2026, 1, 31), 27)
@example(date(2024, 1, 31), 28)
@example(date(2024, 2, 29), 364)
def test_full_months_and_days_left_over_reach_the_last_day_again(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    months, days = full_months(first, last), days_left_over(first, last)
    assert add_months(first, months) + timedelta(days=days) - ONE == last
    assert 0 <= days <= 30
    assert add_months(first, months + 1) > last + ONE


@given(DAYS, st.integers(0, 500))
def test_a_longer_stint_is_never_shorter_in_months_and_days(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    shorter = (full_months(first, last), days_left_over(first, last))
    assert shorter < (full_months(first, last + ONE), days_left_over(first, last + ONE))


@given(DAYS, st.integers(-240, 240))
def test_adding_months_keeps_the_day_or_takes_the_last_one(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert months_from(day, moved) == months
    assert moved.day == day.day or (moved.day < day.day and moved == month_last(moved))


@given(BIRTHS, DAYS)
def test_completed_years_turn_on_the_birthday(born: date, on: date) -> None:
    years = completed_years(born, on)
    assert age_reached(born, 12 * years) <= on < age_reached(born, 12 * (years + 1))


def test_born_on_a_leap_day_is_older_on_the_first_of_march_in_common_years() -> None:
    born = date(2008, 2, 29)
    assert completed_years(born, date(2026, 2, 28)) == 17
    assert completed_years(born, date(2026, 3, 1)) == 18
    assert completed_years(born, date(2028, 2, 29)) == 20
    assert age_reached(born, 18 * 12) == date(2026, 3, 1)
    assert age_reached(born, 20 * 12) == date(2028, 2, 29)
    assert age_reached(born, 18 * 12 + 1) == date(2026, 3, 29)


@pytest.mark.parametrize(
    ("start", "on", "months"),
    [
        (date(2026, 1, 31), date(2026, 1, 31), 0),
        (date(2026, 1, 31), date(2026, 1, 30), 0),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 3, 15), date(2026, 4, 14), 0),
        (date(2026, 3, 15), date(2026, 4, 15), 1),
    ],
)
def test_completed_months(start: date, on: date, months: int) -> None:
    assert completed_months(start, on) == months


@given(DAYS, st.integers(0, 800))
def test_weekdays_are_counted_one_by_one(first: date, length: int) -> None:
    days = [first + timedelta(days=number) for number in range(length + 1)]
    assert weekdays_through(first, days[-1]) == sum(day.weekday() < 5 for day in days)
    assert days_through(first, days[-1]) == len(days)


@given(DAYS, DAYS)
def test_a_date_in_digits_is_the_date_and_sorts_like_it(one: date, other: date) -> None:
    assert date_in_digits(digits_of(one)) == one
    assert (one < other) == (digits_of(one) < digits_of(other))


@given(DAYS, st.integers(1, 31))
def test_a_day_of_a_month_lies_in_it(day: date, number: int) -> None:
    found = day_of(day, number)
    assert month_first(day) <= found <= month_last(day)
    assert found.day == number or found == month_last(day)


def test_a_month_and_day_of_a_year() -> None:
    assert on_year_day(2026, 1210) == date(2026, 12, 10)
    with pytest.raises(ValueError):
        on_year_day(2026, 229)
