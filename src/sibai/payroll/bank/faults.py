"""What is wrong with a bank's answer, each with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. `row` as an editor or Excel counts, 0: the file as a whole; `column` empty: the whole line."""

    row: int
    column: str
    message: str
    taken: bool = False
    """Whether what it is about was taken all the same: it is told so that somebody looks."""

    def __str__(self) -> str:
        place = f"第{self.row}行" if self.row else "文件"
        return f"{place}{f'“{self.column}”' if self.column else ''}：{self.message}"


class NoAnswer(Exception):
    """The file gives no lines at all; its text says why and what to do."""
