"""A table as it stands in a file, before anything is known of what its cells mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import polars as pl


class Tag(IntEnum):
    """How a workbook types a cell, beside its text."""

    TEXT = 0
    NUMBER = 1
    FLAG = 2
    DATE = 3
    DATETIME = 4
    OTHER = 5


@dataclass(frozen=True, slots=True)
class RawTable:
    """Headers and columns of equal length, in the order of the file."""

    headers: list[str]
    columns: list[pl.Series]
    """Text as written (CSV, XLSX), or typed (Parquet)."""
    rows: Sequence[int]
    """The row number in the file of each row of the columns; the header is row 1."""
    tags: list[pl.Series] | None = None
    """XLSX: how each cell is typed, a UInt8 column for each column; None: all text."""
    odd: Sequence[tuple[int, int, str]] = ()
    """XLSX: cells that hold no value though they are not blank: row number, place of the column, what to do."""


class NotATable(Exception):
    """The file gives no table at all; its text is the one fault to tell, at a row and a column."""

    def __init__(self, message: str, row: int = 1, column: str = "文件") -> None:
        self.row = row
        self.column = column
        super().__init__(message)
