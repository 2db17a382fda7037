"""A list of another office (deaths, contributions, pay) held against those on post, by identity number.

Nothing of the list is kept: who is on it and not on post is read past, a case keeps the row of whom it is about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.batch.tables.grid import Grid, NotATable, read_grid
from sibai.casework.models import Check
from sibai.casework.queries.findings import KINDS
from sibai.db.querysets import Scope
from sibai.documents.checking import TABLES, check
from sibai.employment.models import Stint
from sibai.employment.queries.stints import on_post
from sibai.people.identity import BadIdNumber, check_id_number
from sibai.people.queries.persons import index_of

MOST_ROWS, MOST_COLUMNS, LOOKED_AT = 20_000, 60, 20
HEADER = re.compile("身份证|公民身份|证件号|社会保障号")
LISTS: Sequence[tuple[str, str]] = (
    ("dead", "死亡人员（民政、公安、卫健）"),
    ("elsewhere", "在别处参保、领工资、领待遇的人员"),
)


class BadList(Refusal):
    """The list cannot be read."""

    field = "file"


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody on post who stands on the list."""

    kind: str
    stint: Stint
    row: int
    source: str
    opened: bool = False
    """Whether a case about it is there already."""

    @property
    def evidence(self) -> str:
        """As the case keeps it."""
        return f"与“{self.source}”比对，身份证号相同，在名单第{self.row}行。"

    @property
    def key(self) -> str:
        """The same person on the same list is one finding, wherever the row stands."""
        return sha256(f"list|{self.kind}|{self.stint.pk}|{self.source}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Matched:
    """What a list came to: how many numbers it had, how many rows without a right one, who is on post."""

    listed: int
    unread: int
    matches: Sequence[Match]

    @property
    def fresh(self) -> list[Match]:
        """Those about whom no case was opened."""
        return [each for each in self.matches if not each.opened]


def matched(upload: Any, kind: str, source: str, scope: Scope, today: date) -> Matched:
    """Those on post who stand on an uploaded list; four queries. BadUpload, BadList."""
    checked = check(upload, TABLES)
    try:
        grid = read_grid(checked.content, checked.kind, rows=MOST_ROWS, columns=MOST_COLUMNS)
    except NotATable as refusal:
        raise BadList(f"第{refusal.row}行：{refusal}") from refusal
    numbers, unread = _numbers(grid)
    indexes = {index_of("id_number", number): row for number, row in numbers.items()}
    posts = [post for post in on_post(scope, today) if post.person.id_index in indexes]
    found = [Match(kind, post, indexes[post.person.id_index], source) for post in posts]
    opened = set(Check.objects.filter(key__in=[each.key for each in found]).values_list("key", flat=True))
    marked = [Match(each.kind, each.stint, each.row, source, each.key in opened) for each in found]
    return Matched(len(numbers), unread, marked)


def _numbers(grid: Grid) -> tuple[Mapping[str, int], int]:
    """The first row of each right identity number, and how many rows have none. BadList without such a column."""
    headers = [
        (row, column)
        for (row, column), cell in sorted(grid.cells.items())
        if row <= LOOKED_AT and HEADER.search(unicodedata.normalize("NFKC", cell.text))
    ]
    if not headers:
        raise BadList(f"找不到身份证号一列：前{LOOKED_AT}行里应有一个列名写“身份证号”。")
    top, place = headers[0]
    numbers: dict[str, int] = {}
    unread = 0
    for row in sorted({row for row, _ in grid.cells if row > top}):
        cell = grid.cells.get((row, place))
        try:
            numbers.setdefault(check_id_number(cell.text if cell else "").number, row)
        except BadIdNumber:
            unread += 1
    return numbers, unread


def matches_listing(found: Matched) -> dict[str, Any]:
    """Who is on post and on the list."""
    rows = [
        {
            "cells": [
                {"text": each.stint.person.name, "under": each.stint.village.short_name},
                KINDS_OF[each.kind],
                each.row,
                {"tone": "plain", "word": "已经立案"} if each.opened else {"tone": "due", "word": "在岗，要核查"},
            ],
            "url": reverse("people:person", args=[each.stint.person_id]),
        }
        for each in found.matches
    ]
    return {
        "title": "名单上在岗的人",
        "columns": [
            {"label": "姓名"},
            {"label": "线索"},
            {"label": "名单第几行", "kind": "number"},
            {"label": "状态", "kind": "status"},
        ],
        "rows": rows,
        "empty": {"what": "名单上没有在岗的协理员。", "how": "换一份名单再比对。"},
    }


KINDS_OF = {**KINDS, **dict(Check.ENTERED)}
