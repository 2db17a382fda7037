"""Whatever a file holds, the answer is a table or faults with their places; and what is written reads back."""

# ruff: noqa: DTZ001 - files hold moments of the clock in China, without a zone

from __future__ import annotations

import re
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sibai.batch.tables.writing import write_table
from tests.batch.files import ID_NUMBER, THINGS, Outcome, read, write_sheet
from tests.batch.make_corpus import parquet, workbook

LINE = re.compile(r"[1-9][0-9]*: [^:\n]+: [^\n]+")
NAMES = [column.name for column in THINGS.columns]
SEEDS = {
    ".csv": [b"code,note,amount\n1,a,1.50\n2,b,\n", b'code,note\r\n1,"a,b"\r\n', "编号\n白\n".encode("gb18030")],
    ".parquet": [parquet(pl.DataFrame({"code": ["1", "2", None], "amount": [1.5, None, 2], "count": [1, 2, 3]}))],
    ".xlsx": [workbook('<row r="2"><c r="A2" t="str"><v>1</v></c></row><row r="3"><c r="A3"><v>2.5</v></c></row>')],
}  # fmt: skip
FEW = settings(max_examples=6)
"""A workbook takes a third of a second: a process of its own."""


def answer(content: bytes, ending: str) -> Outcome:
    """Read such a file; every fault is a line with row, column and message."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(content)
        outcome = read(path)
    for line in outcome.faults:
        assert LINE.fullmatch(line), line
    assert outcome.frame.schema == THINGS.empty().schema
    return outcome


@st.composite
def mutated(draw: st.DrawFn, ending: str) -> bytes:
    """A sound file with some bytes changed, cut out or put in."""
    content = bytearray(draw(st.sampled_from(SEEDS[ending])))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(content) - 1)) if content else 0
        piece = draw(st.binary(max_size=4))
        content[place : place + draw(st.integers(0, 4))] = piece
    return bytes(content)


@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b"PAR1\x00\x00\x00\x00PAR1")
def test_any_bytes_named_csv_or_parquet_give_an_answer(content: bytes) -> None:
    for ending in (".csv", ".parquet"):
        answer(content, ending)


@FEW
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda rest: b"PK\x03\x04" + rest)))
def test_any_bytes_named_xlsx_give_an_answer(content: bytes) -> None:
    answer(content, ".xlsx")


@settings(max_examples=200)
@given(mutated(".csv"))
def test_a_damaged_csv_file_gives_an_answer(content: bytes) -> None:
    answer(content, ".csv")


@settings(max_examples=200)
@given(mutated(".parquet"))
def test_a_damaged_parquet_file_gives_an_answer(content: bytes) -> None:
    answer(content, ".parquet")


@FEW
@given(mutated(".xlsx"))
def test_a_damaged_workbook_gives_an_answer(content: bytes) -> None:
    answer(content, ".xlsx")


SHEET_CELLS = st.sampled_from(
    [
        '<c r="{}"><v>{}</v></c>', '<c r="{}" t="s"><v>{}</v></c>', '<c r="{}" t="b"><v>{}</v></c>',
        '<c r="{}" t="e"><v>{}</v></c>', '<c r="{}" t="str"><f>{}</f></c>', '<c r="{}" t="d"><v>{}</v></c>',
        '<c r="{}" s="9"><v>{}</v></c>', '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>',
        '<c r="{}" t="?"><v>{}</v></c>',
    ]
)  # fmt: skip
SHEET_PLACES = st.sampled_from(
    ["A2", "B2", "A1", "ZZ2", "XFD2", "XFE2", "A0", "", "2", "A", "a2", "A2A", "A99999999999"]
)
SHEET_VALUES = st.sampled_from(
    ["1", "0", "-1", "1e309", "NaN", "x", "", "2026-05-21", "99999999999", "_x0001_", "#N/A"]
)


@FEW
@given(
    st.lists(st.builds(lambda cell, place, value: cell.format(place, value), SHEET_CELLS, SHEET_PLACES, SHEET_VALUES))
)
def test_any_cells_in_a_workbook_give_an_answer(cells: list[str]) -> None:
    answer(workbook(f'<row r="2">{"".join(cells)}</row>'), ".xlsx")


CELLS = st.one_of(
    st.text(max_size=12), st.sampled_from(["", " ", "1", "1.5", "2026-05-21", "甲", "x" * 2000, "\0", '"', '"a"b'])
)
HEADERS = st.lists(st.sampled_from([*NAMES, "编号", "金额", "zz", "", " code "]), min_size=1, max_size=6)


@given(HEADERS, st.lists(st.lists(CELLS, max_size=7), max_size=6), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_table_of_text_gives_an_answer(headers: list[str], rows: list[list[str]], end: str) -> None:
    text = end.join(",".join(row) for row in [headers, *rows])
    outcome = answer(text.encode("utf-8", "replace"), ".csv")
    assert outcome.faults or "code" in headers or "编号" in headers or " code " in headers


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs"]), min_size=1, max_size=8)
LARGEST = 99_999_999_999
ROWS = st.fixed_dictionaries(
    {
        "code": WORDS,
        "note": st.none() | WORDS,
        "yes": st.none() | st.booleans(),
        "count": st.none() | st.integers(0, 100),
        "amount": st.none() | st.integers(0, LARGEST),
        "points": st.none() | st.integers(-LARGEST, LARGEST),
        "day": st.none() | st.dates(date(1900, 3, 1), date(2100, 12, 31)),
        "moment": st.none()
        | st.datetimes(datetime(1900, 3, 1), datetime(2100, 12, 31)).map(lambda moment: moment.replace(microsecond=0)),
        "choice": st.none() | st.sampled_from([1, 2]),
        "id_number": st.sampled_from([None, ID_NUMBER]),
    }
)


def read_back(rows: list[dict[str, Any]], ending: str) -> None:
    """Write a table and read it again."""
    frame = pl.DataFrame(rows, schema=THINGS.empty().schema)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        write_table(frame, THINGS, str(path), [["x"]] if ending == ".xlsx" else None)
        outcome = read(path)
    assert outcome.faults == []
    assert outcome.frame.equals(frame)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@given(rows=st.lists(ROWS, max_size=8))
def test_what_is_written_reads_back(ending: str, rows: list[dict[str, Any]]) -> None:
    read_back(rows, ending)


@FEW
@given(st.lists(ROWS, max_size=30))
def test_what_is_written_as_a_workbook_reads_back(rows: list[dict[str, Any]]) -> None:
    read_back(rows, ".xlsx")


@FEW
@given(
    st.lists(
        st.lists(st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | WORDS, max_size=5),
        max_size=5,
    )
)
def test_any_typed_cells_in_a_workbook_give_an_answer(rows: list[list[Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        write_sheet(path, [NAMES[:5], *rows])
        outcome = read(path)
    for line in outcome.faults:
        assert LINE.fullmatch(line), line
