"""Parquet in: typed columns, taken at the speed of memory where their type already says what they mean."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from sibai.batch.tables.cells import BLANKS
from sibai.batch.tables.parquet_guard import DAMAGED, TOO_LARGE, check_parquet
from sibai.batch.tables.raw import NotATable, RawTable
from sibai.batch.tables.schema import Schema

CELLS = 400_000_000
"""Cells that are loaded at most: about eight bytes each, four times a nation's payslips."""


def read_parquet(path: str, schema: Schema) -> RawTable:
    """The columns of a Parquet file that the schema knows, as typed in it; of the others and of nested ones the names.

    NotATable for a file that is none, is damaged, or announces more than could be loaded.
    """
    check_parquet(path, lambda name: schema.find(name.strip(BLANKS)) is not None)
    try:
        with quiet():
            lazy = pl.scan_parquet(path, glob=False, hive_partitioning=False)
            types = lazy.collect_schema()
            loaded = [name for name in types if schema.find(name.strip(BLANKS)) and not types[name].is_nested()]
            height = lazy.select(pl.len()).collect().item()
            if height * max(len(types), 1) > CELLS:
                raise NotATable(TOO_LARGE)
            frame = lazy.select(loaded).collect() if loaded else pl.DataFrame()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, OverflowError) as error:
        raise NotATable(DAMAGED) from error
    if loaded and frame.height != height:
        raise NotATable(DAMAGED)
    columns = [frame.get_column(name) if name in loaded else _unread(dtype, height) for name, dtype in types.items()]
    return RawTable(list(types), columns, range(2, height + 2))


def _unread(dtype: pl.DataType, height: int) -> pl.Series:
    """A column that is not loaded: blank, and of its type where that is a fault to tell."""
    return pl.Series([None], dtype=dtype if dtype.is_nested() else pl.Null).new_from_index(0, height)


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
