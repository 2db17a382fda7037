"""Rosters for tests: rows of invented people as dicts by column name, and the files that a clerk would make of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from sibai.db.querysets import area
from sibai.demo.people import invented
from sibai.employment.queries.intake.looking import Look, look_through, opened
from sibai.places.models import Place
from tests.web_fixtures import COUNTY, MAOPING, TODAY

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = dict[str, Any]


def row_of(number: int, village: Place, **others: Any) -> Row:
    """One row: the invented person of a number, on post in a village, with a contract on file. None leaves out."""
    person = invented(number)
    row: Row = {
        "姓名": person.name,
        "身份证号": person.id_number,
        "联系电话": person.phone,
        "镇": village.parent.name if village.parent else "",
        "岗位地点（村）": village.short_name,
        "上岗时间": "2025-07-01",
        "合同起止": "2025-07-01至2026-06-30",
        "合同签订日期": "2025-07-10",
        "备案号": f"2025-{number}",
        "社保卡银行账号": person.card,
    }
    return {name: value for name, value in {**row, **others}.items() if value is not None}


def rows_of(town: str = MAOPING, count: int = 3) -> list[Row]:
    """A row for each of the first villages of a town."""
    villages = list(Place.objects.filter(parent_id=town).select_related("parent").order_by("code"))
    return [row_of(number, village) for number, village in enumerate(villages[:count], 1)]


def columns_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of the columns, in the order in which they come."""
    return list(dict.fromkeys(name for row in rows for name in row))


def xlsx(rows: Sequence[Mapping[str, Any]], above: Sequence[Sequence[Any]] = ()) -> bytes:
    """A workbook: lines above, the header, the rows."""
    columns = columns_of(rows)
    return workbook([*above, columns, *([row.get(name, "") for name in columns] for row in rows)])


def workbook(lines: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of these cells; None and "" leave a cell blank."""
    book = Workbook()
    sheet = book.active
    for number, cells in enumerate(lines, 1):
        for place, value in enumerate(cells, 1):
            if value not in (None, ""):
                cell = sheet.cell(number, place, value)
                if isinstance(value, date) and not isinstance(value, datetime):
                    cell.number_format = "yyyy-mm-dd"
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def csv_of(rows: Sequence[Mapping[str, Any]], encoding: str = "utf-8-sig") -> bytes:
    """The same as CSV."""
    columns = columns_of(rows)
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return made.getvalue().encode(encoding)


def look(content: bytes, kind: str = "xlsx", today: date = TODAY) -> Look:
    """A file looked through by the county."""
    return look_through(opened(content, kind), area(COUNTY), today)


def told(content: bytes | Look, kind: str = "xlsx") -> list[str]:
    """The faults as lines: cell and message."""
    looked = content if isinstance(content, Look) else look(content, kind)
    return [f"{each.cell}：{each.message}" for each in looked.faults]


def upload(content: bytes, name: str = "花名册.xlsx", kind: str = XLSX) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type=kind)
