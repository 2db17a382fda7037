"""What a cell of a bank's answer says. What cannot be told for certain is refused; nothing is repaired.

Taken as they are meant, since nothing is lost by it: blanks around, full-width digits, blanks between the digits of an
account, commas between the thousands of an amount, the wrappings with which programs keep Excel off long digits.
"""

from __future__ import annotations

import re
from datetime import date

from sibai.batch.tables.faults import shortened
from sibai.batch.tables.raw import Tag
from sibai.payroll.bank.layout import Unit
from sibai.payroll.bank.patterns import read_day

BLANKS = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff"
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
WRAPPED = re.compile(r'="(.*)"|\'(.*)', re.DOTALL)
SCIENTIFIC = re.compile(r"[0-9]+(\.[0-9]*)?[eE][+-]?[0-9]+")
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?")
IN_YUAN = re.compile(r"[0-9]{1,18}(\.[0-9]{1,2})?")
IN_FEN = re.compile(r"[0-9]{1,18}")
ACCOUNT = re.compile(r"[0-9]{1,40}")
EXACT_DIGITS = 15
"""Digits of a number that a workbook keeps; the ones behind are lost."""

LARGEST = 10**12
"""Fen beyond which no payment is believed: ten thousand million yuan."""

LOST_DIGITS = "存成了数字，15位以后的数字已经丢失，这一行不能采用，请让银行把它存成文本再给一次"


class BadCell(Exception):
    """A cell that is not taken; its text says why."""


def bare(text: str) -> str:
    """A cell without blanks around it and without the wrapping that keeps Excel off: ="6217…" or '6217…."""
    text = text.strip(BLANKS)
    found = WRAPPED.fullmatch(text)
    return (found[1] or found[2] or "").strip(BLANKS) if found else text


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones."""
    return text.translate(HALF_WIDTH)


def plain(text: str) -> str:
    """A label or a word of state, so that blanks, width and case do not count."""
    return "".join(half_width(text).split()).strip(BLANKS).casefold()


def amount_of(text: str, tag: Tag, unit: Unit) -> int:
    """Fen. BadCell where it is not certain what is meant."""
    digits = half_width(bare(text))
    if not digits:
        raise BadCell("空着")
    if lost(digits, tag):
        raise BadCell(LOST_DIGITS)
    if GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if unit is Unit.FEN:
        if not IN_FEN.fullmatch(digits):
            raise BadCell(f"“{shortened(text)}”不是以分为单位的整数")
        return _believed(int(digits))
    if not IN_YUAN.fullmatch(digits):
        raise BadCell(f"“{shortened(text)}”不是金额，应写成如 1600.50")
    whole, _, part = digits.partition(".")
    return _believed(int(whole) * 100 + int(part.ljust(2, "0")))


def _believed(fen: int) -> int:
    if fen > LARGEST:
        raise BadCell("大得不合情理，请核对单位是元还是分")
    return fen


def account_of(text: str, tag: Tag) -> str:
    """The digits of an account. Never quoted in a refusal: it is personal."""
    digits = "".join(half_width(bare(text)).split())
    if not digits:
        raise BadCell("空着")
    if lost(digits, tag):
        raise BadCell(LOST_DIGITS)
    if "*" in digits:
        raise BadCell("被星号遮住了，不能核对，请让银行给完整的账号")
    if not ACCOUNT.fullmatch(digits):
        raise BadCell("应全是数字")
    return digits


def serial_of(text: str, tag: Tag = Tag.TEXT) -> str:
    """A serial without the zeros in front, which Excel drops."""
    serial = half_width(bare(text))
    if not serial:
        raise BadCell("空着")
    if lost(serial, tag):
        raise BadCell(LOST_DIGITS)
    return same_serial(serial)


def same_serial(serial: str) -> str:
    """Digits without zeros in front; any other serial as it is."""
    return serial.lstrip("0") or "0" if serial.isascii() and serial.isdigit() else serial


def lost(digits: str, tag: Tag) -> bool:
    """Whether Excel has cut the number: it is scientific, or a number with more digits than a workbook keeps."""
    return bool(SCIENTIFIC.fullmatch(digits)) or (tag is Tag.NUMBER and sum(map(str.isdigit, digits)) > EXACT_DIGITS)


def day_of(text: str, tag: Tag, pattern: str) -> date | None:
    """A day in the layout's format, or as the workbook types it; None for a blank cell."""
    words = half_width(bare(text))
    if not words:
        return None
    if tag in {Tag.DATE, Tag.DATETIME}:
        return date.fromisoformat(words[: len("2026-05-21")])
    day = read_day(words, pattern)
    if day is None:
        raise BadCell(f"“{shortened(text)}”不是日期，布局写的格式是 {pattern}")
    return day
