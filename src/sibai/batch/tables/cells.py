"""From the text of cells to typed columns: one parse over the whole column, then words for what it left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from sibai.batch.tables.hundredths import decimal_to_fen
from sibai.batch.tables.schema import Column, Kind
from sibai.batch.tables.wording import BLANK, CONTROL, FIRST_YEAR, LAST_YEAR, TEXT_LIMIT, cell_fault, control_fault

BLANKS = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Unicode space separators (Zs), which surround cells by accident; tabs and line breaks are control characters."""

UNCLEAN_PATTERN = rf"[\x00-\x1f\x7f-\u{{9f}}]|^[{BLANKS}]|[{BLANKS}]$"
"""Control characters (Cc) anywhere, or blanks around."""

NUMBER_PATTERN = r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"
COUNT_PATTERN = r"^[0-9]{1,12}$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DATETIME_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-5][0-9])?$"
ID_PATTERN = r"^[0-9]{17}[0-9X]$"
ID_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1], np.int64)
"""Weights of GB 11643 (ISO 7064 MOD 11-2): the weighted digits, X as ten, sum to 1 modulo 11."""


@dataclass(frozen=True, slots=True)
class Bad:
    """Cells that cannot be taken: their places in the column, and one message for all or one each."""

    places: pl.Series
    messages: str | list[str]


@dataclass(frozen=True, slots=True)
class Read:
    """A column as kept, null where blank or bad, and what is bad."""

    values: pl.Series
    bad: list[Bad]


def strip(cells: pl.Series) -> pl.Series:
    """Cells without surrounding blanks, null for what is then empty."""
    stripped = cells.str.strip_chars(BLANKS)
    empty = stripped == ""
    return keep(~empty, stripped) if empty.any() else stripped


def keep(kept: pl.Series, values: pl.Series) -> pl.Series:
    """The values where they are kept, null elsewhere."""
    return pl.select(pl.when(kept).then(values)).to_series().alias(values.name)


def read_text(column: Column, cells: pl.Series) -> Read:
    """A text column parsed as its kind: first as it stands, then what that leaves out without surrounding blanks."""
    parse = PARSERS[column.kind]
    values = parse(column, cells)
    rest = cells.is_not_null() & values.is_null()
    if not rest.any():
        return Read(values.alias(column.name), list(blanks(column, cells)))
    places = rest.arg_true()
    stripped = strip(cells.filter(rest))
    again = parse(column, stripped)
    values = values.clone().scatter(places, again)
    blank = cells.is_null()
    bad = list(blanks(column, blank.scatter(places, stripped.is_null()).replace(True, None)))
    lost = stripped.is_not_null() & again.is_null()
    if lost.any():
        told = explained(lost, stripped, lambda text: text_fault(column, text))
        bad.append(Bad(places.gather(told.places), told.messages))
    return Read(values.alias(column.name), bad)


def text_fault(column: Column, text: str) -> str:
    """Why a cell's text is not taken: control characters before all else, since nobody sees them."""
    return control_fault(text) if CONTROL.search(text) else cell_fault(column, text)


def blanks(column: Column, cells: pl.Series) -> Iterator[Bad]:
    """The blank cells of a column that must be filled."""
    if not column.blank_allowed and cells.null_count():
        yield Bad(cells.is_null().arg_true(), BLANK)


def explained(wrong: pl.Series, cells: pl.Series, explain: Callable[[str], str]) -> Bad:
    """The cells marked as wrong, each with its message; equal cells share one."""
    texts = cells.filter(wrong)
    words = {text: explain(text) for text in texts.unique()}
    return Bad(wrong.arg_true(), [words[text] for text in texts])


def within(column: Column, numbers: pl.Series) -> pl.Series:
    """Whole numbers as Int64, null beyond the bounds of the column."""
    (least, greatest), smallest, largest = column.bounds, numbers.min(), numbers.max()
    if isinstance(smallest, int) and isinstance(largest, int) and least <= smallest and largest <= greatest:
        return numbers
    return keep(numbers.is_between(least, greatest), numbers)


def _text(_column: Column, cells: pl.Series) -> pl.Series:
    """Text that begins and ends with a sign, holds no control character and is not too long."""
    sizes = cells.str.len_bytes()
    plain = ~cells.str.contains(UNCLEAN_PATTERN) & (sizes > 0)
    if (sizes > TEXT_LIMIT).any():
        plain &= cells.str.len_chars() <= TEXT_LIMIT
    return cells if plain.all() else keep(plain, cells)


def _flag(_column: Column, cells: pl.Series) -> pl.Series:
    return keep(cells.is_in(["0", "1"]), cells == "1")


def _count(column: Column, cells: pl.Series) -> pl.Series:
    plain = keep(cells.str.contains(COUNT_PATTERN), cells)
    return within(column, plain.cast(pl.Int64))


def _hundredths(column: Column, cells: pl.Series) -> pl.Series:
    plain = keep(cells.str.contains(NUMBER_PATTERN), cells)
    return within(column, decimal_to_fen(plain.cast(pl.Decimal(18, 2))))


def within_years(days: pl.Series) -> pl.Series:
    """Dates or moments of the years that are taken, null for others."""
    inside = days.dt.year().is_between(FIRST_YEAR, LAST_YEAR)
    return days if inside.all() else keep(inside, days)


def _date(_column: Column, cells: pl.Series) -> pl.Series:
    plain = keep(cells.str.contains(DATE_PATTERN), cells)
    return within_years(plain.str.to_date("%Y-%m-%d", strict=False))


def _datetime(_column: Column, cells: pl.Series) -> pl.Series:
    plain = keep(cells.str.contains(DATETIME_PATTERN), cells).str.replace("T", " ", literal=True)
    padded = pl.select(pl.when(plain.str.len_bytes() == 16).then(plain + ":00").otherwise(plain)).to_series()
    return within_years(padded.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False))


def _choice(column: Column, cells: pl.Series) -> pl.Series:
    return cells.replace_strict(dict(column.choices), default=None, return_dtype=pl.Int8)


def _id_number(_column: Column, cells: pl.Series) -> pl.Series:
    upper = cells.str.replace("x$", "X")
    plain = keep(upper.str.contains(ID_PATTERN), upper)
    born = within_years(plain.str.slice(6, 8).str.to_date("%Y%m%d", strict=False))
    possible = keep(born.is_not_null(), plain)
    digits = np.frombuffer("".join(possible.drop_nulls()).encode(), np.uint8).reshape(-1, 18).astype(np.int64) - 48
    digits[digits == ord("X") - 48] = 10
    right = np.zeros(len(cells), bool)
    right[possible.is_not_null().to_numpy()] = (digits @ ID_WEIGHTS) % 11 == 1
    return keep(pl.Series(right), possible)


PARSERS: dict[Kind, Callable[[Column, pl.Series], pl.Series]] = {
    Kind.TEXT: _text,
    Kind.FLAG: _flag,
    Kind.COUNT: _count,
    Kind.FEN: _hundredths,
    Kind.POINTS: _hundredths,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.CHOICE: _choice,
    Kind.ID_NUMBER: _id_number,
}
"""How the stripped text of each kind becomes values: null for what is not one."""
