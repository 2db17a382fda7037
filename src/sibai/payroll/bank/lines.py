"""One row of a bank's answer to one line, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sibai.batch.tables.faults import shortened
from sibai.batch.tables.grid import Cell
from sibai.payroll.bank.cells import CONTROL, BadCell, account_of, amount_of, bare, day_of, lost, plain, serial_of
from sibai.payroll.bank.faults import Fault
from sibai.payroll.bank.headers import Columns
from sibai.payroll.bank.layout import Outcome, ReturnLayout
from sibai.payroll.bank.opening import OpenRow

Value = TypeVar("Value")
BLANK = Cell("")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer; what the layout does not tell is empty, `amount` is fen, `row` counts from 1."""

    row: int
    serial: str
    account: str
    name: str
    amount: int
    outcome: Outcome
    status: str = ""
    """The bank's own word."""
    reason: str = ""
    code: str = ""
    bank_serial: str = ""
    day: date | None = None


def line_of(layout: ReturnLayout, columns: Columns, row: OpenRow) -> tuple[Line | None, list[Fault]]:
    """The line of a row, or None; and what is wrong with the row."""
    shape = columns.shape_fault(row)
    if shape:
        return None, [Fault(row.number, "", shape)]
    reader = RowReader(layout, columns, row)
    line = reader.line()
    stopped = any(not fault.taken for fault in reader.faults)
    return (None if stopped else line), reader.faults


class RowReader:
    """One row being read: every cell is looked at, whatever is wrong with the ones before."""

    def __init__(self, layout: ReturnLayout, columns: Columns, row: OpenRow) -> None:
        self.layout = layout
        self.columns = columns
        self.row = row
        self.faults: list[Fault] = []

    def line(self) -> Line:
        """The line; it counts only if no fault stands against it."""
        unit = self.layout.unit
        return Line(
            row=self.row.number,
            serial=self.take("serial", lambda cell: serial_of(cell.text, cell.tag), ""),
            account=self.take("account", lambda cell: account_of(cell.text, cell.tag), ""),
            name=self.take("name", _text, ""),
            amount=self.take("amount", lambda cell: amount_of(cell.text, cell.tag, unit), 0),
            outcome=self.take("status", self.outcome, Outcome.PENDING),
            status=self.take("status", _text, "", again=True),
            reason=self.take("reason", _text, ""),
            code=self.take("code", _text, ""),
            bank_serial=self.take("bank_serial", _number, "", aside=True),
            day=self.take("day", lambda cell: day_of(cell.text, cell.tag, self.layout.day_format), None, aside=True),
        )

    def take(
        self, name: str, read: Callable[[Cell], Value], otherwise: Value, *, aside: bool = False, again: bool = False
    ) -> Value:
        """A column's value in this row; `otherwise` where the file has no such column or the cell is bad.

        `aside`: the line is taken even if this cell is not; `again`: what is wrong with the cell was told before.
        """
        place = self.columns.places.get(name)
        if place is None:
            return otherwise
        try:
            if place in self.row.odd:
                raise BadCell(self.row.odd[place])
            cell = self.row.cells[place - 1] if place <= len(self.row.cells) else BLANK
            return read(cell)
        except BadCell as bad:
            if not again:
                self.faults.append(Fault(self.row.number, self.columns.labels[name], str(bad), taken=aside))
            return otherwise

    def outcome(self, cell: Cell) -> Outcome:
        """What the bank's word means; a word that the layout does not know means nothing."""
        word = plain(cell.text)
        if not word:
            raise BadCell("空着，不知道是否付成")
        if word not in self.layout.statuses:
            raise BadCell(f"“{shortened(bare(cell.text))}”不在布局写的处理状态里，不知道是否付成")
        return self.layout.statuses[word]


def _text(cell: Cell) -> str:
    text = bare(cell.text)
    if CONTROL.search(text):
        raise BadCell("含有看不见的控制字符，这一行没有采用")
    return text


def _number(cell: Cell) -> str:
    """The bank's own number of the transfer: kept only whole."""
    text = _text(cell)
    if lost(text, cell.tag):
        raise BadCell("存成了数字，15位以后的数字已经丢失，没有记这个号；其余照常采用")
    return text
