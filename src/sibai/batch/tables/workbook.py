"""A workbook out: Chinese labels, typed cells, and a second sheet that says what the numbers stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

import polars as pl
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from sibai.batch.tables.schema import HUNDREDTHS, Column, Kind, Schema

LAST_ROW = 1_048_576
ROWS_AT_A_TIME = 10_000
SECOND_SHEET = "参数与口径"
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMATS = {
    Kind.FEN: "0.00",
    Kind.POINTS: "0.00",
    Kind.DATE: "yyyy-mm-dd",
    Kind.DATETIME: "yyyy-mm-dd hh:mm:ss",
    Kind.TEXT: "@",
    Kind.CHOICE: "@",
    Kind.ID_NUMBER: "@",
}
WIDTHS = {Kind.TEXT: 18, Kind.ID_NUMBER: 22, Kind.DATE: 12, Kind.DATETIME: 20, Kind.FEN: 13}
TEXT_WIDTH = 24
Cell = Callable[[Any, int, int, Any, Any], Any]
"""Writes to a sheet, at a row and a column, a value in a format; xlsxwriter is not typed."""


def write_workbook(
    frame: pl.DataFrame, schema: Schema, file: IO[bytes], sheet2: Sequence[Sequence[str]] | None
) -> None:
    """Write the table on the first sheet and the given rows of text on the second."""
    with Workbook(file, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("结果")
        formats = [book.add_format({"num_format": FORMATS.get(each.kind, "General")}) for each in schema.columns]
        for place, column in enumerate(schema.columns):
            sheet.set_column(place, place, max(WIDTHS.get(column.kind, 10), 2 * len(column.label) + 2))
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(schema.columns):
            sheet.write_string(0, place, column.label, bold)
        writers = [_writer(column) for column in schema.columns]
        for row, cells in enumerate(_rows(frame), start=1):
            for place, cell in enumerate(cells):
                if cell is not None:
                    writers[place](sheet, row, place, cell, formats[place])
        if sheet2:
            _write_second(book, sheet2, bold)


def _rows(frame: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows as Python values, a piece at a time."""
    for piece in frame.iter_slices(ROWS_AT_A_TIME):
        yield from piece.iter_rows()


def _writer(column: Column) -> Cell:
    """How a cell of the column is written; hundredths divide once, to the float nearest to the two decimals."""
    if column.kind in HUNDREDTHS:
        return _hundredths
    if column.kind in {Kind.DATE, Kind.DATETIME}:
        return _day
    if column.kind in {Kind.COUNT, Kind.FLAG}:
        return _whole
    labels = {number: label for label, number in column.choices.items()}
    return lambda sheet, row, place, cell, style: sheet.write_string(row, place, labels.get(cell, cell), style)


def _hundredths(sheet: Any, row: int, place: int, cell: int, style: Any) -> None:
    sheet.write_number(row, place, cell / 100, style)


def _day(sheet: Any, row: int, place: int, cell: date | datetime, style: Any) -> None:
    sheet.write_datetime(row, place, cell, style)


def _whole(sheet: Any, row: int, place: int, cell: int, style: Any) -> None:
    sheet.write_number(row, place, int(cell), style)


def _write_second(book: Any, rows: Sequence[Sequence[str]], bold: Any) -> None:
    """The second sheet: rows of text, the first as headers."""
    sheet = book.add_worksheet(SECOND_SHEET)
    width = max(len(row) for row in rows)
    sheet.set_column(0, max(width - 1, 0), TEXT_WIDTH)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text, bold if number == 0 else None)
