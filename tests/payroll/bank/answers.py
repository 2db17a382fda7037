"""What the tests stand on: invented payments, and a bank that answers in a layout's own way."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xlsxwriter import Workbook

from sibai.payroll.bank.layout import RETURN_COLUMNS, Layout, Outcome, Place, ReturnLayout, Unit
from sibai.payroll.bank.patterns import write_day
from sibai.payroll.bank.rows import Head, Row, yuan
from sibai.people.bank_numbers import luhn

HEAD = Head(date(2026, 5, 1), date(2026, 5, 25), "7", "999900000001", "派活儿公司")
PAID_ON = date(2026, 5, 26)


def card(number: int) -> str:
    """An invented card of nineteen digits that passes Luhn."""
    first = f"999{number:015d}"
    return next(first + digit for digit in "0123456789" if luhn(first + digit))


def payments(count: int) -> list[Row]:
    """Payments of invented people, each of another amount."""
    return [
        Row(str(number), card(number), f"演{chr(0x4E00 + number)}", 160_000 + number, "610999198001010010", "工资")
        for number in range(1, count + 1)
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """What the invented bank says of a payment."""

    row: Row
    outcome: Outcome = Outcome.SUCCESS
    reason: str = ""
    bank_serial: str = ""


def said_of(rows: Iterable[Row]) -> list[Said]:
    """Every third payment failed."""
    return [
        Said(row, Outcome.FAILURE, "户名不符", f"7{number:05d}")
        if number % 3 == 0
        else Said(row, bank_serial=f"7{number:05d}")
        for number, row in enumerate(rows, 1)
    ]


def cells_of(layout: ReturnLayout, said: Said) -> dict[str, str]:
    """What stands in each column of an answer."""
    word = next(word for word, outcome in layout.statuses.items() if outcome is said.outcome)
    row = said.row
    return {
        "serial": row.serial,
        "account": row.account,
        "name": row.name,
        "amount": money(layout, row.amount),
        "status": word,
        "reason": said.reason,
        "code": "E01" if said.reason else "0000",
        "bank_serial": said.bank_serial,
        "day": write_day(PAID_ON, layout.day_format),
    }


def money(layout: ReturnLayout, fen: int) -> str:
    return str(fen) if layout.unit is Unit.FEN else yuan(fen)


def places_of(layout: ReturnLayout) -> dict[str, int]:
    """Where the invented bank puts the columns: as the layout says, or in its order."""
    return {
        name: place if isinstance(place, int) else number
        for number, (name, place) in enumerate(layout.columns.items(), 1)
    }


def lines_of(layout: ReturnLayout, said: Sequence[Said]) -> list[list[str]]:
    """The lines of an answer with its header and its totals line, if the layout has them."""
    places = places_of(layout)
    width = max(layout.width, *places.values())

    def laid_out(texts: Mapping[str, str]) -> list[str]:
        line = [""] * width
        for name, place in places.items():
            line[place - 1] = texts[name]
        return line

    lines = [laid_out(cells_of(layout, each)) for each in said]
    above = [["表头"] for _ in range(layout.skip)]
    if layout.by_label:
        above = [laid_out({name: those[0] for name, those in layout.columns.items() if isinstance(those, tuple)})]
    lines = [*above, *lines]
    if layout.totals is None:
        return lines
    totals = [""] * width
    for place, text in (
        (layout.totals.count, str(len(said))),
        (layout.totals.sum, money(layout, sum(each.row.amount for each in said))),
    ):
        if place:
            totals[place - 1] = text
    return [totals, *lines] if layout.totals.place is Place.FIRST else [*lines, totals]


def answer(layout: Layout, said: Sequence[Said]) -> bytes:
    """The file with which the invented bank answers."""
    back = layout.answer
    return packed(back, lines_of(back, said))


def packed(back: ReturnLayout, lines: Sequence[Sequence[str]]) -> bytes:
    """Lines as a file of the layout's kind."""
    if back.kind.is_sheet:
        return workbook(lines)
    return "".join(joined(back, line) + "\r\n" for line in lines).encode(back.encoding)


def joined(back: ReturnLayout, line: Sequence[str]) -> str:
    if not back.quotes:
        return back.separator.join(line)
    made = io.StringIO()
    csv.writer(made, delimiter=back.separator, lineterminator="").writerow(line)
    return made.getvalue()


def workbook(lines: Sequence[Sequence[str | int | float]]) -> bytes:
    """An XLSX: texts as text, numbers as numbers."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(lines):
            for place, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, place, cell)
                else:
                    sheet.write_number(row, place, cell)
    return made.getvalue()


__all__ = [
    "HEAD",
    "PAID_ON",
    "RETURN_COLUMNS",
    "Said",
    "answer",
    "card",
    "lines_of",
    "packed",
    "payments",
    "said_of",
    "workbook",
]
