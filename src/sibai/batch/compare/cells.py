"""Cells as accountants write them, made plain: amounts, days, numbers of days, identity numbers."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sibai.batch.tables.grid import Cell, Tag
from sibai.batch.tables.schema import Column

AMOUNT = re.compile(r"(?:¥|人民币)?(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)元?", re.ASCII)
NOTHING = frozenset({"-", "—", "–", "－", "/", "无"})
"""What an amount that is not there is written as."""
NOT_PAID = frozenset({"停发", "未发", "缓发", "不发", "暂停发放", "暂停", "停止发放"})
"""What an amount that was held back is written as."""
FEN = Decimal("0.01")
LARGEST = Decimal(10) ** 9
HIDDEN_DIGITS = "*＊"
DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?", re.ASCII)
SHORT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
DAY_OF_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]", re.ASCII)
MONTH_ONLY = re.compile(r"(\d{4})[-./年](\d{1,2})月?", re.ASCII)
DAYS = re.compile(r"(\d{1,3})(?:\.0+)?(?:天|日|个)?", re.ASCII)


def _plain(cell: Cell) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", cell.text))


def amount_of(cell: Cell | None) -> Cell | None:
    """An amount as it is meant: a dash is none, 停发 is nothing paid, a formula's number is whole fen."""
    if cell is None or cell.text.strip() in NOTHING:
        return None
    if cell.tag is Tag.NUMBER:
        number = Decimal(cell.text)
        exact = number == number.quantize(FEN)
        return cell if exact else cell._replace(text=str(number.quantize(FEN, ROUND_HALF_UP)))
    text = _plain(cell)
    if text in NOT_PAID:
        return cell._replace(text="0")
    found = AMOUNT.fullmatch(text)
    return cell._replace(text=found[1].replace(",", "")) if found else cell


def item_fen(cell: Cell | None) -> int:
    """A further item in fen; 0 where the cell holds no amount."""
    amount = amount_of(cell)
    try:
        number = Decimal(amount.text) if amount else Decimal(0)
    except ArithmeticError:
        return 0
    return int((number / FEN).to_integral_value(ROUND_HALF_UP)) if abs(number) < LARGEST else 0


def as_day(cell: Cell | None, month: date | None, name: str) -> Cell | None:
    """A day as people write it; of a whole month its first, for who began before `month`, else nothing is known."""
    if cell is None or cell.tag is not Tag.TEXT:
        return cell
    text = _plain(cell)
    if text in NOTHING:
        return None
    found = DAY.fullmatch(text) or SHORT_DAY.fullmatch(text)
    if found:
        return cell._replace(text=f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}")
    in_year = DAY_OF_YEAR.fullmatch(text)
    if in_year and month:
        return cell._replace(text=f"{month.year}-{in_year[1]:0>2}-{in_year[2]:0>2}")
    only = MONTH_ONLY.fullmatch(text)
    if only and month:
        before = name == "from" and (int(only[1]), int(only[2])) < (month.year, month.month)
        return cell._replace(text=f"{only[1]}-{only[2]:0>2}-01") if before else None
    return cell


def as_count(cell: Cell | None) -> Cell | None:
    """A number of days without its unit."""
    if cell is None or cell.tag is not Tag.TEXT:
        return cell
    text = _plain(cell)
    if text in NOTHING:
        return None
    found = DAYS.fullmatch(text)
    return cell._replace(text=found[1]) if found else cell


def is_hidden(column: Column, cell: Cell | None) -> bool:
    """Whether a cell holds a number of which some digits are stars: taken as it stands, to know the person by."""
    return column.name == "id_number" and cell is not None and any(sign in cell.text for sign in HIDDEN_DIGITS)


def is_lost(cell: Cell | None) -> bool:
    """Whether an identity number was kept as a number, which has fifteen digits only."""
    return cell is not None and cell.tag is Tag.NUMBER
