"""One cell of a roster as a value, or what is wrong with it and what to do. Nothing is repaired that might be meant
otherwise: digits that a workbook has lost, years of two digits, days without a year go back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from sibai.audit.refusals import Refusal
from sibai.batch.tables.grid import Cell, Tag
from sibai.employment.models import Stint
from sibai.employment.models.record import GRADES
from sibai.employment.queries.intake.columns import LONGEST, Field
from sibai.people.identity import check_card, check_id_number, check_name, check_phone
from sibai.people.models.person import EDUCATION
from sibai.people.queries.persons import CATEGORIES

FIRST_YEAR, LAST_YEAR = 1900, 2100
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?", re.ASCII)
PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d\d))", re.ASCII)
SHORT_YEAR = re.compile(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", re.ASCII)
EXPONENT = re.compile(r"\d(\.\d+)?[eE]\+?\d+", re.ASCII)
ONE_DAY = r"\d{4}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.|年\d{1,2}月)\d{1,2}日?|\d{8}"
TERM = re.compile(rf"({ONE_DAY})\s*(?:至|到|—+|–|~|～|-{{1,2}})\s*({ONE_DAY})", re.ASCII)
OLD_CARD = 9
WORDS_APART = re.compile(r"[、，,；;/\s]+")
SERIAL_DAYS = range(30_000, 60_000)
"""What a date looks like that Excel shows as a number: the years 1982 to 2064."""
SERIAL_DIGITS, EXACT_DIGITS = 5, 15

EDUCATIONS = {label: label for label, _ in EDUCATION} | {
    "专科": "大专",
    "大学专科": "大专",
    "高职": "大专",
    "大学本科": "本科",
    "大学": "本科",
    "职高": "中职",
    "职业高中": "中职",
    "技工学校": "技校",
    "硕士研究生": "硕士",
    "博士研究生": "博士",
}
GRADE_WORDS = [grade for grade, _ in GRADES]
FLAGS = {label: flag for flag, label in CATEGORIES.items()} | {
    "脱贫人口": "poverty_relief",
    "脱贫人员": "poverty_relief",
    "脱贫户家庭": "poverty_household",
    "监测对象": "monitored_household",
    "复役军人": "veteran",
    "复退军人": "veteran",
    "退伍军人": "veteran",
    "毕业生": "graduate",
    "就业困难": "hard_to_employ",
}
HARD = ("大龄", "残疾人", "低保", "低收入家庭", "零就业家庭", "长期失业", "连续失业", "失地农民", "大龄失业人员")
"""The usual kinds of people who are hard to employ; the county certifies which holds."""
YES = {"是": True, "有": True, "1": True, "√": True, "否": False, "无": False, "没有": False, "0": False}


class BadCell(Exception):
    """What is wrong with a cell and what to do."""


def value_of(field: Field, cell: Cell, today: date) -> Any:
    """The value of a filled cell. BadCell with the sentence for whoever typed it."""
    text = cell.text.strip(" \t\r\n　")
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Cf"} and sign not in "\n\t" for sign in text):
        raise BadCell("有看不见的字符，请删掉后重新输入（不要从别的程序粘贴）")
    return READERS[field.kind](Cell(text, cell.tag), field, today)


def _text(cell: Cell, field: Field, _today: date) -> str:
    if cell.tag not in {Tag.TEXT, Tag.NUMBER}:
        raise BadCell("应填文字，请把单元格设为“文本”格式后重填")
    most = LONGEST.get(field.name, 80)
    if len(cell.text) > most:
        raise BadCell(f"最多{most}个字，现在是{len(cell.text)}个，请缩短")
    return " ".join(cell.text.split())


def _code(cell: Cell, field: Field, today: date) -> str:
    whole = cell.text.isascii() and cell.text.isdigit() and len(cell.text) <= EXACT_DIGITS
    if cell.tag is Tag.NUMBER and not whole:
        raise BadCell("存成了数字，可能已不准确，请把这一列设为“文本”格式后重填")
    return _text(cell, field, today)


def _checked(check: Callable[[str], Any]) -> Callable[[str], Any]:
    """A check of the people's room, its words as those of a cell."""

    def asked(text: str) -> Any:
        try:
            return check(text)
        except Refusal as refusal:
            raise BadCell(str(refusal).rstrip("。")) from refusal

    return asked


def _name(cell: Cell, field: Field, today: date) -> str:
    return str(_checked(check_name)(_text(cell, field, today)))


def _id_number(cell: Cell, _field: Field, today: date) -> str:
    if cell.tag is not Tag.TEXT or EXPONENT.fullmatch(cell.text):
        raise BadCell("身份证号存成了数字，末几位已丢失，请把这一列设为“文本”格式后按证件重填")
    return str(_checked(lambda text: check_id_number(text, today=today))(cell.text).number)


def _phone(cell: Cell, _field: Field, _today: date) -> str:
    if cell.tag not in {Tag.TEXT, Tag.NUMBER} or EXPONENT.fullmatch(cell.text):
        raise BadCell("手机号应为11位数字，请把单元格设为“文本”格式后重填")
    return str(_checked(check_phone)(cell.text))


def _card(cell: Cell, _field: Field, _today: date) -> str:
    if cell.tag is not Tag.TEXT or EXPONENT.fullmatch(cell.text):
        raise BadCell("账号存成了数字，末几位可能已丢失，请把这一列设为“文本”格式后按卡重填")
    if len(cell.text) == OLD_CARD and cell.text.isalnum():
        raise BadCell("这是社保卡卡号（9位），请填卡上的银行账号")
    return str(_checked(check_card)(cell.text).number)


def _sex(cell: Cell, _field: Field, _today: date) -> str:
    text = cell.text.removesuffix("性")
    if text not in {"男", "女"}:
        raise BadCell("应填“男”或“女”")
    return text


def _one_of(words: dict[str, Any], shown: str) -> Callable[[Cell, Field, date], Any]:
    """A reader of a list of words."""

    def read(cell: Cell, _field: Field, _today: date) -> Any:
        if cell.text not in words:
            raise BadCell(f"应填下列之一：{shown}")
        return words[cell.text]

    return read


def _category(cell: Cell, _field: Field, _today: date) -> frozenset[str]:
    """The facts of a person that the words name; the kinds of people hard to employ count as that."""
    flags = set()
    for word in filter(None, WORDS_APART.split(cell.text)):
        known = FLAGS.get(word) or FLAGS.get(word.removesuffix("人员").removesuffix("家庭"))
        if known is None and word.startswith(HARD):
            known = "hard_to_employ"
        if known is None:
            shown = "、".join(CATEGORIES.values())
            raise BadCell(f"不认识其中一类，应填：{shown}，或大龄、残疾人、低保、零就业家庭等；其他情况写进备注")
        flags.add(known)
    return frozenset(flags)


def _kind(cell: Cell, _field: Field, _today: date) -> str:
    if "协理员" in cell.text and "劳动保障" not in cell.text:
        return Stint.COORDINATOR
    if "公益" in cell.text:
        return Stint.PUBLIC_POST
    raise BadCell("应填“协理员”或“其他公益性岗位”（劳动保障协理员不适用本办法，请不要列入）")


def _village_code(cell: Cell, _field: Field, _today: date) -> str:
    if not (cell.text.isascii() and cell.text.isdigit() and len(cell.text) == 12):
        raise BadCell(f"村编码应为12位数字，现在是{len(cell.text)}位，请核对；也可以只填村名")
    return cell.text


def day_of(text: str) -> date:
    """A day as it is commonly written: 2025-07-01, 2025/7/1, 2025.7.1, 20250701, 2025年7月1日. BadCell."""
    found = DAY.fullmatch(text)
    if found:
        parts = [part for part in found.groups() if part]
    else:
        packed = PACKED.fullmatch(text)
        parts = list(packed.groups()) if packed else []
    if len(parts) != 3:
        raise BadCell(_why_no_day(text))
    try:
        day = date(*map(int, parts))
    except ValueError:
        raise BadCell("没有这一天，请核对年月日") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadCell("年份不对，请核对")
    return day


def _why_no_day(text: str) -> str:
    if MONTH.fullmatch(text):
        return "只有年月，请补上日，如 2025-07-01"
    if SHORT_YEAR.fullmatch(text):
        return "年份只有两位，请写四位，如 2025-07-01"
    if text.isascii() and text.isdigit() and len(text) == SERIAL_DIGITS and int(text) in SERIAL_DAYS:
        return "日期显示成了序号，请把单元格设为“日期”格式，或写成 2025-07-01"
    return "日期写成 2025-07-01、2025/7/1、2025.7.1 或 20250701，请改写"


def _day(cell: Cell, _field: Field, _today: date) -> date:
    if cell.tag is Tag.DATETIME:
        raise BadCell("日期里带有几点几分，请只填年月日")
    return day_of(cell.text)


def _birth(cell: Cell, field: Field, today: date) -> str:
    """A birth date, or only its year and month: as ISO text of ten or seven signs."""
    month = MONTH.fullmatch(cell.text)
    if month:
        number = int(month[2] or month[3])
        if 1 <= number <= 12:
            return f"{month[1]}-{number:02d}"
    return _day(cell, field, today).isoformat()


def _term(cell: Cell, _field: Field, _today: date) -> tuple[date, date]:
    """Both days of a term in one cell, 2025-07-01至2026-06-30."""
    found = TERM.fullmatch(cell.text)
    if not found:
        raise BadCell("应写起止两个日期，如 2025-07-01至2026-06-30")
    return day_of(found[1]), day_of(found[2])


READERS: dict[str, Callable[[Cell, Field, date], Any]] = {
    "text": _text,
    "code": _code,
    "name": _name,
    "id_number": _id_number,
    "phone": _phone,
    "card": _card,
    "sex": _sex,
    "birth": _birth,
    "education": _one_of(EDUCATIONS, "、".join(label for label, _ in EDUCATION)),
    "category": _category,
    "kind": _kind,
    "town": _text,
    "village": _text,
    "village_code": _village_code,
    "day": _day,
    "term": _term,
    "yes": _one_of(YES, "是、否"),
    "grade": _one_of({grade: grade for grade in GRADE_WORDS}, "、".join(GRADE_WORDS)),
}
"""How the cells of each kind are read."""
