"""The roster as it was handed in, with everything that is wrong marked in its cell and listed beside.

Rows stay where they are, so that the numbers of a finding hold; cells keep their types, so that nothing is repaired.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from django.conf import settings
from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sibai.batch.tables.grid import Cell, Grid, Tag
from sibai.employment.queries.intake.columns import PROBLEMS
from sibai.employment.queries.intake.findings import Finding
from sibai.employment.queries.intake.looking import Look

LIST = "问题清单"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FAULT, WARNING = {"bg_color": "#F8D7D4", "border": 1}, {"bg_color": "#FCEBC5", "border": 1}
DAY, TEXT = {"num_format": "yyyy-mm-dd"}, {"num_format": "@"}
WIDTH, WIDE = 18, 60
LIST_COLUMNS = (("行", 8), ("列", 6), ("列名", 20), ("要改的", WIDE), ("轻重", 8))
Key = tuple[bool, bool | None]
"""How a cell looks: whether it holds a day, whether it is at fault (True), to look at twice (False) or neither."""


def marked(look: Look, *, by: str, at: datetime) -> bytes:
    """The workbook. Only what the file gave as a table can be marked; the list is there in any case."""
    made = BytesIO()
    book = Workbook(made, OPTIONS)
    findings = [*look.faults, *look.warnings]
    if look.grid is not None:
        _sheet(book, look.grid, look.layout.first - 1 if look.layout else 0, findings)
    when = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    _list(book, findings, f"导出人：{by}　时间：{when:%Y-%m-%d %H:%M}")
    book.close()
    return made.getvalue()


def _sheet(book: Workbook, grid: Grid, header: int, findings: Sequence[Finding]) -> None:
    """The table again, with colours, comments, and the problems of each row behind it."""
    sheet = book.add_worksheet("花名册")
    sheet.set_column(0, grid.last_column - 1, WIDTH)
    styles = {
        (day, grave): book.add_format({**(DAY if day else TEXT), **look})
        for day in (True, False)
        for grave, look in ((True, FAULT), (False, WARNING), (None, {}))
    }
    told = _by_cell(findings)
    for at in sorted(grid.cells.keys() | told.keys()):
        grave = any(each.grave for each in told[at]) if at in told else None
        _write(sheet, at, grid.cells.get(at, Cell("")), grave, styles)
        if at in told:
            sheet.write_comment(at[0] - 1, at[1] - 1, "\n".join(each.message for each in told[at]), {"x_scale": 2})
    _problems(book, sheet, grid.last_column, header, findings)


def _by_cell(findings: Sequence[Finding]) -> dict[tuple[int, int], list[Finding]]:
    cells: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.row and finding.place:
            cells[finding.row, finding.place].append(finding)
    return cells


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, grave: bool | None, styles: dict[Key, Format]) -> None:
    """One cell as the workbook typed it: a number stays a number, a day a day."""
    row, place = at[0] - 1, at[1] - 1
    style = styles[cell.tag is Tag.DATE, grave]
    if not cell.text:
        sheet.write_blank(row, place, None, style)
    elif cell.tag is Tag.NUMBER:
        sheet.write_number(row, place, float(cell.text), style)
    elif cell.tag is Tag.DATE:
        sheet.write_datetime(row, place, datetime.combine(date.fromisoformat(cell.text), datetime.min.time()), style)
    else:
        sheet.write_string(row, place, cell.text, style)


def _problems(book: Workbook, sheet: Worksheet, last_column: int, header: int, findings: Sequence[Finding]) -> None:
    """One more column: what is wrong in the row, readable without opening a comment."""
    rows: dict[int, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.row > header:
            rows[finding.row].append(f"{finding.header}：{finding.message}")
    sheet.set_column(last_column, last_column, WIDE)
    sheet.write_string(max(header, 1) - 1, last_column, PROBLEMS, book.add_format({"bold": True}))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, messages in rows.items():
        sheet.write_string(row - 1, last_column, "\n".join(messages), wrapped)


def _list(book: Workbook, findings: Sequence[Finding], who: str) -> None:
    """Every finding on a line, and who took the list away when."""
    sheet = book.add_worksheet(LIST)
    sheet.write_string(0, 0, who)
    bold, wrapped = book.add_format({"bold": True, "bg_color": "#E8EFEA"}), book.add_format({"text_wrap": True})
    for place, (name, width) in enumerate(LIST_COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(1, place, name, bold)
    for number, finding in enumerate(findings, 2):
        where = str(finding.row) if finding.row else ""
        told = (where, finding.letter, finding.header, finding.message, "要改" if finding.grave else "提醒")
        for place, text in enumerate(told):
            sheet.write_string(number, place, text, wrapped)
