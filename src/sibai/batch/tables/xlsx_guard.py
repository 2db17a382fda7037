"""What a workbook really holds, found out before anything loads it whole.

A file of 5 KB can claim a sheet of seventeen thousand million cells. The guard reads the first sheet as a stream,
in constant memory, and tells its extent, cells beyond the headers, error values, and formulas without a result.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from sibai.batch.tables.raw import NotATable
from sibai.batch.tables.xlsx_rows import WIDEST, OrdinaryRows

ALL_BYTES = 3 << 30
PART_BYTES = 2 << 30
TEXT_BYTES = 512 << 20
TEXTS = "sharedStrings.xml"
SMALL_PART = 16 << 20
MEMBERS = 10_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
STRAYS_KEPT = 1000
PIECE = 1 << 20
VALUE_PARTS = frozenset({"v", "t"})
DIGITS = "0123456789"
TOO_LARGE = "文件解开后太大，请删去不用的内容，或分成几个文件"
DAMAGED = "工作簿已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx"
ENCRYPTED = "文件设有打开密码，请取消密码后另存为 .xlsx"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@dataclass(slots=True)
class Extent:
    """What the first sheet holds; rows and columns count from 1."""

    name: str
    others: int
    """How many further sheets the workbook has."""
    width: int = 0
    """The last column of row 1 with content."""
    rows: int = 0
    columns: int = 0
    strays: list[tuple[int, int]] = field(default_factory=list)
    """Cells with content to the right of the headers, the first thousand."""
    odd: list[tuple[int, int, str]] = field(default_factory=list)
    """Cells with an error value (its name) or a formula without result (empty text)."""


def inspect(path: str) -> Extent:
    """The extent of a workbook's first sheet. NotATable for what is no workbook or too large to load."""
    try:
        with ZipFile(path) as archive:
            check_members(archive)
            name, member, others = first_sheet(archive)
            extent = Extent(name, others)
            with archive.open(member) as sheet:
                SheetScan(extent).run(sheet)
            return extent
    except (BadZipFile, KeyError, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise NotATable(DAMAGED) from error
    except RuntimeError as error:
        raise NotATable(ENCRYPTED) from error


def check_members(archive: ZipFile) -> None:
    """NotATable for an archive that is no workbook or would unpack to too much."""
    members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > MEMBERS or sum(member.file_size for member in members) > ALL_BYTES:
        raise NotATable(TOO_LARGE)
    if any(member.file_size > (TEXT_BYTES if member.filename.endswith(TEXTS) else PART_BYTES) for member in members):
        raise NotATable(TOO_LARGE)
    if "xl/workbook.bin" in names:
        raise NotATable("这是 .xlsb 二进制工作簿，请在 Excel 中另存为 .xlsx")
    if not {WORKBOOK, RELATIONS} <= names:
        raise NotATable("不是 Excel 工作簿，请在 Excel 或 WPS 中另存为 .xlsx")
    if len(names) != len(members):
        raise NotATable(DAMAGED)


def small_part(archive: ZipFile, name: str) -> ElementTree.Element:
    """A small XML part as a tree, without document type or entities."""
    if archive.getinfo(name).file_size > SMALL_PART:
        raise NotATable(TOO_LARGE)
    data = archive.read(name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotATable(DAMAGED)
    try:
        return ElementTree.fromstring(data)  # noqa: S314 - entities are refused above, the size is bounded
    except ElementTree.ParseError as error:
        raise NotATable(DAMAGED) from error


def first_sheet(archive: ZipFile) -> tuple[str, str, int]:
    """Name and part of the first worksheet, and how many sheets come besides."""
    targets = {
        _attribute(relation, "Id"): posixpath.normpath(posixpath.join("xl", _attribute(relation, "Target").lstrip("/")))
        for relation in small_part(archive, RELATIONS)
        if _attribute(relation, "Type").endswith("/worksheet")
    }
    sheets = [element for element in small_part(archive, WORKBOOK).iter() if _local(element.tag) == "sheet"]
    for sheet in sheets:
        part = targets.get(_attribute(sheet, "id"), "").replace("xl/xl/", "xl/")
        if part:
            return _attribute(sheet, "name"), part, len(sheets) - 1
    raise NotATable("工作簿里没有工作表，请把数据放在第一张工作表")


def _local(tag: str) -> str:
    """A name without its namespace or prefix."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _attribute(element: ElementTree.Element, name: str) -> str:
    """An attribute by local name, empty if there is none."""
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")


class SheetScan:
    """One pass over a sheet's XML. Only starts and text are listened to: three calls a cell, not six."""

    def __init__(self, extent: Extent) -> None:
        self.extent = extent
        self.row = 0
        self.column = 0
        self.kind = ""
        self.formula = self.open = False
        self.inside = ""
        self.text = ""
        self.letters: dict[str, int] = {}
        self.locals: dict[str, str] = {}

    def run(self, sheet: IO[bytes]) -> None:
        """Read the sheet to its end. NotATable if it is damaged."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.refuse
        try:
            for piece in self.unusual(pieces(sheet)):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise NotATable(DAMAGED) from error
        self.finish_cell()

    def unusual(self, stream: Iterator[bytes]) -> Iterator[bytes]:
        """The sheet's XML, ordinary rows left out once the headers are known."""
        for piece in stream:
            yield piece
            if self.row > 1:
                break
        if self.extent.width <= WIDEST:
            letters = [column_letters(place + 1) for place in range(self.extent.width)]
            rows = OrdinaryRows(letters, self.ordinary)
            yield from map(rows.without, stream)
            yield rows.last()
        yield from stream

    def ordinary(self, row: int) -> None:
        """A row that needs no look at its cells."""
        self.extent.rows = row
        self.extent.columns = max(self.extent.columns, self.extent.width)

    def refuse(self, *_details: object) -> None:
        """A document type: no program that writes sheets writes one."""
        raise NotATable(DAMAGED)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A cell begins, or a part of it."""
        name = self.locals.get(tag)
        if name is None:
            name = self.locals[tag] = _local(tag)
        if name == "c":
            self.finish_cell()
            self.start_cell(attributes)
        elif name == "row":
            self.finish_cell()
            self.start_row(attributes)
        elif name == "f":
            self.formula = True
        self.inside = name

    def start_row(self, attributes: dict[str, str]) -> None:
        """A row begins: below the one before."""
        number = int(attributes.get("r", self.row + 1))
        if not self.row < number <= LAST_ROW:
            raise NotATable(DAMAGED)
        self.row, self.column = number, 0

    def start_cell(self, attributes: dict[str, str]) -> None:
        """A cell begins: in its row, to the right of the one before."""
        place = attributes.get("r")
        column = self.column + 1 if place is None else self.column_of(place)
        if not self.column < column <= LAST_COLUMN or not self.row:
            raise NotATable(DAMAGED)
        self.column = column
        self.kind = attributes.get("t", "n")
        self.open, self.formula, self.text = True, False, ""

    def column_of(self, place: str) -> int:
        """The column of a cell's place, which must name the row it stands in."""
        letters = place.rstrip(DIGITS)
        if place[len(letters) :] != str(self.row):
            raise NotATable(DAMAGED)
        if letters not in self.letters:
            self.letters[letters] = column_number(letters)
        return self.letters[letters]

    def characters(self, text: str) -> None:
        """Text of a value; blank lines between elements do not count."""
        if self.inside in VALUE_PARTS and not self.text:
            self.text = text if self.kind == "e" else text.strip()

    def finish_cell(self) -> None:
        """What the cell that was open adds to what is known."""
        if not self.open:
            return
        self.open = False
        extent, row, column = self.extent, self.row, self.column
        if self.kind == "e":
            extent.odd.append((row, column, self.text.strip() or "#N/A"))
        elif self.formula and not self.text and self.kind != "str":
            extent.odd.append((row, column, ""))
        if self.text:
            self.content(row, column)

    def content(self, row: int, column: int) -> None:
        """A cell with content: row 1 widens the headers, what lies beyond them is astray."""
        extent = self.extent
        extent.rows = row
        extent.columns = max(extent.columns, column)
        if row == 1:
            extent.width = column
        elif column > extent.width and len(extent.strays) < STRAYS_KEPT:
            extent.strays.append((row, column))


def pieces(sheet: IO[bytes]) -> Iterator[bytes]:
    """A part in pieces, never more than the bound however small the archive."""
    total = 0
    while piece := sheet.read(PIECE):
        total += len(piece)
        if total > PART_BYTES:
            raise NotATable(TOO_LARGE)
        yield piece


def column_number(letters: str) -> int:
    """A is 1, XFD 16384. NotATable for anything else."""
    if not 1 <= len(letters) <= 3 or not all("A" <= letter <= "Z" for letter in letters):
        raise NotATable(DAMAGED)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is A, 16384 XFD."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
