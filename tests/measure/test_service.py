"""Three years of service, counted in months and days, from both sides of the last lawful day."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from sibai.measure import LAW, Single
from sibai.measure.choices import StintKind
from sibai.measure.dates import add_months, days_left_over, full_months
from sibai.measure.explain import evaluate, from_document, to_document

START = date(2022, 6, 10)
ONE = timedelta(days=1)
CAP = 36
STINTS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 500)), max_size=3)
"""Days of rest before a stint, and its days after the first."""


def laid_out(lengths: list[tuple[int, int]], rest: int) -> tuple[list[tuple[date, date]], date]:
    """Ended stints one after another, and the first day of the open one."""
    day, stints = START, []
    for pause, length in lengths:
        first = day + timedelta(days=pause)
        stints.append((first, first + timedelta(days=length)))
        day = stints[-1][1] + ONE
    return stints, day + timedelta(days=rest)


def single_of(stints: list[tuple[Any, Any]], kinds: list[StintKind] | None = None, scope: str = "all_stints") -> Single:
    """One coordinator's stints."""
    facts: dict[str, Any] = {"start": [first for first, _ in stints], "end": [last for _, last in stints]}
    if kinds:
        facts["kind"] = kinds
    law = LAW.decided({"term_cap_scope": scope}, "test").on(date(2026, 1, 1))
    return Single(law, facts, {"stint": [0] * len(stints)})


@given(STINTS, st.integers(0, 300))
def test_the_last_lawful_day_is_the_formula_of_the_interpretation(lengths: list[tuple[int, int]], rest: int) -> None:
    ended, start = laid_out(lengths, rest)
    single = single_of([*ended, (start, None)])
    months = sum(full_months(first, last) for first, last in ended)
    days = sum(days_left_over(first, last) for first, last in ended)
    assert (single.number("months_used"), single.number("days_used")) == (months, days)
    last = add_months(start, CAP - months) - timedelta(days=days) - ONE
    assert single.number("last_lawful_day") == last
    assert single.number("term_ok") == (last >= start)


@given(st.dates(START, date(2030, 12, 31)))
def test_a_first_stint_fills_thirty_six_months_and_the_day_after_passes_them(start: date) -> None:
    last = single_of([(start, None)]).number("last_lawful_day")
    assert (full_months(start, last), days_left_over(start, last)) == (CAP, 0)
    assert (full_months(start, last + ONE), days_left_over(start, last + ONE)) == (CAP, 1)


@given(STINTS, st.integers(0, 300))
def test_up_to_the_last_lawful_day_the_sum_stays_inside_and_the_day_after_passes_it(
    lengths: list[tuple[int, int]], rest: int
) -> None:
    ended, start = laid_out(lengths, rest)
    single = single_of([*ended, (start, None)])
    assume(single.number("term_ok"))
    last, months, days = (single.number(name) for name in ("last_lawful_day", "months_used", "days_used"))
    room = add_months(start, CAP - months) - start
    assert (last - start) + ONE + timedelta(days=days) == room
    assert (last + ONE - start) + ONE + timedelta(days=days) > room


@given(STINTS, st.integers(0, 300), st.integers(1, 200))
def test_more_service_never_gives_a_later_last_day(lengths: list[tuple[int, int]], rest: int, more: int) -> None:
    ended, start = laid_out(lengths, rest)
    before = single_of([*ended, (start, None)]).number("last_lawful_day")
    extra = (START - timedelta(days=more), START - ONE)
    after = single_of([extra, *ended, (start, None)]).number("last_lawful_day")
    assert after < before


@given(STINTS, st.integers(0, 300), st.randoms(use_true_random=False))
def test_the_order_of_stints_does_not_matter(lengths: list[tuple[int, int]], rest: int, chance: Any) -> None:
    ended, start = laid_out(lengths, rest)
    stints = [*ended, (start, None)]
    mixed = chance.sample(stints, len(stints))
    assert single_of(stints).number("last_lawful_day") == single_of(mixed).number("last_lawful_day")


@given(STINTS, st.integers(0, 300))
def test_other_public_posts_count_only_when_the_reading_says_so(lengths: list[tuple[int, int]], rest: int) -> None:
    ended, start = laid_out(lengths, rest)
    stints = [*ended, (start, None)]
    kinds = [StintKind.PUBLIC_POST] * len(ended) + [StintKind.COORDINATOR]
    apart, together = single_of(stints, kinds), single_of(stints, kinds, "with_public_posts")
    assert apart.number("last_lawful_day") == single_of([(start, None)]).number("last_lawful_day")
    assert together.number("last_lawful_day") == single_of(stints).number("last_lawful_day")


def test_without_an_open_stint_that_counts_there_is_no_last_lawful_day() -> None:
    ended = single_of([(START, date(2023, 1, 1))])
    elsewhere = single_of([(START, None)], [StintKind.PUBLIC_POST])
    for single in (ended, elsewhere):
        assert single.number("last_lawful_day") is None
        assert not single.number("cap_applies")
        assert single.number("term_ok")
        step = from_document(json.loads(json.dumps(to_document(single.explain("last_lawful_day")))))
        assert evaluate(step) is None


@given(STINTS, st.integers(0, 300))
def test_the_clock_explains_itself_down_to_every_stint(lengths: list[tuple[int, int]], rest: int) -> None:
    ended, start = laid_out(lengths, rest)
    single = single_of([*ended, (start, None)])
    for name in ("months_used", "days_used", "last_lawful_day", "term_ok"):
        step = from_document(json.loads(json.dumps(to_document(single.explain(name)), ensure_ascii=False)))
        assert evaluate(step) == single.number(name)


@given(st.dates(START, date(2030, 1, 1)), st.integers(0, 1200))
def test_a_contract_never_passes_a_year_nor_the_last_lawful_day(start: date, later: int) -> None:
    single = single_of([(start, None)])
    first = start + timedelta(days=later)
    facts = {**single.facts, "contract_from": first}
    made = Single(single.law, facts, single.parents).number("contract_last_day")
    assert made <= add_months(first, 12) - ONE
    assert made <= single.number("last_lawful_day")
    assert made in (add_months(first, 12) - ONE, single.number("last_lawful_day"))
