"""Amounts in capital characters, days in Chinese: to the rules of 《支付结算办法》, exact."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibai.documents.words import DIGITS, day_words, in_words, in_yuan

CASES = {
    0: "零元整",
    1: "壹分",
    5: "伍分",
    10: "壹角整",
    19: "壹角玖分",
    100: "壹元整",
    101: "壹元零壹分",
    110: "壹元壹角整",
    111: "壹元壹角壹分",
    1000: "壹拾元整",
    1010: "壹拾元零壹角整",
    1005: "壹拾元零伍分",
    140950: "壹仟肆佰零玖元伍角整",
    600714: "陆仟零柒元壹角肆分",
    168032: "壹仟陆佰捌拾元零叁角贰分",
    10700053: "壹拾万柒仟元零伍角叁分",
    1640902: "壹万陆仟肆佰零玖元零贰分",
    32504: "叁佰贰拾伍元零肆分",
    200000: "贰仟元整",
    160000: "壹仟陆佰元整",
    122104: "壹仟贰佰贰拾壹元零肆分",
    1000000: "壹万元整",
    1000100: "壹万零壹元整",
    10000000: "壹拾万元整",
    10010000: "壹拾万零壹佰元整",
    100000000: "壹佰万元整",
    100000001: "壹佰万元零壹分",
    1000000000: "壹仟万元整",
    10000000000: "壹亿元整",
    10000000100: "壹亿零壹元整",
    10001000000: "壹亿零壹万元整",
    10010000000: "壹亿零壹拾万元整",
    2000000000000: "贰佰亿元整",
    99999999999999: "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    12345678901234: "壹仟贰佰叁拾肆亿伍仟陆佰柒拾捌万玖仟零壹拾贰元叁角肆分",
    -140950: "负壹仟肆佰零玖元伍角整",
}
"""Among them the examples that the rule itself gives."""
UNITS = {"拾": 10, "佰": 100, "仟": 1000}
ENDS = {"亿": 10**10, "万": 10**6, "元": 100, "角": 10, "分": 1}
LARGE = 10**14 - 1


@pytest.mark.parametrize(("fen", "words"), CASES.items())
def test_an_amount_is_written_as_the_rule_writes_it(fen: int, words: str) -> None:
    assert in_words(fen) == words


def read_back(words: str) -> int:
    """The amount that a reader understands; an oracle that knows nothing of how it was written."""
    if words.startswith("负"):
        return -read_back(words[1:])
    total = section = digit = 0
    for sign in words:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in UNITS:
            section, digit = section + digit * UNITS[sign], 0
        elif sign in ENDS:
            total, section, digit = total + (section + digit) * ENDS[sign], 0, 0
    return total


@given(st.integers(-LARGE, LARGE))
def test_whoever_reads_the_words_finds_the_amount(fen: int) -> None:
    assert read_back(in_words(fen)) == fen


@given(st.integers(0, LARGE))
def test_the_words_never_stammer(fen: int) -> None:
    words = in_words(fen)
    assert "零零" not in words
    assert "零万" not in words
    assert not words.endswith("分整")
    assert words.endswith(("整", "分"))


def test_an_amount_beyond_all_papers_is_a_slip() -> None:
    with pytest.raises(ValueError, match="beyond"):
        in_words(10**14)


def test_figures_and_days() -> None:
    assert [in_yuan(fen) for fen in (0, 5, 160000, -123456789)] == ["0.00", "0.05", "1,600.00", "-1,234,567.89"]
    assert day_words(date(2026, 5, 1)) == "2026年5月1日"
