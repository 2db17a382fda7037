"""Shares: they sum to the pool, know no order, and never punish a better score."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sibai.batch.settle import settle
from sibai.measure import Columns, Groups
from tests.measure.invented import PEOPLE, SETTLE_READINGS, frames_of, law_with, readings, single_of

SCORES = st.lists(st.integers(0, 40_000), min_size=1, max_size=40)
RESULTS = ("bonus", "deduction", "score", "grade")


def shares_of(scores: Sequence[int], order: Sequence[int] | None = None) -> list[int]:
    """Shares of people who all take part, with given scores, evaluated in some order."""
    rows = np.array(range(len(scores)) if order is None else order)
    size = len(scores)
    facts = {
        "on_post": np.ones(size, bool),
        "post_months": np.full(size, 12),
        "code": rows,
        "bonus_given": np.zeros(size),
    }
    law = law_with({})
    points = np.array(scores, np.int64)[rows]
    book = Columns(law, facts, {"person": Groups(np.zeros(size, np.int64), 1)}).book
    facts |= {name: np.zeros(0, np.int64) for name in book.facts if book.facts[name].grain == "event"}
    groups = {
        "event": Groups(np.zeros(0, np.int64), 0),
        "matter": Groups(np.zeros(0, np.int64), size),
        "person": Groups(np.zeros(size, np.int64), 1),
    }
    made = _with_scores(law, facts, groups, points)
    answer = [0] * size
    for place, row in enumerate(rows):
        answer[row] = int(made[place])
    return answer


def _with_scores(law: Any, facts: Any, groups: Any, points: Any) -> Any:
    class Scored(Columns):
        def _make(self, name: str, made: Any) -> Any:
            return points if name == "score" else super()._make(name, made)

    return Scored(law, facts, groups).numbers(["share"])["share"]


@given(SCORES)
def test_shares_sum_to_the_pool_whatever_the_scores(scores: list[int]) -> None:
    assert sum(shares_of(scores)) == (50_000 * len(scores) if any(scores) else 0)


@given(SCORES, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(scores: list[int], chance: Any) -> None:
    order = list(range(len(scores)))
    chance.shuffle(order)
    assert shares_of(scores, order) == shares_of(scores)


@given(SCORES, st.data())
def test_more_points_never_mean_less_money(scores: list[int], data: st.DataObject) -> None:
    who = data.draw(st.integers(0, len(scores) - 1))
    more = data.draw(st.integers(1, 5_000))
    raised = [score + more if row == who else score for row, score in enumerate(scores)]
    assert shares_of(raised)[who] >= shares_of(scores)[who]


@given(SCORES)
def test_a_share_is_less_than_a_fen_away_from_the_exact_one(scores: list[int]) -> None:
    total = sum(scores)
    for score, share in zip(scores, shares_of(scores), strict=True):
        exact = Fraction(50_000 * len(scores) * score, total) if total else Fraction(0)
        assert abs(share - exact) < 1


def test_numbers_beyond_63_bits_stay_exact() -> None:
    scores = [9_000_000_000_000, 1_000_000_000_000, 1]
    shares = shares_of(scores)
    assert sum(shares) == 150_000
    assert shares == [135_000, 15_000, 0]


@given(PEOPLE, readings(SETTLE_READINGS))
def test_columns_answer_what_single_numbers_answer(people: Any, options: dict[str, str]) -> None:
    law = law_with(options)
    single, (staff, events) = single_of(people, law), frames_of(people)
    made = settle(staff, events, law)
    for name in RESULTS:
        assert made.frame.get_column(name).to_list() == [single.number(name, row) for row in range(len(people))]
    taking = [single.number("takes_part", row) for row in range(len(people))]
    shares = [single.number("share", row) if part else None for row, part in enumerate(taking)]
    assert made.frame.get_column("share").to_list() == shares
    paid = sum(share or 0 for share in shares)
    assert paid == (single.number("pool") if single.number("total_weight") else 0)
