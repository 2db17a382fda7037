"""How the pages of the room hang together: tabs, months in addresses, words for months."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from sibai.attendance.queries.month import month_of
from sibai.db.querysets import Scope
from sibai.funds.models import Line
from sibai.measure.dates import add_months, month_first
from sibai.payroll.queries.months_page import MONTHS_BACK, words
from sibai.people.actor import Actor

__all__ = ["booked_months", "crumbs", "month_of", "recent_months", "tabs", "words"]

TABS = (
    ("余额", "funds:balances"),
    ("预拨", "funds:prefundings"),
    ("预算", "funds:budget"),
    ("补贴", "funds:claims"),
    ("垫缴", "funds:advances"),
    ("村公司奖励", "funds:rewards"),
    ("凭证", "funds:journal"),
    ("缴纳", "funds:remittances"),
    ("对账", "funds:checks"),
    ("建账", "funds:openings"),
)


def tabs(actor: Actor, now: str) -> list[dict[str, Any]]:
    """The pages of the room that the actor may open."""
    return [
        {"label": label, "url": reverse(route), "current": route == now}
        for label, route in TABS
        if actor.may_open(route)
    ]


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way from the room's first page: (label, address) pairs; the last has none."""
    return [{"label": "资金", "url": reverse("funds:balances")}, *({"label": text, "url": url} for text, url in steps)]


def subject_url(kind: str, key: Any, actor: Actor) -> str:
    """The page of what an entry stands on; blank where there is none or the actor may not open it."""
    routes = {
        "payroll.run": "payroll:run",
        "payroll.bankfile": "payroll:bank_file",
        "funds.entry": "funds:entry",
        "funds.prefunding": "funds:prefunding",
        "funds.claim": "funds:claim",
        "funds.opening": "funds:opening",
    }
    route = routes.get(kind, "")
    if not route or not actor.may_open(route):
        return ""
    try:
        return reverse(route, args=[key])
    except NoReverseMatch:
        return ""


def recent_months(today: date) -> list[tuple[str, str]]:
    """The last twelve months for a choice, this one first."""
    months = [add_months(month_first(today), -back) for back in range(MONTHS_BACK)]
    return [(f"{month:%Y-%m}", words(month)) for month in months]


def booked_months(scope: Scope, today: date) -> list[tuple[str, str]]:
    """The last twelve months and every earlier one that the books have something of: what is old can be settled too.

    One query.
    """
    earlier = Line.objects.within(scope).order_by().values_list("month", flat=True).distinct()
    known = {*recent_months(today), *((f"{month:%Y-%m}", words(month)) for month in earlier)}
    return sorted(known, reverse=True)
