"""Parquet in: typed columns, taken at the speed of memory where their type already says what they mean."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from sibai.batch.raw import NotATable, RawTable

MAGIC = b"PAR1"
DAMAGED = "不是完整的 Parquet 文件，可能没有传完或已损坏，请重新导出"


def read_parquet(path: str) -> RawTable:
    """The columns of a Parquet file as typed in it. NotATable for a file that is none or is damaged."""
    check_ends(path)
    try:
        frame = pl.read_parquet(path, glob=False, hive_partitioning=False, parallel="auto")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, OverflowError) as error:
        raise NotATable(DAMAGED) from error
    return RawTable(frame.columns, frame.get_columns(), range(2, frame.height + 2))


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
