"""What is said of a cell that cannot be taken: what is wrong with it and what to write instead."""

from __future__ import annotations

import re

from sibai.batch.tables.faults import shortened, visible
from sibai.batch.tables.schema import HUNDREDTHS, Column, Kind

TEXT_LIMIT = 1000
FIRST_YEAR, LAST_YEAR = 1900, 2100
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
"""Unicode category Cc."""

FULL_WIDTH = re.compile("[０-９．，－＋]")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}([,，][0-9]{3})+(\.[0-9]*)?")
SCIENTIFIC = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?[eE][+-]?[0-9]+")
PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
UNIT = re.compile("[¥￥$元角分]")
DATE_LIKE = re.compile(r"[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?")
EXAMPLES = {Kind.FEN: "1600.50", Kind.POINTS: "86.5", Kind.COUNT: "12"}
BLANK = "不能为空，请填写"


def control_fault(text: str) -> str:
    """A cell with a character that no keyboard shows."""
    found = CONTROL.search(text)
    sign = visible(found.group()) if found else ""
    names = {"U+0009": "（制表符）", "U+000A": "（换行）", "U+000D": "（回车）"}
    return f"含有看不见的控制字符 {sign}{names.get(sign, '')}，请删去后重填"


def cell_fault(column: Column, text: str) -> str:
    """Why a cell's text (stripped, without control characters) is not a value of its column."""
    quoted = "" if column.personal else f"“{shortened(text)}”"
    if column.kind in EXAMPLES:
        return _number_fault(column, text, quoted)
    if column.kind is Kind.TEXT:
        return f"太长（{len(text)}个字符），最多{TEXT_LIMIT}个，请缩短"
    if column.kind is Kind.FLAG:
        return f"{quoted}应写 1（是）或 0（否）"
    if column.kind is Kind.CHOICE:
        return f"{quoted}不在可选值内，请写：{'、'.join(column.choices)}"
    return _day_fault(column.kind, text, quoted)


def _number_fault(column: Column, text: str, quoted: str) -> str:
    """A number written in a way that is not taken, or out of bounds."""
    example = EXAMPLES[column.kind]
    ways = (
        (FULL_WIDTH.search(text), f"{quoted}含有全角数字或符号，请改成半角，如 {example}"),
        (GROUPED.fullmatch(text), f"{quoted}不要写千位分隔符，应写成如 {text.replace(',', '').replace('，', '')[:20]}"),
        (SCIENTIFIC.fullmatch(text), f"{quoted}不要用科学计数法，请写出全部数字，如 {example}"),
        (UNIT.search(text), f"{quoted}不要写单位或货币符号，只写数字，如 {example}"),
        (not PLAIN.fullmatch(text), f"{quoted}不是数字，应写成如 {example}"),
    )
    for wrong, message in ways:
        if wrong:
            return message
    return _size_fault(column, text, quoted)


def _size_fault(column: Column, text: str, quoted: str) -> str:
    """A plain number with too many places, too small or too large."""
    decimals = text.partition(".")[2]
    if column.kind is Kind.COUNT and decimals:
        return f"{quoted}应为整数，不要写小数点"
    if len(decimals) > 2:
        return f"{quoted}小数最多两位，请改成两位以内"
    least, greatest = column.bounds
    if text.startswith("-") and least >= 0:
        return f"{quoted}不能小于 {_bound(least, column)}"
    return f"{quoted}应在 {_bound(least, column)} 至 {_bound(greatest, column)} 之间"


def _bound(value: int, column: Column) -> str:
    """A bound as it would be written in the file."""
    if column.kind not in HUNDREDTHS:
        return str(value)
    sign, digits = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{digits // 100}.{digits % 100:02d}" if digits % 100 else f"{sign}{digits // 100}"


def _day_fault(kind: Kind, text: str, quoted: str) -> str:
    """A date, time or identity number that is not one."""
    if kind is Kind.ID_NUMBER:
        return id_number_fault(text)
    if kind is Kind.DATETIME:
        return f"{quoted}应写成 2026-05-21 08:30 或 2026-05-21 08:30:00，且为{FIRST_YEAR}至{LAST_YEAR}年间真实的时间"
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        year = int(text[:4])
        if FIRST_YEAR <= year <= LAST_YEAR:
            return f"{quoted}没有这一天，请核对日期"
        return f"{quoted}年份应在{FIRST_YEAR}至{LAST_YEAR}之间，请核对日期"
    return _other_date(text, quoted)


def _other_date(text: str, quoted: str) -> str:
    """A date that is not written as one."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T].*", text):
        return f"{quoted}带有时间，这一列只写日期，如 2026-05-21"
    if DATE_LIKE.fullmatch(text):
        return f"{quoted}日期应写成四位年、两位月、两位日，用短横线相连，如 2026-05-21"
    return f"{quoted}不是日期，应写成如 2026-05-21"


def id_number_fault(text: str) -> str:
    """Why an identity number is not one; never with its digits."""
    if len(text) != 18:
        return f"身份证号应为18位，这里有{len(text)}位，请核对"
    if not re.fullmatch("[0-9]{17}[0-9Xx]", text):
        return "身份证号应为17位数字加一位数字或X，请核对"
    return "身份证号不对（出生日期不存在或校验码不符），请按证件核对"
