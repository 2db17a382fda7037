"""From typed columns (Parquet) to the kinds of the tables, whole columns at a time and without text."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from sibai.batch.tables.cells import Bad, Read, blanks, explained, keep, read_text, within, within_years
from sibai.batch.tables.hundredths import decimal_to_fen
from sibai.batch.tables.schema import HUNDREDTHS, Column, Kind
from sibai.batch.tables.wording import cell_fault

EXACT_FLOAT = 2.0**53
TIME_ZONE = "Asia/Shanghai"
NUMBERS = frozenset({Kind.COUNT, Kind.FEN, Kind.POINTS})
DAYS = frozenset({Kind.DATE, Kind.DATETIME})


class WrongType(Exception):
    """A column whose type cannot hold what the column means; its text is the fault of row 1."""


def read_typed(column: Column, cells: pl.Series) -> Read:
    """A typed column as its kind. WrongType if the type cannot be meant."""
    kind = cells.dtype
    if isinstance(kind, pl.Categorical | pl.Enum):
        cells = cells.cast(pl.String)
    if cells.dtype == pl.String:
        return read_text(column, cells)
    if kind == pl.Null:
        values = pl.Series(column.name, [None] * len(cells), column.dtype)
        return Read(values, list(blanks(column, values)))
    parse = _parser(column.kind, kind)
    if parse is None:
        raise WrongType(_wrong_type(column, kind))
    values = parse(column, cells)
    bad = list(blanks(column, cells))
    if values.null_count() != cells.null_count():
        lost = cells.is_not_null() & values.is_null()
        bad.append(_told(column, lost, cells))
    return Read(values.alias(column.name), bad)


def _told(column: Column, lost: pl.Series, cells: pl.Series) -> Bad:
    """The cells whose values are not taken, in words about how they would be written."""
    texts = cells.filter(lost).cast(pl.String, strict=False).fill_null("?").str.replace(r"\.0$", "")
    told = explained(pl.repeat(True, len(texts), eager=True), texts, lambda text: cell_fault(column, text))
    return Bad(lost.arg_true(), told.messages)


def _parser(kind: Kind, dtype: pl.DataType) -> Callable[[Column, pl.Series], pl.Series] | None:
    """How a column of this type becomes this kind; None if it cannot."""
    if kind in NUMBERS:
        return _number_parser(dtype)
    if kind in DAYS and isinstance(dtype, pl.Date | pl.Datetime):
        return _date if kind is Kind.DATE else _datetime
    if kind is Kind.FLAG and (dtype == pl.Boolean or dtype.is_integer()):
        return _flag
    if kind is Kind.TEXT and dtype.is_integer():
        return _text
    return None


def _number_parser(dtype: pl.DataType) -> Callable[[Column, pl.Series], pl.Series] | None:
    """How a numeric column becomes whole numbers or whole hundredths."""
    if isinstance(dtype, pl.Decimal):
        return _from_decimal
    if dtype.is_integer():
        return _from_integer
    return _from_float if dtype == pl.Float64 else None


def _from_integer(column: Column, cells: pl.Series) -> pl.Series:
    """Whole numbers; whole yuan or points for amounts and points."""
    whole = cells.cast(pl.Int64, strict=False)
    if column.kind not in HUNDREDTHS:
        return within(column, whole)
    least, greatest = column.bounds
    inside = whole.is_between(-(-least // 100), greatest // 100)
    return (whole if inside.all() else keep(inside, whole)) * 100


def _from_decimal(column: Column, cells: pl.Series) -> pl.Series:
    """Decimals with at most two places that are not zero; none for counts."""
    hundredths = decimal_to_fen(cells)
    if column.kind in HUNDREDTHS:
        return within(column, hundredths)
    whole = keep(hundredths % 100 == 0, hundredths) // 100
    return within(column, whole)


def _from_float(column: Column, cells: pl.Series) -> pl.Series:
    """Floats whose shortest decimal has at most two places.

    Below 2^53 hundredths k/100 is the float nearest to that decimal, so a cell equals k/100 exactly if its shortest
    decimal is k hundredths. The division is numpy's: polars multiplies by the inverse, which rounds twice.
    """
    floats = cells.to_numpy()
    small = np.where(np.abs(floats) < EXACT_FLOAT / 100, floats, np.nan)
    rounded = np.rint(small * 100)
    exact = rounded / 100 == small
    hundredths = keep(pl.Series(exact), pl.Series(np.where(exact, rounded, 0).astype(np.int64)))
    if column.kind in HUNDREDTHS:
        return within(column, hundredths)
    return within(column, keep(hundredths % 100 == 0, hundredths) // 100)


def _flag(_column: Column, cells: pl.Series) -> pl.Series:
    return cells if cells.dtype == pl.Boolean else keep(cells.is_in([0, 1]), cells == 1)


def _text(_column: Column, cells: pl.Series) -> pl.Series:
    return cells.cast(pl.String)


def _local(cells: pl.Series) -> pl.Series:
    """Moments as the clock in China shows them, without a zone."""
    if isinstance(cells.dtype, pl.Datetime) and cells.dtype.time_zone:
        cells = cells.dt.convert_time_zone(TIME_ZONE).dt.replace_time_zone(None)
    return cells


def _date(_column: Column, cells: pl.Series) -> pl.Series:
    if cells.dtype == pl.Date:
        return within_years(cells)
    local = _local(cells)
    days = local.dt.date()
    return within_years(keep(days.cast(local.dtype) == local, days))


def _datetime(_column: Column, cells: pl.Series) -> pl.Series:
    return within_years(_local(cells).cast(pl.Datetime("us")))


def _wrong_type(column: Column, dtype: pl.DataType) -> str:
    """What a column of the wrong type should be instead."""
    if column.kind is Kind.ID_NUMBER:
        return "身份证号在文件里是数字，末几位可能已丢失，请从原始资料重新导出为文本（String）"
    if dtype == pl.Float32:
        return "单精度浮点数（Float32）存不准数值，请改用 Decimal(18,2) 重新导出"
    wanted = {
        Kind.FLAG: "布尔或整数 0/1",
        Kind.COUNT: "整数",
        Kind.FEN: "Decimal(18,2)",
        Kind.POINTS: "Decimal(18,2)",
        Kind.DATE: "日期（Date）",
        Kind.DATETIME: "时间（Datetime）",
    }.get(column.kind, "文本（String）")
    return f"这一列的类型是 {dtype}，应为{wanted}，请改好类型重新导出"
