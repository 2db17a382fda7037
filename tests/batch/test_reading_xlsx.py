"""Workbooks in: typed cells as a clerk types them, and files that only look like workbooks."""

# ruff: noqa: DTZ001 - files hold moments of the clock in China, without a zone

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.batch.files import ID_NUMBER, read, read_csv, read_frame, read_sheet, write_sheet

HEADERS = ["编号", "备注", "是否", "个数", "金额", "分数", "日期", "时间", "选项", "身份证号"]


def test_typed_cells_are_read_as_their_kinds(tmp_path: Path) -> None:
    row = [12, " 话 ", True, 12, 1600.1, -0.25, date(2026, 5, 21), datetime(2026, 5, 21, 8, 30), "甲", ID_NUMBER]
    outcome = read_sheet(tmp_path, [HEADERS, row])
    assert outcome.faults == []
    day, moment = date(2026, 5, 21), datetime(2026, 5, 21, 8, 30)
    assert outcome.frame.row(0) == ("12", "话", True, 12, 160010, -25, day, moment, 1, ID_NUMBER)


def test_text_cells_are_read_like_those_of_csv(tmp_path: Path) -> None:
    row = ["007", "话", "0", "12", "1600.10", "-0.25", "2026-05-21", "2026-05-21 08:30", "乙", ID_NUMBER]
    with_text = read_sheet(tmp_path, [HEADERS, row], lambda _book, sheet: [
        sheet.write_string(1, place, cell) for place, cell in enumerate(row)
    ])  # fmt: skip
    as_csv = read_csv(tmp_path, ",".join(HEADERS) + "\n" + ",".join(row) + "\n")
    assert with_text.faults == []
    assert with_text.frame.equals(as_csv.frame)


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("身份证号", 610999199003070010, "身份证号存成了数字，末几位已丢失，请把这一列设为“文本”格式后按证件重填"),
        ("编号", 1.5, "存成了数字且位数太多或带小数，可能已不准确，请把这一列设为“文本”格式后重填"),
        ("编号", 10**15, "存成了数字且位数太多或带小数，可能已不准确，请把这一列设为“文本”格式后重填"),
        ("编号", date(2026, 5, 21), "单元格的类型是日期，请改成“文本”格式后重填"),
        ("金额", 1 / 3, "“0.333333333333333”小数最多两位，请改成两位以内"),
        ("金额", True, "单元格的类型是TRUE/FALSE，请改成“数值”格式后重填"),
        ("金额", date(2026, 5, 21), "单元格的类型是日期，请改成“数值”格式后重填"),
        ("日期", 46163, "单元格的类型是数字，请改成“日期”格式后重填"),
        ("日期", datetime(2026, 5, 21, 8), "“2026-05-21 08:00:00”带有时间，这一列只写日期，如 2026-05-21"),
        ("是否", 2, "“2”应写 1（是）或 0（否）"),
        ("个数", 1.5, "“1.5”应为整数，不要写小数点"),
    ],
)
def test_a_cell_of_a_wrong_type_says_how_to_format_it(tmp_path: Path, header: str, cell: Any, told: str) -> None:
    code = [] if header == "编号" else ["1"]
    headers = [header] if header == "编号" else ["编号", header]
    outcome = read_sheet(tmp_path, [headers, [*code, cell]])
    assert outcome.faults == [f"2: {header}: {told}"]


def test_a_date_stands_for_its_midnight(tmp_path: Path) -> None:
    outcome = read_sheet(tmp_path, [["code", "day", "moment"], ["1", datetime(2026, 5, 21), date(2026, 5, 21)]])
    assert outcome.faults == []
    assert outcome.frame.select("day", "moment").row(0) == (date(2026, 5, 21), datetime(2026, 5, 21))


def test_mixed_columns_and_blank_rows_keep_their_places(tmp_path: Path) -> None:
    rows = [["code", "amount", "x"], [1, "2.50", None], [], ["03", 4.5, "q"], [None, " ", None]]
    outcome = read_sheet(tmp_path, rows)
    assert outcome.faults == []
    assert outcome.column("code") == ["1", "03"]
    assert outcome.column("amount") == [250, 450]
    assert list(outcome.table.rows) == [2, 4]
    ignored, skipped, number = (notice.split("：", 1)[1] for notice in outcome.notices)
    assert (ignored, skipped) == ("忽略了不认识的列：x", "跳过了空行：第3行")
    assert number.startswith("1格存成了数字")


def test_error_values_and_uncalculated_formulas_are_told_at_their_cells(tmp_path: Path) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 0, "=NA()", None, "#N/A")
        sheet.write_formula(2, 1, "=A3", None, "")
        sheet.write_formula(3, 1, "=1+1", None, 2)
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")

    outcome = read_sheet(tmp_path, [["code", "amount", "unknown"], [None, 1], ["2"], ["3"]], fill)
    assert outcome.faults == [
        "2: code: 单元格是错误值 #N/A，请改正公式或直接填写数值",
        "3: amount: 公式没有计算结果，请用 Excel 或 WPS 打开，计算后保存再交",
    ]
    assert outcome.column("amount") == [100, None, 200]


def test_a_cell_without_a_header_is_told_by_its_letter(tmp_path: Path) -> None:
    outcome = read_sheet(tmp_path, [["code"], ["1", None, "stray"]])
    assert outcome.faults == ["2: C列: 这一格有内容，但第一行没有这一列的列名，请删去这一格，或补上列名"]
    assert outcome.column("code") == ["1"]


def test_an_empty_first_row_is_a_fault_and_a_header_alone_is_none(tmp_path: Path) -> None:
    assert read_sheet(tmp_path, []).faults == ["1: 文件: 第一张工作表的第一行是空的，第一行应是列名"]
    assert len(read_sheet(tmp_path, [[], ["code"]]).faults) == 1
    alone = read_sheet(tmp_path, [["code"]])
    assert alone.faults == []
    assert alone.frame.height == 0


def test_only_the_first_sheet_is_read_and_that_is_said(tmp_path: Path) -> None:
    outcome = read_sheet(tmp_path, [["code"], ["1"]], lambda book, _sheet: book.add_worksheet().write(0, 0, "x"))
    assert outcome.faults == []
    assert outcome.notices == [f"{outcome.table.path}：只读了第一张工作表，其余1张没有读"]


def test_an_escaped_control_character_is_found(tmp_path: Path) -> None:
    outcome = read_sheet(tmp_path, [["code"], ["a\x01b"]])
    assert outcome.faults == ["2: code: 含有看不见的控制字符 U+0001，请删去后重填"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "文件是空的"),
        (b"<html><table></table></html>", "这是网页（HTML）"),
        (b"code,amount\n1,2\n", "这像是 CSV 文本"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "这是旧的 .xls 格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "文件设有打开密码"),
        (b"PK\x03\x04 and no more", "工作簿已损坏"),
        (b"\x00\x01\x02", "不是 Excel 工作簿"),
    ],
)
def test_what_is_no_workbook_is_named_for_what_it_is(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    outcome = read(path)
    assert len(outcome.faults) == 1
    assert outcome.faults[0].startswith(f"1: 文件: {told}")


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheet(path, [["code"], ["1"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        for number in range(10_001):
            archive.writestr(str(number), b"")
    assert read(path).faults == ["1: 文件: 文件解开后太大，请删去不用的内容，或分成几个文件"]


def test_a_path_with_chinese_and_blanks_is_read(tmp_path: Path) -> None:
    path = tmp_path / "花名册 五月.XLSX"
    write_sheet(path, [["code"], ["1"]])
    assert read(path).column("code") == ["1"]


def test_all_three_formats_give_the_same_table(tmp_path: Path) -> None:
    as_csv = read_csv(tmp_path, f"code,note,amount,day\n007,话,1600.50,2026-05-21\n8,,,\n9,{'长' * 1000},0,\n").frame
    rows = [["code", "note", "amount", "day"], ["007", "话", 1600.5, date(2026, 5, 21)], [8], [9, "长" * 1000, 0]]
    as_sheet = read_sheet(tmp_path, rows, lambda _book, sheet: sheet.write_string(1, 0, "007")).frame
    assert as_csv.equals(as_sheet)
    assert as_csv.equals(
        read_frame(tmp_path, as_csv.select("code", "note", "day", amount=as_csv["amount"] / 100)).frame
    )


def test_a_large_sheet_is_looked_at_as_closely_as_a_small_one(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["code", "amount", "day"], *([str(row), row / 4, None] for row in range(2, 20_000))]

    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_formula(19_000, 1, "=A3", None, "")
        sheet.write(19_001, 1, "x")
        sheet.write(19_002, 3, "stray")
        sheet.write_formula(19_003, 0, "=NA()", None, "#N/A")
        sheet.write_formula(19_004, 1, "=1+1", None, 2)

    outcome = read_sheet(tmp_path, rows, fill)
    assert [line.split(": ")[:2] for line in outcome.faults] == [
        ["19001", "amount"], ["19002", "amount"], ["19003", "D列"], ["19004", "code"],
    ]  # fmt: skip
    assert outcome.column("amount")[:2] == [50, 75]
    assert outcome.column("amount")[19_003] == 200


@pytest.mark.parametrize("width", [1, 3, 64, 65, 200])
def test_sheets_of_any_width_are_read(tmp_path: Path, width: int) -> None:
    headers = ["code", *(f"x{place}" for place in range(1, width))]
    count = 60_000 // width
    rows: list[list[Any]] = [headers, *([f"c{row}", *([row] * (width - 1))] for row in range(count))]
    outcome = read_sheet(tmp_path, rows)
    assert outcome.faults == []
    assert outcome.column("code") == [f"c{row}" for row in range(count)]


@pytest.mark.parametrize(("computed", "meant"), [(4.35 * 100, 43_500), (0.1 + 0.2, 30), (587.0800000000001, 58_708)])
def test_what_a_formula_computed_is_the_number_that_the_workbook_shows(
    computed: float, meant: int, tmp_path: Path
) -> None:
    outcome = read_sheet(tmp_path, [["编号", "金额"], ["1", computed]])
    assert outcome.faults == []
    assert outcome.frame.get_column("amount").to_list() == [meant]


def test_codes_kept_as_numbers_are_taken_with_a_word_on_leading_zeros(tmp_path: Path) -> None:
    outcome = read_sheet(tmp_path, [["编号", "金额"], [7, 1], ["007", 1]])
    assert outcome.frame.get_column("code").to_list() == ["7", "007"]
    assert [notice for notice in outcome.notices if "编号：1格存成了数字" in notice]
