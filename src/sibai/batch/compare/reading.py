"""Past pay sheets in: every sheet of the file, its people, what the rules are given and what was paid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from sibai.batch.compare.columns import AMOUNTS, CELLS, COLUMNS, INPUTS, passed_over
from sibai.batch.compare.layout import Layout, find_layout, month_of, people_rows, title_month
from sibai.batch.tables.faults import Faults, shortened
from sibai.batch.tables.grid import Cell, Grid, Tag, read_grids
from sibai.batch.tables.schema import Column
from sibai.batch.tables.tagged import read_tagged

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 100, 60
GROUPED = re.compile(r"[¥￥]?\s*(-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?)", re.ASCII)
NOTHING = frozenset({"-", "—", "–", "－", "/", "无"})
"""What an amount that is not there is written as."""
FEN = Decimal("0.01")
HIDDEN_DIGITS = "*＊"
NO_HEADER = "找不到列名：前20行里应有一行写明姓名（或编号、身份证号）和应发、实发等金额列"


@dataclass(frozen=True, slots=True)
class OldRow:
    """One person's month as the sheet has it."""

    sheet: str
    row: int
    month: date
    key: str
    """Who it is, to find the same person in other months: never shown. Blank where two might share it."""
    code: str
    """Who it is as it may be shown: the code, else the name masked, else the identity number masked."""
    inputs: Mapping[str, Any]
    """What stands in the input columns, by column, blanks left out."""
    olds: Mapping[str, int]
    """The amounts in fen, by column, blanks left out."""


@dataclass(frozen=True, slots=True)
class OldSheets:
    """What a file holds: rows in its order, and what the user should know."""

    rows: Sequence[OldRow]
    notices: Sequence[str] = field(default_factory=tuple)


def read_old(content: bytes, kind: str, path: str, month: date | None, faults: Faults) -> OldSheets:
    """All sheets of a pay file (`kind` csv, xlsx or xls). `month`: of sheets that do not tell theirs.

    NotATable where there is none; what is wrong with single cells goes to `faults`.
    """
    grids = read_grids(content, kind, rows=MOST_ROWS, columns=MOST_COLUMNS, sheets=MOST_SHEETS)
    notices: list[str] = []
    rows: list[OldRow] = []
    several = len(grids) > 1
    faults.register(path)
    for grid in grids:
        label = f"{path}（{shortened(grid.sheet)}）" if several else path
        layout = find_layout(grid)
        if layout is None:
            if several:
                notices.append(f"{label}：没有找到列名，这张表没有读")
                continue
            faults.add(path, 1, "文件", NO_HEADER)
            continue
        rows += Sheet(grid, layout, label, month, faults, notices).rows()
    if several and not rows and not faults:
        faults.add(path, 1, "文件", NO_HEADER)
    _check_twice(rows, path, several, faults)
    return OldSheets(rows, notices)


@dataclass
class Sheet:
    """One sheet of the file while it is read."""

    grid: Grid
    layout: Layout
    label: str
    month: date | None
    faults: Faults
    notices: list[str]

    def rows(self) -> list[OldRow]:
        """Its people, without those whose cells cannot be taken."""
        self._headers()
        people, nobody = people_rows(self.grid, self.layout)
        for row in nobody:
            self.faults.add(self.label, row, self._header_of_who(), "这一行有金额，却没有姓名、编号或身份证号，请补上")
        columns = {name: self._column(COLUMNS[name], people) for name in self.layout.places if name != "month"}
        months = self._months(people)
        found = []
        for index, (row, month) in enumerate(zip(people, months, strict=True)):
            values = {name: value for name, column in columns.items() if (value := column[index]) is not None}
            if month is not None:
                found.append(self._row(row, month, values))
        return found

    def _headers(self) -> None:
        layout = self.layout
        self.faults.register(self.label, [layout.headers[name] for name in layout.places])
        for name in layout.twice:
            self.faults.add(self.label, layout.header_row, layout.headers[name], "这一列出现了两次，请删去一列或改列名")
        unknown = [shortened(" ".join(each.split())) for each in layout.unknown if not passed_over(each)]
        if unknown:
            self.notices.append(f"{self.label}：忽略了不认识的列：{'、'.join(unknown)}")

    def _header_of_who(self) -> str:
        return next(self.layout.headers[name] for name in ("name", "code", "id_number") if name in self.layout.places)

    def _cells(self, name: str, rows: Sequence[int]) -> list[Cell | None]:
        place = self.layout.places[name]
        for row in rows:
            if (row, place) in self.grid.odd:
                self.faults.add_rows(self.label, [row], self.layout.headers[name], self.grid.odd[row, place], True)
        return [self.grid.cells.get((row, place)) for row in rows]

    def _column(self, column: Column, rows: Sequence[int]) -> list[Any]:
        """A column as its kind, None where blank or bad."""
        cells = self._cells(column.name, rows)
        if column.name in AMOUNTS:
            cells = self._amounts(column, cells)
        hidden = [_is_hidden(column, cell) for cell in cells]
        kept = [None if covered else cell for cell, covered in zip(cells, hidden, strict=True)]
        texts = pl.Series(column.name, [cell.text if cell else None for cell in kept], pl.String)
        tags = pl.Series([int(cell.tag) if cell else 0 for cell in kept], dtype=pl.UInt8)
        read = read_tagged(column, texts, tags)
        for bad in read.bad:
            numbers = [rows[place] for place in bad.places]
            self.faults.add_rows(self.label, numbers, self.layout.headers[column.name], bad.messages, unreadable=True)
        values = read.values.to_list()
        return [
            cell.text.strip() if covered and cell else value
            for value, cell, covered in zip(values, cells, hidden, strict=True)
        ]

    def _amounts(self, column: Column, cells: Sequence[Cell | None]) -> list[Cell | None]:
        """Amounts without separators of thousands; numbers of a formula rounded to fen, which is told."""
        made, rounded = [], 0
        for cell in cells:
            amount = _amount(cell)
            rounded += amount is not None and cell is not None and cell.tag is Tag.NUMBER and amount.text != cell.text
            made.append(amount)
        if rounded:
            header = self.layout.headers[column.name]
            self.notices.append(f"{self.label}：{header}：{rounded}格的小数多于两位，按四舍五入到分比对")
        return made

    def _months(self, rows: Sequence[int]) -> list[date | None]:
        """The month of each row: of its cell, else of the sheet, else as the user said."""
        told = self._month_of_sheet()
        if "month" not in self.layout.places:
            if told is None:
                message = "看不出是哪个月的工资：表题、表名、月份列都没有写，请用 --month 写明，如 --month 2026-05"
                self.faults.add(self.label, self.layout.header_row, "月份", message)
            return [told] * len(rows)
        months: list[date | None] = []
        for row, cell in zip(rows, self._cells("month", rows), strict=True):
            month = month_of(cell.text) if cell else told
            if month is None:
                message = "月份应写成 2026-05 或 2026年5月" if cell else "没有写月份，表题也没有写"
                self.faults.add(self.label, row, self.layout.headers["month"], message)
            months.append(month)
        return months

    def _month_of_sheet(self) -> date | None:
        own = title_month(self.grid, self.layout)
        if own and self.month and own != self.month:
            message = f"表上写的是{own:%Y-%m}，与给定的月份{self.month:%Y-%m}不同，请核对"
            self.faults.add(self.label, self.layout.header_row, "月份", message)
        return own or self.month

    def _row(self, row: int, month: date, values: Mapping[str, Any]) -> OldRow:
        key = str(values.get("id_number") or values.get("code") or "")
        if not key and values.get("name"):
            key = f"{values['name']}|{values.get('village', '')}"
        inputs = {column.name: values[column.name] for column in INPUTS if column.name in values}
        olds = {column.name: values[column.name] for column in CELLS if column.name in values}
        return OldRow(self.grid.sheet, row, month, key, shown_code(values), self._clipped(row, month, inputs), olds)

    def _clipped(self, row: int, month: date, inputs: dict[str, Any]) -> dict[str, Any]:
        """Days of taking up and leaving as days inside the month; faults where they leave nothing of it."""
        last = _last_day(month)
        first, until = inputs.get("from"), inputs.get("to")
        headers = self.layout.headers
        if first is not None and first > last:
            self.faults.add(self.label, row, headers["from"], f"晚于当月最后一天 {last}，请核对")
        elif until is not None and until < max(month, first or month):
            self.faults.add(self.label, row, headers["to"], "早于当月第一天或在岗起，请核对")
        if "days" in inputs and inputs["days"] > last.day:
            self.faults.add(self.label, row, headers["days"], f"多于当月天数 {last.day}，请核对")
        if first is not None:
            inputs["from"] = max(first, month)
        if until is not None:
            inputs["to"] = min(until, last)
        return inputs


def shown_code(values: Mapping[str, Any]) -> str:
    """Who a row is about as it may be shown: the code, else the name masked, else the number masked."""
    if values.get("code"):
        return str(values["code"])
    if values.get("name"):
        return masked_name(str(values["name"]))
    number = str(values.get("id_number", ""))
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" if len(number) > 8 else "*" * len(number)


def masked_name(name: str) -> str:
    """The family name, a star for each sign of the rest."""
    return name[:1] + "*" * max(1, len(name) - 1)


def _last_day(month: date) -> date:
    following = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return date.fromordinal(following.toordinal() - 1)


def _is_hidden(column: Column, cell: Cell | None) -> bool:
    """Whether a cell holds a number of which some digits are stars: taken as it stands, to know the person by."""
    return column.name == "id_number" and cell is not None and any(sign in cell.text for sign in HIDDEN_DIGITS)


def _amount(cell: Cell | None) -> Cell | None:
    """An amount as it is meant: a dash is none, thousands apart are one number, a formula's number is whole fen."""
    if cell is None or cell.text.strip() in NOTHING:
        return None
    if cell.tag is Tag.NUMBER:
        number = Decimal(cell.text)
        exact = number == number.quantize(FEN)
        return cell if exact else cell._replace(text=str(number.quantize(FEN, ROUND_HALF_UP)))
    grouped = GROUPED.fullmatch(cell.text.strip())
    return cell._replace(text=grouped[1].replace(",", "").replace("，", "")) if grouped else cell


def _check_twice(rows: Sequence[OldRow], path: str, several: bool, faults: Faults) -> None:
    """One person once a month. Rows that only a name tells apart are left alone: two may share it."""
    seen: dict[tuple[str, date], OldRow] = {}
    for row in rows:
        if not row.key or "|" in row.key:
            continue
        before = seen.setdefault((row.key, row.month), row)
        if before is not row:
            label = f"{path}（{shortened(row.sheet)}）" if several else path
            where = f"工作表“{shortened(before.sheet)}”" if before.sheet != row.sheet else ""
            faults.add(label, row.row, "整行", f"同一人同一个月与{where}第{before.row}行重复，请删去一行")


def without_namesakes(rows: Sequence[OldRow]) -> Iterator[OldRow]:
    """The rows, those of people whom the file cannot tell apart without a key, so that nothing is carried between."""
    counts: dict[tuple[str, date], int] = {}
    for row in rows:
        counts[row.key, row.month] = counts.get((row.key, row.month), 0) + 1
    shared = {key for (key, _), count in counts.items() if count > 1}
    return (replace(row, key="") if row.key in shared else row for row in rows)
