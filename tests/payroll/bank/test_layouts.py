"""Layouts are data: the shipped ones hold, a wrong one tells everything that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from sibai.payroll.bank.layout import Kind, Outcome, Place, Unit
from sibai.payroll.bank.loading import BadLayout, in_folder, load, shipped, shipped_text

PAGE = Path(__file__).parents[3] / "docs" / "bank.md"
SMALL = """
name = "小"
[file]
kind = "csv"
name = "a.csv"
header = false
[[file.fields]]
take = "account"
[[file.fields]]
take = "name"
[[file.fields]]
take = "amount"
[return]
kind = "csv"
width = 3
[return.columns]
account = 1
amount = 2
status = 3
[return.status]
success = ["成功"]
failure = ["失败"]
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(BadLayout) as caught:
        load(text)
    return list(caught.value.faults)


def test_the_shipped_layouts_load_and_say_that_they_are_examples() -> None:
    layouts = shipped()
    assert sorted(layouts) == ["counter-txt", "online-csv", "rural-excel"]
    for code, layout in layouts.items():
        assert layout.code == code
        assert layout.note.startswith("示例，以开户行给的样表为准")


def test_the_three_shipped_layouts_are_of_three_kinds() -> None:
    layouts = shipped()
    assert [layouts[code].file.kind for code in sorted(layouts)] == [Kind.TXT, Kind.CSV, Kind.XLSX]
    assert layouts["counter-txt"].file.totals is not None
    assert layouts["counter-txt"].file.totals.place is Place.FIRST
    assert layouts["online-csv"].file.unit is Unit.FEN
    assert not layouts["rural-excel"].file.numbers


def test_a_small_layout_takes_what_is_usual_for_the_rest() -> None:
    layout = load(SMALL)
    assert (layout.file.encoding, layout.file.line_end, layout.file.unit) == ("gb18030", "\r\n", Unit.YUAN)
    assert layout.answer.statuses == {"成功": Outcome.SUCCESS, "失败": Outcome.FAILURE}


def test_all_faults_of_a_layout_are_told_at_once_with_their_keys() -> None:
    text = SMALL.replace('kind = "csv"', 'kind = "cvs"', 1).replace('take = "name"', 'take = "nmae"')
    told = faults_of(text.replace("width = 3", "width = 2").replace('"失败"', '"成功"') + "[more]\n")
    assert [each.split("：")[0] for each in told] == [
        "file.kind",
        "file.fields 第2个.take",
        "file.fields",
        "return.status.failure",
        "return.status.failure",
        "return.width",
        "more",
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('name = "小"', ""), "name：缺少这一项"),
        (('name = "小"', "name = 3"), "name：应是一行文字"),
        (('name = "a.csv"', 'name = "a.txt"'), "file.name：文件名应以 .csv 结尾"),
        (('name = "a.csv"', 'name = "{moon}.csv"'), "file.name：文件名里的 {moon} 不认识"),
        (('name = "a.csv"', 'name = "a/b.csv"'), "file.name：文件名里有不能用的符号"),
        (('name = "a.csv"', 'name = "a.csv"\nmax_rows = 5'), "{part}"),
        (("header = false", "header = true"), "每个字段都要有 label"),
        (("header = false", 'header = "no"'), "file.header：应写 true"),
        (("header = false", 'header = false\nencoding = "big5"'), "file.encoding：应写 gb18030、gbk"),
        (("header = false", 'header = false\nseparator = "0"'), "file.separator：应是1至3个符号"),
        (("header = false", 'header = false\nseparator = "||"'), "分隔符只能是一个字符"),
        (("header = false", 'header = false\nday_format = "YYYYMM"'), "file.day_format：日期写法里应有且只有一个 DD"),
        (("header = false", 'header = false\nday_format = "YYYYMMDDx"'), "有不认识的字母“x”"),
        (("header = false", "header = false\nmax_rows = -1"), "file.max_rows：应是0至"),
        (('take = "amount"', 'take = "name"'), 'file.fields：take = "name" 写了不止一次'),
        (('take = "amount"', 'take = "amount"\nrequired = false'), "不能写 false"),
        (('take = "amount"', 'take = "amount"\ntext = "x"'), "才写固定内容"),
        (('take = "name"', 'take = "name"\nwidth = 3'), "能补零"),
        (("account = 1\n", 'account = "账号"\n'), "不能混写"),
        (("account = 1\n", "account = 2\n"), "有两项写了同一列"),
        (("account = 1\n", "account = 0\n"), "return.columns.account：应是位置"),
        (("amount = 2\n", ""), "return.columns：至少要有 amount"),
        (('success = ["成功"]', "success = 1"), "return.status.success：应是一列文字"),
        (('[return.status]\nsuccess = ["成功"]\nfailure = ["失败"]', ""), "return.status：缺少这一节"),
        (("[return]", "[[return]]"), "return：应是一个表"),
        (('name = "小"', 'name = "小'), "不是正确的 TOML 文件（第2行"),
    ],
)
def test_a_fault_says_its_key_and_what_to_write(change: tuple[str, str], told: str) -> None:
    assert change[0] in SMALL
    assert any(told in each for each in faults_of(SMALL.replace(*change, 1))), faults_of(SMALL.replace(*change, 1))


def test_old_excel_is_read_and_written() -> None:
    wanted = SMALL.replace('kind = "csv"\nname = "a.csv"', 'kind = "xls"\nname = "a.xls"')
    assert load(wanted).file.kind is Kind.XLS
    assert any("应以 .xls 结尾" in each for each in faults_of(wanted.replace("a.xls", "a.xlsx")))
    assert load(SMALL.replace('[return]\nkind = "csv"', '[return]\nkind = "xls"')).answer.kind is Kind.XLS


def test_own_words_must_get_through_own_encoding_and_separator() -> None:
    labelled = SMALL.replace('take = "name"', 'take = "text"\ntext = "𠮷"\n[[file.fields]]\ntake = "name"')
    assert load(labelled)
    assert any(
        "没有的字" in each for each in faults_of(labelled.replace("header = false", 'encoding = "gbk"\nheader = false'))
    )


def keys_of(values: dict[str, object]) -> set[str]:
    found = set()
    for key, value in values.items():
        found.add(key)
        for each in value if isinstance(value, list) else [value]:
            found |= keys_of(each) if isinstance(each, dict) else set()
    return found


def test_the_page_tells_every_key_that_a_layout_can_have() -> None:
    told = set(re.findall(r"`([a-z_]+)`", PAGE.read_text(encoding="utf-8")))
    source = Path(__file__).parents[3] / "src" / "sibai" / "payroll" / "bank"
    asked = set(re.findall(r'table\.\w+\(\s*"([a-z_]+)"', (source / "loading.py").read_text(encoding="utf-8")))
    shipped_keys = [keys_of(tomllib.loads(each.read_text(encoding="utf-8"))) for each in (source / "shipped").iterdir()]
    assert asked | set().union(*shipped_keys) <= told


def test_the_example_on_the_page_is_a_layout() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert load(example).name


def test_layouts_of_a_county_are_files_in_a_folder_and_a_bad_one_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "our-bank.toml").write_text(SMALL, encoding="utf-8-sig")
    (tmp_path / "half.toml").write_text(SMALL.replace('kind = "csv"', "", 1), encoding="utf-8")
    (tmp_path / "old.toml").write_bytes(SMALL.encode("gb18030"))
    (tmp_path / "某行.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "vast.toml").write_text("#" * 200_000, encoding="utf-8")
    good, bad = in_folder(tmp_path)
    assert {code: layout.code for code, layout in good.items()} == {"our-bank": "our-bank"}
    assert {code: faults[0][:9] for code, faults in bad.items()} == {
        "half": "file.kind",
        "old": "布局：文件不是 U",
        "某行": "布局：文件名只能用",
        "vast": "布局：文件太大，不",
    }
    assert in_folder(tmp_path / "none") == ({}, {})


def test_a_company_begins_its_own_layout_with_a_shipped_one() -> None:
    for code, layout in shipped().items():
        assert load(shipped_text(code), code) == layout
    for code in ("none", "../layout"):
        with pytest.raises(KeyError):
            shipped_text(code)
