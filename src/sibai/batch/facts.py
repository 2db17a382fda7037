"""From typed frames to the columns that the rules take: whole numbers, blanks kept apart from values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from sibai.measure import Given


def column_fact(series: pl.Series) -> Any:
    """A column as a fact: None if all blank, an array if none is, else values and where there is one."""
    blanks = series.null_count()
    if blanks and blanks == len(series):
        return None
    if not blanks:
        return plain_array(series)
    physical = series if series.dtype == pl.Boolean else series.to_physical()
    filled = physical.fill_null(False if series.dtype == pl.Boolean else 0)
    return Given(plain_array(filled), series.is_not_null().to_numpy())


def plain_array(series: pl.Series) -> Any:
    """A column without blanks as bool or int64; dates as days since 1970-01-01."""
    if series.dtype == pl.Boolean:
        return series.to_numpy()
    return series.to_physical().cast(pl.Int64).to_numpy()


def given_facts(columns: Mapping[str, pl.Series]) -> dict[str, Any]:
    """Facts by name, those that are wholly blank left out so that their stated blank holds."""
    facts = {name: column_fact(series) for name, series in columns.items()}
    return {name: fact for name, fact in facts.items() if fact is not None}


def code_order(codes: pl.Series) -> Any:
    """The place of each code in ascending order by code point, as a column that compares like the codes."""
    if codes.is_sorted():
        return np.arange(len(codes), dtype=np.int64)
    order = codes.arg_sort().to_numpy()
    places = np.empty(len(codes), np.int64)
    places[order] = np.arange(len(codes))
    return places
