"""`sibai compare`: a past pay sheet held against the rules, and where each fen of a difference comes from."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from sibai.batch.compare.changes import Case
from sibai.batch.compare.columns import PAY_ITEM, WITHHELD_ITEM
from sibai.batch.compare.people import Item
from sibai.batch.compare.rounding import EXACT, half_up
from sibai.batch.compare.search import explain
from sibai.batch.compare.setting import CAUSES, Setting
from sibai.measure import LAW
from sibai.measure.dates import month_last
from tests.commands.harness import Ran, on_files, payroll, refused, run, table

ITEMS = {
    "base": "基础工资",
    "absence": "缺勤扣款",
    "performance": "绩效",
    "gross": "应发",
    "contribution_base": "缴费基数",
    "pension": "养老个人",
    "pension_employer": "养老单位",
    "work_injury": "工伤单位",
    "tax": "个税",
    "net": "实发",
}
ID = "610999199001011015"


def compare(text: str, *rest: object, month: str | None = "2026-05") -> Ran:
    return on_files("compare", [text], *(("--month", month) if month else ()), *rest)


def sheet(*rows: Sequence[Any], name: str = "表") -> bytes:
    return book({name: rows})


def book(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    made, content = Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(list(row))
    made.save(content)
    return content.getvalue()


def on_book(content: bytes, *rest: object) -> Ran:
    return on_files("compare", [content], *rest, ending=".xlsx")


def parts(row: dict[str, str]) -> dict[str, str]:
    """The causes that a row tells, those of nothing left out."""
    return {cause: row[cause] for cause in CAUSES if row[cause] != "0.00"}


def test_a_sheet_made_by_the_rules_differs_nowhere() -> None:
    roster = table(
        [{"code": "01"}, {"code": "02", "from": "2026-05-16", "unpaid_days": "2"}], ["code", "from", "unpaid_days"]
    )
    slips = {row["code"]: row for row in payroll(roster).rows}
    rows = [{"code": "01"} | slips["01"], slips["02"] | {"code": "02", "from": "2026-05-16", "unpaid_days": "2"}]
    ran = compare(table(rows, ["code", "from", "unpaid_days", *ITEMS]))
    assert ran.rows == []
    assert "核对2人次、20格：一致20格，不同0格" in ran.err


CASES = {
    "a reading of part months": (
        "在岗起,基础工资",
        "2026-05-16,735.63",
        {"reading": "-90.18"},
        "partial_month=pay_days",
    ),
    "no deduction of absence": ("缺勤天数,缺勤扣款", "2,0.00", {"reading": "-147.13"}, "unpaid_absence=none"),
    "performance by the month": ("绩效工资", "400.00", {"reading": "400.00"}, "performance_timing=monthly_advance"),
    "the base not lifted": ("养老保险", "160.00", {"reading": "-218.96"}, "low_base=actual"),
    "last year's lower limit": ("养老保险", "372.00", {"parameter": "-6.96"}, "2025-01-01起的4650.00"),
    "a day's pay rounded first": ("缺勤天数,缺勤扣款", "2,147.12", {"rounding": "-0.01"}, "日工资先进到分"),
    "whole yuan": ("养老保险,实发", "378.96,1221.00", {"rounding": "-0.04"}, "实发四舍五入到元"),
    "days that the sheet does not tell": ("基础工资", "825.81", {"input": "-774.19"}, "2026-05-16 上岗"),
    "insured on the base wage": ("养老保险", "128.00", {"reading": "-218.96", "input": "-32.00"}, "申报工资1600.00"),
    "nobody knows why": ("实发", "1000.01", {"missing": "-221.03"}, "没有一种做法"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_difference_is_told_by_its_cause(case: str) -> None:
    headers, cells, told, words = CASES[case]
    (row,) = compare(f"编号,{headers}\n01,{cells}\n").rows
    assert parts(row) == told
    assert words in row["why"]


def test_what_moves_one_cell_moves_the_cells_made_of_it() -> None:
    rows = compare("编号,绩效,应发,养老,实发\n01,400,2000,372,1627.00\n").rows
    assert {row["item"]: parts(row) for row in rows} == {
        "绩效": {"reading": "400.00"},
        "应发": {"reading": "400.00"},
        "养老个人": {"parameter": "-6.96"},
        "实发": {"reading": "400.00", "parameter": "6.96", "missing": "-1.00"},
    }


def test_earlier_months_of_the_file_are_the_year_so_far() -> None:
    rows = [["编号", "月份", "奖励", "应发", "养老", "个税"]]
    rows += [["01", f"2026年{month}月", 12000, 13600, 378.96, tax] for month, tax in ((2, 246.63), (1, 246.63))]
    assert on_book(sheet(*rows)).rows == []
    alone = [*rows[:2], [*rows[2][:5], 100]]
    (first, second) = on_book(sheet(*alone)).rows
    assert (first["month"], first["by_rules"]) == ("2026-02", "393.26")
    assert (second["month"], parts(second)) == ("2026-01", {"missing": "-146.63"})


def test_every_sheet_is_read_with_the_month_of_its_title_and_a_header_of_two_rows() -> None:
    made, content = Workbook(), io.BytesIO()
    page = made.active
    page.title = "三月"
    page.append(["白河县 2026年3月 协理员工资发放表"])
    page.append(["序号", "姓名", "应发工资", None, "扣款", None, "实发工资", "签字"])
    page.append([None, None, "基础工资", "合计", "养老保险（个人）", "个税"])
    page.append([1, "张甲", 1600, 1600, 378.96, 0, 1221.04])
    page.append(["合计", None, 1600, 1600, 378.96, 0, 1221.04])
    page.append(["制表：某某", None, None, "审核：某某"])
    for area in ("A1:H1", "C2:D2", "E2:F2", "A2:A3", "B2:B3", "G2:G3", "H2:H3"):
        page.merge_cells(area)
    other = made.create_sheet("2026年4月")
    other.append(["姓名", "实发"])
    other.append(["张甲", 1221])
    made.create_sheet("说明").append(["怎么发的"])
    made.save(content)
    ran = on_book(content.getvalue())
    (row,) = ran.rows
    assert (row["sheet"], row["row"], row["month"], row["code"]) == ("2026年4月", "2", "2026-04", "张*")
    assert "没有找到列名" in ran.err
    assert "核对2人次、6格" in ran.err


def test_names_and_numbers_are_told_masked() -> None:
    ran = compare(f"姓名,身份证号,实发\n张甲乙,{ID},1.00\n")
    assert ran.column("code") == ["张**"]
    ran = compare(f"身份证号,实发\n{ID},1.00\n")
    assert ran.column("code") == ["6109**********1015"]
    wrong = compare(f"姓名,身份证号,实发\n张甲乙,{ID[:-1]}4,1.00\n")
    refused(wrong)
    assert ID[:-1] not in wrong.err
    assert "张甲乙" not in wrong.err


def test_every_bad_cell_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    text = "编号,在岗起,缺勤天数,应发,实发\n01,2026-06-02,1.5,一千,-3\n01,,,,1\n,,,5,\n"
    ran = compare(text, "-o", out)
    refused(ran)
    assert [(row, column) for row, column, _ in ran.faults] == [
        (2, "在岗起"),
        (2, "缺勤天数"),
        (2, "应发"),
        (2, "实发"),
        (3, "整行"),
        (4, "编号"),
    ]
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "month", "words"),
    [
        ("编号,实发\n01,1\n", None, "看不出是哪个月"),
        ("编号,电话\n01,1\n", "2026-05", "找不到列名"),
        ("编号,实发,实发工资\n01,1,1\n", "2026-05", "出现了两次"),
        ("2026年4月工资表,\n编号,实发\n01,1\n", "2026-05", "与给定的月份"),
        ("编号,月份,实发\n01,五月,1\n", "2026-05", "月份应写成"),
        ("", "2026-05", "没有内容"),
    ],
)
def test_a_sheet_that_cannot_be_understood_is_refused_with_what_to_do(text: str, month: str | None, words: str) -> None:
    ran = compare(text, month=month)
    refused(ran)
    assert words in ran.err


def test_amounts_as_accountants_write_them_are_taken() -> None:
    text = '编号,基础工资,奖励,应发\n01,"1,600.00",-,"￥1,600.00"\n'
    assert compare(text).rows == []
    ran = on_book(
        sheet(["编号", "2026年5月基础工资", "缺勤天数", "应发"], ["01", 1600, 2, 1452.8735632], name="2026年5月")
    )
    assert ran.rows == []
    assert "小数多于两位" in ran.err


def test_a_month_before_the_measure_is_refused_by_rule() -> None:
    refused(compare("编号,实发\n01,1\n", month="2022-05"), 1)


def test_the_workbook_has_parameters_readings_and_the_countys_ways_on_its_second_sheet(tmp_path: Path) -> None:
    rows = [["编号", "月份", "养老"], ["01", "2025-12", 160], ["02", "2026-01", 160]]
    path = tmp_path / "out.xlsx"
    (tmp_path / "old.xlsx").write_bytes(sheet(*rows))
    assert run("compare", tmp_path / "old.xlsx", "-o", path).status == 0
    made = load_workbook(path)
    told = [[cell or "" for cell in row] for row in made[made.sheetnames[1]].iter_rows(values_only=True)]
    lower = [row[2] for row in told if row[1] == "contribution_base_lower"]
    assert lower == ["4650.00元", "4737.00元"]
    (way,) = [row for row in told if row[0] == "原表的做法"]
    assert (way[1], way[2]) == ("口径", "2人次")
    assert "low_base=actual" in way[8]


def test_a_decided_reading_is_the_rule_and_no_difference() -> None:
    text = "编号,养老\n01,160.00\n"
    assert compare(text, "--reading", "low_base=actual").rows == []
    (row,) = compare("编号,养老\n01,378.96\n", "--reading", "low_base=actual").rows
    assert parts(row) == {"reading": "218.96"}


def test_the_rules_number_is_explained() -> None:
    ran = compare("编号,实发\n01,1000.00\n", "--explain", "01")
    assert ran.status == 0
    assert {"实发", "第十四条"} <= set(ran.out.replace("〔", " ").replace("〕", " ").replace("：", " ").split())


MONTHS = st.sampled_from([date(2022, 6, 1), date(2023, 2, 1), date(2025, 12, 1), date(2026, 5, 1), date(2027, 1, 1)])
AMOUNTS = st.one_of(st.sampled_from([0, 16_000, 37_896, 40_000, 160_000, 122_104, 200_000]), st.integers(0, 300_000))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    month = draw(MONTHS)
    law = LAW.on(month_last(month))
    facts: dict[str, Any] = {"month": month}
    told = draw(st.sets(st.sampled_from(["from", "unpaid_days", "declared_wage", "reward"])))
    given = {
        "from": ("on_post_from", st.dates(max(month, date(2022, 6, 10)), month_last(month))),
        "unpaid_days": ("unpaid_days", st.integers(0, 20)),
        "declared_wage": ("declared_wage", AMOUNTS),
        "reward": ("reward", st.sampled_from([0, 50_000, 1_500_000])),
    }
    for name in sorted(told):
        fact, values = given[name]
        facts[fact] = draw(values)
    cells = draw(st.lists(st.sampled_from(list(ITEMS)), min_size=1, max_size=4, unique=True))
    kinds = st.sampled_from([PAY_ITEM, WITHHELD_ITEM])
    items = draw(st.lists(st.builds(Item, kinds, st.just("项目"), st.integers(-20_000, 20_000)), max_size=2))
    olds = {cell: draw(AMOUNTS) for cell in cells}
    return Case(month, law, LAW, facts, frozenset(told), olds, tuple(items))


@settings(max_examples=10, deadline=None)
@given(cases())
def test_the_parts_of_every_difference_sum_to_it_and_come_out_the_same_again(case: Case) -> None:
    found = explain(case)
    assert {each.cell: each.old for each in found} == dict(case.olds)
    for each in found:
        assert each.by_rules == case.by_rules.number(each.cell)
        assert sum(each.part(cause) for cause in CAUSES) == each.difference
        assert bool(each.words) or not each.difference
    assert explain(case) == found


@settings(max_examples=40, deadline=None)
@given(MONTHS, st.data())
def test_the_exact_value_of_a_number_rounds_to_what_the_rules_make(month: date, data: st.DataObject) -> None:
    law = LAW.on(month_last(month)).entries
    chosen = {
        name: data.draw(st.sampled_from(list(law[name].options)))
        for name in ("partial_month", "unpaid_absence", "performance_timing", "low_base")
    }
    facts = {
        "month": month,
        "on_post_from": data.draw(st.dates(max(month, date(2022, 6, 10)), month_last(month))),
        "unpaid_days": data.draw(st.integers(0, 25)),
        "declared_wage": data.draw(AMOUNTS),
    }
    single = Setting(LAW.decided(chosen, "test").on(month_last(month)), facts).single
    for name in EXACT:
        if name not in {"gross", "net"}:
            assert half_up(EXACT[name](single)) == single.number(name), name


CELLS = st.one_of(
    st.sampled_from(
        ["", "-", "1600.00", "378.96", "2026-05", "2026年5月", "2026-05-16", "张甲", "合计", "31", "0", "1,600.00"]
    ),
    st.text(max_size=6),
)
HEADERS = [
    "编号",
    "姓名",
    "身份证号",
    "月份",
    "在岗起",
    "在岗止",
    "在岗天数",
    "缺勤天数",
    "奖励",
    "已发月数",
    "通讯补贴",
    "其他扣款",
    *ITEMS.values(),
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=7), st.data())
def test_whatever_stands_in_a_sheet_the_answer_is_a_table_or_what_to_do(
    headers: list[str], data: st.DataObject
) -> None:
    row = st.lists(CELLS, min_size=len(headers), max_size=len(headers))
    text = io.StringIO()
    csv.writer(text).writerows([headers, *data.draw(st.lists(row, max_size=4))])
    ran = compare(text.getvalue())
    assert ran.status in {0, 1, 2}
    if ran.status:
        refused(ran, ran.status)
    for each in ran.rows if ran.status == 0 else []:
        assert sum(round(float(each[cause]) * 100) for cause in CAUSES) == round(float(each["difference"]) * 100)
