"""Where the header of a roster stands, and what each column of the sheet is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sibai.batch.tables.grid import Cell, Grid, column_letters
from sibai.employment.queries.intake.columns import FIELDS, QUIET, SERIAL, Named, named, passed_over, plain

SEARCHED = 30
"""The header stands in the first so many rows."""
LEAST_KNOWN = 2
NEEDED = ("name", "id_number", "start")
"""Columns without which no row can be read; and one of those that say the village."""
WHERE = ("village", "village_code")
LABELS = {field.name: field.label for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet that is read."""

    place: int
    header: str
    named: Named

    @property
    def letter(self) -> str:
        """As Excel calls it."""
        return column_letters(self.place)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a sheet by key, the rows of people, and what was left out."""

    columns: Mapping[str, Column]
    first: int
    """The first row below the header."""
    last: int
    serial: int
    """The column of the running number; 0 without one."""
    ignored: Sequence[str] = ()
    """Headers that are not known."""
    passed: Sequence[str] = ()
    """Headers of the form that are not read on purpose."""
    faults: Sequence[tuple[int, int, str, str]] = ()
    """What is wrong with the header: row, column (0: the file), header, what to do."""

    def missing(self) -> list[str]:
        """Labels of the columns that have to be there and are not."""
        absent = [LABELS[name] for name in NEEDED if name not in self.columns]
        return absent if any(name in self.columns for name in WHERE) else [*absent, "岗位地点（村）或村编码"]


def lay_out(grid: Grid) -> Layout | None:
    """The layout of a sheet; None where no row looks like a header."""
    row = _header_row(grid)
    if not row:
        return None
    below = _second_row(grid, row)
    columns: dict[str, Column] = {}
    ignored: list[str] = []
    passed: list[str] = []
    faults: list[tuple[int, int, str, str]] = []
    serial = 0
    filled = {place for at, place in grid.cells if at > (below or row)}
    for place in range(1, grid.last_column + 1):
        header, meant = _named_at(grid, row, below, place)
        if meant is None:
            serial = place if plain(header) == SERIAL else serial
            if (header or place in filled) and plain(header) not in QUIET:
                (passed if passed_over(header) else ignored).append(header or f"{column_letters(place)}列没有列名")
        elif meant.key in columns:
            other = columns[meant.key]
            told = f"这一列与{other.letter}列“{other.header}”是同一项，请删去一列，或给其中一列改名"
            faults.append((row, place, header, told))
        else:
            columns[meant.key] = Column(place, header, meant)
    return Layout(columns, (below or row) + 1, grid.last_row, serial, ignored, passed, faults)


def _header_row(grid: Grid) -> int:
    """The row that names most columns, the first of them; 0 where none names two."""
    counts: Counter[int] = Counter()
    for (row, _), cell in grid.cells.items():
        if row <= SEARCHED and named(cell.text):
            counts[row] += 1
    known = [row for row, count in counts.items() if count >= LEAST_KNOWN]
    return min(known, key=lambda row: (-counts[row], row), default=0)


def _second_row(grid: Grid, row: int) -> int:
    """The second row of a header whose first has cells over several columns; 0 where the header is one row."""
    wide = [area for area in grid.merged if area.top == row and area.bottom == row and area.right > area.left]
    texts = [grid.cells.get((row + 1, place)) for area in wide for place in range(area.left, area.right + 1)]
    told = [cell.text for cell in texts if cell]
    return row + 1 if told and not any(sign.isdigit() for text in told for sign in text) else 0


def _named_at(grid: Grid, row: int, below: int, place: int) -> tuple[str, Named | None]:
    """The header of a column and what it names; of two rows both together, else the lower, else the upper one."""
    upper = _covered(grid, row, place)
    lower = grid.cells.get((below, place), Cell("")).text.strip() if below else ""
    texts = [upper + lower, lower, upper] if lower else [upper]
    meant = next(((text, known) for text in texts if (known := named(text))), None)
    return meant or (texts[0], None)


def _covered(grid: Grid, row: int, place: int) -> str:
    """The text of a cell, or of the merged one that covers it."""
    cell = grid.cells.get((row, place))
    if cell is None:
        area = grid.covered.get((row, place))
        cell = grid.cells.get((area.top, area.left)) if area else None
    return " ".join(cell.text.split()) if cell else ""
