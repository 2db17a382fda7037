"""The process in which a workbook is laid out as a grid: bounded in memory and time.

`python -P -m sibai.batch.tables.grid_worker KIND ROWS COLUMNS` (xlsx or xls) reads the workbook from standard input
and writes JSON: the first sheet that is not hidden, its filled cells with how the workbook types them, its merged
areas, its cells that hold no value though they are not blank; or the one reason why there is nothing to read.
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


def report_on(content: bytes, rows: int, columns: int) -> dict[str, Any]:
    """The grid of a workbook as plain data. NotATable where there is none, or it is larger than `rows` × `columns`."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            check_members(archive)
            (name, part), others, hidden = shown_sheet(archive)
            extent = Extent(name, len(others))
            with archive.open(part) as sheet:
                SheetScan(extent).run(sheet)
    except (BadZipFile, KeyError, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise NotATable(DAMAGED) from error
    except RuntimeError as error:
        raise NotATable(ENCRYPTED) from error
    check_size(extent, rows, columns)
    cells, merged = laid_out(content, extent)
    return {
        "sheet": name,
        "others": others,
        "hidden": hidden,
        "cells": cells,
        "merged": merged,
        "odd": extent.odd,
    }


def report_on_old(content: bytes, rows: int, columns: int) -> dict[str, Any]:
    """The same of an old `.xls`; what it has no guard for (a formula without a result) is blank."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError as error:
        raise NotATable(ENCRYPTED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise NotATable(DAMAGED) from error
    sheets = [each for each in book.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
    shown = [each.name for each in sheets if each.visible is SheetVisibleEnum.Visible]
    if not shown:
        raise NotATable(NOTHING_SHOWN)
    sheet = book.get_sheet_by_name(shown[0])
    extent = Extent(shown[0], len(shown) - 1)
    if sheet.end is not None:
        extent.rows, extent.columns = sheet.end[0] + 1, sheet.end[1] + 1
    check_size(extent, rows, columns)
    cells, merged = laid_out(content, extent)
    hidden = [each.name for each in sheets if each.name not in shown]
    return {"sheet": shown[0], "others": shown[1:], "hidden": hidden, "cells": cells, "merged": merged, "odd": []}


def check_size(extent: Extent, rows: int, columns: int) -> None:
    """NotATable for a sheet without content, or with more than is read."""
    if not extent.rows:
        raise NotATable(f"工作表“{extent.name}”是空的，请把数据放在第一张工作表")
    if extent.rows > rows:
        raise NotATable(f"这张表有{extent.rows}行，一次最多读{rows}行，请分成几个文件")
    if extent.columns > columns:
        raise NotATable(f"这张表有{extent.columns}列，最多读{columns}列，请删去不用的列")


def shown_sheet(archive: ZipFile) -> tuple[tuple[str, str], list[str], list[str]]:
    """Name and part of the first sheet that is not hidden; the names of the other shown and of the hidden ones."""
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
    return shown[0], [name for name, _ in shown[1:]], hidden


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


def main(kind: str, rows: int, columns: int) -> None:
    """One workbook from standard input to standard output."""
    limit()
    look = report_on_old if kind == "xls" else report_on
    try:
        report = look(sys.stdin.buffer.read(), rows, columns)
    except NotATable as refusal:
        report = {"refusal": str(refusal)}
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
