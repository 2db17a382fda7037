"""How old the company's advances are: each with what is on its way and what has come back (art. 14)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, Sum

from sibai.funds.queries.claimable import OPEN, PARTLY, RECLAIMED, advances
from sibai.funds.queries.ways import words
from sibai.measure.dates import month_first
from sibai.measure.numbers import MONTHS_PER_YEAR
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.places.models import Place

MONEY = "money"
STATES = (("open", "未收回", OPEN), ("partly", "部分收回", PARTLY), ("reclaimed", "已收回", RECLAIMED))
LATE_AFTER = 6
"""So many months old an advance is shown as late: no law says so, the company's money is tied up."""


def age(month: date, today: date) -> int:
    """How many months ago."""
    first: date = month_first(today)
    return (first.year - month.year) * MONTHS_PER_YEAR + first.month - month.month


def by_month(actor: Actor, today: date) -> dict[str, Any]:
    """Month by month, the oldest first, with the totals; one query."""
    rows = advances(actor.scope).order_by("month").values("month")
    sums: list[dict[str, Any]] = list(
        rows.annotate(all=Sum("amount"), under_way=Sum("asked"), returned=Sum("back"), left=Sum("open"))
    )
    names = ("all", "under_way", "returned", "left")
    return {
        "title": "按月份",
        "columns": [
            {"label": "月份"},
            {"label": "几个月以前", "kind": "number"},
            {"label": "垫缴（元）", "kind": MONEY},
            {"label": "申报中（元）", "kind": MONEY, "minor": True},
            {"label": "已收回（元）", "kind": MONEY},
            {"label": "还没有收回（元）", "kind": MONEY},
        ],
        "rows": [
            {
                "cells": [words(each["month"]), age(each["month"], today), *(each[name] for name in names)],
                "tone": "late" if each["left"] > 0 and age(each["month"], today) >= LATE_AFTER else "",
            }
            for each in sums
        ],
        "totals": ["合计", "", *(sum(each[name] for each in sums) for name in names)],
        "empty": {"what": "这里会列出公司垫缴的单位保险，哪些收回了。", "how": "工资定案以后记账，就有垫缴。"},
    }


def advance_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """Advance by advance."""
    places: dict[str, str] = {}

    def prepare(rows: Any) -> None:
        codes = {each.village_code for each in rows}
        places.update({each.code: each.short_name for each in Place.objects.filter(pk__in=codes)})

    def row(each: Any) -> Row:
        word = "已收回" if each.open <= 0 else "部分收回" if each.back else "申报中" if each.asked else "未收回"
        tone = "done" if each.open <= 0 else "due"
        cells = [
            {"text": each.person.name if each.person else "", "under": places.get(each.village_code, "")},
            words(each.month),
            each.amount,
            each.back,
            each.open,
            {"tone": tone, "word": word},
        ]
        return Row("", cells)

    return Listing(
        rows_of=advances(actor.scope).select_related("person"),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("月份", "month"),
            Column("垫缴（元）", "amount", MONEY),
            Column("已收回（元）", "", MONEY, minor=True),
            Column("还没有收回（元）", "open", MONEY),
            Column("状态", "", "status"),
        ),
        row=row,
        title="逐笔",
        search=lambda text: Q(person__name__contains=text) | Q(person__pinyin__startswith=text.lower()),
        placeholder="姓名",
        filters=[Filter("state", "状态", STATES)],
        order=("month", "village_code", "pk"),
        prepare=prepare,
    )
