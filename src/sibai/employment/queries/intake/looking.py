"""A roster's file looked through: what it would bring in, everything wrong with it, and nothing written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from sibai.batch.tables.grid import Grid, NotATable, read_grid
from sibai.db.querysets import Scope
from sibai.employment.queries.intake.checking import checked
from sibai.employment.queries.intake.columns import OWN_SHEETS
from sibai.employment.queries.intake.findings import WHOLE_ROW, Finding, Findings
from sibai.employment.queries.intake.layout import Layout, lay_out
from sibai.employment.queries.intake.plans import Plan
from sibai.employment.queries.intake.rows import is_foot, read_rows
from sibai.employment.queries.intake.villages import villages_in

MOST_ROWS, MOST_COLUMNS = 1_000, 100
"""Four contracts a village since 2022, and as much again; titles and notes count as rows too."""

NO_HEADER = (
    "没有找到写列名的那一行：前30行里要有一行写着“姓名”“身份证号”“岗位地点”“上岗时间”等列名（可下载空白表照着填）。"
)
NOBODY = "列名下面没有人员，请从列名的下一行起填写，一人一行。"


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. `plan` is there where the rows could be read at all, and good where there is no fault."""

    grid: Grid | None = None
    layout: Layout | None = None
    plan: Plan | None = None
    rows: int = 0
    faults: Sequence[Finding] = ()
    warnings: Sequence[Finding] = ()
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def good(self) -> bool:
        """Whether it may be imported."""
        return self.plan is not None and not self.faults

    def digest(self, file: str) -> str:
        """What was shown, in one number: the file (its SHA-256), the counts, every finding."""
        counts = self.plan.counts() if self.plan else {}
        told = [[each.row, each.place, each.message] for each in (*self.faults, *self.warnings)]
        return sha256(json.dumps([file, counts, told], ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as a table, or the one reason why it is none."""

    grid: Grid | None
    refusal: str = ""


def opened(content: bytes, kind: str) -> Opened:
    """Read a file (`kind` xlsx or csv) as a table; no query, but a process of its own for a workbook."""
    try:
        return Opened(read_grid(content, kind, rows=MOST_ROWS, columns=MOST_COLUMNS))
    except NotATable as refusal:
        where = f"第{refusal.row}行：" if refusal.column == WHOLE_ROW else ""
        return Opened(None, f"{where}{refusal}。")


def look_through(file: Opened, scope: Scope, today: date) -> Look:
    """Check what a file holds. One that gives no table is a fault, not an error."""
    findings = Findings()
    if file.grid is None:
        findings.file_fault(file.refusal)
        return Look(faults=findings.faults)
    layout = lay_out(file.grid)
    if layout is None:
        findings.file_fault(NO_HEADER)
        return Look(file.grid, faults=findings.faults)
    return _look_at(file.grid, layout, scope, today)


def _look_at(grid: Grid, layout: Layout, scope: Scope, today: date) -> Look:
    """The rows below a header."""
    findings = Findings(layout.columns)
    for row, place, header, told in layout.faults:
        findings.header_fault(row, place, header, f"{told}。")
    missing = layout.missing()
    if missing:
        findings.file_fault(f"缺少这些列，请补上：{'、'.join(missing)}。列名可以用别的叫法，见“怎么填”。")
    notes = [*_unread(grid), *_ignored(layout), *_feet(grid, layout)]
    if findings.faults:
        return Look(grid, layout, faults=findings.faults, notes=notes)
    villages = villages_in(scope)
    rows = read_rows(grid, layout, villages, today, findings)
    if not rows:
        findings.file_fault(NOBODY)
        return Look(grid, layout, faults=findings.faults, notes=notes)
    plan = checked(rows, villages, scope, today, findings)
    return Look(grid, layout, plan, len(rows), findings.faults, findings.warnings, notes)


def _unread(grid: Grid) -> list[str]:
    others = [name for name in grid.others if name not in OWN_SHEETS]
    hidden = [name for name in grid.hidden if name not in OWN_SHEETS]
    notes = [f"只读了第一张工作表“{grid.sheet}”，没有读：{'、'.join(others)}。"] if others else []
    return [*notes, f"隐藏的工作表没有读：{'、'.join(hidden)}。"] if hidden else notes


def _feet(grid: Grid, layout: Layout) -> list[str]:
    feet = [f"{row}" for row in range(layout.first, layout.last + 1) if is_foot(grid, layout, row)]
    return [f"没有读表尾的行（制表、审核、合计、说明等）：第{'、'.join(feet)}行。"] if feet else []


def _ignored(layout: Layout) -> list[str]:
    notes = []
    if layout.ignored:
        notes.append(f"不认识、没有读的列：{'、'.join(layout.ignored)}。")
    if layout.passed:
        notes.append(f"不导入的列（系统另有来源，或不需要）：{'、'.join(layout.passed)}。")
    return notes
