"""The rows of a roster: one a person, or several for somebody with several stints or contracts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sibai.batch.tables.grid import Cell, Grid
from sibai.employment.models import Stint
from sibai.employment.queries.intake.cells import DAY, BadCell, value_of
from sibai.employment.queries.intake.columns import EXAMPLE
from sibai.employment.queries.intake.findings import Findings
from sibai.employment.queries.intake.layout import Column, Layout
from sibai.employment.queries.intake.villages import Villages
from sibai.people.identity import OLD_DIGITS
from sibai.places.models import Place

NUMBERS = range(1, 10)
FOOT = re.compile(
    r"(?:制表|填表|填报|经办|审核|审批|复核|负责|合计|总计|小计|共计|备注|说明|注[:：]|单位|签字|盖章|日期)"
)
"""How a row begins that stands below the people of a sheet."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A stint before the one of the row, on the same village's post where `village` is blank."""

    number: int
    start: date | None
    end: date | None
    village: str = ""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row. `village` is the 12-digit code; blank and None: not told. `number`: the row as in Excel.

    `flags` are facts of a person by name; `grades` year → grade.
    """

    number: int
    name: str = ""
    id_number: str = ""
    village: str = ""
    start: date | None = None
    end: date | None = None
    kind: str = Stint.COORDINATOR
    sex: str = ""
    birth: str = ""
    phone: str = ""
    card: str = ""
    address: str = ""
    education: str = ""
    flags: frozenset[str] | None = None
    contract_start: date | None = None
    contract_end: date | None = None
    contract_number: str = ""
    signed_on: date | None = None
    filed_on: date | None = None
    filing_number: str = ""
    recognised: bool | None = None
    certificate: str = ""
    certified_on: date | None = None
    hard_category: str = ""
    post_subsidised: bool | None = None
    insurance_subsidised: bool | None = None
    subsidy_from: date | None = None
    grades: Mapping[int, str] = field(default_factory=dict)
    earlier: tuple[Earlier, ...] = ()


PLAIN = frozenset(RosterRow.__dataclass_fields__) - {"number", "village", "grades", "earlier", "flags"}


def read_rows(grid: Grid, layout: Layout, villages: Villages, today: date, findings: Findings) -> list[RosterRow]:
    """The rows of people; faults of single cells go to `findings`. Blank rows and the example are passed over."""
    rows = []
    for number in range(layout.first, layout.last + 1):
        cells = {key: cell for key, column in layout.columns.items() if (cell := _cell(grid, number, column.place))}
        odd = {key for key, column in layout.columns.items() if (number, column.place) in grid.odd}
        if (not cells and not odd) or _is_example(grid, layout, number) or is_foot(grid, layout, number):
            continue
        for key in odd:
            findings.fault(number, key, f"{grid.odd[number, layout.columns[key].place]}。")
        _refuse_wide(grid, number, layout.columns, findings)
        values = _values(number, cells, odd, layout, today, findings)
        rows.append(_row(number, values, villages, findings))
    return rows


def _cell(grid: Grid, number: int, place: int) -> Cell | None:
    """A filled cell, or the merged one over several rows that covers it."""
    cell = grid.cells.get((number, place))
    if cell is None:
        area = grid.covered.get((number, place))
        tall = area is not None and area.left == area.right
        cell = grid.cells.get((area.top, area.left)) if area and tall else None
    return cell if cell and cell.text.strip(" \t\r\n　") else None


def _is_example(grid: Grid, layout: Layout, number: int) -> bool:
    cell = grid.cells.get((number, layout.serial))
    return cell is not None and cell.text.strip() == EXAMPLE


def is_foot(grid: Grid, layout: Layout, number: int) -> bool:
    """Whether a row is one of those below a list: who made it, who checked it, how many, notes. It begins with such a
    word, and has neither an identity number nor a day in their columns.
    """
    first = next(
        (grid.cells[number, place] for place in range(1, grid.last_column + 1) if (number, place) in grid.cells), None
    )
    if first is None or not FOOT.match("".join(first.text.split())):
        return False
    told = {
        key: _cell(grid, number, layout.columns[key].place) for key in ("id_number", "start") if key in layout.columns
    }
    number_there, day_there = told.get("id_number"), told.get("start")
    return not (
        (number_there and sum(sign.isdigit() for sign in number_there.text) >= OLD_DIGITS)
        or (day_there and DAY.fullmatch(day_there.text.strip()))
    )


def _refuse_wide(grid: Grid, number: int, columns: Mapping[str, Column], findings: Findings) -> None:
    """Cells merged over several columns say nothing certain about any of them."""
    for key, column in columns.items():
        area = grid.covered.get((number, column.place))
        if area is not None and area.left < area.right:
            findings.fault(number, key, "这一格与旁边的格合并了，请取消合并，每一格分别填写。")


def _values(
    number: int, cells: Mapping[str, Cell], odd: set[str], layout: Layout, today: date, findings: Findings
) -> dict[str, Any]:
    """The values of the filled cells that could be read."""
    values: dict[str, Any] = {}
    for key, cell in cells.items():
        if key in odd or findings.bad(number, key):
            continue
        try:
            values[key] = value_of(layout.columns[key].named.field, cell, today)
        except BadCell as bad:
            findings.fault(number, key, f"{bad}。")
    return values


def _row(number: int, values: dict[str, Any], villages: Villages, findings: Findings) -> RosterRow:
    """A row from its values."""
    village = _village(number, values, villages, findings)
    row = RosterRow(number, village=village, **{key: value for key, value in values.items() if key in PLAIN})
    grades = {int(key[-4:]): value for key, value in values.items() if key.startswith("grade_")}
    row = replace(
        row, flags=values.get("category"), grades=grades, earlier=_earlier(number, values, villages, findings)
    )
    return _with_term(row, values.get("contract_term"), findings)


def _with_term(row: RosterRow, term: tuple[date, date] | None, findings: Findings) -> RosterRow:
    """The contract's days from the one cell that has both; they must agree with cells of their own."""
    if term is None:
        return row
    for key, day in zip(("contract_start", "contract_end"), term, strict=True):
        told = getattr(row, key)
        if told is not None and told != day:
            findings.fault(row.number, key, f"这里是{told}，合同起止一栏是{day}，请核对。")
    return replace(row, contract_start=term[0], contract_end=term[1])


def _village(number: int, values: Mapping[str, Any], villages: Villages, findings: Findings) -> str:
    """The code of the village that a row names: by code, by name, by both if they agree."""
    town = _asked(findings, number, "town", lambda: villages.town(values["town"]), "town" in values)
    by_code = _asked(
        findings, number, "village_code", lambda: villages.by_code(values["village_code"]), "village_code" in values
    )
    name = values.get("village")
    if by_code is None:
        usable = name is not None and not findings.bad(number, "town", "village_code")
        found = _asked(findings, number, "village", lambda: villages.by_name(str(name), town), usable)
        if found and villages.renamed(str(name), found):
            findings.warn(number, "village", f"这是原来的名称，按现在的名称算作{found.short_name}，请核对。")
        return found.code if found else ""
    if town is not None and by_code.parent != town:
        findings.fault(number, "village_code", f"这个编码的村不在{town.name}，请核对编码和镇名。")
    if name is not None:
        _compare(number, str(name), by_code, villages, findings)
    return by_code.code


def _compare(number: int, name: str, by_code: Place, villages: Villages, findings: Findings) -> None:
    """Hold the name beside a code against it."""
    try:
        named = villages.by_name(name, by_code.parent)
    except BadCell:
        findings.warn(number, "village", f"村名认不出，按村编码算作{by_code.short_name}。")
        return
    if named != by_code:
        findings.fault(number, "village", f"村编码是{by_code.short_name}的，与这里的村名不一致，请核对。")


def _asked(findings: Findings, number: int, key: str, ask: Any, wanted: bool) -> Place | None:
    """A place, if it is asked for and found."""
    if not wanted:
        return None
    try:
        found: Place = ask()
    except BadCell as bad:
        findings.fault(number, key, f"{bad}。")
        return None
    return found


def _earlier(number: int, values: Mapping[str, Any], villages: Villages, findings: Findings) -> tuple[Earlier, ...]:
    """The earlier stints that columns of their own tell."""
    made = []
    for each in NUMBERS:
        start, end = values.get(f"earlier_start_{each}"), values.get(f"earlier_end_{each}")
        key = f"earlier_village_{each}"
        name = values.get(key)
        place = _asked(findings, number, key, lambda name=name: villages.by_name(str(name), None), name is not None)
        if start or end or name:
            made.append(Earlier(each, start, end, place.code if place else ""))
    return tuple(made)
