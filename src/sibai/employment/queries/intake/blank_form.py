"""The blank roster to fill in: columns as text or days, lists to choose from, one example row, and how to fill it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sibai.employment.models.record import GRADES
from sibai.employment.queries.intake.columns import EXAMPLE, SERIAL
from sibai.employment.queries.intake.villages import Villages
from sibai.people.identity import check_digit
from sibai.people.models.person import EDUCATION

TITLE = "公益性岗位人员花名册"
HEAD_ROW, EXAMPLE_ROW, FIRST, LAST = 2, 3, 4, 600
"""Rows from 0: the names of the columns, the example, and those to fill in."""
INVENTED = "61099919900307001"
DAY, TEXT = "day", "text"
YES = ["是", "否"]
COLUMNS: tuple[tuple[str, str, str, int], ...] = (
    (SERIAL, TEXT, EXAMPLE, 7),
    ("姓名", TEXT, "张某某", 10),
    ("性别", TEXT, "男", 6),
    ("身份证号", TEXT, INVENTED + check_digit(INVENTED), 22),
    ("文化程度", TEXT, "大专", 10),
    ("人员类别", TEXT, "脱贫劳动力、退役军人", 22),
    ("户籍地址", TEXT, "白河县茅坪镇某村1组", 24),
    ("联系电话", TEXT, "10012345678", 14),
    ("岗位名称", TEXT, "协理员", 14),
    ("镇", TEXT, "茅坪镇", 10),
    ("岗位地点（村）", TEXT, "茅坪社区", 16),
    ("上岗时间", DAY, "2025-07-01", 12),
    ("离岗时间", DAY, "", 12),
    ("合同起", DAY, "2025-07-01", 12),
    ("合同止", DAY, "2026-06-30", 12),
    ("合同编号", TEXT, "", 14),
    ("合同签订日期", DAY, "2025-07-10", 14),
    ("备案日期", DAY, "2025-07-20", 12),
    ("备案号", TEXT, "2025-18", 12),
    ("社保卡银行账号", TEXT, "9991234567890123456", 24),
    ("就业创业证号", TEXT, "6109290025000123", 20),
    ("经认定的就业困难人员", TEXT, "是", 14),
    ("认定日期", DAY, "2025-06-20", 12),
    ("认定类别", TEXT, "脱贫人口", 12),
    ("享受岗位补贴", TEXT, "是", 10),
    ("享受社保补贴", TEXT, "是", 10),
    ("首次核准补贴日", DAY, "2025-07-01", 14),
)
"""Name, kind, example, width; the years of grades come behind."""
HOW = (
    "怎么填",
    "1. 一人一行。同一个人有几段任职或几份合同的，一段（一份）一行，姓名和身份证号每行都填。",
    "2. 必填：姓名、身份证号、镇和岗位地点（或村编码）、上岗时间。其余没有的可以空着，也可以删去整列。",
    "3. 还在岗的，“离岗时间”空着。以前在别的公益性岗位做过的也要填，岗位名称选“其他公益性岗位”，三年期限合并计算。",
    "4. 身份证号、银行账号、电话这几列已设成“文本”格式，请直接填写，不要改格式；数字存成数值会丢掉末几位。",
    "5. 日期写成 2025-07-01、2025/7/1、2025.7.1 或 20250701 都可以。",
    "6. 第4行是示例（序号写着“示例”），导入时跳过，可以不删。",
    "7. 列的先后可以变，列名也认得常见的叫法；不认识的列不导入，预览时会列出来。",
)


def blank_form(villages: Villages, year: int) -> bytes:
    """The workbook; `year`: the present one, the two before it have columns for grades."""
    made = BytesIO()
    book = Workbook(made, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    sheet = book.add_worksheet("花名册")
    columns = [*COLUMNS, *((f"{each}年度考核档次", TEXT, "", 14) for each in (year - 2, year - 1))]
    _head(book, sheet, columns)
    _lists(book, sheet, [name for name, *_ in columns], villages)
    _how(book)
    book.close()
    return made.getvalue()


def _head(book: Workbook, sheet: Worksheet, columns: Sequence[tuple[str, str, str, int]]) -> None:
    """The title, the names of the columns, the example, and the format of each column."""
    formats = {TEXT: book.add_format({"num_format": "@"}), DAY: book.add_format({"num_format": "yyyy-mm-dd"})}
    style = {"bold": True, "border": 1, "bg_color": "#E8EFEA", "text_wrap": True, "align": "center"}
    head, grey = book.add_format(style), book.add_format({"font_color": "#7F7F7F", "italic": True, "num_format": "@"})
    sheet.write_string(0, 0, TITLE, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, "填法见“怎么填”一页。第4行是示例，导入时跳过。")
    for place, (name, kind, example, width) in enumerate(columns):
        sheet.set_column(place, place, width, formats[kind])
        sheet.write_string(HEAD_ROW, place, name, head)
        if example:
            sheet.write_string(EXAMPLE_ROW, place, example, grey)
    sheet.freeze_panes(HEAD_ROW + 1, 2)


def _lists(book: Workbook, sheet: Worksheet, names: Sequence[str], villages: Villages) -> None:
    """What can be chosen. Villages are many: they stand on a sheet of their own, which is hidden."""
    chosen: dict[str, list[str]] = {
        "性别": ["男", "女"],
        "文化程度": [label for label, _ in EDUCATION],
        "岗位名称": ["协理员", "其他公益性岗位"],
        "镇": sorted(villages.towns, key=lambda name: villages.towns[name].code),
        "岗位地点（村）": [place.short_name for place in villages.villages.values() if place.end is None],
        "经认定的就业困难人员": YES,
        "享受岗位补贴": YES,
        "享受社保补贴": YES,
    }
    grades = [grade for grade, _ in GRADES]
    hidden = book.add_worksheet("选项")
    hidden.hide()
    for place, name in enumerate(names):
        options = grades if name.endswith("考核档次") else chosen.get(name)
        if options:
            _offer(sheet, hidden, place, options)


def _offer(sheet: Worksheet, hidden: Worksheet, place: int, options: Sequence[str]) -> None:
    """A list to choose from in one column; what is not in it can still be typed, and is checked on import."""
    hidden.write_column(0, place, list(options))
    letter = _letters(place)
    rule: dict[str, Any] = {
        "validate": "list",
        "source": f"=选项!${letter}$1:${letter}${len(options)}",
        "error_type": "information",
        "error_title": "不在列表里",
        "error_message": "请核对；导入时会检查。",
    }
    sheet.data_validation(FIRST, place, LAST, place, rule)


def _letters(place: int) -> str:
    first, last = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _how(book: Workbook) -> None:
    sheet = book.add_worksheet("怎么填")
    bold: Format = book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    for row, text in enumerate(HOW):
        sheet.write_string(row, 0, text, wrapped if row else bold)
