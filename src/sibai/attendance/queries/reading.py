"""A filled workbook read as a village's sheet: every fault in its cell, all at once, and nothing written."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from uuid import UUID

from sibai.attendance.models import Sheet, SheetUpload
from sibai.attendance.queries.marks import FREE, MARKS, NOWHERE, attended, unpaid
from sibai.attendance.queries.month import MonthRules
from sibai.attendance.queries.sheets import (
    DIGEST_DIGITS,
    Prefilled,
    choices,
    digest_of,
    merged,
    prefilled,
    villages_in,
)
from sibai.batch.tables.grid import Cell, Grid, NotATable, column_letters, read_grid
from sibai.db.querysets import area
from sibai.documents import vault
from sibai.places.models import Place

logger = logging.getLogger(__name__)
MOST_ROWS, MOST_COLUMNS, HEAD_ROWS = 200, 60, 20
LONGEST_NOTE = 100
MONTH = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月(?!\s*\d)")
"""A month as a title names it; a day of a month is none."""
LOST = "上传的文件打不开了，请放弃这一次，重新上传。"
NO_HEADER = "没有找到写列名的一行：要有“编号”“姓名”和1、2、3……各天的列（请用系统导出的考勤表Excel填）。"
SIGNS = {
    **{mark.sign: letter for letter, mark in MARKS.items()},
    **{mark.label: letter for letter, mark in MARKS.items()},
    "✓": "P",
    "✔": "P",
    "v": "P",
    "V": "P",
    "x": "X",
    "X": "X",
    "✕": "X",
    "〇": "S",
    "O": "S",
    "o": "S",
    "0": "S",
    "y": "Y",
    "g": "G",
    "▲": "L",
    "Δ": "L",
}
"""What people write for a mark."""
NOTHING = frozenset({"", "—", "-", "–", "/"})
"""What people write for a day off post."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the cell as people say it, what to do."""

    cell: str
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """One stint as it would be filled."""

    row: Prefilled
    marks: str
    note: str
    unpaid_days: int

    @property
    def attended_days(self) -> int:
        """Days attended."""
        return attended(self.marks)


@dataclass(frozen=True, slots=True)
class Look:
    """What a file holds. Without a fault it can be filled as it stands."""

    faults: Sequence[Fault] = ()
    found: Sequence[Found] = field(default_factory=tuple)
    digest: str = ""
    villages: Sequence[Place] = field(default_factory=tuple)
    """Whose sheets would be filled: the village, or those of a town that have not filled theirs."""
    versions: Mapping[str, int] = field(default_factory=dict)
    """Of the sheets that are filled again, by village."""
    passed: Sequence[str] = field(default_factory=tuple)
    """Villages of a town whose rows are not read: their sheets are filled already."""

    @property
    def good(self) -> bool:
        """Whether it may be confirmed."""
        return not self.faults

    def chosen(self, rules: MonthRules) -> dict[UUID, dict[date, str]]:
        """Letters by stint and day, as filling takes them."""
        return {each.row.stint.pk: dict(zip(rules.days(), each.marks, strict=True)) for each in self.found}

    def notes(self) -> dict[UUID, str]:
        """Notes by stint."""
        return {each.row.stint.pk: each.note for each in self.found}


def look_at(upload: SheetUpload, rules: MonthRules) -> Look:
    """The kept file held against what is known now; five queries at most."""
    villages, passed = _villages(upload.place, rules)
    known = prefilled(area(upload.place_id), rules)
    codes = {village.pk for village in villages}
    rows = [row for row in known if row.stint.village_id in codes]
    sheets = Sheet.objects.filter(village__in=codes, month=rules.month)
    versions = dict(sheets.order_by("village").values_list("village", "version"))
    told = f"{upload.file.sha256} {digest_of(rows)} {sorted(codes)} {versions}"
    seal = sha256(told.encode()).hexdigest()[:DIGEST_DIGITS]
    grid, refusal = opened(upload)
    if grid is None:
        return Look([Fault("文件", refusal)], digest=seal)
    others = {row.stint.person.code for row in known} - {row.stint.person.code for row in rows}
    reader = _Reader(grid, rows, rules, others)
    found = list(reader.found())
    return Look(reader.faults, found, seal, villages, versions, [village.short_name for village in passed])


def _villages(place: Place, rules: MonthRules) -> tuple[list[Place], list[Place]]:
    """The villages that a file fills, and those that it does not: a town fills what its villages have not."""
    if place.level == "village":
        return [place], []
    filled = Sheet.objects.filter(village__parent=place, month=rules.month).exclude(state="returned")
    there = set(filled.values_list("village", flat=True))
    villages = list(villages_in(area(place.pk), rules))
    return [each for each in villages if each.pk not in there], [each for each in villages if each.pk in there]


def opened(upload: SheetUpload) -> tuple[Grid | None, str]:
    """The kept file as a table, or the reason why it is none."""
    try:
        content = vault.get(upload.file.pk)
    except vault.Lost:
        content = b""
    if sha256(content).hexdigest() != upload.file.sha256:
        logger.error("stored file %s cannot be opened", upload.file.pk)
        return None, LOST
    kind = "csv" if upload.file.content_type.startswith("text/csv") else "xlsx"
    try:
        return read_grid(content, kind, rows=MOST_ROWS, columns=MOST_COLUMNS), ""
    except NotATable as refusal:
        return None, f"{refusal}。"


class _Reader:
    """One reading: the header found, rows by code, every cell of a day."""

    def __init__(self, grid: Grid, rows: Sequence[Prefilled], rules: MonthRules, others: Set[str]) -> None:
        self.grid = grid
        self.others = others
        self.rules = rules
        self.people = {row.stint.person.code: row for row in rows}
        self.faults: list[Fault] = []
        self.head, self.columns = self._header()

    def _header(self) -> tuple[int, dict[str, int]]:
        """The row with the names of columns, and where each stands; 0 where there is none."""
        for row in range(1, HEAD_ROWS + 1):
            named = {self._text(row, place).removesuffix("日"): place for place in range(1, self.grid.last_column + 1)}
            if {"编号", "姓名", "1", "2"} <= named.keys():
                return row, named
        return 0, {}

    def _text(self, row: int, place: int) -> str:
        return self.grid.cells.get((row, place), Cell("")).text.strip()

    def _fault(self, row: int, place: int, name: str, message: str) -> None:
        self.faults.append(Fault(f"第{row}行 {column_letters(place)}列“{name}”", message))

    def found(self) -> Iterator[Found]:
        """Every stint that the file has a good row of; what is wrong goes to `faults`."""
        if not self.head:
            self.faults.append(Fault("文件", NO_HEADER))
            return
        other = self._other_month()
        if other:
            told = f"这是{other}的表，这里填的是{self.rules.label}：请换成这个月的，或到{other}去上传。"
            self.faults.append(Fault("表头", told))
            return
        missing = [day.day for day in self.rules.days() if str(day.day) not in self.columns]
        if missing:
            self.faults.append(Fault(f"第{self.head}行", f"缺少这些天的列：{'、'.join(map(str, missing))}。"))
            return
        seen: dict[str, int] = {}
        for number in range(self.head + 1, self.grid.last_row + 1):
            yield from self._row(number, seen)
        for code, row in self.people.items():
            if code not in seen:
                self.faults.append(Fault("文件", f"表里没有{row.stint.person.name}（编号{code}），请补上这一行。"))

    def _other_month(self) -> str:
        """The month that stands above the header, where it is another one; two months can have the same weekdays."""
        above = "".join(cell.text for (row, _), cell in sorted(self.grid.cells.items()) if row < self.head)
        named = MONTH.search(unicodedata.normalize("NFKC", above))
        if named is None or (int(named[1]), int(named[2])) == (self.rules.month.year, self.rules.month.month):
            return ""
        return f"{named[1]}年{int(named[2])}月"

    def _row(self, number: int, seen: dict[str, int]) -> Iterator[Found]:
        """One row; rows without a code are titles, totals or remarks."""
        place = self.columns["编号"]
        code = self._text(number, place)
        if not code:
            return
        row = self.people.get(code)
        if code in self.others:
            return
        if row is None:
            self._fault(number, place, "编号", "这里本月没有这个编号的在岗人员，请用系统导出的表填。")
        elif code in seen:
            self._fault(number, place, "编号", f"与第{seen[code]}行是同一个人，请只留一行。")
        else:
            seen[code] = number
            yield from self._person(number, row)

    def _person(self, number: int, row: Prefilled) -> Iterator[Found]:
        name = self._text(number, self.columns["姓名"])
        if name and _plain(name) != _plain(row.stint.person.name):
            self._fault(number, self.columns["姓名"], "姓名", "与这个编号的姓名不符，请核对。")
        letters: dict[date, str] = {}
        before = len(self.faults)
        for day, known in zip(self.rules.days(), row.known.marks, strict=True):
            letters[day] = self._day(number, day, known)
        note = self._text(number, self.columns["备注"]) if "备注" in self.columns else ""
        if len(note) > LONGEST_NOTE:
            self._fault(number, self.columns["备注"], "备注", f"最多{LONGEST_NOTE}个字。")
        if len(self.faults) == before:
            marks = merged(row, letters, self.rules)
            yield Found(row, marks, note, unpaid(marks, self.rules))

    def _day(self, number: int, day: date, known: str) -> str:
        """The letter of a day's cell; the known one where the cell is at fault."""
        place = self.columns[str(day.day)]
        odd = self.grid.odd.get((number, place))
        told = odd or self._wrong(self._text(number, place), day, known)
        if told:
            self._fault(number, place, str(day.day), told)
            return known
        return known if known not in FREE else _letter(self._text(number, place)) or known

    def _wrong(self, text: str, day: date, known: str) -> str:
        """What is wrong with a day's cell; nothing where it is right."""
        if known == NOWHERE:
            return "" if text in NOTHING else "这一天不在岗，请空着。"
        letter = _letter(text)
        if known not in FREE:
            mark = MARKS[known]
            right = f"这一天有批准的{mark.label}，应填{mark.sign}；有变化的请先在系统里改休假、出差。"
            return "" if letter == known else right
        if letter is None:
            return "这一天没有填。" if text in NOTHING else "不认识这个符号，符号见表下的说明。"
        if letter in choices(day, self.rules):
            return ""
        if letter in FREE:
            offered = "、".join(MARKS[each].sign for each in choices(day, self.rules))
            return f"这一天只能填{offered}。"
        return f"这一天没有批准的{MARKS[letter].label}：请先在系统里登记，再填{MARKS[letter].sign}。"


def _letter(text: str) -> str | None:
    """The letter of a mark as people write it, in wide letters too; None where it is none."""
    return SIGNS.get(text) or SIGNS.get(unicodedata.normalize("NFKC", text))


def _plain(name: str) -> str:
    """A name without the blanks that lists are padded with."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def shown(faults: Sequence[Fault]) -> Mapping[str, object]:
    """Faults as a list for a page."""
    rows = [{"cells": [fault.cell, fault.message], "tone": "late"} for fault in faults]
    return {"title": "要改的", "columns": [{"label": "哪一格"}, {"label": "怎么改"}], "rows": rows}
