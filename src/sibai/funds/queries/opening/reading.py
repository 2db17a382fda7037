"""The form of what the books begin with, and a file that was filled in: its rows, every cell that cannot be taken."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from sibai.batch.tables.faults import Faults
from sibai.batch.tables.reading import ReadTable, read_content
from sibai.batch.tables.schema import AMOUNT_LIMIT, Column, Kind, Schema
from sibai.funds.bookkeeping import SOURCES
from sibai.funds.opening import ITEMS

ITEM_KEYS = dict(enumerate(ITEMS, 1))
SOURCE_KEYS = dict(enumerate(SOURCES, 1))
FORM = Schema(
    "BOOKS",
    (
        Column("item", "项目", Kind.CHOICE, choices={ITEMS[key].label: number for number, key in ITEM_KEYS.items()}),
        Column("month", "月份", Kind.TEXT, blank_allowed=True),
        Column("town", "镇", Kind.TEXT, blank_allowed=True),
        Column("name", "姓名", Kind.TEXT, blank_allowed=True),
        Column("id_number", "身份证号", Kind.ID_NUMBER, blank_allowed=True),
        Column(
            "source",
            "资金来源",
            Kind.CHOICE,
            blank_allowed=True,
            choices={SOURCES[key]: number for number, key in SOURCE_KEYS.items()},
        ),
        Column("amount", "金额", Kind.FEN, minimum=-AMOUNT_LIMIT),
    ),
)
"""One row an amount, in yuan."""
SHOWN_AS = "文件"
LISTED_ROWS = 2000
"""So many rows of the form offer the lists of items and sources."""


def read(content: bytes, kind: str, faults: Faults) -> ReadTable:
    """A file of either kind; what is wrong with it goes to `faults`."""
    return read_content(content, kind, SHOWN_AS, FORM, faults, [])


def blank_form() -> bytes:
    """The workbook to fill; items and sources are chosen from lists, everything but the amount is text."""
    made = BytesIO()
    with Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("期初")
        text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})
        bold = book.add_format({"bold": True})
        lists = book.add_worksheet("可选的")
        lists.hide()
        for place, column in enumerate(FORM.columns):
            wide = column.kind is Kind.ID_NUMBER or column.name == "item"
            sheet.set_column(place, place, 32 if wide else 14, money if column.kind is Kind.FEN else text)
            sheet.write_string(0, place, column.label, bold)
            if column.choices:
                lists.write_column(0, place, list(column.choices))
                letter = chr(ord("A") + place)
                source = f"=可选的!${letter}$1:${letter}${len(column.choices)}"
                sheet.data_validation(1, place, LISTED_ROWS, place, {"validate": "list", "source": source})
        sheet.freeze_panes(1, 1)
    return made.getvalue()
