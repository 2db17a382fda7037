"""What was sent against what came back: success, failure, unknown, duplicate, wrong amount, wrong account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sibai.payroll.bank.layout import Outcome
from sibai.payroll.bank.lines import Line
from sibai.payroll.bank.matching import Standing, Wrong, match, same_name
from sibai.payroll.bank.rows import Row
from tests.payroll.bank.answers import payments

ROWS = payments(4)
FAILED = Outcome.FAILURE


def line(number: int, row: int = 0, **changes: object) -> Line:
    """The line that the bank should give for a payment."""
    sent = ROWS[number - 1]
    right = Line(row or number, sent.serial, sent.account, sent.name, sent.amount, Outcome.SUCCESS)
    return replace(right, **changes)


def standings(*lines: Line) -> list[str]:
    return [verdict.standing.value for verdict in match(ROWS, lines).verdicts]


def misfits(*lines: Line) -> list[tuple[int, Wrong, str]]:
    return [(misfit.row, misfit.wrong, misfit.serial) for misfit in match(ROWS, lines).misfits]


def test_success_failure_pending_and_what_nobody_mentions() -> None:
    told = match(
        ROWS,
        [
            line(3, outcome=FAILED, reason="账号不存在", code="E07"),
            line(1, bank_serial="77", day=date(2026, 5, 26)),
            line(2, outcome=Outcome.PENDING),
        ],
    )
    assert not told.misfits
    assert [verdict.serial for verdict in told.verdicts] == ["1", "2", "3", "4"]
    first, second, third, fourth = told.verdicts
    assert (first.standing, first.bank_serial, first.day, first.rows) == (
        Standing.SUCCESS,
        "77",
        date(2026, 5, 26),
        (1,),
    )
    assert second.standing is Standing.PENDING
    assert (third.standing, third.reason, third.code) == (Standing.FAILURE, "账号不存在", "E07")
    assert (fourth.standing, fourth.rows) == (Standing.NOT_MENTIONED, ())
    assert told.of(Standing.FAILURE) == (third,)


def test_nobody_is_paid_without_a_line() -> None:
    assert standings() == ["not_mentioned"] * 4


def test_a_line_of_nobody_is_unknown_and_stops_nothing() -> None:
    assert misfits(line(1), line(2, row=9, serial="99")) == [(9, Wrong.UNKNOWN, "")]
    assert standings(line(1), line(2, row=9, serial="99"))[0] == "success"


def test_a_wrong_amount_or_account_leaves_the_payment_open() -> None:
    lines = [line(1, amount=ROWS[0].amount + 1), line(2, account=ROWS[2].account), line(3)]
    assert misfits(*lines) == [(1, Wrong.WRONG_AMOUNT, "1"), (2, Wrong.WRONG_ACCOUNT, "2")]
    assert standings(*lines) == ["not_mentioned", "not_mentioned", "success", "not_mentioned"]


def test_a_wrong_line_beside_a_right_one_changes_nothing() -> None:
    lines = [line(1), line(1, row=8, amount=1, outcome=FAILED)]
    assert standings(*lines)[0] == "success"
    assert misfits(*lines) == [(8, Wrong.WRONG_AMOUNT, "1")]


def test_the_same_twice_counts_once() -> None:
    lines = [line(1), line(1, row=7), line(2, outcome=FAILED, reason="户名不符"), line(2, row=8, outcome=FAILED)]
    assert standings(*lines)[:2] == ["success", "failure"]
    assert misfits(*lines) == [(7, Wrong.DUPLICATE, "1"), (8, Wrong.DUPLICATE, "2")]


def test_two_transfers_of_one_payment_are_told_as_perhaps_paid_twice() -> None:
    (misfit,) = match(ROWS, [line(1, bank_serial="a"), line(1, row=7, bank_serial="b")]).misfits
    assert "可能付了两次" in misfit.message


@pytest.mark.parametrize("other", [FAILED, Outcome.PENDING])
def test_a_contradiction_counts_as_neither_and_is_told_on_both_lines(other: Outcome) -> None:
    lines = [line(1), line(1, row=6, outcome=other), line(2)]
    told = match(ROWS, lines)
    assert told.verdicts[0].standing is Standing.CONTRADICTED
    assert told.verdicts[0].rows == (1, 6)
    assert told.verdicts[1].standing is Standing.SUCCESS
    assert misfits(*lines) == [(1, Wrong.CONTRADICTION, "1"), (6, Wrong.CONTRADICTION, "1")]
    assert f"同一笔写了成功又写{other.label}（第1、6行）" in told.misfits[0].message


def test_another_name_is_told_and_the_outcome_taken() -> None:
    told = match(ROWS, [line(1, name="别人")])
    assert told.verdicts[0].standing is Standing.SUCCESS
    assert [(misfit.wrong, misfit.taken) for misfit in told.misfits] == [(Wrong.NAME_DIFFERS, True)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("欧阳·明", "欧阳•明", True),
        ("欧阳 明", "欧阳明", True),
        ("张*", "张三", True),
        ("ＡＢ", "ab", True),
        ("张?", "张三", False),
        ("张*", "张三丰", False),
        ("", "张三", False),
    ],
)
def test_when_two_names_are_the_same(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


def test_serials_are_the_same_with_and_without_zeros_in_front() -> None:
    rows = [replace(row, serial=f"{number:06d}") for number, row in enumerate(ROWS, 1)]
    assert match(rows, [line(1)]).verdicts[0].standing is Standing.SUCCESS
    with pytest.raises(ValueError, match="序号相同"):
        match([replace(ROWS[0], serial="1"), replace(ROWS[1], serial="01")], [])


def bare(number: int, row: int, **changes: object) -> Line:
    return line(number, row, serial="", **changes)


def test_without_serials_account_and_amount_find_the_payment() -> None:
    lines = [bare(2, 1), bare(1, 2, outcome=FAILED), bare(3, 3, amount=5), bare(4, 4, account="999000000000")]
    assert standings(*lines) == ["failure", "success", "not_mentioned", "not_mentioned"]
    assert misfits(*lines) == [(3, Wrong.WRONG_AMOUNT, "3"), (4, Wrong.UNKNOWN, "")]


def test_two_payments_alike_without_serials_are_told_apart_only_if_both_went_alike() -> None:
    rows: list[Row] = [*ROWS, replace(ROWS[0], serial="5")]
    both = match(rows, [bare(1, 1), bare(1, 2)])
    assert [both.verdicts[place].standing for place in (0, 4)] == [Standing.SUCCESS] * 2
    for lines in ([bare(1, 1)], [bare(1, 1), bare(1, 2, outcome=FAILED)]):
        told = match(rows, lines)
        assert [told.verdicts[place].standing for place in (0, 4)] == [Standing.NOT_MENTIONED] * 2
        assert {misfit.wrong for misfit in told.misfits} == {Wrong.AMBIGUOUS}


def test_no_message_tells_a_whole_account_or_a_name() -> None:
    lines = [line(1, account=ROWS[1].account), line(2, name="别人"), line(3, amount=1), line(4, serial="99")]
    words = " ".join(str(misfit) for misfit in match(ROWS, lines).misfits)
    assert not any(row.account in words or row.name in words for row in ROWS)
