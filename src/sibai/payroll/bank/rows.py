"""What is to be paid: rows, what all of them share, and what is said of a row that cannot be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sibai.people.bank_numbers import doubts

YUAN_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A payment: `serial` is unique in its batch, `amount` in fen."""

    serial: str
    account: str
    name: str
    amount: int
    id_number: str = ""
    purpose: str = ""
    remark: str = ""
    bank_code: str = ""
    bank_name: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What the rows of a batch share. `month`: any day of it; `day`: on which the file is made."""

    month: date
    day: date
    batch: str = "1"
    payer_account: str = ""
    payer_name: str = ""


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row cannot be written, or (a doubt) what to look at; `field` in words for the user."""

    serial: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"序号{self.serial}“{self.field}”：{self.message}"


def yuan(fen: int) -> str:
    """Fen as yuan with two decimals: 160050 is 1600.50."""
    sign, digits = ("-" if fen < 0 else ""), f"{abs(fen):03d}"
    return f"{sign}{digits[:-YUAN_DECIMALS]}.{digits[-YUAN_DECIMALS:]}"


def account_doubts(rows: Iterable[Row]) -> tuple[RowFault, ...]:
    """Warnings about accounts: length and Luhn, one account under two names. Nothing is refused for them:

    passbooks of rural banks often fail Luhn, and a name may have been written in two ways.
    """
    found: list[RowFault] = []
    first: dict[str, Row] = {}
    for row in rows:
        found += [RowFault(row.serial, "账号", said) for said in doubts(row.account)]
        other = first.setdefault(row.account, row)
        if other.name != row.name:
            found.append(RowFault(row.serial, "账号", f"与序号{other.serial}是同一个账号，户名却不同，请核对。"))
    return tuple(found)
