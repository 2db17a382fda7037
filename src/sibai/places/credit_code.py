"""The unified social credit code of an organisation (GB 32100—2015): eighteen signs, the last of which checks them."""

from __future__ import annotations

import re
import unicodedata

from sibai.audit.refusals import Refusal

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capitals without I, O, S, V and Z, in the order of their values."""
SHAPE = re.compile(rf"[{SIGNS}]{{2}}[0-9]{{6}}[{SIGNS}]{{10}}")
LENGTH, FACTOR = 18, 3


class BadCreditCode(Refusal):
    """Not a code that the standard allows; says what is wrong with it."""

    field = "credit_code"


def check_sign(first: str) -> str:
    """The eighteenth sign that belongs to the seventeen before."""
    total = sum(SIGNS.index(sign) * pow(FACTOR, place, len(SIGNS)) for place, sign in enumerate(first))
    return SIGNS[-total % len(SIGNS)]


def checked(text: str) -> str:
    """The code as it is stored: capitals without blanks. Blank stays blank; BadCreditCode says what to check."""
    code = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not code:
        return ""
    if len(code) != LENGTH:
        raise BadCreditCode(f"统一社会信用代码是18位，现在是{len(code)}位，请核对。")
    if not SHAPE.fullmatch(code):
        raise BadCreditCode("统一社会信用代码由数字和大写字母组成（没有I、O、S、V、Z），第3至8位是数字，请核对。")
    right = check_sign(code[:-1])
    if code[-1] != right:
        raise BadCreditCode(f"统一社会信用代码有一位不对（按前17位，第18位应为{right}），请逐位核对。")
    return code
