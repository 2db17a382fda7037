"""What every command over files shares: what was asked, what came out, and how it is handed over."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from sibai.batch.commands.progress import SILENT, Progress
from sibai.batch.tables.faults import Faults
from sibai.batch.tables.reading import ReadTable, read_table
from sibai.batch.tables.schema import Schema
from sibai.measure import BOOK, LAW, Law, LawError
from sibai.measure.explain import Step
from sibai.measure.law import InForce
from sibai.measure.telling import CONFIDENCE_WORDS
from sibai.measure.values import shown

SHEET_HEADER = ["名称", "标识", "数值", "条款", "起", "止", "来源", "可信度", "说明"]


class BadInput(Exception):
    """Files or arguments that cannot be taken (status 2); a line a fault."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))


class RefusedByRule(Exception):
    """A rule says no (status 1); a line a reason."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked of a command, whatever the command."""

    inputs: Sequence[str]
    law: Law = LAW
    readings: Mapping[str, str] = field(default_factory=dict)
    rulebook: str = ""
    """The county's rulebook and its SHA-256, empty without one."""
    progress: Progress = SILENT

    def read(self, place: int, schema: Schema, faults: Faults, notices: list[str]) -> ReadTable:
        """One of the inputs as a table, as a step of the progress."""
        self.progress.step(f"读取 {Path(self.inputs[place]).name}")
        return read_table(self.inputs[place], schema, faults, notices)


@dataclass(frozen=True, slots=True)
class Done:
    """What a command made: the table, the law it stands on, and what the user should know."""

    frame: pl.DataFrame
    schema: Schema
    law: Mapping[str, InForce]
    targets: Sequence[str]
    """The numbers made, by whose names the book tells which parameters and readings were used."""
    notices: Sequence[str]
    explain: Callable[[int], list[Step]]
    """The explanations of a row of the frame."""
    also_used: Sequence[str] = ()
    """Parameters and readings that the command uses besides."""
    other_laws: Sequence[Mapping[str, InForce]] = ()
    """Of a command over several months the law of the others."""
    also_told: Sequence[Sequence[str]] = ()
    """Rows that the second sheet of a workbook has behind its own."""


def law_of(rulebook: str | None, readings: Mapping[str, str]) -> tuple[Law, str]:
    """The law with a county's rulebook and given readings laid over, and what to print of the rulebook."""
    law, told = LAW, ""
    try:
        if rulebook is not None:
            content = Path(rulebook).read_bytes()
            law = law.overlaid(tomllib.loads(content.decode("utf-8-sig")), rulebook)
            told = f"县规则文件 {rulebook} SHA-256 {hashlib.sha256(content).hexdigest()}"
        return law.decided(readings, "命令行 --reading"), told
    except LawError as error:
        raise BadInput(error.lines) from error
    except OSError as error:
        raise BadInput([f"{rulebook}: 读不到这个文件，请核对路径和权限"]) from error
    except UnicodeDecodeError as error:
        raise BadInput([f"{rulebook}: 不是 UTF-8 编码，请另存为 UTF-8"]) from error
    except RecursionError as error:
        raise BadInput([f"{rulebook}: 括号套得太深，不是一份县规则文件"]) from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput([f"{rulebook}: 不是正确的 TOML 文件（{error}）"]) from error


def stop_on(faults: Faults) -> None:
    """BadInput with every fault found so far, if there is one."""
    if faults:
        raise BadInput(faults.lines())


def blamed_cells(table: ReadTable, faults: Faults) -> set[tuple[int, str]]:
    """The cells of a table with a fault so far, by row number and column: their blank says nothing more."""
    names = {table.header(name): name for name in table.frame.columns}
    return {(fault.row, names.get(fault.column, "")) for fault in faults if fault.file == table.path}


def used_names(done: Done) -> list[str]:
    """The parameters and readings behind the numbers made, in the order of the law; none that is switched off."""
    behind = BOOK.behind(tuple(done.targets)) | set(done.also_used)
    return [name for name in done.law if name in behind and not done.law[name].off]


def standing_notices(done: Done, readings: Mapping[str, str]) -> list[str]:
    """What every result says of itself: provisional figures, undecided readings, readings without effect."""
    notices = []
    used = used_names(done)
    for name in used:
        in_force = done.law[name]
        if in_force.provisional:
            notices.append(
                f"{in_force.entry.label}（{name}）：{in_force.dated.end.year}年以后的数值尚未公布，"
                f"暂按{shown(in_force.value, in_force.entry.unit)}计，公布后应重算补差"
            )
    undecided = [name for name in used if done.law[name].undecided]
    if undecided:
        told = "；".join(f"{name}={done.law[name].value}（{done.law[name].entry.label}）" for name in undecided)
        notices.append(f"以下口径须由县里决定，现按默认计算：{told}")
    idle = [name for name in readings if name not in used]
    if idle:
        notices.append(f"这个命令用不到以下口径，已忽略：{'、'.join(idle)}")
    return notices


def law_sheet(done: Done, rulebook: str) -> list[list[str]]:
    """The second sheet of a workbook: parameters and readings used, with article, dates and source."""
    rows = [SHEET_HEADER]
    for name in used_names(done):
        for row in (law_row(law[name]) for law in (*done.other_laws, done.law)):
            if row not in rows:
                rows.append(row)
    if rulebook:
        rows.append(["县规则文件", "rulebook", rulebook, "", "", "", "", "", ""])
    return [*rows, *map(list, done.also_told)]


def law_row(in_force: InForce) -> list[str]:
    """A parameter or reading as a row of the second sheet."""
    entry, dated = in_force.entry, in_force.dated
    remarks = [entry.options.get(in_force.value, "")] if entry.is_reading else []
    remarks += ["尚未公布新数值，暂按此计"] if in_force.provisional else []
    remarks += ["须由县里决定，现按默认"] if in_force.undecided else []
    remarks += [dated.note] if dated.note else []
    return [
        entry.label,
        entry.name,
        shown(in_force.value, entry.unit),
        entry.article,
        dated.since,
        dated.until,
        dated.source,
        CONFIDENCE_WORDS[dated.confidence],
        "；".join(remark for remark in remarks if remark),
    ]


def place_of(table: ReadTable, column_of_fact: Mapping[str, str], name: str, row: int) -> dict[str, Any]:
    """Where a fact stands in a file: path, row number, column as the file calls it."""
    column = column_of_fact.get(name, name)
    return {"file": table.path, "row": int(table.rows[row]), "column": table.header(column)}
