"""Parquet in: any sensible type of column, and none that would lose a digit."""

# ruff: noqa: DTZ001 - files hold moments of the clock in China, without a zone

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.batch.files import ID_NUMBER, read, read_csv, read_frame

DAY, MOMENT = date(2026, 5, 21), datetime(2026, 5, 21, 8, 30)


def column(values: list[Any], dtype: Any) -> pl.Series:
    return pl.Series(values, dtype=dtype, strict=False)


@pytest.mark.parametrize(
    ("name", "cells", "kept"),
    [
        ("code", column([7, 12], pl.Int64), ["7", "12"]),
        ("code", column(["a", "b"], pl.Categorical), ["a", "b"]),
        ("code", column(["a", "b"], pl.Enum(["b", "a"])), ["a", "b"]),
        ("note", column([None, None], pl.Null), [None, None]),
        ("yes", column([True, None], pl.Boolean), [True, None]),
        ("yes", column([1, 0], pl.UInt8), [True, False]),
        ("yes", column(["1", " 0"], pl.String), [True, False]),
        ("count", column([1, 2], pl.UInt64), [1, 2]),
        ("count", column([1.0, None], pl.Float64), [1, None]),
        ("count", column([Decimal(3), None], pl.Decimal(10, 0)), [3, None]),
        ("amount", column([Decimal("1600.50"), None], pl.Decimal(18, 2)), [160050, None]),
        ("amount", column([Decimal("1600.5"), Decimal(0)], pl.Decimal(18, 4)), [160050, 0]),
        ("amount", column([Decimal("1600.5"), Decimal(0)], pl.Decimal(9, 1)), [160050, 0]),
        ("amount", column([1600, 0], pl.Int16), [160000, 0]),
        ("amount", column([1600.1, 999_999_999.99], pl.Float64), [160010, 99_999_999_999]),
        ("amount", column(["1600.5 ", ""], pl.String), [160050, None]),
        ("points", column([-86.25, 0.07], pl.Float64), [-8625, 7]),
        ("day", column([DAY, None], pl.Date), [DAY, None]),
        ("day", column([datetime(2026, 5, 21), None], pl.Datetime("ns")), [DAY, None]),
        ("moment", column([MOMENT, None], pl.Datetime("ms")), [MOMENT, None]),
        ("moment", column([DAY, None], pl.Date), [datetime(2026, 5, 21), None]),
        ("choice", column(["甲", "乙"], pl.Categorical), [1, 2]),
        ("id_number", column([ID_NUMBER, None], pl.String), [ID_NUMBER, None]),
    ],
)
def test_a_column_of_a_sensible_type_is_taken(tmp_path: Path, name: str, cells: pl.Series, kept: list[Any]) -> None:
    frame = pl.DataFrame({"code": ["1", "2"]}).with_columns(cells.alias(name))
    outcome = read_frame(tmp_path, frame)
    assert outcome.faults == []
    assert outcome.column(name) == kept


def test_a_moment_with_a_zone_is_read_by_the_clock_in_china(tmp_path: Path) -> None:
    utc = pl.Series([datetime(2026, 5, 20, 16, 30)]).dt.replace_time_zone("UTC")
    outcome = read_frame(tmp_path, pl.DataFrame({"code": ["1"], "moment": utc}))
    assert outcome.column("moment") == [datetime(2026, 5, 21, 0, 30)]


@pytest.mark.parametrize(
    ("name", "cells", "told"),
    [
        ("amount", column([0.1 + 0.2], pl.Float64), "“0.30000000000000004”小数最多两位，请改成两位以内"),
        ("amount", column([float("nan")], pl.Float64), "“NaN”不是数字，应写成如 1600.50"),
        ("amount", column([float("inf")], pl.Float64), "“inf”不是数字，应写成如 1600.50"),
        ("amount", column([Decimal("0.005")], pl.Decimal(10, 3)), "“0.005”小数最多两位，请改成两位以内"),
        ("amount", column([-1], pl.Int64), "“-1”不能小于 0"),
        ("amount", column([2**63], pl.UInt64), "“9223372036854775808”应在 0 至 999999999.99 之间"),
        ("amount", column([2**62], pl.Int64), "“4611686018427387904”应在 0 至 999999999.99 之间"),
        ("amount", column([Decimal(10**30)], pl.Decimal(38, 2)), None),
        ("count", column([1.5], pl.Float64), "“1.5”应为整数，不要写小数点"),
        ("count", column([-1], pl.Int8), "“-1”不能小于 0"),
        ("yes", column([2], pl.Int8), "“2”应写 1（是）或 0（否）"),
        ("day", column([MOMENT], pl.Datetime("us")), None),
        ("day", column([date(1800, 1, 1)], pl.Date), "“1800-01-01”年份应在1900至2100之间，请核对日期"),
        ("note", column(["a\0b"], pl.String), "含有看不见的控制字符 U+0000，请删去后重填"),
    ],
)
def test_a_cell_that_would_lose_something_is_told(
    tmp_path: Path, name: str, cells: pl.Series, told: str | None
) -> None:
    outcome = read_frame(tmp_path, pl.DataFrame({"code": ["1"], name: cells}))
    assert len(outcome.faults) == 1
    assert outcome.faults[0].startswith(f"2: {name}: {told or ''}")
    assert outcome.column(name) == [None]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("code", column([1.5], pl.Float64)),
        ("code", column([b"x"], pl.Binary)),
        ("note", column([["x"]], pl.List(pl.String))),
        ("amount", column([1.5], pl.Float32)),
        ("amount", column([DAY], pl.Date)),
        ("id_number", column([610999199003070010], pl.Int64)),
        ("day", column([20_000], pl.Int32)),
        ("yes", column([1.0], pl.Float64)),
    ],
)
def test_a_column_of_a_wrong_type_is_one_fault_of_row_1(tmp_path: Path, name: str, cells: pl.Series) -> None:
    outcome = read_frame(tmp_path, pl.DataFrame({"code": ["1"]}).with_columns(cells.alias(name)))
    assert len(outcome.faults) == 1
    assert outcome.faults[0].startswith(f"1: {name}: ")


def test_unknown_columns_may_be_of_any_type(tmp_path: Path) -> None:
    outcome = read_frame(tmp_path, pl.DataFrame({"code": ["1"], "x": [[{"a": 1}]]}))
    assert outcome.faults == []
    assert len(outcome.notices) == 1


def test_text_columns_are_checked_like_those_of_csv(tmp_path: Path) -> None:
    written = {"code": ["1", " ", "3"], "amount": ["1.5", "1,500", "１"], "day": ["2026-05-21", "x", "2026-13-01"]}
    as_parquet = read_frame(tmp_path, pl.DataFrame(written))
    as_csv = read_csv(tmp_path, 'code,amount,day\n1,1.5,2026-05-21\n ,"1,500",x\n3,１,2026-13-01\n')
    assert as_parquet.faults == as_csv.faults
    assert as_parquet.frame.equals(as_csv.frame)


def test_blank_rows_are_skipped(tmp_path: Path) -> None:
    outcome = read_frame(tmp_path, pl.DataFrame({"code": ["1", None, "3", None], "count": [1, None, 2, None]}))
    assert outcome.faults == []
    assert list(outcome.table.rows) == [2, 4]


@pytest.mark.parametrize("keep", [4, 11, 40, -1])
def test_a_file_that_was_cut_off_is_one_fault(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"code": ["1"]}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:keep])
    outcome = read(path)
    assert outcome.faults == ["1: 文件: 不是完整的 Parquet 文件，可能没有传完或已损坏，请重新导出"]


def test_another_file_named_parquet_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"code,amount\n")
    assert read(path).faults == ["1: 文件: 不是 Parquet 文件，请检查文件内容与扩展名是否相符"]


def test_a_damaged_file_leaves_standard_error_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"code": ["1"], "count": [1]}).write_parquet(path)
    whole = path.read_bytes()
    for place in range(len(whole) - 400, len(whole) - 8, 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
        read(path)
    assert capfd.readouterr().err == ""
