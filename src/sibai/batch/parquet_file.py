"""Parquet in: typed columns, taken at the speed of memory where their type already says what they mean."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from sibai.batch.cells import BLANKS
from sibai.batch.raw import NotATable, RawTable
from sibai.batch.schema import Schema

MAGIC = b"PAR1"
CELLS = 400_000_000
"""Cells that are loaded at most: about eight bytes each, four times a nation's payslips."""

DAMAGED = "不是完整的 Parquet 文件，可能没有传完或已损坏，请重新导出"


def read_parquet(path: str, schema: Schema) -> RawTable:
    """The columns of a Parquet file that the schema knows, as typed in it; the others by name only.

    NotATable for a file that is none, is damaged, or announces more than could be loaded.
    """
    check_ends(path)
    try:
        with quiet():
            lazy = pl.scan_parquet(path, glob=False, hive_partitioning=False)
            headers = lazy.collect_schema().names()
            known = [header for header in headers if schema.find(header.strip(BLANKS))]
            height = lazy.select(pl.len()).collect().item()
            if height * max(len(known), 1) > CELLS:
                raise NotATable("行数太多，内存装不下，请分成几个文件")
            frame = lazy.select(known).collect() if known else pl.DataFrame()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, OverflowError) as error:
        raise NotATable(DAMAGED) from error
    if known and frame.height != height:
        raise NotATable(DAMAGED)
    ignored = pl.Series([None], dtype=pl.Null).new_from_index(0, height)
    columns = [frame.get_column(header) if header in known else ignored for header in headers]
    return RawTable(headers, columns, range(2, height + 2))


@contextmanager
def quiet() -> Iterator[None]:
    """Standard error closed to the reader's own traces: of a damaged file one line in Chinese says enough."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def check_ends(path: str) -> None:
    """NotATable unless the file begins and ends as Parquet does and holds the footer that it announces."""
    size = Path(path).stat().st_size
    with Path(path).open("rb") as file:
        if not size:
            raise NotATable("文件是空的")
        if file.read(4) != MAGIC:
            raise NotATable("不是 Parquet 文件，请检查文件内容与扩展名是否相符")
        file.seek(max(0, size - 8))
        end = file.read(8)
    if size < 12 or end[4:] != MAGIC or int.from_bytes(end[:4], "little") > size - 12:
        raise NotATable(DAMAGED)
