"""Files in: a table with one typed column for each column of its schema, and everything wrong with it at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from tempfile import TemporaryDirectory

import polars as pl

from sibai.batch.machine import THREADS
from sibai.batch.tables.cells import BLANKS, Read
from sibai.batch.tables.csv_file import read_csv
from sibai.batch.tables.faults import Faults, shortened
from sibai.batch.tables.parquet_file import read_parquet
from sibai.batch.tables.raw import NotATable, RawTable, Tag
from sibai.batch.tables.schema import Column, Kind, Schema
from sibai.batch.tables.tagged import read_tagged
from sibai.batch.tables.typed import WrongType, read_typed
from sibai.batch.tables.xlsx_file import read_xlsx

ENDINGS = (".csv", ".xlsx", ".parquet")
NAMED_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A file as read: every column of the schema, null where blank, absent or bad."""

    path: str
    frame: pl.DataFrame
    rows: Sequence[int]
    """The row number in the file of each row of the frame; the header is row 1."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What the columns are called in this file."""
    sound: bool = True
    """Whether nothing was wrong with this file."""

    def header(self, name: str) -> str:
        """What a column is called in this file, or would be if it had it."""
        return self.headers.get(name, name)

    def fault(self, index: int, column: str, message: str, faults: Faults) -> None:
        """A fault at one row of the frame."""
        faults.add(self.path, self.rows[index], self.header(column), message)

    def fault_rows(self, wrong: pl.Series, column: str, message: str, faults: Faults) -> None:
        """The same fault at every row that a mask of the frame marks."""
        if wrong.any():
            places = wrong.arg_true()
            faults.add_rows(self.path, numbers_at(self.rows, places), self.header(column), message)


def read_table(path: str, schema: Schema, faults: Faults, notices: list[str]) -> ReadTable:
    """Read a file as a table of the schema; what is wrong goes to `faults`, what was ignored to `notices`."""
    faults.register(path)
    before = faults.count
    try:
        raw = read_raw(path, schema, faults, notices)
        headers = headers_of(raw, schema)
        faults.register(path, [headers.get(name, name) for name in _file_order(raw, schema)])
        check_headers(path, raw, schema, faults, notices)
    except NotATable as refusal:
        faults.add(path, refusal.row, refusal.column, str(refusal))
        return ReadTable(path, schema.empty(), range(2, 2), sound=False)
    for row, place, message in raw.odd:
        if schema.find(raw.headers[place]) is not None:
            faults.add_rows(path, [row], raw.headers[place], message, unreadable=True)
    raw = without_blank_rows(path, raw, notices)
    notices += [told for column in schema.columns if (told := lost_zeros(path, raw, column, headers))]
    with ThreadPoolExecutor(THREADS) as threads:
        columns = list(threads.map(lambda column: read_column(path, raw, column, headers, faults), schema.columns))
    return ReadTable(path, pl.DataFrame(columns), raw.rows, headers, faults.count == before)


def read_content(
    content: bytes, kind: str, shown_as: str, schema: Schema, faults: Faults, notices: list[str]
) -> ReadTable:
    """The same of a file that somebody handed in: its bytes, its ending, and what words about it call it."""
    found: list[str] = []
    with TemporaryDirectory(prefix="sibai-") as folder:
        path = Path(folder) / f"{shown_as}.{kind}"
        path.write_bytes(content)
        table = read_table(str(path), schema, faults, found)
    notices += [notice.replace(str(path), shown_as) for notice in found]
    return table


def read_raw(path: str, schema: Schema, faults: Faults, notices: list[str]) -> RawTable:
    """The file as it stands, by its ending. NotATable if it gives no table."""
    check_file(path)
    ending = Path(path).suffix.lower()
    try:
        if ending == ".csv":
            raw = read_csv(path, faults)
        elif ending == ".xlsx":
            raw = read_xlsx(path, faults, notices)
        else:
            raw = read_parquet(path, schema)
    except PermissionError as error:
        raise NotATable("没有权限读取这个文件，请检查文件权限，或先在别的程序里关闭它") from error
    except OSError as error:
        raise NotATable(f"读不出这个文件（{error.strerror or error}），请检查磁盘或重新复制") from error
    except MemoryError as error:
        raise NotATable("文件太大，内存装不下，请分成几个文件") from error
    return replace(raw, headers=[header.strip(BLANKS) for header in raw.headers])


def check_file(path: str, *, also: frozenset[str] = frozenset()) -> None:
    """NotATable unless the path is a file with an ending that can be read; `also`: further endings that can."""
    ending = Path(path).suffix.lower()
    try:
        mode = Path(path).stat().st_mode
    except PermissionError as error:
        raise NotATable("没有权限读取这个文件，请检查文件和文件夹的权限") from error
    except (OSError, ValueError) as error:
        raise NotATable("找不到这个文件，请核对路径和文件名") from error
    if S_ISDIR(mode):
        raise NotATable("这是文件夹，不是文件，请写出文件名")
    if not S_ISREG(mode):
        raise NotATable("这不是普通文件，不能读取")
    if ending in also:
        return
    if ending == ".xls":
        raise NotATable("不能读取旧的 .xls 格式，请在 Excel 或 WPS 中另存为 .xlsx")
    if ending not in ENDINGS:
        raise NotATable(f"不认识扩展名“{shortened(ending)}”，可读取 {'、'.join(ENDINGS)}")


def headers_of(raw: RawTable, schema: Schema) -> dict[str, str]:
    """How each column of the schema is called in the file; the absent ones as the others suggest."""
    found: dict[str, str] = {}
    for header in raw.headers:
        column = schema.find(header)
        if column is not None:
            found.setdefault(column.name, header)
    chinese = sum(name != header for name, header in found.items()) * 2 > len(found)
    absent = {column.name: column.label if chinese else column.name for column in schema.columns}
    return absent | found


def _file_order(raw: RawTable, schema: Schema) -> list[str]:
    """The columns of the schema as they come in the file, the absent ones last."""
    known = [column.name for header in raw.headers if (column := schema.find(header))]
    return [*known, *schema.names()]


def check_headers(path: str, raw: RawTable, schema: Schema, faults: Faults, notices: list[str]) -> None:
    """Columns missing or there twice are faults of row 1; unknown ones are ignored with one notice."""
    if not any(raw.headers):
        raise NotATable("第一行是空的，第一行应是列名")
    headers = headers_of(raw, schema)
    seen: dict[str, str] = {}
    for header in raw.headers:
        column = schema.find(header)
        if column is None:
            continue
        if column.name in seen:
            also = "" if header == seen[column.name] else f"（“{seen[column.name]}”与“{header}”是同一列）"
            faults.add(path, 1, headers[column.name], f"这一列出现了两次{also}，请删去一列")
        seen.setdefault(column.name, header)
    for column in schema.columns:
        if column.name not in seen and not column.may_be_absent:
            faults.add_missing(path, headers[column.name], "缺少这一列，请补上（列名写在第一行）")
    unknown = list(_unknown(raw, schema))
    if unknown:
        notices.append(f"{path}：忽略了不认识的列：{_listed(unknown)}")


def _unknown(raw: RawTable, schema: Schema) -> Iterator[str]:
    """The columns that the schema does not know; those without name and cells are no columns."""
    for header, cells in zip(raw.headers, raw.columns, strict=True):
        if header and schema.find(header) is None:
            yield shortened(header)
        elif not header and not _blank(cells).all():
            yield "（没有列名）"


def _listed(names: Sequence[str]) -> str:
    """The first names, and how many there are if more."""
    more = f"等{len(names)}个" if len(names) > NAMED_AT_MOST else ""
    return "、".join(names[:NAMED_AT_MOST]) + more


def without_blank_rows(path: str, raw: RawTable, notices: list[str]) -> RawTable:
    """The table without wholly blank rows; those before the last filled row are named in a notice."""
    blank = blank_rows(raw.columns)
    if blank is None or not blank.any():
        return raw
    filled = (~blank).arg_true()
    last = 0 if filled.is_empty() else int(filled[-1])
    places = blank.arg_true()
    middle = list(numbers_at(raw.rows, places.filter(places < last)))
    if middle:
        notices.append(f"{path}：跳过了空行：{_listed(_ranges(middle))}")
    columns = [cells.filter(~blank) for cells in raw.columns]
    tags = None if raw.tags is None else [tags.filter(~blank) for tags in raw.tags]
    return replace(raw, columns=columns, rows=array("L", numbers_at(raw.rows, filled)), tags=tags)


def blank_rows(columns: Sequence[pl.Series]) -> pl.Series | None:
    """Which rows are blank in every column; None without columns. Stops at the first column that is always filled."""
    blank: pl.Series | None = None
    for cells in columns:
        empty = _blank(cells)
        blank = empty if blank is None else blank & empty
        if not blank.any():
            return blank
    return blank


def _blank(cells: pl.Series) -> pl.Series:
    """Which cells are blank."""
    if cells.dtype != pl.String:
        return cells.is_null()
    return (cells.str.strip_chars(BLANKS) == "").fill_null(True)


def _ranges(rows: Sequence[int]) -> list[str]:
    """Row numbers in order as single rows and runs."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return [f"第{first}行" if first == last else f"第{first}至{last}行" for first, last in runs]


def lost_zeros(path: str, raw: RawTable, column: Column, headers: Mapping[str, str]) -> str:
    """A notice on codes that a workbook keeps as numbers: it shows leading zeros, but does not keep them."""
    header = headers[column.name]
    if column.kind is not Kind.TEXT or raw.tags is None or header not in raw.headers:
        return ""
    count = int((raw.tags[raw.headers.index(header)] == Tag.NUMBER.value).sum())
    return f"{path}: {header}：{count}格存成了数字，前面如有零已经没有了；要保留请先设为“文本”格式再填" if count else ""


def numbers_at(rows: Sequence[int], places: pl.Series) -> list[int]:
    """The row numbers of places in the frame."""
    if isinstance(rows, range):
        return (places.cast(pl.Int64) + rows.start).to_list()
    return [rows[place] for place in places]


def read_column(path: str, raw: RawTable, column: Column, headers: Mapping[str, str], faults: Faults) -> pl.Series:
    """A column of the schema, all null if the file lacks it."""
    header = headers[column.name]
    if header not in raw.headers:
        return pl.Series(column.name, [None], column.dtype).new_from_index(0, len(raw.rows))
    place = raw.headers.index(header)
    try:
        read = _read(column, raw, place)
    except WrongType as refusal:
        faults.add_missing(path, header, str(refusal))
        return pl.Series(column.name, [None], column.dtype).new_from_index(0, len(raw.rows))
    for bad in read.bad:
        faults.add_rows(path, numbers_at(raw.rows, bad.places), header, bad.messages, unreadable=True)
    return read.values


def _read(column: Column, raw: RawTable, place: int) -> Read:
    if raw.tags is not None:
        return read_tagged(column, raw.columns[place], raw.tags[place])
    return read_typed(column, raw.columns[place])
