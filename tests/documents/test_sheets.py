"""Workbooks that leave the house: who and when on the sheet, text stays text, numbers exact."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from sibai.documents.answers import download
from sibai.documents.sheets import Column, workbook

AT = datetime(2026, 5, 21, 2, 5, tzinfo=UTC)
COLUMNS = [
    Column("姓名"),
    ("身份证号", "code"),
    ("人数", "number"),
    ("实发", "money", 15),
    ("得分", "points"),
    ("上岗", "day"),
    ("办理", "moment"),
    ("签字", "check"),
]
ROW = ["演示甲", "610999199603120024", 3, 122104, 8850, date(2026, 6, 28), AT, True]


def opened(content: bytes) -> Any:
    return load_workbook(BytesIO(content)).active


def sheet(*rows: list[Any], **given: Any) -> Any:
    return opened(workbook("花名册", COLUMNS, rows, by="李经办", at=AT, **given))


def test_who_exported_and_when_stands_on_the_sheet_and_below_every_page() -> None:
    made = sheet(ROW)
    assert made["A1"].value == "花名册"
    assert made["A2"].value == "导出人：李经办　时间：2026-05-21 10:05"
    assert "李经办" in made.oddFooter.left.text
    assert "2026-05-21 10:05" in made.oddFooter.left.text
    assert [cell.value for cell in made[3]] == [Column(*column).label for column in COLUMNS]


def test_values_are_what_their_columns_say() -> None:
    made = sheet(ROW, totals=["合计", None, 3, 122104, None, None, None, None], notes=["注：演示"])
    values = [cell.value for cell in made[4]]
    assert values[:5] == ["演示甲", "610999199603120024", 3, 1221.04, 88.5]
    assert values[5:] == [datetime.fromisoformat("2026-06-28"), datetime.fromisoformat("2026-05-21T10:05"), "是"]
    assert (made["D4"].number_format, made["B4"].number_format) == ("#,##0.00", "@")
    assert (made["A5"].value, made["D5"].value, made["D5"].font.bold, made["A6"].value) == (
        "合计",
        1221.04,
        True,
        "注：演示",
    )


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+86", "-1", "http://a.b", "=cmd|' /C calc'!A0", "{=A1}", "a\nb"])
def test_what_people_typed_never_becomes_a_formula_or_a_link(text: str) -> None:
    cell = sheet([text, *ROW[1:]])["A4"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_odd_values_are_written_as_text_or_left_empty() -> None:
    made = sheet(["a\x00\x07b", 5, "—", None, "", "未定", None, None], ["字" * 40_000, *ROW[1:]])
    assert [cell.value for cell in made[4]] == ["ab", "5", "—", None, None, "未定", None, None]
    assert len(made["A5"].value) == 32_000


def test_a_sign_that_no_xml_holds_is_left_out_and_the_workbook_opens() -> None:
    made = workbook("花名\uffff册", [("姓\ufffe名",)], [["某\uffff某"]], by="甲\ufffe", at=AT)
    assert load_workbook(BytesIO(made)).active["A4"].value == "某某"


def test_the_sheet_prints_on_a4_across_with_its_header_on_every_page() -> None:
    made = sheet(ROW)
    assert (made.page_setup.orientation, made.page_setup.paperSize) == ("landscape", 9)
    assert made.print_title_rows == "$3:$3"
    assert made.freeze_panes == "B4"
    assert (made.column_dimensions["D"].width, made.column_dimensions["B"].width >= 20) == (
        pytest.approx(15.7, abs=0.1),
        True,
    )


@pytest.mark.parametrize("title", ["a/b:c*[d]?", "名" * 60, "", "'引号'"])
def test_any_title_makes_a_sheet(title: str) -> None:
    made = opened(workbook(title, ["姓名"] and [("姓名",)], [], by="李&王\n", at=AT))
    assert made.title
    assert len(made.title) <= 31


def test_a_row_of_the_wrong_length_is_a_slip() -> None:
    with pytest.raises(ValueError, match="argument"):
        sheet(ROW[:-1])


def test_a_download_is_saved_and_never_kept() -> None:
    answer = download(b"x", "花名册 2026", "xlsx")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Disposition"].endswith("2026.xlsx")
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert answer.content == b"x"
