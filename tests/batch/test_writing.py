"""Results out: exact in every format, and whole or not there at all."""

# ruff: noqa: DTZ001 - files hold moments of the clock in China, without a zone

from __future__ import annotations

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from sibai.batch.tables.schema import SETTLED
from sibai.batch.tables.writing import (
    TooManyRows,
    Unwritable,
    check_output,
    decimal_to_fen,
    fen_to_decimal,
    write_table,
)
from tests.batch.files import ID_NUMBER, THINGS

FRAME = pl.DataFrame(
    {
        "code": ["007", "=1+1", "x,\"y\""],
        "note": ["", None, "http://x"],
        "yes": [True, False, None],
        "count": [0, 12, None],
        "amount": [58708, 5, None],
        "points": [11033, -5, None],
        "day": [date(2026, 5, 21), None, None],
        "moment": [datetime(2026, 5, 21, 8, 30), None, None],
        "choice": [1, 2, None],
        "id_number": [ID_NUMBER, None, None],
    },
    schema={column.name: column.dtype for column in THINGS.columns},
)  # fmt: skip
CSV = f"""code,note,yes,count,amount,points,day,moment,choice,id_number
007,,1,0,587.08,110.33,2026-05-21,2026-05-21 08:30:00,甲,{ID_NUMBER}
=1+1,,0,12,0.05,-0.05,,,乙,
"x,""y""\",http://x,,,,,,,,
"""


def test_csv_has_english_names_two_decimals_and_no_mark(tmp_path: Path) -> None:
    write_table(FRAME, THINGS, str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_bytes() == CSV.encode()


def test_without_a_path_csv_goes_to_standard_output(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    write_table(FRAME, THINGS, None)
    assert capsysbinary.readouterr().out == CSV.encode()


def test_json_keeps_amounts_as_text_and_whole_numbers_as_numbers(tmp_path: Path) -> None:
    write_table(FRAME, THINGS, str(tmp_path / "a.json"))
    rows = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert rows[0] == {
        "code": "007", "note": None, "yes": 1, "count": 0, "amount": "587.08", "points": "110.33",
        "day": "2026-05-21", "moment": "2026-05-21 08:30:00", "choice": "甲", "id_number": ID_NUMBER,
    }  # fmt: skip
    assert rows[2]["amount"] is None


def test_parquet_has_decimals_dates_and_small_whole_flags(tmp_path: Path) -> None:
    write_table(FRAME, THINGS, str(tmp_path / "a.parquet"))
    frame = pl.read_parquet(tmp_path / "a.parquet")
    assert frame.dtypes == [
        pl.String, pl.String, pl.Int8, pl.Int64, pl.Decimal(18, 2), pl.Decimal(18, 2), pl.Date, pl.String, pl.String,
        pl.String,
    ]  # fmt: skip
    assert frame["amount"].cast(pl.String).to_list() == ["587.08", "0.05", None]


def test_a_workbook_has_chinese_labels_typed_cells_and_a_second_sheet(tmp_path: Path) -> None:
    write_table(FRAME, THINGS, str(tmp_path / "a.xlsx"), [["名称", "数值"], ["=A1", "8%"]])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet, second = book.worksheets
    rows: list[tuple[Any, ...]] = list(sheet.iter_rows(values_only=True))
    assert rows[0] == tuple(column.label for column in THINGS.columns)
    day, moment = datetime(2026, 5, 21), datetime(2026, 5, 21, 8, 30)
    assert rows[1] == ("007", None, 1, 0, 587.08, 110.33, day, moment, "甲", ID_NUMBER)
    assert sheet["A3"].data_type == "s"
    assert sheet["C4"].value is None
    assert sheet["E2"].number_format == "0.00"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert second.title == "参数与口径"
    assert list(second.iter_rows(values_only=True)) == [("名称", "数值"), ("=A1", "8%")]
    assert second["A2"].data_type == "s"


def test_a_table_without_rows_still_has_its_header(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    header = CSV.encode().splitlines()[0] + b"\n"
    write_table(THINGS.empty(), THINGS, None)
    assert capsysbinary.readouterr().out == header
    for ending in ("csv", "json", "parquet", "xlsx"):
        write_table(THINGS.empty(), THINGS, str(tmp_path / f"a.{ending}"))
    assert (tmp_path / "a.csv").read_bytes() == header
    assert json.loads((tmp_path / "a.json").read_bytes()) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [("a.txt", "不认识扩展名"), ("a", "不认识扩展名"), ("no/a.csv", "没有文件夹"), ("d.csv", "这是文件夹")],
)
def test_a_place_that_cannot_be_written_is_refused_before_anything_is_computed(
    tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / "d.csv").mkdir()
    with pytest.raises(Unwritable, match=told):
        check_output(str(tmp_path / name))
    check_output(None)


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unwritable, match="写不进去"):
        write_table(FRAME, THINGS, str(path))
    assert path.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_a_write_over_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.touch(0o640)
    path.chmod(0o640)
    write_table(FRAME, THINGS, str(path))
    assert path.stat().st_mode & 0o777 == 0o640


def test_more_rows_than_a_worksheet_holds_are_refused(tmp_path: Path) -> None:
    frame = SETTLED.empty().clear(1_048_576)
    with pytest.raises(TooManyRows, match=r"超过了工作表的上限1048575行"):
        write_table(frame, SETTLED, str(tmp_path / "a.xlsx"))
    assert os.listdir(tmp_path) == []


def test_fen_and_decimals_are_the_same_digits() -> None:
    fen = pl.Series("a", [0, 5, -5, 160050, 2**62 // 10**4, None])
    decimals = fen_to_decimal(fen)
    assert decimals.dtype == pl.Decimal(18, 2)
    assert decimals.cast(pl.String).to_list()[:4] == ["0.00", "0.05", "-0.05", "1600.50"]
    assert decimal_to_fen(decimals).equals(fen)
