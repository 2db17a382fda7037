"""Whole hundredths and decimals with two places: the same digits, relabelled without float or text.

Polars keeps a decimal as a 128-bit unscaled number, so 1600.50 with two places is 160050 already.
"""

from __future__ import annotations

import polars as pl

DECIMAL = pl.Decimal(18, 2)
"""How amounts and points stand in Parquet."""


def fen_to_decimal(series: pl.Series) -> pl.Series:
    """Int64 hundredths as Decimal(18, 2): 160050 becomes 1600.50."""
    return series.cast(pl.Int128).reinterpret(dtype=DECIMAL)


def decimal_to_fen(series: pl.Series) -> pl.Series:
    """Any decimal as Int64 hundredths; null where it has more than two places or does not fit."""
    if not isinstance(series.dtype, pl.Decimal):
        raise TypeError(f"not a decimal column: {series.dtype}")
    unscaled, surplus = series.to_physical(), series.dtype.scale - 2
    if surplus == 0:
        return unscaled.cast(pl.Int64, strict=False)
    if surplus < 0:
        hundredths = pl.select(unscaled * pl.lit(10**-surplus, pl.Int128)).to_series()
        return hundredths.alias(series.name).cast(pl.Int64, strict=False)
    divisor = pl.lit(10**surplus, pl.Int128)
    exact = pl.select(pl.when(unscaled % divisor == 0).then(unscaled // divisor)).to_series()
    return exact.alias(series.name).cast(pl.Int64, strict=False)
