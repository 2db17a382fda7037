"""Everything that is wrong with the files of a command, gathered first and told at once."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

WHOLE_ROW = "整行"
SHOWN_AT_MOST = 20
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a screen does not show, or that would break a line."""


def visible(text: str) -> str:
    """The text with what a screen would not show as U+XXXX, so that a fault stays one readable line."""
    if text.isprintable():
        return text
    return "".join(f"U+{ord(sign):04X}" if unicodedata.category(sign) in UNSEEN else sign for sign in text)


def shortened(text: str) -> str:
    """A value as it may be quoted: at most 20 characters, control characters visible."""
    if len(text) > SHOWN_AT_MOST:
        text = text[: SHOWN_AT_MOST - 1] + "…"
    return visible(text)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the file as named on the command line, its row (header: 1), its column, what to do."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.row}: {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class _Batch:
    """Faults of one column of one file; one message for all rows, or one a row."""

    file: int
    column: str
    rows: array[int]
    messages: str | list[str]
    unreadable: bool

    def message(self, index: int) -> str:
        """The message of one of the rows."""
        return self.messages if isinstance(self.messages, str) else self.messages[index]


class Faults:
    """A collector of faults; a million of one kind cost four bytes each and their common text once.

    A cell that could not be read is told once: what later checks find amiss with its absence would only
    hide the cause. The same holds for a column that the file lacks.
    """

    def __init__(self) -> None:
        self._files: dict[str, int] = {}
        self._columns: dict[tuple[int, str], int] = {}
        self._lost_columns: set[tuple[int, str]] = set()
        self._batches: list[_Batch] = []

    def register(self, file: str, columns: Sequence[str] = ()) -> None:
        """Fix the place of a file, and of its columns, in the order of the lines."""
        number = self._files.setdefault(file, len(self._files))
        for column in columns:
            self._columns.setdefault((number, column), len(self._columns))

    def add(self, file: str, row: int, column: str, message: str) -> None:
        """One fault."""
        self.add_rows(file, [row], column, message)

    def add_missing(self, file: str, column: str, message: str) -> None:
        """A column that the file lacks: a fault of row 1; later faults of this column are not told."""
        self.add(file, 1, column, message)
        self._lost_columns.add((self._files[file], column))

    def add_rows(
        self, file: str, rows: Iterable[int], column: str, messages: str | Iterable[str], unreadable: bool = False
    ) -> None:
        """Faults of several rows; `unreadable`: the cells hold nothing that later checks could judge."""
        self.register(file, [column])
        kept = array("L", rows)
        if not kept:
            return
        texts = messages if isinstance(messages, str) else list(messages)
        if not isinstance(texts, str) and len(texts) != len(kept):
            raise ValueError("one message for each row, or one for all")
        number = self._files[file]
        if (number, column) not in self._lost_columns:
            self._batches.append(_Batch(number, column, kept, texts, unreadable))

    def __bool__(self) -> bool:
        return bool(self._batches)

    @property
    def count(self) -> int:
        """How many were added, without looking for those that are told once."""
        return sum(len(batch.rows) for batch in self._batches)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Fault]:
        """Faults by file, row and column; of one cell in the order found."""
        files = list(self._files)
        blocked: tuple[int, int, str] | None = None
        for batch, index in self._sorted():
            cell = (batch.file, batch.rows[index], batch.column)
            if cell == blocked:
                continue
            if batch.unreadable:
                blocked = cell
            yield Fault(files[batch.file], batch.rows[index], batch.column, batch.message(index))

    def lines(self) -> Iterator[str]:
        """`FILE:ROW: COLUMN: message`, a line a fault, in order."""
        return map(str, self)

    def _sorted(self) -> Iterator[tuple[_Batch, int]]:
        """Every fault as its batch and its place in it, ordered by file, row, column, finding."""
        if not self._batches:
            return
        sizes = [len(batch.rows) for batch in self._batches]
        number = np.repeat(np.arange(len(sizes)), sizes)
        within = np.concatenate([np.arange(size) for size in sizes])
        rows = np.concatenate([np.array(batch.rows) for batch in self._batches])
        files = np.repeat([batch.file for batch in self._batches], sizes)
        columns = np.repeat([self._columns[batch.file, batch.column] for batch in self._batches], sizes)
        order = np.lexsort((number, columns, rows, files))
        for batch, index in zip(number[order], within[order], strict=True):
            yield self._batches[batch], int(index)
