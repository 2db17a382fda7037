"""A small table as people type it, wherever its header stands: cells by row and column, numbered as in Excel.

For lists of people and places that are checked cell by cell. Files of millions of rows go through `reading`.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sibai.batch.tables.csv_file import utf8
from sibai.batch.tables.raw import NotATable, Tag
from sibai.batch.tables.xlsx_file import odd_fault
from sibai.batch.tables.xlsx_guard import column_letters

__all__ = ["Area", "Cell", "Grid", "NotATable", "Tag", "column_letters", "read_grid", "read_grids"]

TIMEOUT_SECONDS = 60
WORKBOOKS = ("xlsx", "xls")
HANDED_ON = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMPDIR")
"""What of the environment the worker needs; the rest may hold secrets."""
BROKEN = "打不开这个工作簿：已损坏或太大，请用 Excel 或 WPS 打开后另存为新的 .xlsx"


class Cell(NamedTuple):
    """A filled cell: its text (dates ISO, whole numbers without a point) and how the workbook types it."""

    text: str
    tag: Tag = Tag.TEXT


class Area(NamedTuple):
    """A merged area, first and last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Filled cells by (row, column), both from 1."""

    cells: Mapping[tuple[int, int], Cell]
    odd: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells that hold an error value or a formula without a result: what to do."""
    merged: Sequence[Area] = ()
    sheet: str = ""
    others: Sequence[str] = ()
    """The names of further sheets, which are not read."""
    hidden: Sequence[str] = ()

    covered: Mapping[tuple[int, int], Area] = field(init=False)
    """Every cell of a merged area, with its area."""
    last_row: int = field(init=False)
    """The last row with content; 0 without any."""
    last_column: int = field(init=False)
    """The last column with content; 0 without any."""

    def __post_init__(self) -> None:
        covered = {
            (row, place): area
            for area in self.merged
            for row in range(area.top, area.bottom + 1)
            for place in range(area.left, area.right + 1)
        }
        object.__setattr__(self, "covered", covered)
        object.__setattr__(self, "last_row", max((row for row, _ in self.cells), default=0))
        object.__setattr__(self, "last_column", max((column for _, column in self.cells), default=0))


def read_grid(content: bytes, kind: str, *, rows: int, columns: int) -> Grid:
    """The table of a workbook (`kind` xlsx, xls) or CSV file. NotATable where there is none, or a larger one."""
    return read_grids(content, kind, rows=rows, columns=columns, sheets=1)[0]


def read_grids(content: bytes, kind: str, *, rows: int, columns: int, sheets: int) -> list[Grid]:
    """The first sheets that are not hidden, the empty ones left out; of a CSV file its one table. NotATable."""
    if kind not in WORKBOOKS:
        return [_csv(content, rows, columns)]
    return _workbook(content, kind, rows, columns, sheets)


def _workbook(content: bytes, kind: str, rows: int, columns: int, sheets: int) -> list[Grid]:
    """Laid out by a process of its own, so that a hostile file harms nobody else."""
    try:
        told = subprocess.run(  # noqa: S603 - our own interpreter and module; the content goes in by a pipe
            [sys.executable, "-P", "-m", "sibai.batch.tables.grid_worker", kind, *map(str, (rows, columns, sheets))],
            input=content,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=True,
            env={name: os.environ[name] for name in HANDED_ON if name in os.environ} | {"POLARS_MAX_THREADS": "1"},
        ).stdout
        report = json.loads(told)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise NotATable(BROKEN) from error
    if "refusal" in report:
        raise NotATable(report["refusal"])
    return [_grid(each) for each in report["grids"]]


def _grid(told: Mapping[str, Any]) -> Grid:
    """A sheet as the worker told it."""
    return Grid(
        {(row, column): Cell(text, Tag(tag)) for row, column, text, tag in told["cells"]},
        {(row, column): odd_fault(error) for row, column, error in told["odd"]},
        [Area(*area) for area in told["merged"]],
        told["sheet"],
        told["others"],
        told["hidden"],
    )


def _csv(content: bytes, rows: int, columns: int) -> Grid:
    """Cells of text, in UTF-8 or GB18030. A quoted cell may hold line ends: rows count as Excel shows them."""
    cells: dict[tuple[int, int], Cell] = {}
    reader = csv.reader(io.StringIO(utf8(content).decode(), newline=""), strict=True)
    row = 0
    try:
        for row, record in enumerate(reader, 1):
            filled = [(place, text) for place, text in enumerate(record, 1) if text.strip()]
            cells.update({(row, place): Cell(text) for place, text in filled})
            if filled and row > rows:
                raise NotATable(f"这张表超过{rows}行，请分成几个文件")
            if filled and filled[-1][0] > columns:
                raise NotATable(f"第{row}行有{filled[-1][0]}列，最多读{columns}列，请检查是否多写了逗号")
    except csv.Error as error:
        raise NotATable(f"第{row + 1}行的双引号不成对，或一格太长，请检查引号") from error
    if not cells:
        raise NotATable("文件里没有内容")
    return Grid(cells)
