"""The year's budget against its months; the boxes in which it is entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from sibai.funds.models import FUNDED_BY, Budget
from sibai.funds.queries.budgets import Year, year_of
from sibai.funds.queries.prefunding_pages import budget_notes
from sibai.funds.queries.ways import crumbs, tabs, words
from sibai.measure.dates import add_months
from sibai.measure.numbers import MONTHS_PER_YEAR
from sibai.people.actor import Actor
from sibai.people.pages.shown import ActPage

MONEY = "money"


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """What funds/budget.html shows."""

    title: str
    tabs: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    tables: list[dict[str, Any]]
    act: dict[str, str] | None
    years: list[dict[str, Any]]


def budget_page(actor: Actor, year: int) -> BudgetPage:
    """A year."""
    found = year_of(actor.scope, year)
    may = actor.may_open("funds:set_budget")
    return BudgetPage(
        title=f"{year}年预算",
        tabs=tabs(actor, "funds:budget"),
        notes=budget_notes(actor, year),
        tables=[_table(found, source, label) for source, label in FUNDED_BY],
        act={"label": "登记预算", "url": reverse("funds:set_budget", args=[year])} if may else None,
        years=[
            {"label": f"{each}年", "url": f"{reverse('funds:budget')}?year={each}", "on": each == year}
            for each in (year - 1, year, year + 1)
        ],
    )


def _table(found: Year, source: str, label: str) -> dict[str, Any]:
    rows = [
        {
            "cells": [
                words(each.month),
                each.budget,
                {"text": each.need, "under": "推算" if each.expected else ""},
                each.left,
            ],
            "tone": "late" if each.left < 0 and not each.expected else "",
        }
        for each in found.months[source]
    ]
    return {
        "title": label,
        "columns": [
            {"label": "月份"},
            {"label": "预算（元）", "kind": MONEY},
            {"label": "预拨（元）", "kind": MONEY},
            {"label": "累计还剩（元）", "kind": MONEY},
        ],
        "rows": rows,
    }


def months_of(year: int) -> list[date]:
    """The months of a year."""
    return [add_months(date(year, 1, 1), number) for number in range(MONTHS_PER_YEAR)]


def known(actor: Actor, year: int) -> tuple[dict[tuple[date, str], int], str]:
    """The year's budget as it stands, and its document; one query."""
    months = months_of(year)
    rows = list(Budget.objects.within(actor.scope).filter(month__gte=months[0], month__lte=months[-1]))
    return {(row.month, row.source): row.amount for row in rows}, rows[0].document if rows else ""


def set_page(year: int) -> ActPage:
    """Entering a year's budget."""
    back = f"{reverse('funds:budget')}?year={year}"
    lead = "按批复的预算分月填。以后调整的，改了再保存，日志里留着每次的合计和依据。"
    return ActPage(f"登记{year}年预算", back, crumbs(("预算", back), ("登记", "")), lead=lead)
