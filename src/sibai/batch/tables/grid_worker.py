"""The process in which a workbook is laid out as a grid: bounded in memory and time.

`python -P -m sibai.batch.tables.grid_worker KIND ROWS COLUMNS SHEETS` (xlsx or xls) reads the workbook from standard
input and writes JSON: the first SHEETS sheets that are not hidden, of each its filled cells with how the workbook types
them, its merged areas, its cells that hold no value though they are not blank; or the one reason why there is nothing
to read. Of several sheets the empty ones are left out.
"""

from __future__ import annotations

import json
import posixpath
import sys
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from sibai.batch.tables.raw import NotATable
from sibai.batch.tables.xlsx_guard import (
    DAMAGED,
    ENCRYPTED,
    RELATIONS,
    WORKBOOK,
    Extent,
    SheetScan,
    check_members,
    small_part,
)
from sibai.batch.tables.xlsx_worker import text_of

try:
    import resource
except ImportError:  # pragma: no cover - Windows has no such limits; the time limit of the parent holds there
    resource = None  # type: ignore[assignment]

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 30
NOTHING_SHOWN = "工作簿里没有看得见的工作表，请把数据放在第一张工作表"


def report_on(content: bytes, rows: int, columns: int, sheets: int = 1) -> list[dict[str, Any]]:
    """Grids of a workbook as plain data. NotATable where there is none, or one is larger than `rows` × `columns`."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            check_members(archive)
            shown, hidden = shown_sheets(archive)
            extents = []
            for name, part in shown[:sheets]:
                extents.append(Extent(name, len(shown) - 1))
                with archive.open(part) as sheet:
                    SheetScan(extents[-1]).run(sheet)
    except (BadZipFile, KeyError, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise NotATable(DAMAGED) from error
    except RuntimeError as error:
        raise NotATable(ENCRYPTED) from error
    filled = [extent for extent in extents if extent.rows] or extents[:1]
    for extent in filled:
        check_size(extent, rows, columns)
    names = [name for name, _ in shown]
    return [grid_of(content, extent, names, hidden) for extent in filled]


def report_on_old(content: bytes, rows: int, columns: int, sheets: int = 1) -> list[dict[str, Any]]:
    """The same of an old `.xls`; what it has no guard for (a formula without a result) is blank."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError as error:
        raise NotATable(ENCRYPTED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise NotATable(DAMAGED) from error
    every = [each for each in book.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
    shown = [each.name for each in every if each.visible is SheetVisibleEnum.Visible]
    if not shown:
        raise NotATable(NOTHING_SHOWN)
    extents = [Extent(name, len(shown) - 1) for name in shown[:sheets]]
    for extent in extents:
        end = book.get_sheet_by_name(extent.name).end
        extent.rows, extent.columns = (end[0] + 1, end[1] + 1) if end is not None else (0, 0)
    filled = [extent for extent in extents if extent.rows] or extents[:1]
    for extent in filled:
        check_size(extent, rows, columns)
    hidden = [each.name for each in every if each.name not in shown]
    return [grid_of(content, extent, shown, hidden) for extent in filled]


def grid_of(content: bytes, extent: Extent, shown: list[str], hidden: list[str]) -> dict[str, Any]:
    """One sheet as plain data."""
    cells, merged = laid_out(content, extent)
    others = [name for name in shown if name != extent.name]
    return {
        "sheet": extent.name,
        "others": others,
        "hidden": hidden,
        "cells": cells,
        "merged": merged,
        "odd": extent.odd,
    }


def check_size(extent: Extent, rows: int, columns: int) -> None:
    """NotATable for a sheet without content, or with more than is read."""
    if not extent.rows:
        raise NotATable(f"工作表“{extent.name}”是空的，请把数据放在第一张工作表")
    if extent.rows > rows:
        raise NotATable(f"这张表有{extent.rows}行，一次最多读{rows}行，请分成几个文件")
    if extent.columns > columns:
        raise NotATable(f"这张表有{extent.columns}列，最多读{columns}列，请删去不用的列")


def shown_sheets(archive: ZipFile) -> tuple[list[tuple[str, str]], list[str]]:
    """Name and part of every sheet that is not hidden, at least one; the names of the hidden ones."""
    targets = {
        _attribute(each, "Id"): posixpath.normpath(posixpath.join("xl", _attribute(each, "Target").lstrip("/")))
        for each in small_part(archive, RELATIONS)
        if _attribute(each, "Type").endswith("/worksheet")
    }
    shown, hidden = [], []
    for sheet in small_part(archive, WORKBOOK).iter():
        part = targets.get(_attribute(sheet, "id"), "").replace("xl/xl/", "xl/")
        if not sheet.tag.endswith("sheet") or not part:
            continue
        if _attribute(sheet, "state") in {"", "visible"}:
            shown.append((_attribute(sheet, "name"), part))
        else:
            hidden.append(_attribute(sheet, "name"))
    if not shown:
        raise NotATable(NOTHING_SHOWN)
    return shown, hidden


def _attribute(element: Any, name: str) -> str:
    """An attribute by local name, empty if there is none."""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2].rpartition(":")[2] == name)
    return str(next(found, ""))


def laid_out(content: bytes, extent: Extent) -> tuple[list[list[Any]], list[list[int]]]:
    """The filled cells as [row, column, text, type] and the merged areas as [top, left, bottom, right]; from 1."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(extent.name)
    cells = []
    for row, values in enumerate(sheet.to_python(skip_empty_area=False, nrows=extent.rows), 1):
        for column, value in enumerate(values[: extent.columns], 1):
            text, tag = text_of(value)
            if text.strip():
                cells.append([row, column, text, tag])
    return cells, merged_in(sheet.merged_cell_ranges or [], extent)


def merged_in(areas: list[Any], extent: Extent) -> list[list[int]]:
    """The merged areas as far as the sheet has content. NotATable where they lie over each other."""
    clipped, covered = [], 0
    for (top, left), (bottom, right) in areas:
        area = [top + 1, left + 1, min(bottom + 1, extent.rows), min(right + 1, extent.columns)]
        size = (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
        if area[0] <= area[2] and area[1] <= area[3]:
            clipped.append(area)
            covered += size
    if covered > extent.rows * extent.columns:
        raise NotATable(DAMAGED)
    return clipped


def limit() -> None:
    """Bound this process before it touches the file."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(kind: str, rows: int, columns: int, sheets: int) -> None:
    """One workbook from standard input to standard output."""
    limit()
    look = report_on_old if kind == "xls" else report_on
    try:
        report: dict[str, Any] = {"grids": look(sys.stdin.buffer.read(), rows, columns, sheets)}
    except NotATable as refusal:
        report = {"refusal": str(refusal)}
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
