"""What a Parquet file announces, checked before it is loaded.

Polars believes the numbers in the footer and in the heads of the pages. A single changed byte there can make it ask
for more memory than there is in the world, which ends the process instead of raising an exception.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sibai.batch.tables.raw import NotATable
from sibai.batch.tables.thrift import Malformed, Reader

MAGIC = b"PAR1"
DAMAGED = "不是完整的 Parquet 文件，可能没有传完或已损坏，请重新导出"
TOO_LARGE = "解开后太大，内存装不下，请分成几个文件"
UNPACKED_BYTES = 24 << 30
ROWS, GROUPS = 3, 4
"""Fields of the footer."""

COLUMNS, GROUP_ROWS = 1, 3
META = 3
PATH, VALUES, PACKED, DATA_PLACE, DICTIONARY_PLACE = 3, 5, 7, 9, 11
UNPACKED_PAGE, PACKED_PAGE = 2, 3
DICTIONARY_HEAD = 7
PAGE_HEADS = (5, DICTIONARY_HEAD, 8)
"""The parts of a page's head that say how many values it holds: data, dictionary, data of the second kind."""

HEAD_VALUES = 1
LEVEL_SIZES = (5, 6)


def check_parquet(path: str, known: Callable[[str], bool]) -> None:
    """NotATable for a file that is no Parquet, is damaged, or whose known columns unpack to too much."""
    with Path(path).open("rb") as file:
        start = file.read(4)
        if not start:
            raise NotATable("文件是空的")
        if start != MAGIC:
            raise NotATable("不是 Parquet 文件，请检查文件内容与扩展名是否相符")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                Pages(data, known).check()
            except (Malformed, LookupError, TypeError, AttributeError, ValueError) as error:
                raise NotATable(DAMAGED) from error


class Pages:
    """The footer and the pages of the known columns."""

    def __init__(self, data: mmap.mmap, known: Callable[[str], bool]) -> None:
        self.data = data
        self.known = known
        self.unpacked = 0

    def check(self) -> None:
        """Malformed, or another error of what is not there or not of its type, if anything does not add up."""
        size = len(self.data)
        length = int.from_bytes(self.data[size - 8 : size - 4], "little")
        if self.data[size - 4 :] != MAGIC or length > size - 12:
            raise Malformed
        footer = Reader(self.data, size - 8 - length, size - 8).structure()
        rows = 0
        for group in footer[GROUPS]:
            rows += _counted(group[GROUP_ROWS])
            for chunk in group[COLUMNS]:
                self.check_chunk(chunk[META], group[GROUP_ROWS])
        if rows != footer[ROWS]:
            raise Malformed

    def check_chunk(self, meta: dict[int, Any], rows: int) -> None:
        """The part of a column in a group of rows: its pages fill it and hold its values."""
        if not self.known(meta[PATH][0].decode()):
            return
        places = [meta[DATA_PLACE], meta.get(DICTIONARY_PLACE, meta[DATA_PLACE])]
        place = min(each for each in places if each)
        end = place + _counted(meta[PACKED])
        if place < len(MAGIC) or end > len(self.data) or (len(meta[PATH]) == 1 and meta[VALUES] != rows):
            raise Malformed
        while place < end:
            place = self.check_page(place, end, _counted(meta[VALUES]))
        if place != end:
            raise Malformed

    def check_page(self, place: int, end: int, most: int) -> int:
        """A page: its sizes and numbers are possible. Where the next begins."""
        reader = Reader(self.data, place, end)
        head = reader.structure()
        unpacked = _counted(head[UNPACKED_PAGE])
        self.unpacked += unpacked
        if self.unpacked > UNPACKED_BYTES:
            raise NotATable(TOO_LARGE)
        for kind in (each for each in PAGE_HEADS if each in head):
            part = head[kind]
            if _counted(part[HEAD_VALUES]) > (unpacked if kind == DICTIONARY_HEAD else most):
                raise Malformed
            if sum(_counted(part.get(each, 0)) for each in LEVEL_SIZES if type(part.get(each, 0)) is int) > unpacked:
                raise Malformed
        return reader.place + _counted(head[PACKED_PAGE])


def _counted(number: Any) -> int:
    """A number of something. Malformed for what is none."""
    if type(number) is not int or number < 0:
        raise Malformed
    return number
