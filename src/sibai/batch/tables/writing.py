"""Results out: CSV, JSON, Parquet or a workbook, whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import BufferedIOBase
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, cast

import polars as pl

from sibai.batch.machine import THREADS
from sibai.batch.tables.cells import keep
from sibai.batch.tables.faults import shortened
from sibai.batch.tables.hundredths import decimal_to_fen, fen_to_decimal
from sibai.batch.tables.schema import HUNDREDTHS, Column, Kind, Schema
from sibai.batch.tables.workbook import LAST_ROW, write_workbook

ENDINGS = (".csv", ".json", ".parquet", ".xlsx")
STANDARD_OUTPUT_PIECE = 100_000
"""Rows of CSV turned to text at once for standard output."""

__all__ = ["TooManyRows", "Unwritable", "check_output", "decimal_to_fen", "fen_to_decimal", "write_table"]


class Unwritable(Exception):
    """The result cannot be written where or as was asked; its text says what to do."""


class TooManyRows(ValueError):
    """More rows than a worksheet holds."""


def check_output(path: str | None) -> None:
    """Unwritable if the ending is not one that can be written, or the folder does not take files."""
    if path is None:
        return
    ending, folder = Path(path).suffix.lower(), Path(path).parent
    if ending not in ENDINGS:
        raise Unwritable(f"{path}: 不认识扩展名“{ending}”，可写 {'、'.join(ENDINGS)}")
    try:
        there, taken = folder.is_dir(), Path(path).is_dir()
    except (OSError, ValueError) as error:
        raise Unwritable(f"{shortened(path)}: 不能用作文件名（{error}），请换一个短些的名字") from error
    if not there:
        raise Unwritable(f"{path}: 没有文件夹 {folder}，请先建好")
    if taken:
        raise Unwritable(f"{path}: 这是文件夹，请写出文件名")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Unwritable(f"{path}: 文件夹 {folder} 不能写入，请换一个文件夹或检查权限")


def write_table(
    frame: pl.DataFrame, schema: Schema, path: str | None, sheet2: Sequence[Sequence[str]] | None = None
) -> None:
    """Write a result by the ending of its path; without a path as CSV on standard output.

    A file appears whole under its name or not at all. Cells are exactly the values: text that begins with = + - @
    is not altered in CSV, which is for programs; the workbook types such cells as text, so nothing calculates them.
    """
    check_output(path)
    frame = frame.select(blank_if_empty(frame.get_column(name)) for name in schema.names())
    if path is None:
        write_csv_out(as_written(frame, schema))
        return
    ending = Path(path).suffix.lower()
    if ending == ".xlsx" and frame.height >= LAST_ROW:
        raise TooManyRows(f"{path}: {frame.height}行超过了工作表的上限{LAST_ROW - 1}行，请改用 .csv 或 .parquet")
    try:
        with replacing(path) as file:
            if ending == ".xlsx":
                write_workbook(frame, schema, file, sheet2)
            else:
                WRITERS[ending](frame, schema, file)
    except OSError as error:
        raise Unwritable(f"{path}: 写不进去（{error.strerror or error}），请检查磁盘空间和权限") from error


def blank_if_empty(cells: pl.Series) -> pl.Series:
    """Empty text is a blank, in every format."""
    empty = cells.dtype == pl.String and (cells == "").any()
    return keep(cells != "", cells) if empty else cells


@contextmanager
def replacing(path: str) -> Iterator[IO[bytes]]:
    """A temporary file beside the path that takes its place when all is written, and is removed if not."""
    target = Path(path)
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".tmp", delete=False) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            file.close()
            Path(file.name).chmod(mode)
            Path(file.name).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(file.name).unlink()
            raise


def _umask() -> int:
    """The permissions that new files do without."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def as_written(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The frame with every cell as it is written in text: `587.08`, `2026-05-21`, `1`, labels of choices."""
    with ThreadPoolExecutor(THREADS) as threads:
        cells = threads.map(lambda column: _written(frame.get_column(column.name), column), schema.columns)
        return pl.DataFrame(list(cells))


def _written(cells: pl.Series, column: Column) -> pl.Series:
    """A column in the form of text files; whole numbers stay numbers."""
    if column.kind in HUNDREDTHS:
        return fen_to_decimal(cells)
    if column.kind is Kind.FLAG:
        return cells.cast(pl.Int8)
    if column.kind is Kind.DATETIME:
        return cells.dt.strftime("%Y-%m-%d %H:%M:%S")
    if column.kind is Kind.CHOICE and cells.dtype != pl.String:
        labels = {number: label for label, number in column.choices.items()}
        return cells.replace_strict(labels, return_dtype=pl.String)
    return cells


def _write_csv(frame: pl.DataFrame, schema: Schema, file: IO[bytes]) -> None:
    as_written(frame, schema).write_csv(file)


def _write_parquet(frame: pl.DataFrame, schema: Schema, file: IO[bytes]) -> None:
    as_written(frame, schema).write_parquet(file)


def _write_json(frame: pl.DataFrame, schema: Schema, file: IO[bytes]) -> None:
    """A list of objects; amounts, points and dates as text, so that no reader makes floats of them."""
    written = as_written(frame, schema)
    texts = [column.name for column in schema.columns if column.kind in HUNDREDTHS or column.kind is Kind.DATE]
    written.with_columns(pl.col(texts).cast(pl.String)).write_json(cast(BufferedIOBase, file))
    file.write(b"\n")


WRITERS: dict[str, Callable[[pl.DataFrame, Schema, IO[bytes]], None]] = {
    ".csv": _write_csv,
    ".json": _write_json,
    ".parquet": _write_parquet,
}


def write_csv_out(frame: pl.DataFrame) -> None:
    """CSV on standard output in UTF-8 whatever the terminal, a piece at a time. Unwritable if it is closed."""
    if sys.stdout is None:
        raise Unwritable("标准输出已关闭，请用 -o 写到文件")
    for start in range(0, max(frame.height, 1), STANDARD_OUTPUT_PIECE):
        piece = frame.slice(start, STANDARD_OUTPUT_PIECE)
        text = piece.write_csv(include_header=start == 0)
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.buffer.write(text.encode())
        else:
            sys.stdout.write(text)
    sys.stdout.flush()
