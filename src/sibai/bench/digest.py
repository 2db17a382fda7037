"""The SHA-256 of a year's results, as CSV sorted by code and month; and whether every pool is paid out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl

from sibai.bench.files import MONTHS, payslips_of, settled_of, staff_of

ROWS_AT_A_TIME = 500_000


def results_digest(results: Path) -> tuple[str, str]:
    """SHA-256 of all payslips (sorted by code and month) and of the settlement (sorted by code)."""
    slips = pl.concat(
        pl.scan_parquet(_files(payslips_of(results, month))).with_columns(pl.lit(month).cast(pl.Int8).alias("month"))
        for month in MONTHS
    )
    settled = pl.scan_parquet(_files(settled_of(results)))
    return _digest(slips.sort("code", "month").collect()), _digest(settled.sort("code").collect())


def _files(path: Path) -> str | Path:
    """A single file, or the parts that Spark wrote into a folder."""
    return path / "*.parquet" if path.is_dir() else path


def _digest(frame: pl.DataFrame) -> str:
    digest = hashlib.sha256()
    for start in range(0, frame.height, ROWS_AT_A_TIME):
        digest.update(frame.slice(start, ROWS_AT_A_TIME).write_csv(include_header=start == 0).encode())
    return digest.hexdigest()


def pools_paid_out(made: Path, results: Path, per_head_fen: int) -> tuple[int, int]:
    """How many counties there are, and in how many the shares do not sum to heads × per head."""
    staff = pl.read_parquet(staff_of(made), columns=["code", "county", "on_post"])
    settled = pl.read_parquet(settled_of(results), columns=["code", "share"])
    fen = (pl.col("share") * 100).cast(pl.Int64).sum()
    pools = staff.join(settled, on="code").group_by("county").agg(fen.alias("paid"), pl.col("on_post").sum())
    wrong = pools.filter(pl.col("paid") != pl.col("on_post").cast(pl.Int64) * per_head_fen)
    return pools.height, wrong.height
