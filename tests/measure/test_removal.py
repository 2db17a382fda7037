"""Retirement by birth month against the published end points, and grounds that permit and never oblige."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibai.measure import LAW, Single
from sibai.measure.choices import RetirementPath
from sibai.measure.dates import add_months
from sibai.measure.explain import evaluate, from_document, to_document

MEN, STAFF, WORKERS = RetirementPath
SINCE_2025 = LAW.on(date(2026, 5, 1))
BEFORE = LAW.on(date(2024, 12, 31))
BIRTH_MONTHS = st.dates(date(1955, 1, 1), date(2000, 12, 31)).map(lambda day: day.replace(day=1))
GROUNDS = (
    "died",
    "unfit_for_work",
    "ranked_low",
    "large_backlog",
    "serious_breach",
    "data_incident",
    "improper_gain",
    "other_legal_ground",
    "pregnancy_protected",
    "injury_disabled",
    "union_told",
    "month_paid_instead",
)


def retirement(born: date, path: RetirementPath, law: Any = SINCE_2025) -> date:
    day = Single(law, {"birth_date": born, "retirement_path": path}).number("retirement_date")
    assert isinstance(day, date)
    return day


@pytest.mark.parametrize(
    ("path", "born", "years", "months", "when"),
    [
        (MEN, (1964, 12), 60, 0, (2024, 12)),
        (MEN, (1965, 1), 60, 1, (2025, 2)),
        (MEN, (1970, 6), 61, 5, (2031, 11)),
        (MEN, (1976, 9), 63, 0, (2039, 9)),
        (STAFF, (1969, 12), 55, 0, (2024, 12)),
        (STAFF, (1970, 1), 55, 1, (2025, 2)),
        (STAFF, (1981, 9), 58, 0, (2039, 9)),
        (WORKERS, (1974, 12), 50, 0, (2024, 12)),
        (WORKERS, (1975, 2), 50, 1, (2025, 3)),
        (WORKERS, (1975, 3), 50, 2, (2025, 5)),
        (WORKERS, (1984, 11), 55, 0, (2039, 11)),
        (WORKERS, (1990, 5), 55, 0, (2045, 5)),
    ],
)
def test_the_published_table(
    path: RetirementPath, born: tuple[int, int], years: int, months: int, when: tuple[int, int]
) -> None:
    day = retirement(date(*born, 1), path)
    assert (day.year, day.month) == when
    assert day == add_months(date(*born, 1), 12 * years + months)


@given(BIRTH_MONTHS, st.sampled_from(list(RetirementPath)))
def test_who_is_born_a_month_later_never_retires_earlier_nor_at_a_lower_age(born: date, path: RetirementPath) -> None:
    later = add_months(born, 1)
    assert retirement(born, path) < retirement(later, path)
    ages = [
        Single(SINCE_2025, {"birth_date": day, "retirement_path": path}).number("retirement_age")
        for day in (born, later)
    ]
    assert ages[1] - ages[0] in (0, 1)


@given(BIRTH_MONTHS, st.sampled_from(list(RetirementPath)))
def test_the_delay_runs_from_nothing_to_three_or_five_years(born: date, path: RetirementPath) -> None:
    delay = Single(SINCE_2025, {"birth_date": born, "retirement_path": path}).number("retirement_delay")
    old = Single(BEFORE, {"birth_date": born, "retirement_path": path})
    assert 0 <= delay <= (60 if path is WORKERS else 36)
    assert old.number("retirement_delay") == 0
    assert (delay == 0) == (old.number("retirement_date") < date(2025, 1, 1)), "the old age was reached before 2025"


def facts_of(flags: dict[str, bool], unfinished: int, sick: int, day: date) -> dict[str, Any]:
    """A coordinator who is far from every date, with what was recorded."""
    return {
        **flags,
        "unfinished_months": unfinished,
        "sick_months_used": sick,
        "removal_day": day,
        "birth_date": date(1990, 5, 1),
        "retirement_path": WORKERS,
        "subsidy_from": date(2025, 1, 1),
        "work_years": 3,
        "unit_years": 1,
        "start": [date(2025, 1, 1)],
        "end": [None],
    }


@given(
    st.fixed_dictionaries({name: st.booleans() for name in GROUNDS}),
    st.integers(0, 4),
    st.integers(0, 4),
    st.dates(date(2027, 12, 1), date(2028, 1, 31)),
)
def test_a_removal_is_permitted_when_a_ground_is_named_and_says_why(
    flags: dict[str, bool], unfinished: int, sick: int, day: date
) -> None:
    single = Single(LAW.on(date(2026, 5, 1)), facts_of(flags, unfinished, sick, day), {"stint": [0]})
    over = day >= date(2027, 12, 31)
    grounds = [
        over or flags["died"],
        sick >= 3 and flags["unfit_for_work"],
        unfinished >= 3 or (flags["ranked_low"] and flags["large_backlog"]),
        *(flags[name] for name in GROUNDS[4:8]),
    ]
    text = single.number("removal_grounds")
    assert single.number("removal_permitted") == any(grounds) == bool(text)
    assert [f"（{number}）" in text for number in "一二三四五六七"] == grounds
    for name in ("removal_permitted", "removal_grounds", "removal_warnings"):
        step = from_document(json.loads(json.dumps(to_document(single.explain(name)), ensure_ascii=False)))
        assert evaluate(step) == single.number(name)


@given(st.fixed_dictionaries({name: st.booleans() for name in GROUNDS}), st.integers(0, 4), st.integers(0, 4))
def test_what_protects_by_law_warns_and_never_takes_a_permission_away(
    flags: dict[str, bool], unfinished: int, sick: int
) -> None:
    day = date(2026, 5, 31)
    protected = flags | {"pregnancy_protected": True, "injury_disabled": True}
    free = flags | {"pregnancy_protected": False, "injury_disabled": False}
    law = LAW.on(day)
    one, other = (
        Single(law, facts_of(each, unfinished, sick, day), {"stint": [0]}).number("removal_permitted")
        for each in (protected, free)
    )
    assert one == other
