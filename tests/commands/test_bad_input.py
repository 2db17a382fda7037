"""Hostile and careless input: the answer is a status, a line in Chinese, and nothing written."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commands.harness import (
    SMALL,
    Ran,
    on_files,
    payroll,
    refused,
    run,
    sample,
    sheet,
    workbook,
)

ROSTER = sheet("ROSTER", {"code": "1"})
NOBODY = 65534
SHEET_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def answered(ran: Ran) -> Ran:
    """Any outcome but a crash; what is not done is said in Chinese."""
    assert ran.status in (0, 1, 2)
    assert "Traceback" not in ran.err + ran.out
    if ran.status:
        refused(ran, ran.status)
    return ran


def over(content: bytes, ending: str, command: str = "payroll") -> Ran:
    """A command whose every input is this file; it leaves no output if it stops."""
    with TemporaryDirectory() as folder:
        path, out = Path(folder) / f"in{ending}", Path(folder) / "out.csv"
        path.write_bytes(content)
        inputs = [path] * len(SMALL[command][0])
        ran = run(command, *inputs, *SMALL[command][1], "-o", out)
        if ran.status:
            assert [each.name for each in Path(folder).iterdir()] == [path.name]
    return answered(ran)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode)))
def test_any_bytes_give_an_answer(ending: str, content: bytes) -> None:
    for command in SMALL:
        over(content, ending, command)


@settings(max_examples=5)
@given(st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_named_xlsx_give_an_answer(content: bytes) -> None:
    assert over(content, ".xlsx").status == 2


@given(st.lists(st.lists(st.text(max_size=6), max_size=6), max_size=6), st.sampled_from(sorted(SMALL)))
def test_any_cells_give_an_answer(rows: list[list[str]], command: str) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    for text in SMALL[command][0]:
        over((text + "\n".join(lines)).encode("utf-8", "replace"), ".csv", command)


@given(
    st.lists(st.text(max_size=12).filter(lambda text: "\x00" not in text), max_size=6), st.sampled_from(sorted(SMALL))
)
def test_any_arguments_give_an_answer(words: list[str], command: str) -> None:
    with TemporaryDirectory() as folder:
        here = Path.cwd()
        os.chdir(folder)
        try:
            Path("甲.csv").write_text(ROSTER, encoding="utf-8")
            arguments = [word for word in words if not word.startswith(("-", "/"))]
            ran = run(command, *arguments, "-o", "甲.out")
        finally:
            os.chdir(here)
    refused(ran)


OTHER_ENCODINGS = ["utf-16", "utf-16-le", "utf-32", "big5", "shift_jis", "euc_kr", "latin-1"]


@pytest.mark.parametrize("encoding", OTHER_ENCODINGS)
def test_other_encodings(encoding: str) -> None:
    over("编号,工作奖励\n1,5\n甲,\xe9\n".encode(encoding, "ignore"), ".csv")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_encodings_are_refused(encoding: str) -> None:
    assert over(ROSTER.encode(encoding), ".csv").status == 2


@pytest.mark.parametrize(
    "content",
    [b"PAR1", b"PAR1PAR1", b"PAR1" + b"\xff" * 40 + b"PAR1", b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0" * 99],
)
@pytest.mark.parametrize("ending", [".parquet", ".xlsx"])
def test_half_files(content: bytes, ending: str) -> None:
    assert over(content, ending).status == 2


@pytest.mark.parametrize("ending", ["", ".xls", ".txt", ".csv.gz", ".xlsm", ".json"])
def test_other_endings_are_refused(ending: str) -> None:
    assert over(ROSTER.encode(), ending).status == 2


def test_a_cell_of_ten_megabytes() -> None:
    assert over(b"code\n" + b"9" * 10_000_000 + b"\n", ".csv").status in (0, 2)
    ran = over(b"code,reward\n1," + b"9" * 10_000_000 + b"\n", ".csv")
    assert ran.status == 2
    assert len(ran.err) < 10_000


def test_a_thousand_columns_and_a_long_header() -> None:
    over((",".join(f"c{n}" for n in range(20_000)) + "\n").encode(), ".csv")
    over(b"x" * 5_000_000, ".csv")


def zipped(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return target.getvalue()


def test_a_zip_that_is_no_workbook() -> None:
    assert over(zipped(hello="world"), ".xlsx").status == 2
    assert over(zipped(xl__workbook="<nothing/>"), ".xlsx").status == 2


def patched(sheet_data: str) -> bytes:
    """A sound workbook whose sheet holds this XML."""
    with TemporaryDirectory() as folder:
        content = workbook(Path(folder) / "a.xlsx", [["code"], ["1"]]).read_bytes()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            text = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = f'<worksheet xmlns="{SHEET_MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>'.encode()
            made.writestr(name, text)
    return target.getvalue()


def cell(place: str, text: str, kind: str = "str") -> str:
    return f'<c r="{place}" t="{kind}"><v>{text}</v></c>'


HEAD = f'<row r="1">{cell("A1", "code")}{cell("B1", "reward")}</row>'


def test_a_patched_workbook_is_sound() -> None:
    assert over(patched(f'{HEAD}<row r="2">{cell("A2", "1")}{cell("B2", "5", "n")}</row>'), ".xlsx").status == 0


@pytest.mark.parametrize(
    "last",
    ['<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>', '<row r="1048577"><c r="A1048577"/></row>'],
)
def test_a_cell_in_the_farthest_corner(last: str) -> None:
    over(patched(HEAD + f'<row r="2">{cell("A2", "1")}</row>' + last), ".xlsx")


def test_a_formula_without_a_result_is_a_fault_of_its_row() -> None:
    ran = over(patched(f'{HEAD}<row r="2">{cell("A2", "1")}<c r="B2"><f>1+1</f></c></row>'), ".xlsx")
    assert ran.status == 2
    assert ran.fault_rows == [2]
    assert (
        over(patched(f'{HEAD}<row r="2">{cell("A2", "1")}<c r="B2"><f>1+1</f><v>2</v></c></row>'), ".xlsx").status == 0
    )


def test_an_error_value_is_a_fault_of_its_row() -> None:
    ran = over(patched(f'{HEAD}<row r="2">{cell("A2", "1")}{cell("B2", "#N/A", "e")}</row>'), ".xlsx")
    assert (ran.status, ran.fault_rows) == (2, [2])


def book_rows(*rows: Sequence[object]) -> bytes:
    with TemporaryDirectory() as folder:
        return workbook(Path(folder) / "a.xlsx", rows).read_bytes()


def test_numbers_typed_as_text_and_texts_typed_as_numbers() -> None:
    from_text = payroll_book(["code", "reward", "unpaid_days"], ["01", "5.50", "1"])
    from_numbers = payroll_book(["code", "reward", "unpaid_days"], ["01", 5.5, 1])
    assert from_text.rows == from_numbers.rows
    assert payroll_book(["code"], [7]).column("code") == ["7"]
    assert payroll_book(["code", "reward"], ["1", 0.1 + 0.2]).status in (0, 2)
    refused(payroll_book(["code", "reward"], ["1", 1.234]))
    refused(payroll_book(["code", "unpaid_days"], ["1", 1.5]))


def payroll_book(*rows: Sequence[object]) -> Ran:
    return on_files("payroll", [book_rows(*rows)], "--month", "2026-05", ending=".xlsx")


def test_dates_of_a_workbook_may_be_dates() -> None:
    rows: list[list[object]] = [["code", "from"], ["1", date(2026, 5, 16)], ["2", "2026-05-16"]]
    got = on_files("payroll", [book_rows(*rows)], "--month", "2026-05", "--reading", "short_net=carry", ending=".xlsx")
    assert got.column("base") == ["825.81", "825.81"]


def test_only_the_first_sheet_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["code"])
    book.worksheets[0].append(["1"])
    book.create_sheet("别的").append(["nothing"])
    book.save(tmp_path / "r.xlsx")
    assert run("payroll", tmp_path / "r.xlsx", "--month", "2026-05").column("code") == ["1"]


def test_rows_of_a_workbook_count_like_the_spreadsheet_does() -> None:
    ran = on_files(
        "payroll", [book_rows(["code", "reward"], ["1", 1], [], ["2", "x"])], "--month", "2026-05", ending=".xlsx"
    )
    refused(ran)
    assert ran.fault_rows[-1] == 4


# places and arguments


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_folder_or_nothing_instead_of_a_file(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"d.{ending}").mkdir()
    for path in (tmp_path / f"d.{ending}", tmp_path / f"none.{ending}", "/dev/null", "", "长" * 2000 + f".{ending}"):
        refused(run("payroll", path, "--month", "2026-05"))


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may read every file, so the tests of root ask as nobody."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_file_that_may_not_be_read(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"r.{ending}"
    path.write_text(ROSTER, encoding="utf-8")
    path.chmod(0)
    with without_rights():
        ran = run("payroll", path, "--month", "2026-05")
    refused(ran)


MONTHS = [
    "2026-13",
    "2026-00",
    "2026-5",
    "202605",
    "2026-05-01",
    "",
    "0000-01",
    "9999-12",
    "二〇二六",
    "2026-05 ",
    "-1",
    "２０２６-05",
    "2026-05\n",
]


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_is_written_in_one_way(month: str) -> None:
    refused(payroll(ROSTER, month=month))
    refused(sample(sheet("FRAME", {"record": "1"}), month=month))


@pytest.mark.parametrize("year", ["", "26", "0000", "9999", "2026.0", "-2026", "２０２６", "2026-05", "x" * 9999])
def test_a_year_is_four_digits(year: str) -> None:
    refused(on_files("settle", SMALL["settle"][0], "--year", year))


@pytest.mark.parametrize(
    "day",
    [
        "",
        "2026-06-31",
        "2026/06/30",
        "20260630",
        "2026-6-30",
        "0000-01-01",
        "9999-12-31",
        "2026-W01-1",
        "2026-06-30T00:00",
    ],
)
def test_a_deadline_is_written_in_one_way(day: str) -> None:
    refused(on_files("eligible", SMALL["eligible"][0], "--deadline", day))


@pytest.mark.parametrize("content", [b"\r\x00", b"\n\x00", b"\ncode\n1\x00\n", b"\n,\x01\n1\n", b"\ncode,reward\n1\n"])
def test_an_empty_first_line(content: bytes) -> None:
    assert over(content, ".csv").status == 2


@pytest.mark.parametrize("seed", ["", "a\nb", "\x01", "\udcff"])
def test_a_seed_that_cannot_be_hashed_as_agreed(seed: str) -> None:
    refused(sample(sheet("FRAME", {"record": "1"}), seed=seed))


@pytest.mark.parametrize("arguments", [
    [], ["nonsense"], ["payroll"], ["payroll", "a.csv"], ["settle", "a.csv", "--year", "2026"], ["term"],
    ["term", "a", "b"], ["payroll", "--month"], ["payroll", "a.csv", "--nonsense"], ["eligible", "a.csv"],
    ["sample", "a.csv", "--month", "2026-05"], ["\x1b[31m"], ["x" * 100_000], [""], ["parameters"],
    ["parameters", "--on", "x"], ["articles", "--article", "第九十九条"],
])  # fmt: skip
def test_arguments_that_cannot_be(arguments: list[str]) -> None:
    refused(run(*arguments))


def test_faults_never_pass_control_characters_on() -> None:
    ran = payroll("code,reward\n1,\x1b[31m\n")
    refused(ran)
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("name", ["a\x1b[2J.csv", "a\nb.csv"])
def test_a_path_never_passes_control_characters_on(name: str, tmp_path: Path) -> None:
    ran = run("payroll", tmp_path / name, "--month", "2026-05")
    refused(ran)
    assert "\x1b" not in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["code,reward\n1\n", "code,reward\n1,2,3\n", 'code,reward\n"1,2\n', 'code\n1"2"\n', "code\n\n\n1\n"]
)
def test_ragged_rows(text: str) -> None:
    over(text.encode(), ".csv")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["frobnicate"], "没有“frobnicate”这个命令"),
        (["payroll", "a.csv", "--nonsense"], "不认识的参数 --nonsense"),
        (["payroll", "a.csv", "--month"], "选项 --month 后面要写一个值"),
        (["payroll", "a.csv", "-o"], "选项 -o 后面要写一个值"),
    ],
)
def test_a_slip_in_the_arguments_is_told_in_chinese(arguments: list[str], told: str) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.err.startswith(told)) == (2, True), ran.err
