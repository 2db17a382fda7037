"""The files that go to the bank: exact, the same bytes for the same rows, control totals and a hash with each.

A row that cannot be written as it is (a sign that the encoding lacks, a name too long) is left out and told: it holds
its own payment and no other. Nothing is replaced, shortened or escaped into something else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sibai.payroll.bank.characters import fault_of
from sibai.payroll.bank.layout import CONSTANT, ROW_TAKES, Field, FileLayout, Kind, Layout, Place, Unit
from sibai.payroll.bank.old_excel import Convert, old_workbooks
from sibai.payroll.bank.patterns import file_name, write_day
from sibai.payroll.bank.rows import Head, Row, RowFault, yuan
from sibai.payroll.bank.sheet import sheet_bytes

__all__ = ["BankFile", "Written", "check", "write"]


@dataclass(frozen=True, slots=True)
class BankFile:
    """One file and what the paper sheet says of it; `total` in fen, `serials` of its rows in their order."""

    name: str
    content: bytes
    count: int
    total: int
    sha256: str
    serials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a batch, and the rows that are in none of them."""

    files: tuple[BankFile, ...]
    refused: tuple[RowFault, ...]

    @property
    def count(self) -> int:
        """Rows in all files."""
        return sum(file.count for file in self.files)

    @property
    def total(self) -> int:
        """Fen in all files."""
        return sum(file.total for file in self.files)


def check(layout: Layout, head: Head, rows: Sequence[Row]) -> tuple[RowFault, ...]:
    """What stands against writing the rows; each fault keeps its row out of the file."""
    return tuple(fault for row in rows for fault in _row_faults(layout.file, head, row))


def write(layout: Layout, head: Head, rows: Sequence[Row], convert: Convert = old_workbooks) -> Written:
    """The files, in the order of the rows, as many as `max_rows` needs. ValueError where a serial comes twice,

    or where the head itself cannot be written; NoOldExcel where `.xls` is wanted and `convert` makes none.
    """
    file = layout.file
    if len({row.serial for row in rows}) < len(rows):
        raise ValueError("同一批里有两行序号相同。")
    refused = check(layout, head, rows)
    bad = {fault.serial for fault in refused}
    good = [row for row in rows if row.serial not in bad]
    size = file.max_rows or max(len(good), 1)
    pieces = [good[start : start + size] for start in range(0, len(good), size)]
    contents = [_content(file, head, piece) for piece in pieces]
    if file.kind is Kind.XLS and contents:
        contents = convert(contents)
    made = zip(pieces, contents, strict=True)
    return Written(tuple(_bank_file(file, head, *each, part) for part, each in enumerate(made, 1)), refused)


def _content(file: FileLayout, head: Head, rows: Sequence[Row]) -> bytes:
    """The bytes of one file; of an old workbook those of the new one that it is made of."""
    lines = list(_lines(file, head, rows))
    return sheet_bytes(file, head, lines) if file.kind.is_sheet else _text_bytes(file, [line for _, line in lines])


def _bank_file(file: FileLayout, head: Head, rows: Sequence[Row], content: bytes, part: int) -> BankFile:
    return BankFile(
        file_name(file.name, head, part, len(rows)),
        content,
        len(rows),
        sum(row.amount for row in rows),
        sha256(content).hexdigest(),
        tuple(row.serial for row in rows),
    )


def _lines(file: FileLayout, head: Head, rows: Sequence[Row]) -> Iterator[tuple[Sequence[Field], list[str]]]:
    """Every line of the file as texts, with the fields that they are."""
    first = file.totals is not None and file.totals.place is Place.FIRST
    if first:
        yield _totals(file, head, rows)
    if file.header:
        labels = [Field(CONSTANT, text=each.label) for each in file.fields]
        yield labels, [each.text for each in labels]
    for row in rows:
        yield file.fields, [_text(file, each, head, row) for each in file.fields]
    if file.totals is not None and not first:
        yield _totals(file, head, rows)


def _totals(file: FileLayout, head: Head, rows: Sequence[Row]) -> tuple[Sequence[Field], list[str]]:
    """The totals line of one file. ValueError where the head's part of it cannot be written."""
    fields = file.totals.fields if file.totals else ()
    sums = {"count": str(len(rows)), "sum": _money(file, sum(row.amount for row in rows))}
    texts = []
    for each in fields:
        text = sums[each.take].zfill(each.width) if each.take in sums else _head_text(file, each, head)
        fault = fault_of(file, each, text)
        if fault:
            raise ValueError(f"合计行的“{each.called}”：{fault}")
        texts.append(text)
    return fields, texts


def _row_faults(file: FileLayout, head: Head, row: Row) -> Iterator[RowFault]:
    """Everything that keeps one row out of the file."""
    if row.amount <= 0:
        yield RowFault(row.serial, "金额", "应大于零")
        return
    for each in file.fields:
        fault = fault_of(file, each, _text(file, each, head, row))
        if fault:
            yield RowFault(row.serial, each.called, fault)


def _text(file: FileLayout, each: Field, head: Head, row: Row) -> str:
    """What a field says in a row."""
    if each.take == "amount":
        return _money(file, row.amount).zfill(each.width)
    if each.take in ROW_TAKES:
        value: str = getattr(row, each.take)
        return value.zfill(each.width) if value else value
    return _head_text(file, each, head)


def _head_text(file: FileLayout, each: Field, head: Head) -> str:
    """What a field says in every line: of the head, of the layout, or the text that always stands there."""
    return HEAD_TEXTS[each.take](file, each, head)


HEAD_TEXTS: Mapping[str, Callable[[FileLayout, Field, Head], str]] = {
    CONSTANT: lambda _file, each, _head: each.text,
    "currency": lambda file, _each, _head: file.currency,
    "month": lambda file, _each, head: write_day(head.month, file.month_format),
    "day": lambda file, _each, head: write_day(head.day, file.day_format),
    "batch": lambda _file, each, head: head.batch.zfill(each.width),
    "payer_account": lambda _file, _each, head: head.payer_account,
    "payer_name": lambda _file, _each, head: head.payer_name,
}


def _money(file: FileLayout, fen: int) -> str:
    return str(fen) if file.unit is Unit.FEN else yuan(fen)


def _text_bytes(file: FileLayout, lines: Sequence[Sequence[str]]) -> bytes:
    """The lines of a text file in its encoding."""
    closing = file.separator if file.closing else ""
    text = file.line_end.join(_joined(file, line) + closing for line in lines)
    return (text + file.line_end * file.last_line_end).encode(file.encoding)


def _joined(file: FileLayout, texts: Sequence[str]) -> str:
    if not file.quotes:
        return file.separator.join(texts)
    made = io.StringIO()
    csv.writer(made, delimiter=file.separator, lineterminator="").writerow(texts)
    return made.getvalue()
