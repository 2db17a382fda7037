"""The lists of a month for the social-insurance and tax offices: which there are, their rows, their layouts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.documents.sheets import Column
from sibai.payroll.lists.layout import CONSTANT, SUBJECTS, ListLayout
from sibai.payroll.lists.loading import load, shipped, shipped_text
from sibai.payroll.models import ListText
from sibai.payroll.queries import list_pay, list_people
from sibai.payroll.queries.list_settlement import settlement
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.identity import mask_id, mask_phone
from sibai.people.pages.lists import PAGE_ROWS, pager_of
from sibai.people.pages.shown import ActPage

MAKERS: Mapping[str, Any] = {
    "joining": list_people.joining,
    "leaving": list_people.leaving,
    **list_pay.ROWS,
    "settlement": settlement,
}
MASKS = {"id_number": mask_id, "phone": mask_phone}
TOTAL = "合计"
NEEDED = ("id_number", "birth_date", "phone", "employer", "credit_code")
"""What no office takes blank, where the list has a column for it."""


class UnknownList(Refusal):
    """No list of that code."""


@dataclass(frozen=True, slots=True)
class KnownList:
    """A layout with where it comes from."""

    layout: ListLayout
    own: bool


def lists() -> dict[str, KnownList]:
    """All lists by code, the company's own first; one query."""
    texts = ListText.objects.filter(withdrawn=False).order_by("code")
    own = {row.code: KnownList(load(row.text, row.code), True) for row in texts}
    samples = {code: KnownList(each, False) for code, each in shipped().items() if code not in own}
    return {**own, **samples}


def list_of(code: str) -> ListLayout:
    """One list. UnknownList."""
    known = lists().get(code)
    if known is None:
        raise UnknownList("没有这个报表，请重新选择。")
    return known.layout


def values_of(layout: ListLayout, actor: Actor, month: date) -> list[dict[str, Any]]:
    """The rows of a list with everything that its columns can take."""
    rows: list[dict[str, Any]] = MAKERS[layout.of](actor.scope, month)
    return [{**row, "serial": number} for number, row in enumerate(rows, 1)]


def columns_of(layout: ListLayout) -> list[Column]:
    """The columns of the workbook."""
    return [Column(each.label, layout.kind(each), each.width) for each in layout.columns]


def cells_of(layout: ListLayout, values: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """The cells of the workbook."""
    return [[each.text if each.take == CONSTANT else row.get(each.take) for each in layout.columns] for row in values]


def totals_of(layout: ListLayout, values: Sequence[Mapping[str, Any]]) -> list[Any] | None:
    """The row of totals, where the layout wants one."""
    if not layout.totals:
        return None
    sums: list[Any] = []
    for each in layout.columns:
        summed = layout.kind(each) == "money" and not each.take.startswith(("old_", "contribution_", "declared_"))
        sums.append(sum(row[each.take] or 0 for row in values) if summed else "")
    kinds = [layout.kind(each) for each in layout.columns]
    first = next((place for place, kind in enumerate(kinds) if kind in ("", "code", "number")), None)
    if first is not None:
        sums[first] = TOTAL
    return sums


def list_page(layout: ListLayout, actor: Actor, month: date, number: str = "") -> dict[str, Any]:
    """A page of a list as web/parts/list.html takes it: numbers of persons masked; the workbook has all at once."""
    values = values_of(layout, actor, month)
    page = Paginator(values, PAGE_ROWS).get_page(number)
    masked = [{**row, **{name: mask(row[name]) for name, mask in MASKS.items() if row.get(name)}} for row in page]
    kinds = [layout.kind(each) for each in layout.columns]
    takes = [each.take for each in layout.columns]
    main = next((takes.index(name) for name in ("name", "code", "id_number") if name in takes), 0)
    return {
        "title": layout.titled(words(month)),
        "columns": [
            {"label": each.label, "kind": kind, "main": place == main, "minor": place > main + 6}
            for place, (each, kind) in enumerate(zip(layout.columns, kinds, strict=True))
        ],
        "rows": [{"cells": row} for row in cells_of(layout, masked)],
        "totals": totals_of(layout, values) if values else None,
        "empty": {"what": f"{words(month)}没有要列的人。", "how": layout.subject.lead},
        "pager": pager_of(page, lambda wanted: f"?page={wanted}"),
        "count": len(values),
        "lacking": lacking(layout, values),
    }


def lacking(layout: ListLayout, values: Sequence[Mapping[str, Any]]) -> str:
    """What an office would send back: how many rows lack what their columns need, in words; blank where none does."""
    told = [
        f"{missing}行没有{each.label}"
        for each in layout.columns
        if each.take in NEEDED and (missing := sum(not row.get(each.take) for row in values))
    ]
    return f"{'、'.join(told)}，请先在人员、区划机构里补上。" if told else ""


def layout_list(actor: Actor) -> dict[str, Any]:
    """All layouts as web/parts/list.html takes them."""
    opens = actor.may_open("payroll:save_list")
    return {
        "columns": [
            {"label": "名称"},
            {"label": "列什么"},
            {"label": "代号", "kind": "code"},
            {"label": "来源", "kind": "status"},
        ],
        "rows": [
            {
                "url": reverse("payroll:save_list", args=[code]) if opens else "",
                "cells": [
                    {"text": each.layout.name, "under": each.layout.note},
                    each.layout.subject.label,
                    code,
                    {"tone": "done" if each.own else "plain", "word": "公司自己的" if each.own else "示例"},
                ],
            }
            for code, each in lists().items()
        ],
    }


def text_of(code: str) -> str:
    """The text of a layout to start from: the company's own, else the sample; blank for a new code."""
    own = ListText.objects.filter(code=code, withdrawn=False).first()
    if own is not None:
        return own.text
    try:
        return shipped_text(code)
    except KeyError:
        return ""


def save_page(code: str) -> ActPage:
    """Entering a layout, with everything that its columns can take."""
    back = reverse("payroll:list_layouts")
    crumbs = [
        {"label": "社保个税", "url": reverse("payroll:insurance")},
        {"label": "报表格式", "url": back},
        {"label": code, "url": ""},
    ]
    known = lists().get(code)
    shown = {known.layout.of: known.layout.subject} if known else SUBJECTS
    facts = [
        {"label": f'of = "{of}"', "value": _told(of), "kind": "", "wide": True, "note": subject.lead}
        for of, subject in shown.items()
    ]
    lead = "照窗口给的样表改列名和次序；写错了的逐条指出。保存以后下一次下载就用它。"
    return ActPage("报表格式", back, crumbs, facts, lead=lead)


def _told(of: str) -> str:
    return "、".join(f"{name} {take.label}" for name, take in SUBJECTS[of].takes.items())
