"""Codes of organisations check themselves (GB 32100)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibai.places.credit_code import SIGNS, BadCreditCode, check_sign, checked

CODES = st.builds(
    lambda head, area, tail: head + area + tail,
    st.text(SIGNS, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(SIGNS, min_size=9, max_size=9),
)


def invented(first: str = "916109990000000A0") -> str:
    """A code that checks; nobody has it: the area does not exist."""
    return first + check_sign(first)


@given(CODES, st.integers(0, 16), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_always_found(first: str, place: int, sign: str) -> None:
    code = invented(first)
    assert checked(code) == code
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong != code:
        with pytest.raises(BadCreditCode):
            checked(wrong)


@given(CODES, st.integers(0, 15))
def test_two_signs_that_changed_places_are_found(first: str, place: int) -> None:
    code = invented(first)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        with pytest.raises(BadCreditCode):
            checked(wrong)


def test_a_code_is_read_as_people_type_it() -> None:
    code = invented()
    assert checked(f" {code[:9].lower()} {code[9:]} ") == code
    assert checked("".join(chr(ord(sign) + 0xFEE0) for sign in code)) == code
    assert checked("  ") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [("9161099900000", "现在是13位"), ("916109990000000I0I", "没有I、O"), ("91A109990000000A00", "第3至8位是数字")],
)
def test_what_is_wrong_is_said(text: str, said: str) -> None:
    with pytest.raises(BadCreditCode, match=said):
        checked(text)


def test_the_right_last_sign_is_told() -> None:
    code = invented()
    other = "1" if code[-1] != "1" else "2"
    with pytest.raises(BadCreditCode, match=f"第18位应为{code[-1]}"):
        checked(code[:-1] + other)
