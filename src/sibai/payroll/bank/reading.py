"""A bank's answer, read: each line by itself, so that a bad one stops none of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sibai.batch.tables.grid import Cell
from sibai.payroll.bank.cells import BadCell, amount_of, plain
from sibai.payroll.bank.faults import Fault, NoAnswer
from sibai.payroll.bank.headers import Columns, find_columns
from sibai.payroll.bank.layout import Layout, ReturnLayout, ReturnTotals, Unit, mirror
from sibai.payroll.bank.lines import Line, line_of
from sibai.payroll.bank.opening import OpenRow, open_answer
from sibai.payroll.bank.rows import yuan

__all__ = ["Fault", "Line", "Returned", "read", "read_back"]

TOTALS = "合计"


@dataclass(frozen=True, slots=True)
class Returned:
    """The lines that can be taken, in the order of the file, and everything that is wrong with it."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]

    @property
    def total(self) -> int:
        """Fen of all lines, whatever became of them."""
        return sum(line.amount for line in self.lines)


def read(layout: Layout, content: bytes) -> Returned:
    """The answer of a bank. Never raises for what is in the file: that is told as faults."""
    return _read(layout.answer, content)


def read_back(layout: Layout, content: bytes) -> Returned:
    """The file that goes to the bank, read as an answer is: every line pending, since nobody has answered."""
    return _read(mirror(layout.file), content)


def _read(layout: ReturnLayout, content: bytes) -> Returned:
    try:
        opened = open_answer(layout, content, _words(layout))
        columns = find_columns(layout, opened.rows)
    except NoAnswer as refusal:
        return Returned((), (Fault(0, "", str(refusal)),))
    lines: list[Line] = []
    faults: list[Fault] = []
    for row in columns.rows:
        line, wrong = line_of(layout, columns, row)
        if line is not None:
            lines.append(line)
        if line is not None or not _is_passed_over(layout, row):
            faults += wrong
    faults = [*columns.faults, *opened.faults, *faults]
    if layout.totals is not None:
        _judge_totals(layout, layout.totals, columns, lines, faults)
    return Returned(tuple(lines), tuple(sorted(faults, key=lambda fault: fault.row)))


def _words(layout: ReturnLayout) -> list[str]:
    """Words by which the encoding of a file is known: labels and words of state."""
    labels = [label for place in layout.columns.values() if isinstance(place, tuple) for label in place]
    return [*labels, *layout.statuses, *layout.ignore]


def _is_passed_over(layout: ReturnLayout, row: OpenRow) -> bool:
    """Whether a row that is no line begins as the layout says that such rows begin."""
    first = next((plain(cell.text) for cell in row.cells if plain(cell.text)), "")
    return any(first.startswith(plain(word)) for word in layout.ignore)


def _judge_totals(
    layout: ReturnLayout, told: ReturnTotals, columns: Columns, lines: list[Line], faults: list[Fault]
) -> None:
    """Hold the totals line against the lines; where a line stands in its place, take that and tell it."""
    edge = columns.edge
    bad = len({fault.row for fault in faults if fault.row and not fault.taken})
    if edge is None:
        faults.append(Fault(0, TOTALS, "没有找到合计行，文件可能不完整，请核对笔数和金额", taken=True))
        return
    count, total = _number(edge, told.count, Unit.FEN), _number(edge, told.sum, layout.unit)
    agrees = count == len(lines) and total == sum(line.amount for line in lines)
    line, _ = (None, None) if agrees else line_of(layout, columns, edge)
    if line is not None:
        lines.append(line)
        lines.sort(key=lambda each: each.row)
        faults.append(Fault(edge.number, TOTALS, "这里应是合计行，却是一笔：文件可能不完整，请核对笔数", taken=True))
        return
    faults += _differences(edge, told, (count, total), (len(lines) + bad, sum(each.amount for each in lines)), bad)


def _differences(
    edge: OpenRow, told: ReturnTotals, said: tuple[int | None, int | None], read_: tuple[int, int], bad: int
) -> list[Fault]:
    """Where the totals line says other than the lines; its sum is not held against lines that could not be read."""
    found = []
    if told.count and said[0] != read_[0]:
        words = f"{said[0]}笔" if said[0] is not None else "的笔数读不出"
        found.append(Fault(edge.number, TOTALS, f"合计行写{words}，文件里有{read_[0]}笔，请核对", taken=True))
    if told.sum and not bad and said[1] != read_[1]:
        words = f"{yuan(said[1])}元" if said[1] is not None else "的金额读不出"
        found.append(Fault(edge.number, TOTALS, f"合计行写{words}，各笔相加是{yuan(read_[1])}元，请核对", taken=True))
    return found


def _number(row: OpenRow, place: int, unit: Unit) -> int | None:
    """A number of the totals line, None where there is none."""
    cells: Sequence[Cell] = row.cells
    if not 1 <= place <= len(cells):
        return None
    try:
        return amount_of(cells[place - 1].text, cells[place - 1].tag, unit)
    except BadCell:
        return None
