"""Workbooks that are handed out: who made them and when stands on the sheet and on every printed page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sibai.documents.words import in_words

__all__ = ["Column", "Sheet", "book_of", "in_words", "workbook"]

SHEET_NAME_LENGTH, LONGEST_TEXT, NARROWEST, WIDEST = 31, 32_000, 8, 40
A4 = 9
HEAD_ROWS = 3
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
UNSEEN = frozenset({"Cc", "Cs"})
NO_XML = frozenset("\ufffe\uffff")
"""What no XML can hold, so that a workbook with it does not open."""
WIDTHS = {"number": 10, "money": 13, "points": 10, "day": 12, "moment": 17, "code": 22, "check": 7}
FORMATS: dict[str, dict[str, Any]] = {
    "": {"text_wrap": True, "num_format": "@"},
    "code": {"num_format": "@"},
    "number": {"num_format": "0", "align": "right"},
    "money": {"num_format": "#,##0.00", "align": "right"},
    "points": {"num_format": "0.00", "align": "right"},
    "day": {"num_format": "yyyy-mm-dd", "align": "center"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "center"},
    "check": {"align": "center"},
}


class Column(NamedTuple):
    """A column: its name, its kind, its width in characters (0: as the kind and the name need).

    Kinds: "" text, code, number, money (fen), points (hundredths), day, moment, check.
    """

    label: str
    kind: str = ""
    width: int = 0


class Sheet(NamedTuple):
    """A sheet: its title, columns, rows; `totals` as the last row, `notes` below."""

    title: str
    columns: Sequence[Column | tuple[Any, ...]]
    rows: Iterable[Sequence[Any]]
    totals: Sequence[Any] | None = None
    notes: Sequence[str] = ()


def workbook(
    title: str,
    columns: Sequence[Column | tuple[Any, ...]],
    rows: Iterable[Sequence[Any]],
    *,
    by: str,
    at: datetime,
    totals: Sequence[Any] | None = None,
    notes: Sequence[str] = (),
) -> bytes:
    """An XLSX of one sheet: title, who made it and when, header, rows; `totals` as the last row, `notes` below.

    Long digits are text; nothing becomes a formula or a link. Money and points are written exactly.
    """
    return book_of([Sheet(title, columns, rows, totals, notes)], by=by, at=at)


def book_of(sheets: Iterable[Sheet], *, by: str, at: datetime) -> bytes:
    """The same of several sheets, whose titles differ."""
    made = BytesIO()
    book = Workbook(
        made, {"constant_memory": True, "in_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    who = f"导出人：{by}　时间：{at.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d %H:%M}"
    for each in sheets:
        _write_sheet(book, each, who)
    book.close()
    return made.getvalue()


def _write_sheet(book: Workbook, given: Sheet, who: str) -> None:
    sheet = book.add_worksheet(_sheet_name(given.title))
    laid_out = [Column(*column) for column in given.columns]
    _lay_out(sheet, laid_out, given.title, who)
    _head(book, sheet, laid_out, given.title, who)
    styles = [_style(book, column.kind) for column in laid_out]
    number = HEAD_ROWS
    for row in given.rows:
        _write_row(sheet, number, row, laid_out, styles)
        number += 1
    if given.totals is not None:
        bold = [_style(book, column.kind, bold=True) for column in laid_out]
        _write_row(sheet, number, given.totals, laid_out, bold)
        number += 1
    for note in given.notes:
        sheet.write_string(number, 0, _text(note))
        number += 1


def _lay_out(sheet: Worksheet, columns: Sequence[Column], title: str, who: str) -> None:
    """Widths, the part that stays, and how it is printed: A4 across, header on every page, who made it below."""
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width or _width(column))
    sheet.freeze_panes(HEAD_ROWS, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROWS - 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L{_footer(who)[:150]}&C{_footer(title)[:60]}&R第&P页 共&N页")


def _head(book: Workbook, sheet: Worksheet, columns: Sequence[Column], title: str, who: str) -> None:
    """The title, who made it, the names of the columns."""
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, _text(title), book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"}))
    sheet.write_string(1, 0, _text(who), book.add_format({"font_size": 9, "font_color": "#595959"}))
    head = book.add_format(
        {"bold": True, "border": 1, "bg_color": "#E8EFEA", "text_wrap": True, "align": "center", "valign": "vcenter"}
    )
    for place, column in enumerate(columns):
        sheet.write_string(HEAD_ROWS - 1, place, _text(column.label), head)


def _write_row(
    sheet: Worksheet, number: int, row: Sequence[Any], columns: Sequence[Column], styles: Sequence[Format]
) -> None:
    for place, (value, column, style) in enumerate(zip(row, columns, styles, strict=True)):
        _write(sheet, number, place, value, column.kind, style)


def _write(sheet: Worksheet, row: int, place: int, value: Any, kind: str, style: Format) -> None:
    """One cell as its kind says; text where the value is no such thing."""
    if value is None or value == "":
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, bool):
        sheet.write_string(row, place, "是" if value else "否", style)
    elif isinstance(value, int) and kind in {"money", "points"}:
        sheet.write_number(row, place, Decimal(value).scaleb(-2), style)
    elif isinstance(value, int) and kind == "number":
        sheet.write_number(row, place, value, style)
    elif isinstance(value, datetime) and kind == "moment":
        sheet.write_datetime(row, place, value.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(tzinfo=None), style)
    elif isinstance(value, date) and not isinstance(value, datetime) and kind == "day":
        sheet.write_datetime(row, place, value, style)
    else:
        sheet.write_string(row, place, _text(value), style)


def _style(book: Workbook, kind: str, *, bold: bool = False) -> Format:
    return book.add_format({"border": 1, "valign": "vcenter", "bold": bold, **FORMATS.get(kind, FORMATS[""])})


def _width(column: Column) -> int:
    """As wide as its kind or its name needs; a Chinese character is two wide."""
    named = sum(2 if ord(sign) > 0x2E80 else 1 for sign in column.label) + 3
    return min(max(WIDTHS.get(column.kind, 0), named, NARROWEST), WIDEST)


def _text(value: Any) -> str:
    """A value as the text of a cell: no control characters, within what a cell holds."""
    kept = (sign for sign in str(value) if sign not in NO_XML)
    text = "".join(sign for sign in kept if sign == "\n" or unicodedata.category(sign) not in UNSEEN)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _footer(text: str) -> str:
    return _text(text).replace("&", "&&").replace("\n", " ")


def _sheet_name(title: str) -> str:
    return FORBIDDEN.sub(" ", _text(title)).replace("\n", " ").strip()[:SHEET_NAME_LENGTH] or "表"
