"""Where in a bank's answer the columns stand: by their labels, wherever the header is, or by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sibai.payroll.bank.cells import plain
from sibai.payroll.bank.faults import Fault, NoAnswer
from sibai.payroll.bank.layout import RETURN_COLUMNS, Place, ReturnLayout
from sibai.payroll.bank.opening import OpenRow

HEADER_WITHIN = 20
"""Rows from the top in which the header is looked for."""

INDISPENSABLE = ("serial", "account", "amount", "status")
"""Columns without which nothing is taken, where the layout has them; of the others the absence is told."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Places (from 1) and labels of what is read, and the rows in which it is read."""

    places: Mapping[str, int]
    labels: Mapping[str, str]
    rows: Sequence[OpenRow]
    width: int
    """Cells that a line of text must have; 0: a workbook, where blank cells at the end are no cells."""
    edge: OpenRow | None = None
    """The row that should be the totals line: the first or the last of all."""
    faults: tuple[Fault, ...] = ()

    def shape_fault(self, row: OpenRow) -> str:
        """Why a row has not the shape of a line; empty if it has."""
        if not self.width:
            return ""
        filled = _filled(row)
        if filled > self.width:
            return f"这一行有{filled}格，应有{self.width}格，可能多了分隔符，没有采用"
        size = len(row.cells)
        return f"这一行只有{size}格，应有{self.width}格，可能不完整，没有采用" if size < self.width else ""


def find_columns(layout: ReturnLayout, rows: Sequence[OpenRow]) -> Columns:
    """The columns of a file. NoAnswer where one that is indispensable is not there."""
    if not rows:
        raise NoAnswer("文件里没有一行能读的内容，请重新从银行下载")
    return _by_label(layout, rows) if layout.by_label else _by_place(layout, rows)


def _by_place(layout: ReturnLayout, rows: Sequence[OpenRow]) -> Columns:
    places = {name: place for name, place in layout.columns.items() if isinstance(place, int)}
    first = layout.totals is not None and layout.totals.place is Place.FIRST
    above = layout.skip + first
    edge = next((row for row in rows if row.number == 1), None) if first else None
    below = [row for row in rows if row.number > above]
    width = 0 if layout.kind.is_sheet else layout.width
    return Columns(places, RETURN_COLUMNS, *_without_last(layout, below, width, edge))


def _by_label(layout: ReturnLayout, rows: Sequence[OpenRow]) -> Columns:
    header = _header(layout, rows)
    labels = [plain(cell.text) for cell in header.cells]
    places, called = _places(layout, header, labels)
    faults = tuple(
        Fault(header.number, "", f"没有“{RETURN_COLUMNS[name]}”这一列", taken=True)
        for name in layout.columns
        if name not in places
    )
    below = [row for row in rows if row.number > header.number and _plain_cells(row) != labels]
    first = layout.totals is not None and layout.totals.place is Place.FIRST
    edge = rows[0] if first and rows[0].number < header.number else None
    width = 0 if layout.kind.is_sheet else _filled(header)
    return Columns(places, called, *_without_last(layout, below, width, edge), faults)


def _without_last(
    layout: ReturnLayout, rows: list[OpenRow], width: int, edge: OpenRow | None
) -> tuple[list[OpenRow], int, OpenRow | None]:
    """The rows of lines, the width, and the row of the totals, which is taken off the end if it stands there."""
    if layout.totals is not None and layout.totals.place is Place.LAST and rows:
        return rows[:-1], width, rows[-1]
    return rows, width, edge


def _header(layout: ReturnLayout, rows: Sequence[OpenRow]) -> OpenRow:
    """The row with all labels, or NoAnswer that names those that the likeliest row lacks."""
    wanted = {name: place for name, place in layout.columns.items() if isinstance(place, tuple)}
    needed = [name for name in INDISPENSABLE if name in wanted]

    def found(row: OpenRow) -> list[str]:
        labels = set(_plain_cells(row))
        return [name for name, those in wanted.items() if labels.intersection(those)]

    best = max(rows[:HEADER_WITHIN], key=lambda row: (len({*needed} & {*found(row)}), len(found(row)), -row.number))
    missing = [name for name in needed if name not in found(best)]
    if len(missing) == len(needed):
        raise NoAnswer(f"前{HEADER_WITHIN}行里没有找到列名，应有“{'”“'.join(wanted[name][0] for name in needed)}”")
    if missing:
        words = "、".join(f"“{'”或“'.join(wanted[name])}”" for name in missing)
        raise NoAnswer(f"第{best.number}行的列名里缺少{words}，请选对布局或文件")
    return best


def _places(layout: ReturnLayout, header: OpenRow, labels: Sequence[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Place and label, as the file has it, of every column that is there. NoAnswer where one is there twice."""
    places, called = {}, {}
    for name, those in layout.columns.items():
        found = [place for place, label in enumerate(labels, 1) if isinstance(those, tuple) and label in those]
        if len(found) > 1:
            raise NoAnswer(
                f"第{header.number}行有两列都是“{header.cells[found[1] - 1].text.strip()}”，不知道该用哪一列"
            )
        if found:
            places[name] = found[0]
            called[name] = header.cells[found[0] - 1].text.strip()
    return places, called


def _plain_cells(row: OpenRow) -> list[str]:
    return [plain(cell.text) for cell in row.cells]


def _filled(row: OpenRow) -> int:
    """Cells up to the last that is not blank."""
    return max((place for place, cell in enumerate(row.cells, 1) if cell.text.strip()), default=0)
