"""Old workbooks for the tests: BIFF8 cells in a compound file, just as much as a reader looks at."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST_STREAM = 4096


def old_workbook(rows: Sequence[Sequence[str | float | None]], sheet: str = "Sheet1") -> bytes:
    """An `.xls` of one sheet: texts and numbers as they are given, None for a blank cell."""
    return compound(globals_(sheet) + b"".join(sheet_records(rows)))


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def bof(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def globals_(sheet: str) -> bytes:
    name = struct.pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    head = bof(0x0005) + record(0x0042, struct.pack("<H", 1200))
    size = len(head) + 4 + 6 + len(name) + 4
    return head + record(0x0085, struct.pack("<IBB", size, 0, 0) + name) + record(0x000A)


def sheet_records(rows: Sequence[Sequence[str | float | None]]) -> list[bytes]:
    width = max(map(len, rows))
    made = [bof(0x0010), record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                made.append(record(0x0204, place + text))
            elif cell is not None:
                made.append(record(0x0203, place + struct.pack("<d", cell)))
    return [*made, record(0x000A)]


def compound(stream: bytes) -> bytes:
    """A compound file with the stream `Workbook`: its table in sector 0, its folder in 1, the stream behind."""
    stream += bytes(-max(len(stream), SMALLEST_STREAM) % SECTOR + max(0, SMALLEST_STREAM - len(stream)))
    sectors = len(stream) // SECTOR
    assert sectors <= 126, "one sector of the table must do"
    table = [FAT, END, *range(3, 2 + sectors), END]
    table += [FREE] * (128 - len(table))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, SMALLEST_STREAM, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    folder = entry("Root Entry", 5, 1, END, 0) + entry("Workbook", 2, FREE, 2, len(stream)) + bytes(256)
    return header + struct.pack("<128I", *table) + folder + stream


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    ids = struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + ids + bytes(36) + struct.pack("<IQ", start, size)
