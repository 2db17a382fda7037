"""Sums over the journal: balances of accounts, by month and source, by town; what is free for the next prefunding."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum

from sibai.db.querysets import Scope
from sibai.funds.accounts import code, free_codes
from sibai.funds.models import Entry, Line, Remittance

REMITTED = {
    "insurance": ("pension", "pension_employer", "work_injury", "further_person", "further_employer"),
    "tax": ("tax",),
}
"""Which accounts a payment to the tax office settles."""


def lines(scope: Scope) -> QuerySet[Line]:
    """All lines of the county's books."""
    return Line.objects.within(scope)


def at_bank(scope: Scope) -> dict[tuple[str, str], int]:
    """What lies at the bank, by town and source; one query."""
    rows = lines(scope).filter(account=code("bank")).order_by().values_list("town_code", "source")
    return {(town, source): total for town, source, total in rows.annotate(total=Sum("amount"))}


def free(scope: Scope) -> dict[str, int]:
    """What is free by town: money less everything that is owed out of it; below zero where more is owed. One query."""
    rows = lines(scope).filter(account__in=free_codes()).order_by().values_list("town_code")
    return dict(rows.annotate(total=Sum("amount")))


def by_account(scope: Scope) -> dict[tuple[date, str, str], int]:
    """The sum of each month, account and source; one query."""
    rows = lines(scope).order_by().values_list("month", "account", "source").annotate(total=Sum("amount"))
    return {(month, account, source): total for month, account, source, total in rows}


def remittances(scope: Scope) -> QuerySet[Any]:
    """Payments to the tax office, each with whether its entry was reversed (`undone`): then it was none."""
    entries = Entry.objects.filter(kind="remitted", subject_id=OuterRef("pk"), reversed_by__isnull=False)
    rows: QuerySet[Any] = Remittance.objects.within(scope).annotate(undone=Exists(entries))
    return rows


def overpaid_before(scope: Scope, month: date, kind: str) -> dict[date, dict[tuple[str, str], int]]:
    """Earlier months of which too much was paid to the tax office, as corrections have left them; one query.

    By account and town as `to_remit`: the sum of each month is below zero.
    """
    accounts = [code(key) for key in REMITTED[kind]]
    rows = lines(scope).filter(account__in=accounts, month__lt=month).order_by("month", "town_code", "account")
    found: dict[date, dict[tuple[str, str], int]] = {}
    for of, account, town, total in rows.values_list("month", "account", "town_code").annotate(total=Sum("amount")):
        if total:
            found.setdefault(of, {})[account, town] = -total
    return {of: sums for of, sums in found.items() if sum(sums.values()) < 0}


def to_remit(scope: Scope, month: date, kind: str) -> dict[tuple[str, str], int]:
    """What is due to the tax office for a month, by account and town; positive: to be paid. One query."""
    accounts = [code(key) for key in REMITTED[kind]]
    rows = lines(scope).filter(account__in=accounts, month=month).order_by("town_code", "account")
    sums = rows.values_list("account", "town_code").annotate(total=Sum("amount"))
    return {(account, town): -total for account, town, total in sums if total}
