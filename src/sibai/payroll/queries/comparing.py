"""A county's own past pay sheets against the rules, for a page: what differs, why, and which ways it has lived by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from sibai.attendance.queries.month import month_of
from sibai.batch.commands.command import law_sheet
from sibai.batch.commands.compare import done_of
from sibai.batch.compare.changes import Effort
from sibai.batch.compare.comparing import Compared, compare
from sibai.batch.compare.reading import OldSheets, read_old
from sibai.batch.compare.setting import CAUSES
from sibai.batch.tables.faults import Faults
from sibai.batch.tables.raw import NotATable
from sibai.batch.tables.schema import COMPARED
from sibai.batch.tables.workbook import write_workbook
from sibai.documents.checking import TABLES, check
from sibai.measure.values import shown
from sibai.rulebook.queries.law import county_law
from sibai.rulebook.queries.refusing import refusals_told

FILE = "文件"
OPTION = re.compile("（[a-z0-9_]+=[a-z0-9_]+）")
MOST_ROWS, MOST_SEARCHED = 3_000, 300
"""Rows of a file that the page takes, and cells for which two causes at once are tried; the command knows no limit."""
SHOWN_AT_MOST = 200
TOO_MANY = f"超过{MOST_ROWS}人次，网页一次只核对这么多，请按年分开，或用命令 sibai compare"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a file came to; with faults nothing was compared."""

    made: Compared | None = None
    workbook: bytes = b""
    faults: Sequence[tuple[str, str, str]] = ()
    """Where, column, what to do."""
    notices: Sequence[str] = field(default_factory=tuple)

    @property
    def facts(self) -> dict[str, Any]:
        """What the log keeps of it."""
        assert self.made is not None
        paid = sum(total.difference for total in self.made.totals if total.cell == "net")
        counts = {"people": self.made.people, "cells": self.made.cells, "different": self.made.different}
        return {**counts, "difference": shown(paid, "fen")}


def compared(upload: Any, month: str) -> Comparison:
    """An upload against the county's rules. BadUpload; Refusal for a month without law."""
    checked = check(upload, TABLES)
    faults, law = Faults(), county_law()
    try:
        sheets = read_old(checked.content, checked.kind, FILE, month_of(month), faults, checked.name)
    except NotATable as refusal:
        faults.add(FILE, refusal.row, refusal.column, str(refusal))
        sheets = OldSheets([])
    if len(sheets.rows) > MOST_ROWS:
        faults.add(FILE, 1, FILE, TOO_MANY)
    if faults:
        return Comparison(faults=[(_where(each.file, each.row), each.column, each.message) for each in faults])
    effort = Effort(MOST_SEARCHED)
    with refusals_told():
        made = compare(sheets.rows, law, effort)
        done = done_of(made, sheets, law)
    content = BytesIO()
    write_workbook(done.frame, COMPARED, content, law_sheet(done, ""))
    spared = f"算不出的格子太多，其中{effort.spared}格只试了一种原因；要全部试，请用命令 sibai compare"
    return Comparison(made, content.getvalue(), notices=[*sheets.notices, *([spared] if effort.spared else [])])


def _where(file: str, row: int) -> str:
    return f"{file.removeprefix(FILE)}第{row}行"


def in_words(told: str) -> str:
    """What was otherwise, without the names that only the command takes."""
    return OPTION.sub("", told)


def totals_of(made: Compared) -> dict[str, Any]:
    """The items with what their difference is made of."""
    columns = [{"label": "项目", "main": True}, {"label": "不同", "kind": "number"}]
    columns += [{"label": label, "kind": "money"} for label in ("原表", "按规则", "差额", *CAUSES.values())]
    rows = [
        {
            "cells": [
                each.label,
                each.different,
                each.old,
                each.by_rules,
                each.difference,
                *(each.parts[cause] for cause in CAUSES),
            ]
        }
        for each in made.totals
    ]
    return {"title": "各项合计（元）", "columns": columns, "rows": rows}


def lived_of(made: Compared) -> dict[str, Any]:
    """Which ways the sheets were made in, by cause."""
    columns = [{"label": "做法", "main": True}, {"label": "原因"}, {"label": "人次", "kind": "number"}]
    columns += [{"label": "个人多发（元）", "kind": "money"}, {"label": "单位多缴（元）", "kind": "money"}]
    rows = [
        {"cells": [in_words(each.words), CAUSES[each.cause], each.people, each.paid, each.employer]}
        for each in made.lived
    ]
    return {"title": "原来的做法", "columns": columns, "rows": rows}


def cells_of(made: Compared) -> dict[str, Any]:
    """The first cells that differ."""
    columns = [{"label": "人员", "main": True}, {"label": "月份", "kind": "code"}, {"label": "项目"}]
    columns += [{"label": label, "kind": "money"} for label in ("原表", "按规则", "差额")]
    rows = [
        {
            "cells": [
                {"text": each["code"], "under": f"{each['sheet']}第{each['row']}行"},
                each["month"],
                each["item"],
                each["old"],
                each["by_rules"],
                each["difference"],
                in_words(each["why"]),
            ]
        }
        for each in made.frame.head(SHOWN_AT_MOST).iter_rows(named=True)
    ]
    return {"title": "不同的格子", "columns": [*columns, {"label": "说明"}], "rows": rows}


def faults_of(comparison: Comparison) -> dict[str, Any]:
    """What has to be mended in the file."""
    rows = [{"cells": list(each), "tone": "late"} for each in comparison.faults[:SHOWN_AT_MOST]]
    columns = [{"label": "位置", "main": True}, {"label": "列名"}, {"label": "要改的"}]
    return {"title": "要改的", "columns": columns, "rows": rows}
