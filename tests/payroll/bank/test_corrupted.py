"""Bank answers as they arrive: each bad line is told with its place, all the others are taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from random import Random

import pytest
from openpyxl import load_workbook

from sibai.payroll.bank.layout import Layout, Outcome
from sibai.payroll.bank.loading import shipped
from sibai.payroll.bank.opening import MOST_BYTES, MOST_ROWS
from sibai.payroll.bank.reading import Returned, read
from tests.payroll.bank.answers import PAID_ON, answer, lines_of, packed, payments, said_of, workbook
from tests.payroll.bank.old_excel import old_workbook

TXT, CSV, XLSX = (shipped()[code] for code in ("counter-txt", "online-csv", "rural-excel"))
ROWS = payments(9)
ALL = tuple(row.serial for row in ROWS)


def clean(layout: Layout) -> bytes:
    return answer(layout, said_of(ROWS))


def serials(returned: Returned) -> tuple[str, ...]:
    return tuple(line.serial for line in returned.lines)


def without(*numbers: int) -> tuple[str, ...]:
    return tuple(serial for serial in ALL if int(serial) not in numbers)


def told(returned: Returned) -> list[str]:
    return [str(fault) for fault in returned.faults]


def change_line(content: bytes, number: int, change: Callable[[bytes], bytes]) -> bytes:
    lines = content.split(b"\r\n")
    lines[number - 1] = change(lines[number - 1])
    return b"\r\n".join(lines)


@pytest.mark.parametrize("layout", [TXT, CSV, XLSX], ids=["txt", "csv", "xlsx"])
def test_a_clean_answer_is_taken_whole(layout: Layout) -> None:
    returned = read(layout, clean(layout))
    assert not returned.faults
    assert serials(returned) == ALL
    assert returned.total == sum(row.amount for row in ROWS)
    for line, row in zip(returned.lines, ROWS, strict=True):
        assert (line.account, line.name, line.amount, line.day) == (row.account, row.name, row.amount, PAID_ON)
        failed = int(row.serial) % 3 == 0
        assert (line.outcome, line.reason) == ((Outcome.FAILURE, "户名不符") if failed else (Outcome.SUCCESS, ""))


# the ten kinds of damage, in a text file of lines 2 to 10 under a totals line: what is told, what is taken
DAMAGES: dict[str, tuple[Callable[[bytes], bytes], list[str], tuple[str, ...]]] = {
    "cut off inside the last line": (
        lambda content: content[:-30],
        ["文件：最后一行没有换行", "第10行：这一行只有"],
        without(9),
    ),
    "cut off between two lines": (
        lambda content: b"\r\n".join(content.split(b"\r\n")[:7]) + b"\r\n",
        ["第1行“合计”：合计行写9笔，文件里有6笔", "第1行“合计”：合计行写14400.45元"],
        without(7, 8, 9),
    ),
    "in another encoding": (
        lambda content: content.decode("gb18030").encode(),
        ["文件：文件的编码是 UTF-8，布局写的是 GB18030，已按文件的编码读"],
        ALL,
    ),
    "with a spoilt sign in a line": (
        lambda content: change_line(content, 4, lambda line: line.replace(b"|", b"|\xff\xff", 2)),
        ["第4行：这一行有损坏的字符（不是正确的 GB18030）"],
        without(3),
    ),
    "with a cell too few and a cell too many": (
        lambda content: change_line(
            change_line(content, 3, lambda line: line.replace(b"|", b"", 1)), 5, lambda line: line + b"|x"
        ),
        ["第3行：这一行只有8格，应有9格", "第5行：这一行有10格，应有9格"],
        without(2, 4),
    ),
    "with a totals line in the middle": (
        lambda content: change_line(content, 5, lambda line: line + b"\r\n3|4800.06||||||"),
        ["第6行：这一行只有8格"],
        ALL,
    ),
    "with digits that Excel lost": (
        lambda content: change_line(content, 8, lambda line: b"7|9.99E+18|" + line.split(b"|", 2)[2]),
        ["第8行“账号”：存成了数字，15位以后的数字已经丢失"],
        without(7),
    ),
    "with a state that nobody knows": (
        lambda content: change_line(content, 2, lambda line: line.replace(b"|s|", b"|OK?|")),
        ["第2行“处理状态”：“OK?”不在布局写的处理状态里，不知道是否付成"],
        without(1),
    ),
    "with a NUL": (
        lambda content: change_line(content, 9, lambda line: line[:8] + b"\0" + line[9:]),
        ["第9行：这一行有空字符（NUL）"],
        without(8),
    ),
    "with an amount that is none, a blank serial, a bad day": (
        lambda content: change_line(
            change_line(
                change_line(content, 2, lambda line: line.replace(b"1600.01", b"1600.0l")), 3, lambda line: line[1:]
            ),
            4,
            lambda line: line.replace(b"20260526", b"20260532"),
        ),
        [
            "第2行“金额”：“1600.0l”不是金额",
            "第3行“序号”：空着",
            "第4行“交易日期”：“20260532”不是日期",
        ],
        without(1, 2),
    ),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_each_bad_line_is_told_and_the_rest_taken_of_a_file(kind: str) -> None:
    damage, words, taken = DAMAGES[kind]
    damaged = damage(clean(TXT))
    assert damaged != clean(TXT)
    returned = read(TXT, damaged)
    assert serials(returned) == taken
    for each in words:
        assert any(fault.startswith(each) for fault in told(returned)), told(returned)
    rows = {fault.row for fault in returned.faults if not fault.taken}
    expected = {int(each[1:].partition("行")[0]) for each in words if each[0] == "第" and "合计" not in each}
    assert rows == expected - ({4} if "bad day" in kind else set())


def test_a_mark_of_order_thousands_blanks_and_wide_digits_are_read_as_they_are_meant() -> None:
    lines = lines_of(TXT.answer, said_of(ROWS))
    lines[1][3] = " 1,600.01 "
    lines[2][1] = " ".join(ROWS[1].account[start : start + 4] for start in range(0, 19, 4))
    lines[3][3] = "１６００．０３"
    lines[4][0] = "0004"
    lines[5][1] = f'="{ROWS[4].account}"'
    lines[6][1] = f"\t{ROWS[5].account}\t"
    lines[7][4] = "　s "
    for mark in (b"", b"\xef\xbb\xbf", "\ufeff".encode("gb18030")):
        returned = read(TXT, mark + packed(TXT.answer, lines))
        assert not returned.faults
        assert serials(returned) == ALL
        assert [line.amount for line in returned.lines] == [row.amount for row in ROWS]
        assert [line.account for line in returned.lines] == [row.account for row in ROWS]


@pytest.mark.parametrize("amount", ["1,60.00", "1600.001", "16e2", "-1600.00", "1600元", "", "1.600,00", "9" * 17])
def test_an_amount_that_could_mean_two_things_is_not_taken(amount: str) -> None:
    lines = lines_of(TXT.answer, said_of(ROWS))
    lines[1][3] = amount
    returned = read(TXT, packed(TXT.answer, lines))
    assert serials(returned) == without(1)
    assert [fault.column for fault in returned.faults if not fault.taken] == ["金额"]


def test_yuan_in_a_file_of_fen_is_not_taken() -> None:
    returned = read(CSV, clean(CSV).replace(b"160001", b"1600.01"))
    assert serials(returned) == without(1)
    assert told(returned) == ["第2行“金额(分)”：“1600.01”不是以分为单位的整数"]


def test_a_missing_column_is_named_with_the_labels_it_may_bear() -> None:
    text = clean(CSV).decode().replace("状态", "天气", 1)
    assert told(read(CSV, text.encode())) == ["文件：第1行的列名里缺少“状态”或“处理状态”，请选对布局或文件"]
    assert not read(CSV, text.encode()).lines


def test_a_column_that_is_not_needed_may_be_missing_and_is_told() -> None:
    text = clean(CSV).decode().replace("流水号", "票号", 1)
    returned = read(CSV, text.encode())
    assert serials(returned) == ALL
    assert told(returned) == ["第1行：没有“银行流水号”这一列"]


def test_two_columns_of_one_name_are_not_guessed_at() -> None:
    text = clean(CSV).decode().replace("返回码", "状态", 1)
    assert told(read(CSV, text.encode())) == ["文件：第1行有两列都是“状态”，不知道该用哪一列"]


def test_quotes_that_do_not_close_cost_one_line() -> None:
    returned = read(CSV, change_line(clean(CSV), 4, lambda line: b'"' + line))
    assert serials(returned) == without(3)
    assert told(returned) == ["第4行：这一行的双引号不成对，没有采用"]


def test_titles_above_repeated_headers_and_totals_below_are_no_lines() -> None:
    lines = clean(CSV).decode().split("\r\n")
    text = "\r\n".join(["代发结果", "", *lines[:4], lines[0], *lines[4:-1], "合计,,,1440045", ",,,,,,,,", ""])
    returned = read(CSV, text.encode())
    assert serials(returned) == ALL
    assert not returned.faults


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf \r\n\r\n", "文件是空的"),
        (b"\0" * 5000, "文件是空的"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "其实是网页（HTML）"),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html>", "其实是网页（HTML）"),
        (b'<?xml version="1.0"?><Workbook/>', "其实是网页（HTML）"),
        ("序号|账号".encode("utf-16"), "UTF-16"),
        ("1|2|3|4".encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04" + b"x" * 100, "这是 Excel 工作簿"),
        (b"x" * (MOST_BYTES + 1), "文件超过16MB"),
    ],
)
def test_a_file_that_is_none_is_refused_with_one_sentence(content: bytes, words: str) -> None:
    returned = read(TXT, content)
    assert not returned.lines
    assert len(returned.faults) == 1
    assert words in returned.faults[0].message
    assert returned.faults[0].row == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"1,2,3\r\n", "这不是 Excel 工作簿"),
        (b"<table><tr><td>", "其实是网页"),
        (b"PK\x03\x04" + b"x" * 100, "已损坏"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 5000, "工作簿"),
    ],
)
def test_what_only_pretends_to_be_a_workbook_is_refused(content: bytes, words: str) -> None:
    (fault,) = read(XLSX, content).faults
    assert words in fault.message


def test_a_workbook_cut_off_is_refused_whole() -> None:
    (fault,) = read(XLSX, clean(XLSX)[:-200]).faults
    assert "损坏" in fault.message


def test_long_numbers_of_a_workbook_are_refused_line_by_line() -> None:
    lines: list[list[str | int | float]] = [list(line) for line in lines_of(XLSX.answer, said_of(ROWS))]
    lines[1][1] = int(ROWS[0].account)
    lines[2][0] = 2
    lines[3][3] = 1600.03
    lines[4][6] = 12345678901234567890
    returned = read(XLSX, workbook(lines))
    assert serials(returned) == without(1)
    assert [(fault.row, fault.column, fault.taken) for fault in returned.faults] == [
        (2, "账号", False),
        (5, "流水号", True),
    ]
    assert returned.lines[2].bank_serial == ""


def test_an_old_workbook_is_read_as_a_new_one_is() -> None:
    lines: list[list[str | float | None]] = [list(line) for line in lines_of(XLSX.answer, said_of(ROWS))]
    lines[1][3] = 1600.01
    lines[2][1] = float(ROWS[1].account)
    returned = read(XLSX, old_workbook([["代发结果"], *lines, ["合计", None, None, 14400.45]]))
    assert serials(returned) == without(2)
    assert [(fault.row, fault.column) for fault in returned.faults] == [(4, "账号")]


def test_further_sheets_are_not_read_and_are_told() -> None:
    book = load_workbook(BytesIO(clean(XLSX)))
    book.create_sheet("失败明细")
    book.create_sheet("藏着").sheet_state = "hidden"
    made = BytesIO()
    book.save(made)
    returned = read(XLSX, made.getvalue())
    assert serials(returned) == ALL
    assert told(returned) == ["文件：只读了工作表“Sheet1”，没有读“失败明细”、“藏着”，请看里面有没有结果"]


@pytest.mark.parametrize("seed", range(3))
def test_workbooks_with_bytes_changed_are_read_or_refused_and_never_harm(seed: int) -> None:
    chance = Random(seed)
    for sound in (clean(XLSX), old_workbook(lines_of(XLSX.answer, said_of(ROWS)))):
        content = bytearray(sound)
        for _ in range(5):
            content[chance.randrange(len(content))] = chance.randrange(256)
        returned = read(XLSX, bytes(content))
        assert returned.faults or serials(returned) == ALL


def test_ten_megabytes_of_rubbish_are_read_to_a_bound_and_the_lines_above_taken() -> None:
    rubbish = clean(CSV) + b"x,y\r\n" * 2_000_000
    returned = read(CSV, rubbish)
    assert serials(returned) == ALL
    assert returned.faults[-1].row == MOST_ROWS + 1
    assert len(returned.faults) == MOST_ROWS - len(ROWS)


def test_one_line_of_ten_megabytes_is_no_line() -> None:
    returned = read(TXT, clean(TXT) + b"9" * 10_000_000)
    assert serials(returned) == ALL
    assert any("太长，不像一笔结果" in fault.message for fault in returned.faults)


def test_where_the_totals_should_be_a_payment_is_taken_and_told() -> None:
    headless = b"\r\n".join(clean(TXT).split(b"\r\n")[1:])
    returned = read(TXT, headless)
    assert serials(returned) == ALL
    assert told(returned) == ["第1行“合计”：这里应是合计行，却是一笔：文件可能不完整，请核对笔数"]


def test_no_fault_tells_an_account_or_a_name() -> None:
    content = clean(TXT).replace(b"|s|", b"|?|").replace(b"|f|", b"||")
    content = content.replace(ROWS[0].account.encode(), ROWS[0].account.encode() + b"x")
    words = " ".join(told(read(TXT, content)))
    assert not any(row.account in words or row.name in words for row in ROWS)


def test_a_layout_without_totals_says_nothing_of_them() -> None:
    layout = replace(TXT, answer=replace(TXT.answer, totals=None))
    returned = read(layout, clean(layout))
    assert serials(returned) == ALL
    assert not returned.faults
