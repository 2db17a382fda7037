"""Makes the binary files of the corpus again: `python -m tests.batch.make_corpus`. The files are kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
from openpyxl import Workbook

CORPUS = Path(__file__).parent / "corpus"
SHEET = "xl/worksheets/sheet1.xml"
OPENING = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row>'
CLOSING = "</sheetData></worksheet>"


def workbook(sheet: str | None = None, change: Callable[[str, bytes], bytes] = lambda _name, part: part) -> bytes:
    """A small workbook, its first sheet replaced by the given rows, its parts changed."""
    plain, made = io.BytesIO(), io.BytesIO()
    book = Workbook()
    assert book.active is not None
    book.active["A1"], book.active["A2"] = "code", "1"
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == SHEET and sheet is not None:
                part = (OPENING + HEADER + sheet + CLOSING).encode()
            new.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), change(name, part), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def without(part: str) -> bytes:
    """A workbook that lacks a part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return made.getvalue()


def with_doctype(name: str, part: bytes) -> bytes:
    """A sheet that defines entities of entities."""
    if name != SHEET:
        return part
    return b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + part


def parquet(frame: pl.DataFrame) -> bytes:
    """A frame as the bytes of a Parquet file."""
    made = io.BytesIO()
    frame.write_parquet(made)
    return made.getvalue()


def files() -> dict[str, bytes]:
    """Every file of the corpus by name."""
    number = '<c r="{}"><v>1</v></c>'
    sound = parquet(pl.DataFrame({"code": ["1", "2"], "amount": [1, 2]}))
    return {
        "not-a-zip.xlsx": b"this is no archive",
        "cut-off.xlsx": workbook()[:3000],
        "no-workbook.xlsx": without("xl/workbook.xml"),
        "no-sheet.xlsx": without(SHEET),
        "doctype.xlsx": workbook("", with_doctype),
        "far-cell.xlsx": workbook(f'<row r="1048576">{number.format("XFD1048576")}</row>'),
        "far-row.xlsx": workbook(f'<row r="1048576">{number.format("A1048576")}</row>'),
        "far-and-empty.xlsx": workbook(
            '<row r="2"><c r="A2"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"/></row>'
        ),
        "beyond-the-last-row.xlsx": workbook(f'<row r="1048577">{number.format("A1048577")}</row>'),
        "cell-in-another-row.xlsx": workbook(f'<row r="2">{number.format("XFD1048576")}</row>'),
        "rows-out-of-order.xlsx": workbook('<row r="3"/><row r="2"/>'),
        "formula-without-result.xlsx": workbook('<row r="2"><c r="A2"><f>1+1</f></c></row>'),
        "error-value.xlsx": workbook('<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'),
        "rows-without-numbers.xlsx": workbook("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>"),
        "no-such-shared-text.xlsx": workbook('<row r="2"><c r="A2" t="s"><v>999999999</v></c></row>'),
        "not-a-number.xlsx": workbook('<row r="2"><c r="A2"><v>x</v></c></row>'),
        "huge-number.xlsx": workbook('<row r="2"><c r="A2"><v>1e400</v></c></row>'),
        "utf16.csv": "code\n1\n".encode("utf-16"),
        "nul.csv": b"code,note\n1,a\0b\n",
        "unknown-encoding.csv": b"code\n\xff\xfe\xfd\xff\xff\n",
        "gb18030.csv": "编号,备注\n1,白河县\n".encode("gb18030"),
        "open-quote.csv": b'code,note\n1,"a\n2,b\n',
        "ragged.csv": b"code,note\n1\n2,b,c\n3,d\n",
        "twice.csv": "code,编号\n1,2\n".encode(),
        "mac-line-ends.csv": b"code\r1\r2\r",
        "only-a-mark.csv": b"\xef\xbb\xbf",
        "long-cell.csv": b"code,note\n1," + b"x" * 5000 + b"\n",
        "semicolons.csv": b"code;note\n1;2\n",
        "cut-off.parquet": sound[:-20],
        "no-footer.parquet": b"PAR1" + b"\0" * 20 + b"PAR1",
        "greedy-footer.parquet": b"PAR1" + b"\0" * 20 + b"\xff\xff\xff\x7fPAR1",
        "damaged-page.parquet": sound[:20] + bytes(byte ^ 255 for byte in sound[20:60]) + sound[60:],
        "nested.parquet": parquet(pl.DataFrame({"code": [["1"], ["2"]]})),
        "nan.parquet": parquet(pl.DataFrame({"code": ["1"], "amount": [float("nan")]})),
        "empty.parquet": b"",
    }


if __name__ == "__main__":
    for name, content in files().items():
        (CORPUS / name).write_bytes(content)
