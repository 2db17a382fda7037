"""Balances: what lies at the bank by source, month by month, and every account; payments to the tax office; checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from sibai.documents.words import in_yuan
from sibai.funds.accounts import ACCOUNTS, KINDS, code
from sibai.funds.bookkeeping import SOURCES
from sibai.funds.queries import news
from sibai.funds.queries.balances import by_account, remittances
from sibai.funds.queries.crosscheck import Check, crosscheck
from sibai.funds.queries.ways import crumbs, tabs, words
from sibai.payroll.models import Run
from sibai.people.actor import Actor
from sibai.people.pages.shown import note

Table = dict[str, Any]
BANK = code("bank")
MONEY, NUMBER = "money", "number"


@dataclass(frozen=True, slots=True)
class BalancePage:
    """What funds/balances.html shows."""

    tabs: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    figures: list[tuple[str, int]]
    months: Table
    accounts: Table
    act: dict[str, str] | None


def balance_page(actor: Actor) -> BalancePage:
    """The county's balances; two queries."""
    sums = by_account(actor.scope)
    waiting = news.count(actor.scope)
    notes = []
    if waiting:
        notes.append(note(f"有{waiting}项已经办好、还没有记账，下面的数不含它们。", "due"))
    can_post = bool(waiting) and actor.may_open("funds:post")
    return BalancePage(
        tabs=tabs(actor, "funds:balances"),
        notes=notes,
        figures=[(label, _at_bank(sums, source)) for source, label in SOURCES.items()],
        months=_months(sums),
        accounts=_accounts(sums),
        act={"label": "记账", "url": reverse("funds:post")} if can_post else None,
    )


def _at_bank(sums: dict[tuple[date, str, str], int], source: str, until: date | None = None) -> int:
    return sum(
        amount
        for (month, account, from_), amount in sums.items()
        if account == BANK and from_ == source and (until is None or month <= until)
    )


def _months(sums: dict[tuple[date, str, str], int]) -> Table:
    """Each month's movement at the bank by source, and the balance after it; the last month first."""
    months = sorted({month for month, _, _ in sums}, reverse=True)
    rows = []
    for month in months:
        moved = [sums.get((month, BANK, source), 0) for source in SOURCES]
        after = [_at_bank(sums, source, month) for source in SOURCES]
        cells: list[Any] = [words(month)]
        for change, left in zip(moved, after, strict=True):
            cells += [change, left]
        rows.append({"cells": [*cells, sum(after)]})
    heads: list[dict[str, Any]] = [{"label": "月份"}]
    for label in SOURCES.values():
        heads += [{"label": f"{label}变动", "kind": MONEY, "minor": True}, {"label": f"{label}余额", "kind": MONEY}]
    return {
        "title": "每月和各来源",
        "columns": [*heads, {"label": "合计余额", "kind": MONEY}],
        "rows": rows,
        "empty": {"what": "这里会列出每个月每种来源的余额。", "how": "记账以后就有。"},
    }


def _accounts(sums: dict[tuple[date, str, str], int]) -> Table:
    """Every account with its debit or credit balance; both sums are the same."""
    totals: dict[str, int] = {}
    for (_, account, _), amount in sums.items():
        totals[account] = totals.get(account, 0) + amount
    rows = [
        {
            "cells": [
                {"text": each.name, "under": each.code},
                KINDS[each.kind],
                max(totals.get(each.code, 0), 0) or None,
                max(-totals.get(each.code, 0), 0) or None,
            ]
        }
        for each in ACCOUNTS.values()
    ]
    debit = sum(max(amount, 0) for amount in totals.values())
    credit = sum(max(-amount, 0) for amount in totals.values())
    return {
        "title": "各科目余额",
        "columns": [
            {"label": "科目"},
            {"label": "类别", "minor": True},
            {"label": "借方（元）", "kind": MONEY},
            {"label": "贷方（元）", "kind": MONEY},
        ],
        "rows": rows,
        "totals": ["合计", "", debit, credit],
    }


def remittance_table(actor: Actor) -> Table:
    """What was paid to the tax office, the last first."""
    rows = remittances(actor.scope).select_related("by").order_by("-month", "-at")
    return {
        "title": "缴纳",
        "columns": [
            {"label": "所属月份"},
            {"label": "类别"},
            {"label": "金额（元）", "kind": MONEY},
            {"label": "缴款日", "kind": "day"},
            {"label": "凭证", "minor": True},
        ],
        "rows": [
            {
                "cells": [
                    {"text": words(each.month), "flag": "已冲正" if each.undone else ""},
                    *(each.get_kind_display(), each.amount, each.paid_on, each.document),
                ]
            }
            for each in rows[:120]
        ],
        "empty": {
            "what": "这里会列出向税务部门缴的社会保险费和个税。",
            "how": "公司出纳缴款以后登记，缴清当月账上的数。",
        },
    }


def check_months(actor: Actor) -> Table:
    """The months that can be checked, the last first."""
    rows = Run.objects.within(actor.scope).filter(state__in=news.FINAL).order_by("-month")
    months = list(dict.fromkeys(rows.values_list("month", flat=True)))
    return {
        "title": "对账",
        "columns": [{"label": "月份"}],
        "rows": [{"url": reverse("funds:check", args=[f"{each:%Y-%m}"]), "cells": [words(each)]} for each in months],
        "empty": {"what": "这里会列出审批过工资的月份。", "how": "工资单、银行、账逐人对，一分不差才算平。"},
    }


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What funds/check.html shows."""

    title: str
    crumbs: list[dict[str, str]]
    status: dict[str, str]
    summary: Table
    gaps: list[Table]


def check_page(actor: Actor, month: date) -> CheckPage:
    """One month's cross-check."""
    checks = crosscheck(month, actor.scope)
    good = all(each.holds for each in checks)
    return CheckPage(
        title=f"{words(month)}对账",
        crumbs=crumbs(("对账", reverse("funds:checks")), (words(month), "")),
        status={"tone": "done", "word": "对平"} if good else {"tone": "late", "word": "有差异"},
        summary={
            "title": "各项合计",
            "columns": [
                {"label": "对什么"},
                {"label": "一边（元）", "kind": MONEY},
                {"label": "另一边（元）", "kind": MONEY},
                {"label": "结果", "kind": "status"},
            ],
            "rows": [_summary(each) for each in checks],
        },
        gaps=[_gaps(each) for each in checks if each.gaps],
    )


def _summary(each: Check) -> dict[str, Any]:
    word = "相符" if each.holds else f"差{in_yuan(each.left - each.right)}元" if each.left != each.right else "逐人不符"
    return {
        "cells": [
            {"text": each.title, "under": " 对 ".join(each.labels)},
            each.left,
            each.right,
            {"tone": "done" if each.holds else "late", "word": word},
        ]
    }


def _gaps(each: Check) -> Table:
    return {
        "title": f"{each.title}：差在这些人",
        "columns": [
            {"label": "姓名"},
            {"label": f"{each.labels[0]}（元）", "kind": MONEY},
            {"label": f"{each.labels[1]}（元）", "kind": MONEY},
            {"label": "原因"},
        ],
        "rows": [
            {
                "url": reverse("payroll:slip", args=[gap.who.slip]) if gap.who.slip else "",
                "cells": [{"text": gap.who.name or "—", "under": gap.who.village}, gap.left, gap.right, gap.why],
            }
            for gap in each.gaps
        ],
    }
