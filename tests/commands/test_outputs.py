"""What comes out: formats, types, labels, order, explanations; and that a refusal leaves nothing behind."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from tests.commands.harness import (
    CHINESE,
    LABELS,
    SMALL,
    Ran,
    on_files,
    payroll,
    refused,
    run,
    sheet,
    small,
    table,
    workbook,
)

OUT = {
    "settle": ["code", "bonus", "deduction", "score", "grade", "share"],
    "payroll": [
        "code",
        "base",
        "absence",
        "performance",
        "reward",
        "gross",
        "contribution_base",
        "pension",
        "pension_employer",
        "work_injury",
        "tax",
        "net",
        "owed",
    ],
    "eligible": ["code", "age", "eligible", "reasons", "priority", "rank"],
    "term": ["code", "months_used", "days_used", "last_lawful_day"],
    "sample": ["village", "record", "order", "sampled"],
}
COUNTS = {"age", "priority", "rank", "months_used", "days_used", "order", "eligible", "sampled"}
TEXTS = {"code", "grade", "reasons", "village", "record"}
DATES = {"last_lawful_day"}
TWO: dict[str, list[str]] = {
    "settle": [
        sheet("STAFF", {"code": "002"}, {"code": "001", "on_post": "0"}),
        sheet("EVENTS", {"code": "002", "item": "加4", "level": "县", "mainstream": "1", "authors": "3"}),
    ],
    "payroll": [sheet("ROSTER", {"code": "002", "reward": "0.1"}, {"code": "001", "unpaid_days": "1"})],
    "eligible": [sheet("APPLICANTS", {"code": "002"}, {"code": "001", "education": "小学"})],
    "term": [sheet("STINTS", {"code": "002"}, {"code": "001", "end": "2023-02-10"})],
    "sample": [sheet("FRAME", *({"record": f"{n:02d}"} for n in range(11, 0, -1)))],
}


def two(command: str, *rest: object, ending: str = ".csv", texts: list[bytes] | None = None) -> Ran:
    return on_files(command, texts or TWO[command], *SMALL[command][1], *rest, ending=ending)


@pytest.mark.parametrize("command", SMALL)
def test_without_output_the_csv_comes_on_standard_output(command: str, tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    ran, written = two(command), two(command, "-o", path)
    assert list(ran.rows[0]) == OUT[command]
    assert written.out == ""
    assert path.read_text(encoding="utf-8-sig").replace("\r\n", "\n") == ran.out.replace("\r\n", "\n")


@pytest.mark.parametrize("command", SMALL)
def test_json_is_a_list_of_objects_with_english_names(command: str, tmp_path: Path) -> None:
    path = tmp_path / "o.json"
    assert two(command, "-o", path).status == 0
    objects = json.loads(path.read_text(encoding="utf-8"))
    rows = two(command).rows
    assert isinstance(objects, list)
    assert [list(each) for each in objects] == [OUT[command]] * len(rows)
    assert [{name: "" if each is None else str(each) for name, each in row.items()} for row in objects] == rows


@pytest.mark.parametrize("command", SMALL)
def test_parquet_has_english_names_and_types(command: str, tmp_path: Path) -> None:
    path = tmp_path / "o.parquet"
    assert two(command, "-o", path).status == 0
    frame = pl.read_parquet(path)
    assert frame.columns == OUT[command]
    for name, dtype in frame.schema.items():
        kind = pl.String() if name in TEXTS else pl.Date() if name in DATES else pl.Decimal(18, 2)
        assert dtype.is_integer() if name in COUNTS else dtype == kind, (name, dtype)
    texts = [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in frame.to_dicts()]
    assert texts == two(command).rows


def typed(name: str, text: str) -> Any:
    """The cell a spreadsheet should hold."""
    if not text or name in TEXTS:
        return text or None
    if name in DATES:
        return date.fromisoformat(text)
    return int(text) if name in COUNTS else Decimal(text)


@pytest.mark.parametrize("command", SMALL)
def test_xlsx_has_chinese_labels_and_typed_cells(command: str, tmp_path: Path) -> None:
    path = tmp_path / "o.xlsx"
    assert two(command, "-o", path).status == 0
    first, second = openpyxl.load_workbook(path).worksheets
    header, *rows = first.iter_rows()
    assert [cell.value for cell in header] == [LABELS[name] for name in OUT[command]]
    for row, expected in zip(rows, two(command).rows, strict=True):
        for cell, name in zip(row, OUT[command], strict=True):
            value = cell.value.date() if isinstance(cell.value, datetime) else cell.value
            want = typed(name, expected[name])
            assert (Decimal(str(value)) if isinstance(want, Decimal) else value) == want, name
            if isinstance(want, Decimal):
                assert "0.00" in cell.number_format
            if isinstance(want, date):
                assert "yy" in cell.number_format.lower()
    told = [str(cell) for row in second.iter_rows(values_only=True) for cell in row if cell is not None]
    assert any(cell.startswith("第") and cell.endswith("条") for cell in told)


def test_the_second_sheet_has_parameters_readings_and_articles(tmp_path: Path) -> None:
    path = tmp_path / "o.xlsx"
    assert two("payroll", "-o", path, "--reading", "short_net=carry").status == 0
    rows = [
        [str(cell) for cell in row] for row in openpyxl.load_workbook(path).worksheets[1].iter_rows(values_only=True)
    ]
    for name, value in (
        ("pension_rate", "8%"),
        ("contribution_base_lower", "4737.00"),
        ("short_net", "carry"),
        ("partial_month", "calendar_days"),
    ):
        (row,) = [row for row in rows if name in row]
        assert any(value in cell for cell in row)
        assert any(cell.startswith("第") for cell in row)


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx"])
@pytest.mark.parametrize("command", SMALL)
def test_zero_rows_are_written_too(command: str, ending: str, tmp_path: Path) -> None:
    headers = [text.splitlines()[0].encode() for text in SMALL[command][0]]
    path = tmp_path / f"o.{ending}"
    ran = two(command, "-o", path, texts=headers)
    assert ran.status == 0, ran.err
    assert path.exists()
    plain = two(command, texts=headers)
    assert (plain.status, plain.out.strip()) == (0, ",".join(OUT[command]))


@pytest.mark.parametrize("command", ["settle", "payroll", "eligible", "sample"])
def test_rows_come_in_the_order_of_the_input(command: str) -> None:
    key = "record" if command == "sample" else "code"
    first = list(csv.DictReader(TWO[command][0].splitlines()))
    assert two(command).column(key) == [row[key] for row in first]


@pytest.mark.parametrize("command", SMALL)
def test_an_explanation_tells_values_articles_parameters_and_readings(command: str) -> None:
    ran = two(command, "--explain", "01" if command == "sample" else "002")
    assert ran.status == 0
    assert "〔第" in ran.out or "（第" in ran.out
    last = two(command).rows[0]
    share = {"settle": "share", "payroll": "net", "term": "last_lawful_day"}.get(command)
    if share:
        assert last[share] in ran.out.split(two(command).out)[-1]
    reading = {"settle": "pool_headcount", "payroll": "low_base", "eligible": "age_on", "term": "term_cap_scope"}
    assert reading.get(command, "spot_check_rate") in ran.out
    assert "22" in ran.out


@pytest.mark.parametrize("command", SMALL)
@pytest.mark.parametrize("code", ["不存在", "", "2", "\x00", "长" * 3000])
def test_explaining_an_unknown_code_is_a_bad_argument(command: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    refused(two(command, "--explain", code, "-o", path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", SMALL)
def test_with_an_output_the_explanation_alone_is_on_standard_output(command: str, tmp_path: Path) -> None:
    ran = two(command, "--explain", "01" if command == "sample" else "002", "-o", tmp_path / "o.csv")
    assert ran.status == 0
    assert CHINESE.search(ran.out)
    assert not ran.out.startswith(OUT[command][0] + ",")
    assert (tmp_path / "o.csv").exists()


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx"])
@pytest.mark.parametrize("bad", [{"unpaid_days": "x"}, {"from": "2026-05-31"}])
def test_a_refusal_leaves_nothing_and_touches_nothing(bad: dict[str, str], ending: str, tmp_path: Path) -> None:
    text, path = sheet("ROSTER", {"code": "1"}, {"code": "2", **bad}), tmp_path / f"o.{ending}"
    refused(payroll(text, "-o", path), 2 if "unpaid_days" in bad else 1)
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"before")
    refused(payroll(text, "-o", path), 2 if "unpaid_days" in bad else 1)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"before"


@pytest.mark.parametrize(
    "name", ["", "o", "o.txt", "o.xls", "o.csv.gz", "nowhere/o.csv", "长" * 300 + ".csv", "..", "."]
)
def test_an_output_that_cannot_be(name: str, tmp_path: Path) -> None:
    ran = two("payroll", "-o", str(tmp_path / name) if name else "")
    refused(ran)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_output(tmp_path: Path) -> None:
    (tmp_path / "o.csv").mkdir()
    refused(two("payroll", "-o", tmp_path / "o.csv"))
    assert list((tmp_path / "o.csv").iterdir()) == []
    assert [each.name for each in tmp_path.iterdir()] == ["o.csv"]


def test_output_over_the_input_keeps_the_input_if_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(sheet("ROSTER", {"code": "1", "reward": "x"}), encoding="utf-8")
    before = path.read_bytes()
    refused(run("payroll", path, "--month", "2026-05", "-o", path))
    assert path.read_bytes() == before


def as_workbook(path: Path, text: str, chinese: bool) -> Path:
    header, *rows = csv.reader(text.splitlines())
    return workbook(path, [[LABELS[name] for name in header] if chinese else header, *rows])


@pytest.mark.parametrize("command", SMALL)
def test_every_format_in_gives_the_same_out(command: str, tmp_path: Path) -> None:
    expected = two(command).out
    sheets = [as_workbook(tmp_path / f"{n}.xlsx", text, n == 0).read_bytes() for n, text in enumerate(TWO[command])]
    assert two(command, ending=".xlsx", texts=sheets).out == expected
    files = []
    for text in TWO[command]:
        rows = list(csv.DictReader(text.splitlines()))
        pl.DataFrame(
            [{name: cell or None for name, cell in row.items()} for row in rows], infer_schema_length=None
        ).with_columns(pl.all().cast(pl.String)).write_parquet(tmp_path / "x.parquet")
        files.append((tmp_path / "x.parquet").read_bytes())
    assert two(command, ending=".parquet", texts=files).out == expected


def test_outputs_read_back_as_inputs_of_the_next_step(tmp_path: Path) -> None:
    """A BOM, quotes and line ends that a spreadsheet writes are read back."""
    rows = [{"village": "甲,乙", "record": 'a"b'}]
    text = "\ufeff" + table(rows, ["village", "record"]).replace("\n", "\r\n")
    assert on_files("sample", [text], *SMALL["sample"][1]).rows[0]["record"] == 'a"b'


def test_nothing_is_left_beside_a_sound_output(tmp_path: Path) -> None:
    for ending in ("csv", "json", "parquet", "xlsx"):
        assert small("payroll", "-o", tmp_path / f"o.{ending}").status == 0
        assert small("payroll", "-o", tmp_path / f"o.{ending}").status == 0
    assert {each.name for each in tmp_path.iterdir()} == {"o.csv", "o.json", "o.parquet", "o.xlsx"}


@pytest.mark.parametrize("redirection", ["> /dev/full", ">&-"])
def test_a_standard_output_that_takes_nothing(redirection: str, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(TWO["payroll"][0], encoding="utf-8")
    line = f'"{sys.executable}" -m sibai.cli payroll "{path}" --month 2026-05 {redirection}'
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert CHINESE.search(done.stderr)
