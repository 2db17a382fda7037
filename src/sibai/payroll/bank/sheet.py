"""A workbook for the bank: text cells, so that no digit is lost, and the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from sibai.payroll.bank.layout import Field, FileLayout, Unit
from sibai.payroll.bank.rows import Head

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_COLUMN = 40
MONEY = {"amount", "sum"}


def sheet_bytes(file: FileLayout, head: Head, lines: Sequence[tuple[Sequence[Field], Sequence[str]]]) -> bytes:
    """An XLSX of one sheet. It says that it was made on the head's day: a clock would change its bytes."""
    made = BytesIO()
    book = Workbook(made, OPTIONS)
    book.set_properties({"created": datetime(head.day.year, head.day.month, head.day.day)})  # noqa: DTZ001
    sheet = book.add_worksheet(file.sheet)
    text = book.add_format({"num_format": "@"})
    money = book.add_format({"num_format": "0" if file.unit is Unit.FEN else "0.00"})
    for place, field in enumerate(file.fields):
        sheet.set_column(
            place, place, _width(field, [texts for fields, texts in lines if fields is file.fields], place)
        )
    for row, (fields, texts) in enumerate(lines):
        for place, (field, value) in enumerate(zip(fields, texts, strict=True)):
            if file.numbers and field.take in MONEY:
                sheet.write_number(row, place, Decimal(value), money)
            else:
                sheet.write_string(row, place, value, text)
    book.close()
    return made.getvalue()


def _width(field: Field, rows: Sequence[Sequence[str]], place: int) -> int:
    """As wide as the longest text; a Chinese sign is two wide."""
    texts = [field.label, *(texts[place] for texts in rows)]
    return min(max(sum(2 if ord(sign) > 0x2E80 else 1 for sign in text) for text in texts) + 2, LONGEST_COLUMN)
