"""The roster and the sheet as papers and workbooks: what goes into each (art. 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sibai.attendance.models import SheetLine
from sibai.attendance.queries.marks import MARKS, NOWHERE, Known
from sibai.attendance.queries.month import MonthRules
from sibai.attendance.queries.sheets import prefilled
from sibai.db.querysets import Scope, area
from sibai.documents.sheets import Column
from sibai.employment.models import Stint
from sibai.employment.queries.stints import last_contracts
from sibai.places.models import Place

ROSTER, SHEET = "roster", "sheet"
TITLES = {ROSTER: "在岗人员花名册", SHEET: "考勤情况登记表"}
PAPERS = {"roster": TITLES[ROSTER], "attendance_sheet": TITLES[SHEET]}
"""Word templates by name."""
DAY_COLUMNS = 31
ON_PAPER = 32
FREE_SIGN = "—"
ROSTER_COLUMNS = (
    Column("村（社区）"),
    Column("村编码", "code", 16),
    Column("姓名"),
    Column("编号", "code", 14),
    Column("性别"),
    Column("身份证号", "code"),
    Column("联系电话", "code", 14),
    Column("上岗日", "day"),
    Column("合同止", "day"),
    Column("当月在岗起", "day"),
    Column("当月在岗止", "day"),
    Column("无薪天数", "number"),
)
SHEET_HEAD = (Column("村（社区）"), Column("村编码", "code", 16), Column("姓名"), Column("编号", "code", 14))
SHEET_TAIL = (Column("出勤天数", "number"), Column("无薪天数", "number"), Column("备注"))
DAY_WIDTH = 4


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One stint on the papers of a month: as it was filled, or as it is known where it is not filled yet."""

    stint: Stint
    known: Known
    contract_end: date | None
    note: str


def paper_rows(scope: Scope, rules: MonthRules) -> list[PaperRow]:
    """Every stint of the month in the scope, by village; four queries."""
    lines = {
        line.stint_id: line
        for line in SheetLine.objects.within(scope)
        .filter(sheet__month=rules.month)
        .select_related("stint__person", "stint__village__parent")
    }
    found: dict[UUID, tuple[Stint, Known, str]] = {
        row.stint.pk: (row.stint, row.known, "") for row in prefilled(scope, rules)
    }
    for line in lines.values():
        known = Known(line.on_from, line.on_to, line.marks, line.unpaid_days)
        found[line.stint_id] = (line.stint, known, line.note)
    contracts = last_contracts([stint for stint, _, _ in found.values()])
    rows = [
        PaperRow(stint, known, contracts[pk].end if pk in contracts else None, note)
        for pk, (stint, known, note) in found.items()
    ]
    return sorted(rows, key=lambda row: (row.stint.village_id, row.known.on_from, str(row.stint.pk)))


def signs(marks: str) -> list[str]:
    """The signs of each day as they stand on paper; nothing on days off post."""
    return [MARKS[letter].sign if letter != NOWHERE else "" for letter in marks]


def issuer_of(place: Place) -> str:
    """Who fills in or reports."""
    if place.level == "village":
        return f"{place.parent.name if place.parent else ''}{place.name}"
    return f"{place.name}{'人民政府' if place.level == 'town' else '人力资源和社会保障局'}"


def words_for(name: str, place: Place, rules: MonthRules, today: date) -> dict[str, Any]:
    """The values of a Word template."""
    rows = paper_rows(area(place.pk), rules)
    shared = {"issuer": issuer_of(place), "month_text": rules.label, "made_on": today}
    if name == "roster":
        return {**shared, "people": len(rows), "rows": [_roster_words(row) for row in rows]}
    legend = "　".join(f"{mark.sign}{mark.label}" for mark in MARKS.values())
    return {
        **shared,
        "working_days": rules.working_days,
        "legend": f"{legend}　空格为不在岗",
        "rows": [_sheet_words(row) for row in rows],
    }


def _roster_words(row: PaperRow) -> dict[str, Any]:
    person = row.stint.person
    return {
        "village": row.stint.village.short_name,
        "name": person.name,
        "sex": person.sex,
        "id_number": person.id_number,
        "phone": person.phone,
        "start": row.stint.start,
        "contract_end": row.contract_end,
        "on_from": row.known.on_from,
        "on_to": row.known.on_to,
        "note": row.note,
    }


def _sheet_words(row: PaperRow) -> dict[str, Any]:
    days = signs(row.known.marks)
    return {
        "village": row.stint.village.short_name,
        "name": row.stint.person.name,
        "days": days + [""] * (ON_PAPER - len(days)),
        "attended": row.known.attended_days,
        "unpaid": row.known.unpaid_days,
        "note": row.note,
    }


def columns_of(what: str, rules: MonthRules) -> tuple[Column, ...]:
    """The columns of a workbook."""
    if what == ROSTER:
        return ROSTER_COLUMNS
    return (*SHEET_HEAD, *(Column(str(day.day), "check", DAY_WIDTH) for day in rules.days()), *SHEET_TAIL)


def rows_of(what: str, rows: Sequence[PaperRow]) -> list[list[Any]]:
    """The rows of a workbook."""
    return [_roster_row(row) if what == ROSTER else _sheet_row(row) for row in rows]


def _who(row: PaperRow) -> list[Any]:
    village, person = row.stint.village, row.stint.person
    return [village.short_name, village.code, person.name, person.code]


def _roster_row(row: PaperRow) -> list[Any]:
    person, known = row.stint.person, row.known
    numbers = [person.sex, person.id_number, person.phone]
    return [
        *_who(row),
        *numbers,
        row.stint.start,
        row.contract_end,
        known.on_from,
        known.on_to,
        known.unpaid_days,
    ]


def _sheet_row(row: PaperRow) -> list[Any]:
    return [*_who(row), *signs(row.known.marks), row.known.attended_days, row.known.unpaid_days, row.note]


def notes_of(what: str) -> list[str]:
    """What stands below a workbook."""
    if what == ROSTER:
        return []
    told = "，".join(f"{mark.sign}={mark.label}" for mark in MARKS.values())
    return [f"说明：{told}；空着=不在岗。休假、出差先在系统里登记，表上只改出勤、休息、旷工。"]
