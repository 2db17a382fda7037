"""Typed frames without files: what the batch functions take, column by column."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import polars as pl

from sibai.batch.machine import THREADS
from sibai.batch.tables.schema import Column, Kind, Schema
from sibai.batch.tables.typed import read_typed


class BadColumn(ValueError):
    """A typed frame with a value that its column does not take."""


def typed_frame(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """A frame with typed columns as the schema's kinds; BadColumn for a blank, a type or a number not taken.

    Texts are trusted as they are: cleaning them and saying what is wrong where is the commands' work.
    """
    with ThreadPoolExecutor(THREADS) as threads:
        return pl.DataFrame(list(threads.map(lambda column: _typed(column, frame), schema.columns)))


def _typed(column: Column, frame: pl.DataFrame) -> pl.Series:
    if column.name not in frame.columns:
        return pl.Series(column.name, [None], column.dtype).new_from_index(0, frame.height)
    cells = frame.get_column(column.name)
    if cells.dtype == pl.String and column.kind is Kind.CHOICE:
        return _numbered(column, cells)
    if cells.dtype == pl.String and column.kind is Kind.TEXT:
        if not column.blank_allowed and cells.null_count():
            raise BadColumn(f"{column.name}: blank")
        return cells
    read = read_typed(column, cells)
    if read.bad:
        raise BadColumn(f"{column.name}: row {read.bad[0].places[0]} is not taken")
    return read.values


def _numbered(column: Column, cells: pl.Series) -> pl.Series:
    """Labels as the small numbers of their list."""
    labels = list(column.choices)
    try:
        places = cells.cast(pl.Enum(labels)).to_physical()
    except pl.exceptions.InvalidOperationError as error:
        raise BadColumn(f"{column.name}: a label that the list does not have") from error
    if [column.choices[label] for label in labels] != list(range(1, len(labels) + 1)):
        raise ValueError(f"{column.name}: the labels are not numbered from 1 in order")
    return (places + 1).cast(pl.Int8).alias(column.name)
