"""Files as they come from offices: titles above, merged cells, hidden sheets, formulas, old encodings, too large."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from sibai.db.querysets import area
from sibai.employment.queries.intake.blank_form import blank_form
from sibai.employment.queries.intake.marked import marked
from sibai.employment.queries.intake.villages import Villages, villages_in
from sibai.places.models import Place
from tests.employment.intake.rosters import columns_of, csv_of, look, row_of, rows_of, saved, told, workbook, xlsx
from tests.web_fixtures import COUNTY, MAOPING, NOW

pytestmark = pytest.mark.django_db
TITLE = [["白河县公益性岗位人员花名册"], ["填报单位：县人社局", "", "2026年5月"], []]


@pytest.fixture
def rows(county: Any) -> list[dict[str, Any]]:
    return rows_of()


def sheet_of(rows: list[dict[str, Any]]) -> tuple[Workbook, Any]:
    """A workbook that a test can spoil."""
    book = load_workbook(io.BytesIO(xlsx(rows)))
    return book, book.active


def test_titles_above_the_header_do_not_matter_and_rows_are_numbered_as_in_excel(rows: list[dict[str, Any]]) -> None:
    assert told(xlsx(rows, TITLE)) == []
    rows[1]["上岗时间"] = "七月"
    assert [each.row for each in look(xlsx(rows, TITLE)).faults] == [6]


def test_blank_rows_and_a_line_of_signatures_below_are_passed_over(rows: list[dict[str, Any]]) -> None:
    lines = [["序号", *columns_of(rows)]]
    for number, row in enumerate(rows, 1):
        lines += [[number, *row.values()], []]
    lines += [["合计：3人"], ["制表人：某某　审核：某某"]]
    looked = look(workbook(lines))
    assert looked.faults == []
    assert looked.rows == 3


def test_columns_come_in_any_order_and_unknown_ones_are_named(rows: list[dict[str, Any]]) -> None:
    turned = [{"星座": "双子", "备注": "x", **dict(reversed(row.items()))} for row in rows]
    looked = look(xlsx(turned))
    assert looked.faults == []
    assert any("星座" in note for note in looked.notes)
    assert any("备注" in note for note in looked.notes)


def test_two_columns_of_one_meaning_are_a_fault_of_the_header(rows: list[dict[str, Any]]) -> None:
    rows[0]["手机号"] = "10012345678"
    faults = look(xlsx(rows)).faults
    assert [(each.row, each.letter, each.header) for each in faults] == [(1, "K", "手机号")]


def test_what_has_to_be_there_is_asked_for_by_name(rows: list[dict[str, Any]]) -> None:
    without = [{name: cell for name, cell in row.items() if name not in {"身份证号", "岗位地点（村）"}} for row in rows]
    assert "身份证号、岗位地点（村）或村编码" in told(xlsx(without))[0]


def test_a_sheet_without_header_or_people_says_so(county: Any) -> None:
    assert "没有找到写列名的那一行" in told(workbook([["甲", "乙"], ["1", "2"]]))[0]
    assert "列名下面没有人员" in told(workbook([["姓名", "身份证号", "村编码", "上岗时间"]]))[0]
    assert "是空的" in told(workbook([[]]))[0]


def test_two_rows_of_header_are_read_together(rows: list[dict[str, Any]]) -> None:
    names = [name for name in columns_of(rows) if name != "合同起止"]
    book = Workbook()
    sheet = book.active
    for place, name in enumerate([*names, "合同期限"], 1):
        sheet.cell(1, place, name)
        if name != "合同期限":
            sheet.merge_cells(start_row=1, end_row=2, start_column=place, end_column=place)
    last = len(names) + 1
    sheet.merge_cells(start_row=1, end_row=1, start_column=last, end_column=last + 1)
    sheet.cell(2, last, "起")
    sheet.cell(2, last + 1, "止")
    for number, row in enumerate(rows, 3):
        cells = [*(row[name] for name in names), "2025-07-01", "2026-06-30"]
        for place, cell in enumerate(cells, 1):
            sheet.cell(number, place, cell)
    looked = look(saved(book))
    assert looked.faults == []
    assert looked.plan is not None
    assert {contract.end for contract in looked.plan.contracts} == {date(2026, 6, 30)}


def test_cells_merged_downwards_count_in_every_row_and_sidewards_are_refused(rows: list[dict[str, Any]]) -> None:
    book, sheet = sheet_of(rows)
    town = columns_of(rows).index("镇") + 1
    sheet.merge_cells(start_row=2, end_row=4, start_column=town, end_column=town)
    assert told(saved(book)) == []
    sheet.merge_cells(start_row=3, end_row=3, start_column=6, end_column=7)
    faults = look(saved(book)).faults
    assert {(each.row, each.place) for each in faults} == {(3, 6), (3, 7)}
    assert all("请取消合并" in each.message for each in faults)


def test_hidden_sheets_are_not_read_and_the_first_one_shown_is(rows: list[dict[str, Any]]) -> None:
    book, _ = sheet_of(rows)
    hidden = book.create_sheet("去年", 0)
    hidden["A1"] = "姓名"
    hidden.sheet_state = "hidden"
    book.create_sheet("说明")["A1"] = "x"
    looked = look(saved(book))
    assert looked.faults == []
    assert looked.rows == 3
    assert any("去年" in note for note in looked.notes)
    assert any("说明" in note for note in looked.notes)


def test_a_workbook_of_hidden_sheets_only_says_so(rows: list[dict[str, Any]]) -> None:
    content = xlsx(rows)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b'state="visible"', b'state="hidden"') if "workbook.xml" in name else part)
    assert "没有看得见的工作表" in told(made.getvalue())[0]


def test_formulas_count_with_their_result_and_are_faults_without_one(rows: list[dict[str, Any]]) -> None:
    book, sheet = sheet_of(rows)
    sheet["C3"] = "=1+1"
    faults = look(saved(book)).faults
    assert [(each.row, each.letter) for each in faults] == [(3, "C")]
    assert "公式没有计算结果" in faults[0].message


def test_an_error_value_is_told_in_its_cell(rows: list[dict[str, Any]]) -> None:
    book, sheet = sheet_of(rows)
    sheet["E2"] = "#N/A"
    faults = look(saved(book)).faults
    assert [(each.row, each.letter) for each in faults] == [(2, "E")]
    assert "#N/A" in faults[0].message


def test_real_days_of_excel_are_read(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        row.update({"上岗时间": date(2025, 7, 1), "合同签订日期": date(2025, 7, 10)})
    assert told(xlsx(rows)) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_in_either_encoding_is_read(rows: list[dict[str, Any]], encoding: str) -> None:
    assert told(csv_of(rows, encoding), "csv") == []


def test_broken_text_says_what_to_do(rows: list[dict[str, Any]]) -> None:
    assert "UTF-16" in told(csv_of(rows, "utf-16"), "csv")[0]
    assert "双引号不成对" in told(csv_of(rows) + b'"abc,', "csv")[0]
    assert "没有内容" in told(b",,,\n", "csv")[0]


def test_text_that_a_workbook_has_spoiled_is_refused(rows: list[dict[str, Any]]) -> None:
    rows[0]["身份证号"] = "6.10999E+17"
    assert "存成了数字" in told(csv_of(rows), "csv")[0]


def test_five_thousand_rows_get_a_clear_answer(rows: list[dict[str, Any]]) -> None:
    many = [rows[0]] * 5000
    assert told(xlsx(many)) == ["文件：这张表有5001行，一次最多读1000行，请分成几个文件。"]
    assert "超过1000行" in told(csv_of(many), "csv")[0]
    wide = [{**rows[0], **{f"列{number}": "x" for number in range(120)}}]
    assert "最多读100列" in told(xlsx(wide))[0]


def test_what_is_no_workbook_says_so(county: Any) -> None:
    for content in (b"", b"PK\x03\x04 nothing", b"\x00" * 100, xlsx([{"姓名": "x"}])[:-200]):
        assert len(told(content)) == 1


def test_a_sheet_that_claims_to_be_endless_is_no_danger(rows: list[dict[str, Any]]) -> None:
    book, sheet = sheet_of(rows)
    sheet.cell(1_048_576, 1, "x")
    assert "一次最多读1000行" in told(saved(book))[0]


@pytest.fixture
def villages(county: Any) -> Villages:
    return villages_in(area(COUNTY))


def test_the_blank_form_is_read_without_its_example_once_it_is_filled(villages: Villages) -> None:
    book = load_workbook(io.BytesIO(blank_form(villages, 2026)))
    assert "列名下面没有人员" in told(saved(book))[0]
    sheet = book["花名册"]
    names = [cell.value for cell in sheet[3]]
    place = Place.objects.select_related("parent").get(pk="610929100001")
    for name, cell in row_of(1, place, 合同起="2025-07-01", 合同止="2026-06-30", 合同起止=None).items():
        sheet.cell(5, names.index(name) + 1, cell)
    looked = look(saved(book))
    assert looked.faults == []
    assert looked.rows == 1
    assert looked.notes == []
    assert sheet.data_validations.dataValidation
    assert book["选项"].sheet_state == "hidden"


def test_the_marked_copy_keeps_rows_and_types_and_names_every_fault(rows: list[dict[str, Any]]) -> None:
    rows[0].update({"身份证号": 610999199003070000, "性别": "女女"})
    rows[1]["上岗时间"] = date(2026, 6, 1)
    before = look(xlsx(rows, TITLE))
    made = marked(before, by="张三", at=NOW)
    after = look(made)
    assert [(each.row, each.header, each.message) for each in after.faults] == [
        (each.row, each.header, each.message) for each in before.faults
    ]
    book = load_workbook(io.BytesIO(made))
    sheet = book["花名册"]
    id_cell = sheet.cell(5, 2)
    assert "存成了数字" in id_cell.comment.text
    assert id_cell.fill.fgColor.rgb.endswith("F8D7D4")
    assert "性别" in sheet.cell(5, sheet.max_column).value
    assert "张三" in book["问题清单"]["A1"].value
    assert book["问题清单"].max_row == 2 + len(before.faults) + len(before.warnings)


def test_every_town_has_its_villages(villages: Villages) -> None:
    assert len(villages.villages) == 122
    assert len(villages.towns) == 11
    assert any(place.parent_id == MAOPING for place in villages.villages.values())


def test_merged_areas_that_lie_over_each_other_are_no_danger(rows: list[dict[str, Any]]) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(rows))) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                areas = b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 50_000 + b"</mergeCells>"
                part = part.replace(b"</sheetData>", b"</sheetData>" + areas)
            new.writestr(name, part)
    assert "已损坏" in told(made.getvalue())[0]


def test_rows_below_the_people_are_passed_over_and_told(county: Any) -> None:
    rows = rows_of(count=2)
    foot = [["合计", "2人"], ["制表人：某某", "", "", "", "审核：某某"], ["注：本表一式两份"]]
    columns = columns_of(rows)
    found = look(workbook([columns, *([row[name] for name in columns] for row in rows), *foot]))
    assert (found.good, found.rows) == (True, 2)
    assert any("第4、5、6行" in note for note in found.notes)


def test_a_person_whose_row_begins_like_a_foot_is_read(county: Any) -> None:
    [row] = rows_of(count=1)
    assert look(xlsx([{"备注栏": "说明见附件", **row}])).rows == 1
