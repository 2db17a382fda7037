"""Headers, rows and cells of the files: names in two languages, encodings, and every fault with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.harness import (
    CHINESE,
    COLUMNS,
    LABELS,
    SMALL,
    on_files,
    payroll,
    refused,
    run,
    sample,
    settle,
    sheet,
    small,
    table,
)


@pytest.mark.parametrize("command", SMALL)
@pytest.mark.parametrize("language", ["chinese", "mixed", "reversed"])
def test_headers_are_english_or_chinese_in_any_order(command: str, language: str) -> None:
    texts = []
    for text in SMALL[command][0]:
        header, _, rest = text.partition("\n")
        names = header.split(",")
        if language == "reversed":
            lines = [line.split(",")[::-1] for line in text.splitlines()]
            texts.append("\n".join(",".join(line) for line in lines))
            continue
        labels = [LABELS[name] if language == "chinese" or n % 2 else name for n, name in enumerate(names)]
        texts.append(",".join(labels) + "\n" + rest)
    assert on_files(command, texts, *SMALL[command][1]).out == small(command).out


def test_an_unknown_column_is_ignored_with_a_notice() -> None:
    ran = payroll("code,爱好,note\n1,钓鱼,x\n")
    assert ran.out == payroll("code\n1\n").out
    assert "爱好" in ran.err
    assert "note" in ran.err


@pytest.mark.parametrize("header", ["code,code", "code,编号", "编号,编号", " code ,code"])
def test_a_column_twice_is_a_fault_of_row_1(header: str) -> None:
    ran = payroll(f"{header}\n1,2\n")
    refused(ran)
    assert set(ran.fault_rows) == {1}


def test_headers_are_stripped() -> None:
    assert payroll(" code , reward \n1,5\n").column("reward") == ["5.00"]


NEEDED = {
    "STAFF": {"code", "town", "post_months", "on_post"},
    "EVENTS": {"code", "date", "item", "evidence"},
    "ROSTER": {"code"},
    "APPLICANTS": set(COLUMNS["APPLICANTS"]) - {"birth_date", "id_number", "hire_date"},
    "STINTS": {"code", "start"},
    "FRAME": {"village", "record"},
}
"""Columns whose blank has no stated meaning."""
FREE = {
    "STAFF": {"county"},
    "EVENTS": {"matter"},
    "ROSTER": set(COLUMNS["ROSTER"]) - {"code"},
    "STINTS": {"end", "kind"},
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in COLUMNS for name in COLUMNS[kind]])
def test_a_column_may_be_missing_only_if_its_blank_has_a_meaning(kind: str, name: str) -> None:
    columns = [column for column in COLUMNS[kind] if column != name]
    cut = table([{}], columns).splitlines()[0] + "\n"
    command = {"ROSTER": "payroll", "APPLICANTS": "eligible", "STINTS": "term", "FRAME": "sample"}.get(kind, "settle")
    texts = [cut if kind == each else sheet(each) for each in ("STAFF", "EVENTS")] if command == "settle" else [cut]
    ran = on_files(command, texts, *SMALL[command][1])
    if name in NEEDED[kind]:
        refused(ran)
        assert ran.fault_rows == [1]
        assert name in ran.err or LABELS[name] in ran.err
    if name in FREE.get(kind, set()):
        assert ran.status == 0, ran.err


def test_every_missing_column_is_told() -> None:
    ran = settle("village\n", "matter\n")
    refused(ran)
    assert ran.fault_rows == [1] * 8


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n", b"\r\n\r\n"])
@pytest.mark.parametrize("command", SMALL)
def test_an_empty_file_is_a_fault_of_row_1(command: str, content: bytes) -> None:
    ran = on_files(command, [content] * len(SMALL[command][0]), *SMALL[command][1])
    refused(ran)
    assert set(ran.fault_rows) == {1}


# cells and rows


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings_and_line_ends(encode: str, line_end: str) -> None:
    text = f"村（社区）,record{line_end}构朳村,𠀀1{line_end}构朳村,é2"
    rows = sample(text.encode(encode)).rows
    assert [(row["village"], row["record"]) for row in rows] == [("构朳村", "𠀀1"), ("构朳村", "é2")]


def test_cells_are_stripped() -> None:
    ran = payroll("code,from,reward,unpaid_days\n  01 ,　2026-05-01 , 5.5 ,\u00a01 \n")
    assert (ran.column("code"), ran.column("reward")) == (["01"], ["5.50"])


def test_codes_keep_their_zeros_and_compare_as_text() -> None:
    assert payroll("code\n007\n7\n07\n").column("code") == ["007", "7", "07"]


@pytest.mark.parametrize(("command", "kind"), [("payroll", "ROSTER"), ("eligible", "APPLICANTS")])
def test_a_code_twice_is_a_fault(command: str, kind: str) -> None:
    ran = on_files(
        command, [sheet(kind, {"code": "1"}, {"code": "2"}, {"code": " 1"}, {"code": "1"})], *SMALL[command][1]
    )
    refused(ran)
    assert ran.fault_rows == [4, 5]


@pytest.mark.parametrize("amount", ["0", "0.5", "12.34", "00.10", "5."])
def test_amounts_have_at_most_two_decimals(amount: str) -> None:
    ran = payroll(f"code,reward\n1,{amount}\n")
    if amount != "5.":
        assert ran.column("reward") == [f"{float(amount):.2f}"]


@pytest.mark.parametrize(
    "amount",
    ["1.234", "1.000", "-1", "1,5", "1e3", "0x10", "¥5", "五", "1.2.3", "nan", "inf", "--1", "1 2", "9" * 30, "."],
)
def test_bad_amounts(amount: str) -> None:
    ran = payroll(f'code,reward\n0,1\n1,"{amount}"\n')
    if amount != "1.000":
        refused(ran)
        assert ran.fault_rows == [3]


@pytest.mark.parametrize("flag", ["是", "否", "true", "Y", "2", "1.0", "01", "-1", "", "１"])
def test_a_yes_or_no_is_0_or_1(flag: str) -> None:
    ran = settle(sheet("STAFF", {"code": "1"}, {"code": "2", "on_post": flag}), sheet("EVENTS"))
    refused(ran)
    assert ran.fault_rows == [3]


@pytest.mark.parametrize(
    "day",
    [
        "2026-5-1",
        "2026/05/01",
        "20260501",
        "2026年5月1日",
        "2026-02-29",
        "26-05-01",
        "46000",
        "0000-01-01",
        "2026-W19-5",
        "2026-13-01",
    ],
)
def test_a_date_is_written_in_one_way(day: str) -> None:
    ran = payroll(f"code,from\n0,\n1,{day}\n")
    refused(ran)
    assert ran.fault_rows == [3]


@pytest.mark.parametrize("mark", ["\x00", "\x01", "\x07", "\x1b", "\x7f", "\t", "\n", "\r", "\x85"])
def test_a_control_character_is_a_fault(mark: str) -> None:
    ran = sample(f'village,record\n甲,1\n甲,"a{mark}b"\n')
    refused(ran)
    assert ran.fault_rows == [3]


def test_rows_count_the_header_and_come_in_order() -> None:
    rows = [{"code": str(n), "reward": "x" if n % 3 == 0 else ""} for n in range(3000)]
    ran = payroll(sheet("ROSTER", *rows))
    refused(ran)
    assert ran.fault_rows == list(range(2, 3002, 3))
    assert not [
        line for line in ran.err.splitlines() if ":2: " not in line and "reward" not in line and "工作奖励" not in line
    ]


def test_all_faults_of_a_row_are_told_and_name_file_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "花名册.csv"
    path.write_text(
        sheet("ROSTER", {"code": "1"}, {"code": "", "from": "x", "unpaid_days": "-", "reward": "1.234"}), "utf-8"
    )
    ran = run("payroll", path, "--month", "2026-05")
    refused(ran)
    assert ran.fault_rows == [3] * 4
    pairs = [("code", "编号"), ("from", "在岗起"), ("unpaid_days", "无薪天数"), ("reward", "工作奖励")]
    for (_, column, _), pair in zip(ran.faults, pairs, strict=True):
        assert any(word in column for word in pair)
    assert all(line.startswith(f"{path}:3: ") for line in ran.err.splitlines())
    assert all(CHINESE.search(message) for _, _, message in ran.faults)


def test_too_many_cells_are_a_fault() -> None:
    ran = payroll("code,reward\n1,2\n2,3,4\n")
    refused(ran)
    assert ran.fault_rows == [3]
