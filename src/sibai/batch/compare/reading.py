"""Past pay sheets in: every sheet of the file, its people, what the rules are given and what was paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any

import polars as pl

from sibai.batch.compare.cells import amount_of, as_count, as_day, is_hidden, is_lost, item_fen
from sibai.batch.compare.columns import AMOUNTS, CELLS, COLUMNS, DEDUCTED, INPUTS, passed_over
from sibai.batch.compare.layout import Layout, find_layouts, people_rows
from sibai.batch.compare.months import Told, month_of, told
from sibai.batch.compare.people import Item, OldRow, check_twice, known_by_name, same_people, shown_code
from sibai.batch.tables.faults import Faults, shortened
from sibai.batch.tables.grid import Cell, Grid, Tag, read_grids
from sibai.batch.tables.schema import Column, Kind
from sibai.batch.tables.tagged import read_tagged

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 100, 60
NO_HEADER = (
    "找不到列名：前20行里应有一行写明姓名（或编号、身份证号）和应发、实发等金额列，一行是一个人一个月；"
    "几个月并排在一行的，请一个月一张表"
)
NO_MONTH = (
    "看不出是哪个月的工资：表题、表名、月份列、文件名都没有写，请写明月份（命令加 --month 2026-05，网页填在“月份”里）"
)
TWICE = "这一列出现了两次，请删去一列或改列名；几个月并排的，请一个月一张表"


@dataclass(frozen=True, slots=True)
class OldSheets:
    """What a file holds: rows in its order, and what the user should know."""

    rows: Sequence[OldRow]
    notices: Sequence[str] = field(default_factory=tuple)


def read_old(content: bytes, kind: str, path: str, month: date | None, faults: Faults, name: str = "") -> OldSheets:
    """All sheets of a pay file (`kind` csv, xlsx or xls). `month`: of sheets that do not tell theirs.

    `name` is that of the file, which may tell the month. NotATable where there is none; what is wrong with single
    cells goes to `faults`.
    """
    grids = read_grids(content, kind, rows=MOST_ROWS, columns=MOST_COLUMNS, sheets=MOST_SHEETS)
    several = len(grids) > 1
    faults.register(path)
    laid_out = [(grid, find_layouts(grid)) for grid in grids]
    around = _around(laid_out, PurePath(name or path).stem)
    hidden = "、".join(shortened(each) for each in grids[0].hidden) if grids else ""
    notices = [f"{path}：隐藏的工作表没有读：{hidden}"] if hidden else []
    rows: list[OldRow] = []
    for grid, layouts in laid_out:
        label = f"{path}（{shortened(grid.sheet)}）" if several else path
        before: date | None = None
        for layout in layouts:
            sought = Months(month, around, before, several or len(layouts) > 1)
            sheet = Sheet(grid, layout, label, sought, faults, notices)
            rows += sheet.rows()
            before = sheet.told
        if not layouts and several:
            notices.append(f"{label}：没有找到列名，这张表没有读")
    if not any(layouts for _, layouts in laid_out):
        faults.add(path, 1, "文件", NO_HEADER)
    rows = same_people(rows)
    check_twice(rows, path, several, faults)
    return OldSheets(rows, [*notices, *known_by_name(rows, path)])


def _around(laid_out: Sequence[tuple[Grid, Sequence[Layout]]], name: str) -> Told:
    """What covers, the other sheets and the name of the file tell: a month only where they agree."""
    covers = [cell.text for grid, layouts in laid_out if not layouts for cell in grid.cells.values()]
    titles = [text for _, layouts in laid_out for layout in layouts for text in layout.above]
    of_file, of_covers = told([name]), told(covers)
    year = of_file.year or of_covers.year or told([*titles, *(grid.sheet for grid, _ in laid_out)]).year
    return Told(year, of_file.month if of_file.year else of_covers.month)


@dataclass(frozen=True, slots=True)
class Months:
    """What may tell the month of a sheet that does not tell its own."""

    given: date | None
    around: Told
    before: date | None
    """Of the list above on the same sheet: a header that only repeats on the next page has no title."""
    several: bool

    def of(self, own: Told) -> tuple[date | None, bool]:
        """The month, and whether it speaks against the one that the user gave."""
        year = self.given.year if self.given else None
        found = own.first(self.around.year or year)
        if found is None:
            return self.before or self.given or self.around.first(), False
        against = self.given is not None and found != self.given
        return found, against and (own.year is not None or not self.several)


@dataclass
class Sheet:
    """One list of the file while it is read."""

    grid: Grid
    layout: Layout
    label: str
    sought: Months
    faults: Faults
    notices: list[str]
    told: date | None = None
    """The month of the whole list."""

    def rows(self) -> list[OldRow]:
        """Its people, without those whose cells cannot be taken."""
        self._headers()
        people, nobody = people_rows(self.grid, self.layout)
        for row in nobody:
            self.faults.add(self.label, row, self._header_of_who(), "这一行有金额，却没有姓名、编号或身份证号，请补上")
        months = self._months(people)
        columns = {name: self._column(COLUMNS[name], people, months) for name in self.layout.places if name != "month"}
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
            self.faults.add(self.label, layout.header_row, layout.headers[name], TWICE)
        unknown = [shortened(" ".join(each.split())) for each in layout.unknown if not passed_over(each)]
        if unknown:
            self.notices.append(f"{self.label}：忽略了不认识的列：{'、'.join(unknown)}")
        if layout.items:
            items = "、".join(shortened(header) for _, header, _ in layout.items)
            self.notices.append(f"{self.label}：{items}：规则没有这些项目，核对时算作原表另列的输入")

    def _header_of_who(self) -> str:
        return next(self.layout.headers[name] for name in ("name", "code", "id_number") if name in self.layout.places)

    def _cells(self, name: str, rows: Sequence[int]) -> list[Cell | None]:
        place = self.layout.places[name]
        for row in rows:
            if (row, place) in self.grid.odd:
                self.faults.add_rows(self.label, [row], self.layout.headers[name], self.grid.odd[row, place], True)
        return [self.grid.cells.get((row, place)) for row in rows]

    def _column(self, column: Column, rows: Sequence[int], months: Sequence[date | None]) -> list[Any]:
        """A column as its kind, None where blank or bad."""
        cells = self._cells(column.name, rows)
        if column.name in AMOUNTS:
            cells = self._amounts(column, cells)
        elif column.kind is Kind.DATE:
            cells = [as_day(cell, month, column.name) for cell, month in zip(cells, months, strict=True)]
        elif column.kind is Kind.COUNT:
            cells = [as_count(cell) for cell in cells]
        elif column.kind is Kind.ID_NUMBER:
            cells = self._numbers_of_people(cells)
        hidden = [is_hidden(column, cell) for cell in cells]
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
        made, rounded, turned = [], 0, 0
        for cell in cells:
            amount = amount_of(cell)
            rounded += amount is not None and cell is not None and cell.tag is Tag.NUMBER and amount.text != cell.text
            if amount and column.name in DEDUCTED and amount.text.startswith("-"):
                amount = amount._replace(text=amount.text[1:])
                turned += 1
            made.append(amount)
        header = self.layout.headers[column.name]
        if turned:
            self.notices.append(f"{self.label}：{header}：{turned}格扣款写成了负数，按扣多少比对")
        if rounded:
            self.notices.append(f"{self.label}：{header}：{rounded}格的小数多于两位，按四舍五入到分比对")
        return made

    def _numbers_of_people(self, cells: Sequence[Cell | None]) -> list[Cell | None]:
        """Identity numbers; those that Excel kept as numbers have lost their last digits and tell nobody apart."""
        lost = sum(is_lost(cell) for cell in cells)
        if lost and self.layout.places.keys() & {"name", "code"}:
            header = self.layout.headers["id_number"]
            self.notices.append(f"{self.label}：{header}：{lost}格存成了数字，末几位已丢失，按姓名（编号）认人")
            return [None if is_lost(cell) else cell for cell in cells]
        return list(cells)

    def _months(self, rows: Sequence[int]) -> list[date | None]:
        """The month of each row: of its cell, else of the sheet, else as the user said."""
        own = told([*self.layout.above, self.grid.sheet])
        self.told, against = self.sought.of(own)
        if against:
            message = f"表上写的是{self.told:%Y-%m}，与给定的月份{self.sought.given:%Y-%m}不同，请核对"
            self.faults.add(self.label, self.layout.header_row, "月份", message)
        if "month" not in self.layout.places:
            if self.told is None:
                self.faults.add(self.label, self.layout.header_row, "月份", NO_MONTH)
            return [self.told] * len(rows)
        year = own.year or self.sought.around.year
        months: list[date | None] = []
        for row, cell in zip(rows, self._cells("month", rows), strict=True):
            month = month_of(cell.text, year) if cell else self.told
            if month is None:
                message = "月份应写成 2026-05 或 2026年5月" if cell else "没有写月份，表题也没有写"
                self.faults.add(self.label, row, self.layout.headers["month"], message)
            months.append(month)
        return months

    def _row(self, row: int, month: date, values: Mapping[str, Any]) -> OldRow:
        name = "".join(str(values.get("name", "")).split())
        key = str(values.get("id_number") or values.get("code") or "")
        identified = bool(key)
        if not key and name:
            key = f"{name}|{values.get('village', '')}"
        inputs = {column.name: values[column.name] for column in INPUTS if column.name in values}
        olds = {column.name: values[column.name] for column in CELLS if column.name in values}
        return OldRow(
            sheet=self.grid.sheet,
            row=row,
            month=month,
            key=key,
            code=shown_code({**values, "name": name}),
            inputs=self._clipped(row, month, inputs),
            olds=olds,
            items=self._items(row),
            name=name,
            identified=identified,
        )

    def _items(self, row: int) -> tuple[Item, ...]:
        """The further items of a row; what is no number is none."""
        cells = self.grid.cells
        made = (
            Item(kind, shortened(name), item_fen(cells.get((row, place)))) for kind, name, place in self.layout.items
        )
        return tuple(item for item in made if item.fen)

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


def _last_day(month: date) -> date:
    following = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return date.fromordinal(following.toordinal() - 1)
