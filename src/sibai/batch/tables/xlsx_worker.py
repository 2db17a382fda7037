"""The process in which a workbook is opened: bounded in memory and time, so that a hostile file harms nobody else.

`python -P -m sibai.batch.tables.xlsx_worker WORKBOOK FOLDER` leaves in the folder `report.json` and, if the
sheet could be loaded, `cells.arrow`: for each column its text `c0` … and how the workbook types it `t0` ….
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineWorkbook

from sibai.batch.tables.raw import NotATable, Tag
from sibai.batch.tables.xlsx_guard import Extent, inspect

try:
    import resource
except ImportError:  # pragma: no cover - Windows has no such limits; the time limit of the parent holds there
    resource = None  # type: ignore[assignment]

MEMORY_BYTES = 4 << 30
CPU_SECONDS = 600
CELLS = 60_000_000
"""Cells of a sheet that are loaded: a sheet's rows times 57 columns."""

ROWS_AT_A_TIME = 50_000
EXACT = 1e15
"""Whole numbers below this are exact in a workbook, which keeps fifteen digits."""


def main(path: str, folder: str) -> None:
    """Look at the workbook first, then load it if it is not too large."""
    limit()
    try:
        extent = inspect(path)
        report = told(extent)
        if extent.rows * extent.columns <= CELLS:
            headers, frame = load(path, extent)
            report["headers"] = headers
            frame.write_ipc(Path(folder) / "cells.arrow")
    except NotATable as refusal:
        report = {"refusal": str(refusal)}
    (Path(folder) / "report.json").write_text(json.dumps(report), encoding="utf-8")


def limit() -> None:
    """Bound this process before it touches the file."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def told(extent: Extent) -> dict[str, Any]:
    """The guard's findings as plain data."""
    return {"others": extent.others, "width": extent.width, "strays": extent.strays, "odd": extent.odd}


def load(path: str, extent: Extent) -> tuple[list[str], pl.DataFrame]:
    """Headers, and text and types of the cells under them; the rows below row 1 in order, none left out."""
    width = extent.width
    names = [name for place in range(width) for name in (f"c{place}", f"t{place}")]
    schema = {name: pl.String() if name[0] == "c" else pl.UInt8() for name in names}
    if not width:
        return [], pl.DataFrame()
    rows = sheet_rows(path, extent)
    headers = [text_of(cell)[0] for cell in next(rows)]
    frames = [pl.DataFrame(schema=schema)]
    while piece := list(islice(rows, ROWS_AT_A_TIME)):
        columns = [series for cells in zip(*piece, strict=True) for series in column_of(list(cells))]
        frames.append(pl.DataFrame(dict(zip(names, columns, strict=True)), schema=schema))
    return headers, pl.concat(frames)


def sheet_rows(path: str, extent: Extent) -> Iterator[list[Any]]:
    """The rows of the first sheet as calamine types them, as wide as the headers."""
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(extent.name)
    first_row, first_column = sheet.start or (0, 0)
    padding = [""] * first_column
    width = extent.width
    yield from ([""] * width for _ in range(first_row))
    for row in sheet.iter_rows():
        cells = (padding + row)[:width] if padding or len(row) != width else row
        yield cells + [""] * (width - len(cells))


def column_of(cells: list[Any]) -> tuple[pl.Series, pl.Series]:
    """A column's text and types; columns of one type are converted whole."""
    types = set(map(type, cells))
    if types <= {str}:
        return pl.Series(cells, dtype=pl.String), pl.repeat(Tag.TEXT.value, len(cells), dtype=pl.UInt8, eager=True)
    if types <= {float, str} and cells.count("") == sum(type(cell) is str for cell in cells):
        numbers = pl.Series([None if cell == "" else cell for cell in cells], dtype=pl.Float64)
        return numbers_of(numbers), pl.repeat(Tag.NUMBER.value, len(cells), dtype=pl.UInt8, eager=True)
    pairs = [text_of(cell) for cell in cells]
    texts, tags = zip(*pairs, strict=True)
    return pl.Series(texts, dtype=pl.String), pl.Series(tags, dtype=pl.UInt8)


def numbers_of(numbers: pl.Series) -> pl.Series:
    """Numbers as the decimals that mean them, whole ones without a point."""
    whole = (numbers == numbers.round()) & (numbers.abs() < EXACT)
    integers = numbers.cast(pl.Int64, strict=False).cast(pl.String)
    if whole.all():
        return integers
    broken = numbers.filter(~whole).unique().drop_nulls()
    texts = pl.Series([decimal_of(number) for number in broken], dtype=pl.String)
    decimals = numbers.replace_strict(broken, texts, default=None, return_dtype=pl.String)
    return pl.select(pl.when(whole).then(integers).otherwise(decimals)).to_series()


def decimal_of(number: float) -> str:
    """The fifteen digits that a workbook shows and means: a formula's 434.99999999999994 is its 435."""
    return format(number, ".15g")


def _number(cell: float) -> tuple[str, Tag]:
    exact = cell == int(cell) and abs(cell) < EXACT
    return (str(int(cell)) if exact else decimal_of(cell)), Tag.NUMBER


def _moment(cell: datetime) -> tuple[str, Tag]:
    rounded = (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
    if not (rounded.hour or rounded.minute or rounded.second):
        return rounded.date().isoformat(), Tag.DATE
    return rounded.isoformat(sep=" "), Tag.DATETIME


WORDS: dict[type, Callable[[Any], tuple[str, Tag]]] = {
    str: lambda cell: (cell, Tag.TEXT),
    bool: lambda cell: ("1" if cell else "0", Tag.FLAG),
    int: lambda cell: (str(cell), Tag.NUMBER),
    float: _number,
    date: lambda cell: (cell.isoformat(), Tag.DATE),
    datetime: _moment,
}
"""Text and type of a cell by how calamine gives it; a blank cell is empty text."""


def text_of(cell: Any) -> tuple[str, int]:
    """A cell's text and type."""
    words = WORDS.get(type(cell))
    text, tag = words(cell) if words else (str(cell), Tag.OTHER)
    return text, tag.value


if __name__ == "__main__":
    main(*sys.argv[1:3])
