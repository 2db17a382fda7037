"""`sibai compare` on sheets as counties keep them: titles, feet, several months, items of their own, odd writing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.commands.harness import on_files, refused
from tests.commands.test_compare import ID, book, compare, on_book, parts, sheet
from tests.payroll.bank.old_excel import old_workbook

PLAIN = ["姓名", "应发", "养老", "实发"]
WHOLE = [1600, 378.96, 1221.04]


def test_a_towns_sheet_with_title_unit_line_totals_and_signatures() -> None:
    ran = on_book(
        sheet(
            ["茅坪镇2026年5月份协理员工资发放花名册"],
            ["填报单位：茅坪镇", None, None, "填表日期：2026年6月3日", "单位：元"],
            ["姓 名", "身份证号码", "基础工资", "应发工资", "扣：养老保险8%", "实发工资", "领款人签字"],
            ["张 三", ID, "1,600.00", "1600元", 378.96, 1221.04],
            ["李  四", None, 1600, "￥1,600.00", "378.96 ", "停发"],
            ["茅坪镇小计", None, 3200, 3200, 757.92, 1221.04],
            ["镇长：", None, "分管领导：", None, "制表人：某某"],
            name="Sheet1",
        )
    )
    (row,) = ran.rows
    assert (row["month"], row["row"], row["code"]) == ("2026-05", "5", "李*")
    assert parts(row) == {"missing": "-1221.04"}, "nothing was paid: any number of days would explain it"
    assert "核对2人次、8格" in ran.err


def test_two_months_one_below_the_other_are_judged_by_their_own_law() -> None:
    below = [["2025年12月工资表"], PLAIN, ["张三", 1600, 372, 1228], ["合计", 1600, 372, 1228], []]
    ran = on_book(sheet(*below, ["2026年1月工资表"], PLAIN, ["张三", *WHOLE], PLAIN, ["李四", *WHOLE], name="全年"))
    assert ran.rows == []
    assert "核对3人次、9格" in ran.err


TITLES = ["二〇二六年五月份工资表", "2026.5工资表", "2026-05工资", "26年5月工资表", "白河县2026年度5月工资", "202605"]


def test_the_month_of_a_title_however_it_is_written() -> None:
    pages = {f"表{place}": [[title], ["编号", "实发"], [place, 1]] for place, title in enumerate(TITLES)}
    refused(on_book(book(pages | {"重": [["2026年5月"], ["编号", "实发"], [0, 1]]})))
    assert {row["month"] for row in on_book(book(pages)).rows} == {"2026-05"}


def test_a_sheet_called_by_its_month_takes_the_year_of_the_title() -> None:
    pages = {name: [["2026年工资表"], ["姓名", "实发"], ["张三", 1]] for name in ("4月", "5月")}
    assert on_book(book(pages)).column("month") == ["2026-04", "2026-05"]


def test_several_months_and_the_day_of_filling_in_are_no_month_of_pay() -> None:
    titles = {"甲": "2026年1月至3月工资表", "乙": "填表日期：2026年6月3日", "丙": "2026年1-3月工资表"}
    ran = on_book(book({name: [[title], ["姓名", "实发"], ["张三", 1]] for name, title in titles.items()}))
    refused(ran)
    assert ran.err.count("看不出是哪个月") == 3


def test_an_old_xls_is_read() -> None:
    rows = [["2026年5月工资表"], ["姓名", "实发"], ["张三", 1228.0]]
    content = old_workbook([[*row, *[None] * (2 - len(row))] for row in rows])
    (row,) = on_files("compare", [content], ending=".xls").rows
    assert parts(row) == {"parameter": "6.96"}


def test_what_stands_under_the_employer_is_the_employers() -> None:
    upper = ["序号", "姓名", "应发项目", None, None, "代扣项目", None, "单位缴纳", None, "实发金额"]
    lower = [None, None, "基本工资", "绩效", "小计", "养老", "个税", "养老", "工伤", None]
    ran = on_book(sheet(["2026年5月"], upper, lower, [1, "张三", 1600, 0, 1600, 378.96, 0, 757.92, 9.47, 1221.04]))
    assert ran.rows == []
    assert "核对1人次、8格" in ran.err


def test_headers_known_by_their_words_and_deductions_below_nothing() -> None:
    headers = "姓名,5月应发,养老保险个人缴纳部分（8%）,工伤参保情况,银行代发金额,备注"
    ran = compare(f"{headers}\n张三,1600,-378.96,是,1221.04,含上月合计\n李四,1600,-372,是,1228,合计\n")
    assert {row["item"]: parts(row) for row in ran.rows} == {
        "养老个人": {"parameter": "-6.96"},
        "实发": {"parameter": "6.96"},
    }
    assert "核对2人次、6格" in ran.err
    assert "写成了负数" in ran.err


def test_items_that_the_sheet_has_of_its_own_are_inputs_and_not_without_evidence() -> None:
    headers = "姓名,绩效,通讯补贴,应发,养老,医疗保险,预留绩效,实发"
    ran = compare(f"{headers}\n张三,400,100,2100,378.96,94.74,400,1226.30\n李四,0,0,1600,378.96,0,0,1221.04\n")
    assert {row["item"]: parts(row) for row in ran.rows} == {
        "绩效": {"reading": "400.00"},
        "应发": {"reading": "400.00", "input": "100.00"},
        "实发": {"reading": "400.00", "input": "-394.74"},
    }
    assert "预留绩效" in ran.err


WAYS: dict[str, tuple[str, str, dict[str, str], str]] = {
    "thirty days a month": ("在岗天数,基础工资", "15天,800", {"reading": "25.81"}, "按30天折算"),
    "working days of the month": ("在岗起,基础工资", "2026.5.18,842.11", {"reading": "119.53"}, "当月工作日折算"),
    "a day of thirty": ("事假天数,事假扣款", "3,160", {"parameter": "-60.69"}, "月计薪天数用30天"),
    "a day of twenty-two": ("事假天数,事假扣款", "2天,145.45", {"parameter": "-1.68"}, "月计薪天数用22天"),
    "taxed before pension": ("奖励,个税", "5000,48", {"input": "11.37"}, "没有先扣养老保险"),
    "began in a month long ago": ("上岗时间,基础工资", "2025年7月,1600", {}, ""),
    "a day without its year": ("上岗时间,基础工资", "5月16日,825.81", {}, ""),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_way_that_counties_have(way: str) -> None:
    headers, cells, told, words = WAYS[way]
    rows = compare(f"姓名,{headers}\n张三,{cells}\n").rows
    assert [parts(row) for row in rows] == ([told] if told else [])
    assert not rows or words in rows[0]["why"]


def test_a_month_without_the_number_is_the_same_person_and_namesakes_are_told() -> None:
    headers = ["姓名", "身份证号", "月份", "奖励", "应发", "养老", "个税"]
    paid: list[Any] = [30000, 31600, 378.96, 786.63]
    rows = [headers, ["张三", ID, "2026-01", *paid], ["张 三", None, "2026年2月", *paid]]
    (row,) = on_book(sheet(*rows, name="表")).rows
    assert (row["month"], row["by_rules"], row["old"]) == ("2026-02", "1937.58", "786.63")
    ran = compare("姓名,实发\n张三,1221.04\n张三,1221.04\n")
    assert "2026-05有2个同名的人" in ran.err
    assert "张三" not in ran.err


def test_numbers_of_people_that_excel_spoilt_do_not_stop_the_sheet() -> None:
    ran = on_book(sheet(["姓名", "身份证号", "实发"], ["张三", 610999199001011000, 1221.04], name="2026年5月"))
    assert ran.rows == []
    assert "末几位已丢失" in ran.err
