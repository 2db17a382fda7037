"""`sibai sample`, against the oracle and sentence by sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import oracle
from tests.commands.harness import full, on_files, refused, sample, sheet

NAMES = st.text("甲乙村aZ09-𠀀", min_size=1, max_size=4)
SEEDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(lambda s: s[0] != "-")


@given(st.data())
def test_every_cell_is_what_the_oracle_says(data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.tuples(NAMES.map(lambda name: name[:1]), NAMES), unique=True, max_size=60))
    rows = full("FRAME", [{"village": village, "record": record} for village, record in keys])
    rate = data.draw(st.sampled_from(["0.10", "0.1", "0.15", "0.3", "0.7", "1", "0.100000000000000000001", "0.35"]))
    month, seed = data.draw(st.sampled_from(["2026-05", "2022-12", "2027-01"])), data.draw(SEEDS)
    ran = sample(sheet("FRAME", *rows), "--rate", rate, month=month, seed=seed)
    assert ran.rows == oracle.sample(rows, month, seed, rate)


def drawn(count: int, *rest: str) -> int:
    rows = [{"record": f"{n:04d}"} for n in range(count)]
    return sample(sheet("FRAME", *rows), *rest).column("sampled").count("1")


@pytest.mark.parametrize(("count", "size"), [(1, 1), (9, 1), (10, 1), (11, 2), (20, 2), (899, 90)])
def test_the_worked_sizes(count: int, size: int) -> None:
    assert drawn(count) == size


@pytest.mark.parametrize(("rate", "count", "size"), [
    ("0.15", 20, 3), ("0.15", 100, 15), ("0.15", 140, 21), ("0.7", 10, 7), ("0.55", 100, 55), ("0.1", 30, 3),
    ("0.29", 100, 29), ("0.57", 100, 57), ("1", 7, 7), ("1.0", 7, 7), ("0.10000000000000000000001", 10, 2),
])  # fmt: skip
def test_the_rate_is_a_decimal_taken_exactly(rate: str, count: int, size: int) -> None:
    assert drawn(count, "--rate", rate) == size


@pytest.mark.parametrize("rate", ["0.09", "0.0999999999999999999999", "0", "0.05"])
def test_a_rate_below_a_tenth_is_refused(rate: str) -> None:
    refused(sample(sheet("FRAME", {"record": "1"}), "--rate", rate), 1)


@pytest.mark.parametrize("rate", ["", "a", "10%", "1/2", "nan", "inf", "0.1 0.2", "0,1", "1.01"])
def test_a_rate_that_is_none_is_a_bad_argument(rate: str) -> None:
    refused(sample(sheet("FRAME", {"record": "1"}), "--rate", rate))


def test_the_known_draw() -> None:
    """Redrawn by hand with `printf … | sha256sum`."""
    rows = [{"village": "甲", "record": name} for name in ("1", "2", "3")] + [{"village": "乙", "record": "1"}]
    tickets = {name: oracle.ticket("2026-05", "种子", "甲", name) for name in ("1", "2", "3")}
    ran = sample(sheet("FRAME", *rows))
    order = dict(zip(ran.column("record")[:3], ran.column("order")[:3], strict=True))
    assert sorted(order, key=order.__getitem__) == sorted(tickets, key=tickets.__getitem__)
    assert ran.column("order")[3] == "1"


def test_order_does_not_hang_on_the_order_of_the_frame() -> None:
    rows = [{"village": village, "record": str(n)} for village in "甲乙" for n in range(30)]
    forward = sample(sheet("FRAME", *rows)).rows
    assert sample(sheet("FRAME", *reversed(rows))).rows == forward[::-1]


def test_other_seeds_and_months_draw_otherwise() -> None:
    text = sheet("FRAME", *({"record": str(n)} for n in range(50)))
    base = sample(text).column("order")
    assert sample(text).column("order") == base
    assert sample(text, seed="另一个").column("order") != base
    assert sample(text, month="2026-06").column("order") != base


def test_a_record_is_unique_in_its_village_only() -> None:
    sound = [{"village": "甲", "record": "1"}, {"village": "乙", "record": "1"}]
    assert sample(sheet("FRAME", *sound)).status == 0
    ran = sample(sheet("FRAME", *sound, {"village": " 甲 ", "record": "1 "}))
    refused(ran)
    assert ran.fault_rows == [4]
    assert sample(sheet("FRAME", *sound, {"village": "甲", "record": "01"})).status == 0


@pytest.mark.parametrize("bad", [{"village": ""}, {"record": ""}, {"record": "a\x01"}])
def test_village_and_record_are_needed(bad: dict[str, str]) -> None:
    ran = sample(sheet("FRAME", {"record": "1"}, {"record": "2", **bad}))
    refused(ran)
    assert ran.fault_rows == [3]


def test_a_seed_is_needed() -> None:
    refused(on_files("sample", [sheet("FRAME", {"record": "1"})], "--month", "2026-05"))
