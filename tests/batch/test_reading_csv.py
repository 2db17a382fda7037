"""CSV in: what a clerk may write, and what is said of what may not be."""

# ruff: noqa: DTZ001 - files hold moments of the clock in China, without a zone

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from sibai.batch.tables.csv_file import is_regular
from sibai.batch.tables.faults import Faults
from sibai.batch.tables.schema import EVENTS, ROSTER, STAFF
from tests.batch.files import ID_NUMBER, THINGS, read, read_csv

ENGLISH = "code,note,yes,count,amount,points,day,moment,choice,id_number\n"
FULL = f"007,话,1,12,1600.5,-0.25,2026-05-21,2026-05-21 08:30,甲,{ID_NUMBER}\n"


def test_every_kind_of_cell_is_read_as_its_type(tmp_path: Path) -> None:
    outcome = read_csv(tmp_path, ENGLISH + FULL)
    assert outcome.faults == []
    assert outcome.frame.row(0) == (
        "007", "话", True, 12, 160050, -25, date(2026, 5, 21), datetime(2026, 5, 21, 8, 30), 1, ID_NUMBER,
    )  # fmt: skip
    assert outcome.frame.dtypes == [column.dtype for column in THINGS.columns]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_and_line_ends_of_every_office_program_are_read(tmp_path: Path, encoding: str, end: str) -> None:
    text = f"金额,编号,备注{end}1600,甲,一行{end}1600.05,乙,二行"
    outcome = read_csv(tmp_path, text.encode(encoding))
    assert outcome.faults == []
    assert outcome.column("amount") == [160000, 160005]
    assert outcome.column("note") == ["一行", "二行"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_of_excel_is_named(tmp_path: Path, encoding: str) -> None:
    outcome = read_csv(tmp_path, "code\tamount\n1\t2\n".encode(encoding))
    assert outcome.faults == [
        "1: 文件: 文件是 UTF-16（Unicode 文本）编码，不能读取，请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”"
    ]


def test_a_damaged_utf8_file_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    content = ("code,note\n" + "1,安康市白河县\n" * 20).encode()
    outcome = read_csv(tmp_path, content + b"2,\xe5\xae\n")
    assert outcome.faults[0].startswith("22: 整行: 这一行有损坏的字符")


def test_an_unknown_encoding_is_told_at_its_row(tmp_path: Path) -> None:
    assert read_csv(tmp_path, b"code\n1\n\xff\xff\n").faults[0].startswith("3: 整行: 这一行的编码既不是")


def test_surrounding_blanks_fall_and_inner_ones_stay(tmp_path: Path) -> None:
    outcome = read_csv(tmp_path, "code,amount\n\u3000 甲 乙\u00a0, 12.5 \u2003\n")
    assert outcome.column("code") == ["甲 乙"]
    assert outcome.column("amount") == [1250]


@pytest.mark.parametrize(("sign", "name"), [("\0", "U+0000"), ("\t", "U+0009"), ("\x7f", "U+007F"), ("\x85", "U+0085")])
def test_a_control_character_is_shown_by_its_number(tmp_path: Path, sign: str, name: str) -> None:
    outcome = read_csv(tmp_path, f"code,note\n1,a{sign}b\n2,c\n")
    assert len(outcome.faults) == 1
    assert outcome.faults[0].startswith(f"2: note: 含有看不见的控制字符 {name}")


def test_a_line_break_inside_quotes_is_a_control_character_of_that_cell(tmp_path: Path) -> None:
    outcome = read_csv(tmp_path, 'code,note\n1,"a\nb"\n2,"c"\n')
    assert outcome.faults == ["2: note: 含有看不见的控制字符 U+000A（换行），请删去后重填"]
    assert outcome.column("code") == ["1", "2"]


def test_quoted_cells_may_hold_commas_and_quotes(tmp_path: Path) -> None:
    assert read_csv(tmp_path, 'code,note\n"1","a,""b"""\n').column("note") == ['a,"b"']


def test_rows_of_a_wrong_length_are_named_and_the_others_read(tmp_path: Path) -> None:
    outcome = read_csv(tmp_path, "code,note\n1,a\n2\n3,b,c\n4,d\n")
    assert outcome.faults == [
        "3: 整行: 这一行有1格，列名有2格，请补上缺的逗号",
        "4: 整行: 这一行有3格，列名有2格，多了1格，请检查是否多写了逗号",
    ]
    assert list(outcome.table.rows) == [2, 5]


def test_an_open_quote_is_told_at_the_row_where_it_opens(tmp_path: Path) -> None:
    outcome = read_csv(tmp_path, 'code,note\n1,a\n2,"b\n3,c\n')
    assert outcome.faults == ["3: 整行: 这一行的双引号不成对，或一格太长，请检查引号；后面的行因此没有检查"]


@pytest.mark.parametrize(("separator", "name"), [(";", "分号"), ("\t", "制表符"), ("，", "中文逗号")])
def test_another_separator_is_named(tmp_path: Path, separator: str, name: str) -> None:
    outcome = read_csv(tmp_path, f"code{separator}note\n1{separator}2\n")
    assert len(outcome.faults) == 1
    assert outcome.faults[0].startswith(f"1: 文件: 列与列之间用的是{name}")


def test_an_empty_file_is_a_fault_and_a_header_alone_is_none(tmp_path: Path) -> None:
    assert read_csv(tmp_path, "").faults == ["1: 文件: 文件是空的，第一行应是列名"]
    assert read_csv(tmp_path, "\ufeff\n\n").faults == ["1: 文件: 文件是空的，第一行应是列名"]
    outcome = read_csv(tmp_path, "code,note")
    assert outcome.faults == []
    assert outcome.frame.height == 0


def test_a_missing_column_is_called_as_the_file_calls_its_others(tmp_path: Path) -> None:
    assert read_csv(tmp_path, "镇,村(社区),在岗月数,在岗\n", STAFF).faults == [
        "1: 编号: 缺少这一列，请补上（列名写在第一行）"
    ]
    assert read_csv(tmp_path, "code,town,village,on_post\n", STAFF).faults == [
        "1: post_months: 缺少这一列，请补上（列名写在第一行）"
    ]
    assert read_csv(tmp_path, "code\n", ROSTER).faults == []


def test_a_column_may_not_stand_twice_in_whatever_language(tmp_path: Path) -> None:
    assert read_csv(tmp_path, "code,note,code\n1,2,3\n").faults == ["1: code: 这一列出现了两次，请删去一列"]
    assert read_csv(tmp_path, "code,note,编号\n1,2,3\n").faults == [
        "1: code: 这一列出现了两次（“code”与“编号”是同一列），请删去一列"
    ]


def test_unknown_columns_are_ignored_with_one_notice(tmp_path: Path) -> None:
    outcome = read_csv(tmp_path, "电话,code,x,,\n1,2,3,,4\n")
    assert outcome.faults == []
    assert outcome.notices == [f"{outcome.table.path}：忽略了不认识的列：电话、x、（没有列名）"]


def test_blank_rows_at_the_end_are_ignored_and_others_named(tmp_path: Path) -> None:
    outcome = read_csv(tmp_path, "code,amount\n1,2\n,\n \n\n5,x\n,\n\n,\n")
    assert outcome.notices == [f"{outcome.table.path}：跳过了空行：第3至5行"]
    assert outcome.faults == ["6: amount: “x”不是数字，应写成如 1600.50"]
    assert list(outcome.table.rows) == [2, 6]


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("amount", "1,600", "“1,600”不要写千位分隔符，应写成如 1600"),
        ("amount", "１２", "“１２”含有全角数字或符号，请改成半角，如 1600.50"),
        ("amount", "1e3", "“1e3”不要用科学计数法，请写出全部数字，如 1600.50"),
        ("amount", "1.005", "“1.005”小数最多两位，请改成两位以内"),
        ("amount", "-1", "“-1”不能小于 0"),
        ("amount", "1000000000", "“1000000000”应在 0 至 999999999.99 之间"),
        ("amount", "￥12", "“￥12”不要写单位或货币符号，只写数字，如 1600.50"),
        ("amount", ".5", "“.5”不是数字，应写成如 1600.50"),
        ("amount", "9" * 400, "“9999999999999999999…”应在 0 至 999999999.99 之间"),
        ("count", "1.0", "“1.0”应为整数，不要写小数点"),
        ("count", "101", "“101”应在 0 至 100 之间"),
        ("yes", "是", "“是”应写 1（是）或 0（否）"),
        ("choice", "丙", "“丙”不在可选值内，请写：甲、乙"),
        ("day", "2026/5/21", "“2026/5/21”日期应写成四位年、两位月、两位日，用短横线相连，如 2026-05-21"),
        ("day", "2026-02-29", "“2026-02-29”没有这一天，请核对日期"),
        ("day", "1899-12-31", "“1899-12-31”年份应在1900至2100之间，请核对日期"),
        ("day", "2026-05-21 08:00", "“2026-05-21 08:00”带有时间，这一列只写日期，如 2026-05-21"),
        ("day", "46163", "“46163”不是日期，应写成如 2026-05-21"),
        ("note", "长" * 1001, "太长（1001个字符），最多1000个，请缩短"),
        ("id_number", "1234", "身份证号应为18位，这里有4位，请核对"),
        ("id_number", "610999199003070011", "身份证号不对（出生日期不存在或校验码不符），请按证件核对"),
        ("id_number", "610999199002300019", "身份证号不对（出生日期不存在或校验码不符），请按证件核对"),
        ("id_number", "61099919900307OO1X", "身份证号应为17位数字加一位数字或X，请核对"),
    ],
)
def test_a_cell_that_cannot_be_taken_says_what_to_write_instead(
    tmp_path: Path, column: str, cell: str, told: str
) -> None:
    outcome = read_csv(tmp_path, f'code,{column}\n1,\n2,"{cell}"\n')
    assert outcome.faults == [f"3: {column}: {told}"]
    assert outcome.column(column) == [None, None]


@pytest.mark.parametrize("cell", ["2026-05-21", "2026-05-21 8:30", "2026-05-21 24:00", "2026-05-21 08:30:60"])
def test_a_time_is_written_in_full(tmp_path: Path, cell: str) -> None:
    assert len(read_csv(tmp_path, f"code,moment\n1,{cell}\n").faults) == 1


def test_a_time_may_have_seconds_and_a_t(tmp_path: Path) -> None:
    outcome = read_csv(tmp_path, "code,moment\n1,2026-05-21T08:30\n2,2026-05-21 08:30:59\n")
    assert outcome.column("moment") == [datetime(2026, 5, 21, 8, 30), datetime(2026, 5, 21, 8, 30, 59)]


def test_a_small_x_of_an_identity_number_becomes_a_large_one(tmp_path: Path) -> None:
    assert read_csv(tmp_path, f"code,id_number\n1,{ID_NUMBER.lower()}\n").column("id_number") == [ID_NUMBER]


def test_no_message_holds_personal_data(tmp_path: Path) -> None:
    wrong = "610999199003070017"
    assert wrong[6:14] not in "".join(read_csv(tmp_path, f"code,id_number\n1,{wrong}\n").faults)


def test_a_needed_cell_may_not_be_blank(tmp_path: Path) -> None:
    assert read_csv(tmp_path, "code,note\n\u3000,a\n").faults == ["2: code: 不能为空，请填写"]


def test_every_fault_is_told_in_order_of_rows_and_of_the_files_columns(tmp_path: Path) -> None:
    outcome = read_csv(tmp_path, "evidence,level,item,date,code\nz,乡,加9,x,\n,,加1,2026-05-01,1\n", EVENTS)
    assert [line.split(":")[0:2] for line in outcome.faults] == [
        ["2", " level"], ["2", " item"], ["2", " date"], ["2", " code"], ["3", " evidence"],
    ]  # fmt: skip


def test_a_later_check_does_not_blame_a_cell_that_could_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("code,amount\n1,x\n2,5\n", encoding="utf-8")
    faults = Faults()
    table = read(path).table
    faults.add_rows(str(path), [2], "amount", "不是数字", unreadable=True)
    table.fault_rows(table.frame.get_column("amount").is_null(), "amount", "应填写", faults)
    table.fault(1, "amount", "太少", faults)
    assert [line.split(": ", 1)[1] for line in faults.lines()] == ["amount: 不是数字", "amount: 太少"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("no.csv", "找不到这个文件"),
        ("folder.csv", "这是文件夹"),
        ("a.xls", "不能读取旧的 .xls"),
        ("a.txt", "不认识扩展名"),
    ],
)
def test_a_path_that_gives_no_table_is_one_line(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    for other in ("a.xls", "a.txt"):
        (tmp_path / other).write_text("x", encoding="utf-8")
    outcome = read(tmp_path / name)
    assert len(outcome.faults) == 1
    assert outcome.faults[0].startswith(f"1: 文件: {told}")


def test_lines_are_counted_by_their_commas_in_the_right_places() -> None:
    assert is_regular(b"a,b\nc,d", 1)
    assert is_regular(b",\n,\n", 1)
    assert not is_regular(b"a,b,c\nd\n", 1)
    assert not is_regular(b"a\nb,c,\n", 1)
    assert not is_regular(b"a,b\n\nc,d\n", 1)
