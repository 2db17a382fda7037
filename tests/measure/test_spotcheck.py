"""The draw can be made again by anybody with the frame and the seed, and more is never other."""

import hashlib
import json
from datetime import date
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibai.measure import LAW, Single
from sibai.measure.explain import evaluate, from_document, to_document
from sibai.measure.numbers import Ratio
from sibai.measure.spotcheck import RateTooLow, draw, ticket

LAW_NOW = LAW.on(date(2026, 5, 31))
RECORDS = st.lists(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=8), unique=True, max_size=60)


def size(records: int, rate: str | None = None) -> int:
    facts = {"records": records} | ({} if rate is None else {"asked_rate": Ratio.parse(rate)})
    number = Single(LAW_NOW, facts).number("sample_size")
    assert isinstance(number, int)
    return number


def test_a_ticket_is_the_sha_256_of_five_lines() -> None:
    text = b"sibai-spotcheck-v1\n2026-05\n\xe7\xa7\x8d\xe5\xad\x90\n610929100201\n0007"
    assert ticket("2026-05", "种子", "610929100201", "0007") == hashlib.sha256(text).hexdigest()


@pytest.mark.parametrize(
    ("record", "digest"),
    [
        ("0001", "73c5ae6ef6a863942511f88a878b83437b7ea051e47703353bf149dbf2809c3f"),
        ("0002", "22a8f2f2c74772184d25c729fe7a189bbe031d185af8a8871f17855a4ffe9fee"),
    ],
)
def test_ticket_vectors_made_with_sha256sum(record: str, digest: str) -> None:
    assert ticket("2026-05", "2026051", "V1", record) == digest


@given(st.text(), st.text(), RECORDS)
def test_the_drawn_order_is_the_order_of_the_tickets(seed: str, village: str, records: list[str]) -> None:
    places = draw("2026-05", seed, village, records)
    assert sorted(places) == list(range(1, len(records) + 1))
    lines = ["\n".join(["sibai-spotcheck-v1", "2026-05", seed, village, record]) for record in records]
    lots = [hashlib.sha256(line.encode()).hexdigest() for line in lines]
    assert [lot for _, lot in sorted(zip(places, lots, strict=True))] == sorted(lots)


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_draw_does_not_hang_on_the_order_of_the_frame(records: list[str], chance: object) -> None:
    mixed = list(records)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first = dict(zip(records, draw("2026-05", "s", "v", records), strict=True))
    assert first == dict(zip(mixed, draw("2026-05", "s", "v", mixed), strict=True))


@given(st.integers(0, 5000), st.integers(1000, 9000), st.integers(0, 1000))
def test_a_higher_rate_takes_the_same_records_and_more(records: int, rate: int, more: int) -> None:
    lower, higher = size(records, f"{rate}/10000"), size(records, f"{rate + more}/10000")
    assert lower <= higher
    places = draw("2026-05", "s", "v", [str(record) for record in range(min(records, 50))])
    assert {place for place in places if place <= lower} <= {place for place in places if place <= higher}


@given(st.integers(0, 10**9), st.integers(1000, 10000))
def test_a_sample_is_the_rate_rounded_up(records: int, rate: int) -> None:
    number = size(records, f"{rate}/10000")
    assert number == ceil(Fraction(rate, 10000) * records)
    assert (number == 0) == (records == 0)
    assert number <= records


@pytest.mark.parametrize("rate", ["0", "0.01", "0.0999", "9.99%", "1/11"])
def test_less_than_the_measure_asks_for_is_refused(rate: str) -> None:
    with pytest.raises(RateTooLow, match="第十八条"):
        size(100, rate)


def test_another_seed_month_or_village_draws_others() -> None:
    records = [f"{number:04d}" for number in range(200)]
    base = draw("2026-05", "s", "v", records)
    assert base != draw("2026-06", "s", "v", records)
    assert base != draw("2026-05", "t", "v", records)
    assert base != draw("2026-05", "s", "w", records)


def test_every_record_is_drawn_about_as_often_as_any_other() -> None:
    records = [f"{number:02d}" for number in range(20)]
    firsts = [draw("2026-05", str(seed), "v", records).index(1) for seed in range(4000)]
    assert all(120 <= firsts.count(row) <= 280 for row in range(20))


@given(st.integers(0, 10**6), st.sampled_from([None, "0.1", "1/3", "1"]))
def test_the_size_explains_itself(records: int, rate: str | None) -> None:
    facts = {"records": records} | ({} if rate is None else {"asked_rate": Ratio.parse(rate)})
    step = Single(LAW_NOW, facts).explain("sample_size")
    assert evaluate(from_document(json.loads(json.dumps(to_document(step))))) == size(records, rate)


@given(RECORDS)
def test_the_draw_over_a_file_is_the_order_that_the_rule_explains(records: list[str]) -> None:
    facts = {"month": date(2026, 5, 1), "seed": "a", "village": "V", "records": len(records), "record": records}
    single = Single(LAW_NOW, facts, {"person": [0] * len(records)})
    assert draw("2026-05", "a", "V", records) == [single.number("drawn_order", row) for row in range(len(records))]
