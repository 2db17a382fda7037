"""A bank's answer as rows of cells: text or workbook, however damaged, before anything is known of their meaning."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sibai.batch.tables.faults import shortened
from sibai.batch.tables.grid import Cell, NotATable, read_grid
from sibai.payroll.bank.faults import Fault, NoAnswer
from sibai.payroll.bank.layout import Kind, ReturnLayout

MOST_BYTES = 16 << 20
MOST_ROWS = 60_000
MOST_COLUMNS = 100
LONGEST_LINE = 20_000
"""Bytes of a line; a longer one is no line of a table."""

ZIP, OLD_OFFICE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
GB18030_BOM = "\ufeff".encode("gb18030")
OTHERS = ("utf-8", "gb18030")
ENCODING_NAMES = {"gb18030": "GB18030", "gbk": "GBK", "utf-8": "UTF-8"}
HEAD_BYTES = 1024
SAMPLE_LINES = 2_000
"""Lines by which the encoding is found."""

FIRST_CHINESE = "\u2e80"
DOT = "·"
"""Between the parts of many names."""
ASK_AGAIN = "请重新从银行下载；如果只能这样下载，用 Excel 或 WPS 打开后另存为新的工作簿"


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row and its cells from the left; `odd`: places (from 1) of cells that hold no value though they are filled."""

    number: int
    cells: Sequence[Cell]
    odd: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows that are not blank, in order, and the faults of those that could not be opened."""

    rows: tuple[OpenRow, ...]
    faults: tuple[Fault, ...] = ()


def open_answer(layout: ReturnLayout, content: bytes, words: Iterable[str]) -> Opened:
    """The rows of a file. NoAnswer where there are none. `words`: by which the right encoding is known."""
    if len(content) > MOST_BYTES:
        raise NoAnswer(f"文件超过{MOST_BYTES >> 20}MB，不像是银行的结果文件，没有读")
    if not content.strip(b" \t\r\n\0" + codecs.BOM_UTF8):
        raise NoAnswer("文件是空的，请重新从银行下载")
    kind = _kind_of(content)
    if layout.kind.is_sheet != kind.is_sheet:
        raise NoAnswer(_other_kind(layout, kind))
    return _sheet(content, kind) if kind.is_sheet else _text(layout, content, [*words])


def _kind_of(content: bytes) -> Kind:
    """By what stands in it; its name may lie."""
    head = content[:HEAD_BYTES].lstrip(b" \t\r\n" + codecs.BOM_UTF8).lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<style", b"<meta")) or b"<html" in head:
        raise NoAnswer(f"文件其实是网页（HTML），只是改了扩展名，不能采用。{ASK_AGAIN}")
    if content.startswith(ZIP):
        return Kind.XLSX
    if content.startswith(OLD_OFFICE):
        return Kind.XLS
    if content.startswith(UTF16) or b"\0\0" in (content[0:4:2], content[1:4:2]):
        raise NoAnswer("文件是 UTF-16（Unicode 文本）编码，不能读取，请让银行给 GB18030 或 UTF-8 的文件")
    return Kind.TXT


def _other_kind(layout: ReturnLayout, kind: Kind) -> str:
    if kind.is_sheet:
        return f"这是 Excel 工作簿，布局写的结果文件是文本（{layout.kind}），请选对布局或文件"
    return f"这不是 Excel 工作簿，布局写的结果文件是 {layout.kind}，请选对布局或文件。{ASK_AGAIN}"


def _sheet(content: bytes, kind: Kind) -> Opened:
    try:
        grid = read_grid(content, kind.value, rows=MOST_ROWS, columns=MOST_COLUMNS)
    except NotATable as refusal:
        raise NoAnswer(str(refusal)) from refusal
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in grid.cells.items():
        rows.setdefault(row, {})[column] = cell
    odd: dict[int, dict[int, str]] = {}
    for (row, column), message in grid.odd.items():
        odd.setdefault(row, {})[column] = message
    numbers = sorted(rows.keys() | odd.keys())
    opened = tuple(OpenRow(each, _filled(rows.get(each, {})), odd.get(each, {})) for each in numbers)
    unread = "、".join(f"“{shortened(name)}”" for name in [*grid.others, *grid.hidden])
    message = f"只读了工作表“{shortened(grid.sheet)}”，没有读{unread}，请看里面有没有结果"
    return Opened(opened, (Fault(0, "", message, taken=True),) if unread else ())


def _filled(cells: Mapping[int, Cell]) -> list[Cell]:
    """Cells from the left to the last that is filled."""
    return [cells.get(place, Cell("")) for place in range(1, max(cells, default=0) + 1)]


def _text(layout: ReturnLayout, content: bytes, words: Sequence[str]) -> Opened:
    content = content.removeprefix(codecs.BOM_UTF8).removeprefix(GB18030_BOM)
    faults: list[Fault] = []
    lines = _lines(content, faults)
    encoding = _encoding(layout, lines, words)
    if encoding != layout.encoding and not content.isascii():
        message = (
            f"文件的编码是 {ENCODING_NAMES[encoding]}，布局写的是 {ENCODING_NAMES[layout.encoding]}，已按文件的编码读"
        )
        faults.append(Fault(0, "", message, taken=True))
    if not content.endswith((b"\n", b"\r")):
        faults.append(Fault(0, "", "最后一行没有换行，文件可能没有下载完整，请核对笔数", taken=True))
    rows = []
    for number, line in lines:
        try:
            cells = [Cell(text) for text in _cells(layout, line, encoding)]
        except ValueError as error:
            faults.append(Fault(number, "", str(error)))
            continue
        if any(cell.text.strip() for cell in cells):
            rows.append(OpenRow(number, cells))
    return Opened(tuple(rows), tuple(faults))


def _lines(content: bytes, faults: list[Fault]) -> list[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers. Neither encoding has a line end inside a sign."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", MOST_ROWS)
    if len(lines) > MOST_ROWS and lines.pop().strip():
        faults.append(Fault(MOST_ROWS + 1, "", f"文件超过{MOST_ROWS}行，从这一行起没有读"))
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _encoding(layout: ReturnLayout, lines: Sequence[tuple[int, bytes]], words: Sequence[str]) -> str:
    """The encoding in which the file reads best; the layout's own where another is no better."""
    if layout.own:
        return layout.encoding
    sample = [line for _, line in lines[:SAMPLE_LINES]]
    candidates = dict.fromkeys((layout.encoding, *OTHERS))
    return min(candidates, key=lambda encoding: _strangeness(sample, encoding, words))


def _strangeness(lines: Sequence[bytes], encoding: str, words: Sequence[str]) -> tuple[int, int, int]:
    """How little lines read like Chinese in an encoding: words of the layout missed, spoilt lines, unusual signs."""
    whole = b"\n".join(lines)
    known = sum(word.encode(encoding, "replace") in whole for word in words if not word.isascii())
    spoilt = sum(not _decodes(line, encoding) for line in lines)
    signs = Counter(whole.decode(encoding, "replace"))
    return -known, spoilt, sum(times for sign, times in signs.items() if not _is_usual(sign))


def _is_usual(sign: str) -> bool:
    """Whether a sign is plain, or one of the 6,763 characters of GB 2312: names of people have few others."""
    return sign.isascii() or sign == DOT or (sign >= FIRST_CHINESE and sign.encode("gb2312", "ignore") != b"")


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _cells(layout: ReturnLayout, line: bytes, encoding: str) -> list[str]:
    """The cells of a line. ValueError says why there are none."""
    if len(line) > LONGEST_LINE:
        raise ValueError(f"这一行有{len(line)}个字节，太长，不像一笔结果，没有读")
    if b"\0" in line:
        raise ValueError("这一行有空字符（NUL），文件已损坏，这一行没有采用")
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"这一行有损坏的字符（不是正确的 {ENCODING_NAMES[encoding]}），没有采用") from error
    if not layout.quotes:
        return text.split(layout.separator)
    try:
        return next(csv.reader([text], delimiter=layout.separator, strict=True))
    except (csv.Error, StopIteration) as error:
        raise ValueError("这一行的双引号不成对，没有采用") from error
