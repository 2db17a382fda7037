"""Files for the tests of the table layer, and what reading them gave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from xlsxwriter import Workbook

from sibai.batch.tables.faults import Faults
from sibai.batch.tables.reading import ReadTable, read_table
from sibai.batch.tables.schema import Column, Kind, Schema

THINGS = Schema(
    "THINGS",
    (
        Column("code", "编号", Kind.TEXT),
        Column("note", "备注", Kind.TEXT, blank_allowed=True),
        Column("yes", "是否", Kind.FLAG, blank_allowed=True),
        Column("count", "个数", Kind.COUNT, blank_allowed=True, maximum=100),
        Column("amount", "金额", Kind.FEN, blank_allowed=True),
        Column("points", "分数", Kind.POINTS, blank_allowed=True),
        Column("day", "日期", Kind.DATE, blank_allowed=True),
        Column("moment", "时间", Kind.DATETIME, blank_allowed=True),
        Column("choice", "选项", Kind.CHOICE, blank_allowed=True, choices={"甲": 1, "乙": 2}),
        Column("id_number", "身份证号", Kind.ID_NUMBER, blank_allowed=True),
    ),
)
"""A table with a column of every kind."""

ID_NUMBER = "61099919900307006X"
"""An invented person in a region that was never assigned."""


@dataclass(frozen=True)
class Outcome:
    """What reading a file gave; fault lines without the path."""

    table: ReadTable
    faults: list[str]
    notices: list[str]

    @property
    def frame(self) -> pl.DataFrame:
        """The table read."""
        return self.table.frame

    def column(self, name: str) -> list[Any]:
        """A column of the table read."""
        return self.table.frame.get_column(name).to_list()


def read(path: Path, schema: Schema = THINGS) -> Outcome:
    """Read a file that is there."""
    faults, notices = Faults(), list[str]()
    table = read_table(str(path), schema, faults, notices)
    prefix = f"{path}:"
    lines = list(faults.lines())
    assert all(line.startswith(prefix) for line in lines)
    assert table.sound == (not lines)
    assert table.frame.columns == schema.names()
    assert len(table.rows) == table.frame.height
    return Outcome(
        table, [line.removeprefix(prefix) for line in lines], [note.removeprefix(prefix) for note in notices]
    )


def read_csv(folder: Path, content: str | bytes, schema: Schema = THINGS) -> Outcome:
    """Write a CSV file and read it."""
    path = folder / "a.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, schema)


def read_frame(folder: Path, frame: pl.DataFrame, schema: Schema = THINGS) -> Outcome:
    """Write a Parquet file and read it."""
    path = folder / "a.parquet"
    frame.write_parquet(path)
    return read(path, schema)


def read_sheet(folder: Path, rows: Sequence[Sequence[Any]], fill: Callable[[Any, Any], None] | None = None) -> Outcome:
    """Write a workbook, its cells typed as the values are, and read it."""
    path = folder / "a.xlsx"
    write_sheet(path, rows, fill)
    return read(path)


def write_sheet(path: Path, rows: Sequence[Sequence[Any]], fill: Callable[[Any, Any], None] | None = None) -> None:
    """A workbook with typed cells; dates shown as dates."""
    options = {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd hh:mm", "strings_to_urls": False}
    with Workbook(path, options) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, place, cell)
        if fill:
            fill(book, sheet)
