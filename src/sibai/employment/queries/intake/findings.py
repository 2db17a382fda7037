"""What is wrong with a roster, cell by cell, and what to look at twice; all of it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sibai.batch.tables.grid import column_letters
from sibai.employment.queries.intake.columns import EARLIER, FIELDS
from sibai.employment.queries.intake.layout import Column

LABELS = {field.name: field.label for field in (*FIELDS, *EARLIER)}
WHOLE_ROW, WHOLE_FILE = "整行", "文件"
STANDS_IN = {
    "contract_start": ("contract_term",),
    "contract_end": ("contract_term", "contract_start"),
    "village": ("village_code", "town"),
    "hard_category": ("category",),
}
"""Where a fault is told if its own column is not in the file."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: the row as in Excel (0: the file as a whole), the column by number, letter and name, what to do."""

    row: int
    place: int
    letter: str
    header: str
    message: str
    grave: bool

    @property
    def cell(self) -> str:
        """As people say it: 第5行 C列“身份证号”."""
        if not self.row:
            return self.header
        return f"第{self.row}行 {self.letter}列“{self.header}”" if self.letter else f"第{self.row}行 {self.header}"


class Findings:
    """A collector. A cell that is at fault is told once: what else follows from it would hide the cause."""

    def __init__(self, columns: Mapping[str, Column] | None = None) -> None:
        self.columns = columns or {}
        self.found: list[Finding] = []
        self.at_fault: set[tuple[int, str]] = set()

    def fault(self, row: int, key: str, message: str) -> None:
        """Something that has to be mended before anything is imported."""
        if (row, key) not in self.at_fault:
            self.at_fault.add((row, key))
            self._add(row, key, message, grave=True)

    def warn(self, row: int, key: str, message: str) -> None:
        """Something to look at twice; it is imported as it stands once somebody says so."""
        if (row, key) not in self.at_fault:
            self._add(row, key, message, grave=False)

    def file_fault(self, message: str) -> None:
        """Something wrong with the file as a whole."""
        self.found.append(Finding(0, 0, "", WHOLE_FILE, message, grave=True))

    def header_fault(self, row: int, place: int, header: str, message: str) -> None:
        """Something wrong with a column's name."""
        self.found.append(Finding(row, place, column_letters(place), header, message, grave=True))

    def _add(self, row: int, key: str, message: str, *, grave: bool) -> None:
        column = next((self.columns[name] for name in (key, *STANDS_IN.get(key, ())) if name in self.columns), None)
        if column is None:
            label = LABELS.get(key.rstrip("0123456789").rstrip("_"), WHOLE_ROW)
            self.found.append(Finding(row, 0, "", label, message, grave))
        else:
            self.found.append(Finding(row, column.place, column.letter, column.header, message, grave))

    @property
    def faults(self) -> list[Finding]:
        """What has to be mended, by row and column."""
        return sorted((each for each in self.found if each.grave), key=_order)

    @property
    def warnings(self) -> list[Finding]:
        """What to look at twice, by row and column."""
        return sorted((each for each in self.found if not each.grave), key=_order)

    def bad(self, row: int, *keys: str) -> bool:
        """Whether one of these cells of a row is at fault already."""
        return any((row, key) in self.at_fault for key in keys)


def _order(finding: Finding) -> tuple[Any, ...]:
    return finding.row, finding.place, finding.header
