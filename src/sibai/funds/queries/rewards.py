"""Rewards of village companies: what each village has registered, what its company has paid in, what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse

from sibai.db.querysets import Scope, area
from sibai.funds.accounts import code
from sibai.funds.flow import REWARD
from sibai.funds.models import Line, OpeningRow, RewardReceipt
from sibai.funds.opening import OPENED
from sibai.funds.queries.ways import crumbs
from sibai.payroll.models import PayItem
from sibai.people.actor import Actor
from sibai.people.pages import Column, Listing, Row
from sibai.people.pages.shown import ELSEWHERE, ActPage, fact
from sibai.places.models import Place

MONEY = "money"
TONES = {"entered": "due", "confirmed": "done", "rejected": "late"}
PAID_IN = ("rewarded", "reversal", OPENED)
"""The entries by which a village company's debt becomes less, its payment is taken back, or either is of before."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A village's rewards in fen: registered, said to be paid in and not confirmed yet, paid in."""

    registered: int
    waiting: int
    paid_in: int

    @property
    def open(self) -> int:
        """What the village's company has still to pay in."""
        return self.registered - self.waiting - self.paid_in


def standings(scope: Scope) -> dict[str, Standing]:
    """Every village with rewards, by code; four queries.

    What it owed when the books began counts as registered, what it had paid in before as paid in.
    """
    live = PayItem.objects.within(scope).filter(kind="reward", state__in=("entered", "confirmed"))
    registered = _summed(live, "village_id")
    waiting = _summed(RewardReceipt.objects.within(scope).filter(state="entered"), "village_id")
    lines = Line.objects.filter(account=code("village_reward"), posts__in=PAID_IN)
    paid_in = {
        village: -total
        for village, total in _summed(
            lines.filter(village_code__gte=scope.low, village_code__lte=scope.high), "village_code"
        ).items()
    }
    before = _summed(
        OpeningRow.objects.within(scope).filter(item="reward_owed", opening__state="confirmed"), "village_id"
    )
    villages = sorted({*registered, *waiting, *paid_in, *before})
    return {
        each: Standing(
            registered.get(each, 0) + before.get(each, 0),
            waiting.get(each, 0),
            paid_in.get(each, 0) + before.get(each, 0),
        )
        for each in villages
    }


def _summed(rows: QuerySet[Any], by: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(by).annotate(total=Sum("amount")))


def open_of(village: Place) -> int:
    """What a village's company has still to pay in, what waits for the cashier left out."""
    found = standings(area(village.code)).get(village.code)
    return found.open if found else 0


def receipts(actor: Actor) -> QuerySet[RewardReceipt]:
    """The payments that the actor sees."""
    rows = RewardReceipt.objects.within(actor.scope)
    return rows.select_related("county", "village__parent", "entered_by", "decided_by")


def village_table(actor: Actor) -> dict[str, Any]:
    """Village by village, those first who owe; five queries."""
    found = standings(actor.scope)
    places = {each.pk: each for each in Place.objects.filter(pk__in=found).select_related("parent")}
    rows = [
        {
            "cells": [
                {"text": places[each].short_name, "under": places[each].parent.name if places[each].parent else ""},
                told.registered,
                told.waiting or None,
                told.paid_in or None,
                told.open,
                {"tone": "due", "word": "没有交清"} if told.open > 0 else {"tone": "done", "word": "已交清"},
            ]
        }
        for each, told in sorted(found.items(), key=lambda pair: (pair[1].open <= 0, pair[0]))
    ]
    return {
        "title": "各村",
        "columns": [
            {"label": "村（社区）"},
            {"label": "登记的奖励（元）", "kind": MONEY},
            {"label": "待出纳确认（元）", "kind": MONEY, "minor": True},
            {"label": "已到账（元）", "kind": MONEY},
            {"label": "未交（元）", "kind": MONEY},
            {"label": "状态", "kind": "status"},
        ],
        "rows": rows,
        "empty": {
            "what": "这里会列出各村劳务帮扶服务公司另发的工作奖励交来了多少。",
            "how": "村里登记奖励以后就有。",
        },
    }


def receipt_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """Every payment, the last first."""
    may = actor.may_open("funds:confirm_reward")

    def row(each: RewardReceipt) -> Row:
        url = reverse("funds:confirm_reward", args=[each.pk]) if may and each.state == "entered" else ""
        cells = [
            {"text": f"{each.number}号", "under": each.document},
            {"text": each.village.short_name, "under": each.payer_name},
            each.amount,
            each.paid_on,
            {"tone": TONES[each.state], "word": REWARD.label(each.state), "under": each.why},
        ]
        return Row(url, cells)

    listing = Listing(
        rows_of=receipts(actor),
        given=given,
        columns=(
            Column("到账", "number"),
            Column("付款单位"),
            Column("金额（元）", "amount", MONEY),
            Column("到账日", "paid_on", "day"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="交来的款",
        order=("-number",),
    )
    listing.empty = {
        "what": "这里会列出村公司交来的每一笔奖励款。",
        "how": "公司经办按银行到账登记，出纳确认以后入账。",
    }
    return listing


def owing(scope: Scope) -> list[tuple[str, str]]:
    """Villages whose company has something to pay in, for a choice: code, and name with the amount."""
    found = {each: told for each, told in standings(scope).items() if told.open > 0}
    places = Place.objects.filter(pk__in=found).select_related("parent").order_by("pk")
    return [(each.pk, f"{each.parent.name if each.parent else ''}{each.short_name}") for each in places]


def register_page() -> ActPage:
    """Registering a payment."""
    back = reverse("funds:rewards")
    lead = "按公司账户的到账记录登记，由出纳确认以后入账。一笔款是几个人的奖励，合起来登记一次。"
    return ActPage("登记奖励到账", back, crumbs(("村公司奖励", back), ("登记", "")), lead=lead)


def confirm_page(row: RewardReceipt) -> ActPage:
    """Confirming one."""
    back = reverse("funds:rewards")
    facts = [
        fact("付款单位", row.payer_name),
        fact("村（社区）", row.village.short_name),
        fact("金额", row.amount, MONEY),
        fact("到账日", row.paid_on, "day"),
        fact("凭证", row.document),
        fact("登记", row.entered_by.name if row.entered_by else ""),
    ]
    return ActPage(
        f"确认{row.label}",
        back,
        crumbs(("村公司奖励", back), (row.label, "")),
        facts,
        lead="对着公司账户的到账记录。确认以后入账，登记的人不能自己确认。",
        closed="" if row.state == "entered" else ELSEWHERE,
    )
