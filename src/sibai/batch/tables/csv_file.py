"""CSV in: bytes to columns of text, with the row of everything that is out of shape.

A clean file (no quotes, the same number of separators in every line) goes straight to polars; any other
goes through the csv module, which is slower and knows exactly where it is.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl

from sibai.batch.tables.faults import WHOLE_ROW, Faults
from sibai.batch.tables.raw import NotATable, RawTable

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ROWS_AT_A_TIME = 50_000
BYTES_AT_A_TIME = 1 << 24
COMMA, LINE_FEED = 44, 10
OTHER_SEPARATORS = {";": "分号", "\t": "制表符", "|": "竖线", "，": "中文逗号", "；": "中文分号"}
SAVE_AS = "请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”"


def read_csv(path: str, faults: Faults) -> RawTable:
    """The columns of a CSV file; rows of a wrong length are faults and left out. NotATable if there is none."""
    data = utf8(Path(path).read_bytes())
    if not data.strip():
        raise NotATable("文件是空的，第一行应是列名")
    if data[:1] in (b"\n", b"\r"):
        raise NotATable("第一行是空的，请删去空行，让列名在第一行")
    if b'"' not in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        header, _, body = data.rstrip(b"\n").partition(b"\n")
        headers = header.decode().split(",")
        check_separator(headers)
        table = read_clean(headers, body) if len(headers) > 1 and is_regular(body, len(headers) - 1) else None
        if table is not None:
            return table
    return read_careful(path, data, faults)


def utf8(data: bytes) -> bytes:
    """The file as UTF-8 without a byte order mark, from UTF-8 or GB18030. NotATable for other encodings."""
    if data.startswith(UTF16) or b"\0\0" in (data[0:4:2], data[1:4:2]):
        raise NotATable(f"文件是 UTF-16（Unicode 文本）编码，不能读取，{SAVE_AS}")
    marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return from_gb18030(data, marked, error.start)
    return data


def from_gb18030(data: bytes, marked: bool, start: int) -> bytes:
    """A file that is not UTF-8 from byte `start` on, as GB18030; not if it is a damaged UTF-8 file."""
    row = row_of(data, start)
    text = data.decode(errors="replace")
    broken = text.count("\ufffd")
    sound = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
    if marked or sound > 4 * broken:
        raise NotATable(f"这一行有损坏的字符（不是正确的 UTF-8），请改正后{SAVE_AS[1:]}", row, WHOLE_ROW)
    try:
        return data.decode("gb18030").encode()
    except UnicodeDecodeError as error:
        row = row_of(data, error.start)
        raise NotATable(f"这一行的编码既不是 UTF-8 也不是 GB18030，{SAVE_AS}", row, WHOLE_ROW) from error


def row_of(data: bytes, place: int) -> int:
    """The row in which a byte stands, lines ended by LF, CRLF or CR."""
    return len((data[:place] + b"x").splitlines())


def check_separator(headers: list[str]) -> None:
    """NotATable for a header of one cell that another separator would divide."""
    if len(headers) != 1:
        return
    for separator, name in OTHER_SEPARATORS.items():
        if separator in headers[0]:
            raise NotATable(f"列与列之间用的是{name}，应是半角逗号，{SAVE_AS}")


def is_regular(body: bytes, commas: int) -> bool:
    """Whether every line has exactly so many commas, counted in one pass over the bytes."""
    if body and not body.endswith(b"\n"):
        body += b"\n"
    whole = np.frombuffer(body, np.uint8)
    start = 0
    while start < len(body):
        end = body.rfind(b"\n", start, start + BYTES_AT_A_TIME) + 1
        if not end:
            return False
        piece = whole[start:end]
        marks = piece[(piece == COMMA) | (piece == LINE_FEED)]
        if len(marks) % (commas + 1):
            return False
        lines = marks.reshape(-1, commas + 1)
        if not (lines[:, -1] == LINE_FEED).all() or not (lines[:, :-1] == COMMA).all():
            return False
        start = end
    return True


def read_clean(headers: list[str], body: bytes) -> RawTable | None:
    """A body without quotes whose lines all have as many cells as the header; None if polars sees it otherwise."""
    names = [str(place) for place in range(len(headers))]
    if not body:
        return RawTable(headers, [pl.Series(name, [], pl.String) for name in names], range(2, 2))
    try:
        frame = pl.read_csv(body, has_header=False, new_columns=names, infer_schema=False, quote_char=None)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    if frame.shape != (body.count(b"\n") + 1, len(headers)):
        return None
    return RawTable(headers, frame.get_columns(), range(2, frame.height + 2))


def read_careful(path: str, data: bytes, faults: Faults) -> RawTable:
    """Any file, row by row."""
    records = numbered_records(path, data.decode(), faults)
    _, headers = next(records, (1, []))
    check_separator(headers)
    kept = (pair for pair in records if fits(path, pair, len(headers), faults))
    names = [str(place) for place in range(len(headers))]
    schema = dict.fromkeys(names, pl.String)
    frames, rows = [pl.DataFrame(schema=schema)], []
    while piece := list(islice(kept, ROWS_AT_A_TIME)):
        rows += [row for row, _ in piece]
        frames.append(pl.DataFrame([cells for _, cells in piece], schema=schema, orient="row"))
    return RawTable(headers, pl.concat(frames).get_columns(), rows)


def fits(path: str, record: tuple[int, list[str]], width: int, faults: Faults) -> bool:
    """Whether a record has as many cells as the header; a fault if not, unless it is wholly blank."""
    row, cells = record
    if len(cells) == width:
        return True
    if any(cell.strip() for cell in cells):
        more = f"多了{len(cells) - width}格，请检查是否多写了逗号" if len(cells) > width else "请补上缺的逗号"
        faults.add(path, row, WHOLE_ROW, f"这一行有{len(cells)}格，列名有{width}格，{more}")
        return False
    cells[:] = [""] * width
    return True


def numbered_records(path: str, text: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Records with their row numbers; a record whose quotes do not close is a fault."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = lines = 0
    while True:
        row += 1
        try:
            yield row, next(reader)
        except StopIteration:
            return
        except csv.Error:
            several = reader.line_num - lines > 1
            also = "；后面的行因此没有检查" if several else ""
            message = f"这一行的双引号不成对，或一格太长，请检查引号{also}"
            if row == 1:
                raise NotATable(message, 1, WHOLE_ROW) from None
            faults.add(path, row, WHOLE_ROW, message)
            if several:
                return
        lines = reader.line_num
