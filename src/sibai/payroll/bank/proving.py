"""The last look before a file goes out: read as an answer would be, it must say what was to be written."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from sibai.payroll.bank.cells import serial_of
from sibai.payroll.bank.layout import Layout
from sibai.payroll.bank.lines import Line
from sibai.payroll.bank.reading import read_back
from sibai.payroll.bank.rows import Row
from sibai.payroll.bank.writing import BankFile


def proof(layout: Layout, file: BankFile, rows: Sequence[Row]) -> tuple[str, ...]:
    """What speaks against a file that should hold these rows, in Chinese; nothing if it holds exactly them."""
    found = []
    if sha256(file.content).hexdigest() != file.sha256:
        found.append("文件内容与登记的 SHA-256 不符，不能报送")
    if (file.count, file.total) != (len(rows), sum(row.amount for row in rows)):
        found.append("文件登记的笔数或金额与要报送的不符，不能报送")
    returned = read_back(layout, file.content)
    found += [f"写出的文件读不回来：{fault}" for fault in returned.faults if not fault.taken]
    if len(returned.lines) != len(rows):
        found.append(f"要报送{len(rows)}笔，文件里有{len(returned.lines)}笔，不能报送")
    else:
        pairs = zip(returned.lines, rows, strict=True)
        found += [f"序号{row.serial}写出的与要报送的不符，不能报送" for line, row in pairs if not _is(line, row)]
    return tuple(found)


def _is(line: Line, row: Row) -> bool:
    """Whether a line says what the row says; a layout without serials does not tell them."""
    serial = line.serial in {"", serial_of(row.serial)}
    return serial and (line.account, line.name, line.amount) == (row.account, row.name, row.amount)
