"""Prefunding by month: the list, one with its towns, the page of each step; what is still needed and who is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from sibai.audit.queries import about
from sibai.documents.words import in_yuan
from sibai.funds.flow import PREFUNDING
from sibai.funds.models import Prefunding, Share
from sibai.funds.queries.budgets import year_of
from sibai.funds.queries.needs import late, months_in_need
from sibai.funds.queries.ways import crumbs, words
from sibai.payroll.models import Run
from sibai.people.actor import Actor
from sibai.people.flow import time_left
from sibai.people.pages import Column, Listing, Row
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, fact, note
from sibai.people.queries.person_page import told
from sibai.places.models import Place
from sibai.rulebook.queries.asking import Kept

MONEY = "money"
RETURNED_FROM = {"county_leader": "computed", "finance": "approved"}
"""At which step each of them may send a prefunding back."""
DONE_BY = {"computed": "approved", "approved": "transferred", "transferred": "arrived"}
"""State → who took the step out of it."""


def prefundings(actor: Actor) -> QuerySet[Prefunding]:
    """Those that the actor sees."""
    who = ("computed_by", "approved_by", "transferred_by", "arrived_by")
    return Prefunding.objects.within(actor.scope).select_related("county", *who)


def prefunding_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """All prefundings, the last month first."""

    def row(each: Prefunding) -> Row:
        waits = PREFUNDING.step(each.state)
        late_ = each.state in ("computed", "returned", "approved") and today > each.due
        word = PREFUNDING.label(each.state)
        status = {"tone": "late" if late_ else "due" if waits else "done", "word": word}
        under = f"补充{each.number - 1}" if each.number > 1 else ""
        cells = [{"text": words(each.month), "under": under}, each.people, each.amount, each.due, status]
        return Row(reverse("funds:prefunding", args=[each.pk]), cells, tone="late" if late_ else "")

    return Listing(
        rows_of=Prefunding.objects.within(actor.scope),
        given=given,
        columns=(
            Column("月份", "month"),
            Column("人数", "", "number"),
            Column("应预拨（元）", "amount", MONEY),
            Column("截止日", "", "day", minor=True),
            Column("状态", "", "status"),
        ),
        row=row,
        title="预拨",
        order=("-month", "-number"),
        empty={
            "what": "这里会列出每个月的预拨。",
            "how": "公司审批工资以后，县人社局经办按镇计算，领导审批，财政拨付，公司确认到账。",
        },
    )


def starts(actor: Actor) -> list[dict[str, str]]:
    """The months that the actor can compute now; one query."""
    if not actor.may_open("funds:compute_prefunding"):
        return []
    return [
        {"label": f"计算{words(month)}预拨", "url": reverse("funds:compute_prefunding", args=[f"{month:%Y-%m}"])}
        for month in months_in_need(actor.scope)
    ]


@dataclass(frozen=True, slots=True)
class PrefundingPage:
    """What funds/prefunding.html shows."""

    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    steps: list[dict[str, Any]]
    facts: list[Fact]
    act: dict[str, str] | None
    acts: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    towns: dict[str, Any]
    whys: list[tuple[str, Any]]
    runs: list[dict[str, str]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)


def prefunding_page(row: Prefunding, actor: Actor, today: date) -> PrefundingPage:
    """One prefunding. No person is named: finance opens it too."""
    waits = PREFUNDING.step(row.state)
    shares = list(row.shares.select_related("town").order_by("town_id"))
    return PrefundingPage(
        title=row.label,
        status={"tone": "due" if waits else "done", "word": PREFUNDING.label(row.state)},
        crumbs=crumbs(("预拨", reverse("funds:prefundings")), (row.label, "")),
        steps=_steps(row),
        facts=_facts(row, shares),
        act=_act(row, actor),
        acts=_acts(row, actor),
        notes=_notes(row, actor, today),
        towns=_towns(shares),
        whys=[(share.town.short_name, Kept(share.answers).why("prefunding_due")) for share in shares],
        runs=_runs(row, actor),
        log=told(about(row._meta.label_lower, row.pk)),
    )


def _steps(row: Prefunding) -> list[dict[str, Any]]:
    passed: dict[str, tuple[str, date | datetime]] = {}
    for state, who in DONE_BY.items():
        by, at = getattr(row, f"{who}_by"), getattr(row, f"{who}_at")
        if at is not None:
            passed[state] = (by.name if by else "", at)
    dots = PREFUNDING.dots(row.state, passed, row.why if row.state == "returned" else "")
    return [dot for dot in dots if dot["label"] != "已退回" or row.state == "returned"]


def _act(row: Prefunding, actor: Actor) -> dict[str, str] | None:
    step = PREFUNDING.step(row.state)
    if step is None or not actor.may_open(step.route):
        return None
    return {"label": step.next, "url": reverse(step.route, args=[row.pk])}


def _acts(row: Prefunding, actor: Actor) -> list[dict[str, Any]]:
    made = []
    if row.state == RETURNED_FROM.get(actor.role) and actor.may_open("funds:return_prefunding"):
        made.append({"label": "退回", "url": reverse("funds:return_prefunding", args=[row.pk])})
    if row.state == "computed" and actor.may_open("funds:compute_again"):
        made.append({"label": "重新计算", "url": reverse("funds:compute_again", args=[row.pk])})
    return made


def _facts(row: Prefunding, shares: list[Share]) -> list[Fact]:
    facts = [
        fact("人数", f"{row.people}人"),
        fact("应预拨", row.amount, MONEY),
        fact("就业补助资金", sum(each.employment for each in shares), MONEY),
        fact("财政预算资金", sum(each.budget for each in shares), MONEY),
        fact("拨付截止日", row.due, "day", article="第十二条"),
        fact("计算", row.computed_by.name if row.computed_by else ""),
    ]
    if row.transferred_on:
        facts += [fact("拨付日", row.transferred_on, "day"), fact("拨付凭证", row.document)]
    if row.arrived_on:
        facts.append(fact("到账日", row.arrived_on, "day"))
    return facts


def _notes(row: Prefunding, actor: Actor, today: date) -> list[dict[str, Any]]:
    notes = []
    if row.state in ("computed", "returned", "approved"):
        left = time_left(row.due, today)
        if today >= row.due:
            notes.append(note(f"拨付{left}。", "late" if today > row.due else "due", article="第十二条"))
    waiting = late(actor.scope, row.month)
    if waiting:
        names = {each.code: each.short_name for each in Place.objects.filter(pk__in=list(waiting))}
        said = "、".join(f"{names.get(town, town)}{count}人" for town, count in sorted(waiting.items()))
        notes.append(note(f"{said}还没有列入工资，不影响其他镇；办好以后另作补充预拨。", "due"))
    return notes + budget_notes(actor, row.month.year)


def budget_notes(actor: Actor, year: int) -> list[dict[str, Any]]:
    """A warning for the first month that each source of a year cannot cover."""
    found = year_of(actor.scope, year)
    if not found.given:
        return [note(f"还没有登记{year}年的预算，不能提示哪个月开始不够。", "plain")]
    labels = {"employment": "就业补助资金", "budget": "财政预算资金"}
    notes = []
    for source, label in labels.items():
        short = found.short(source)
        if short is not None:
            gap = next(each for each in found.months[source] if each.month == short)
            guess = "（按最近一个月推算）" if gap.expected else ""
            text = f"{label}到{words(short)}不够{guess}，差{in_yuan(-gap.left)}元。"
            notes.append(note(text, "plain" if gap.expected else "late", article="第十二条"))
    return notes


def _towns(shares: list[Share]) -> dict[str, Any]:
    names = ("base_total", "insurance_total", "balance", "amount", "employment", "budget")
    labels = ("基础工资", "单位保险", "上次结余", "应预拨", "就业补助资金", "财政预算资金")
    minor = ("base_total", "insurance_total", "balance")
    return {
        "title": "按镇和来源（元）",
        "columns": [
            {"label": "镇"},
            {"label": "人数", "kind": "number"},
            *(
                {"label": label, "kind": MONEY, "minor": name in minor}
                for name, label in zip(names, labels, strict=True)
            ),
        ],
        "rows": [
            {"cells": [each.town.short_name, each.people, *(getattr(each, name) for name in names)]} for each in shares
        ],
        "totals": [
            "合计",
            sum(each.people for each in shares),
            *(sum(getattr(each, name) for each in shares) for name in names),
        ],
    }


def _runs(row: Prefunding, actor: Actor) -> list[dict[str, str]]:
    """The runs of the month that wait for their money, for the cashier who has it now."""
    if row.state != "arrived" or not actor.may_open("payroll:fund"):
        return []
    rows = Run.objects.within(actor.scope).filter(month=row.month, state="approved").order_by("number")
    return [{"label": f"{each.label}：确认资金到账", "url": reverse("payroll:fund", args=[each.pk])} for each in rows]


STEPS: dict[str, tuple[str, tuple[str, ...], str, str, str]] = {
    "compute_again": (
        "重新计算预拨",
        ("computed", "returned"),
        "重新计算",
        "县人社局领导",
        "按现在的工资单和账再算一遍，替换各镇的数。",
    ),
    "approve": ("审批预拨", ("computed",), "审批通过", "县财政局", "审批以后由县财政局按镇和来源拨付。"),
    "return": ("退回预拨", ("computed", "approved"), "退回", "县人社局经办", "退回给经办重新计算。"),
    "transfer": ("确认拨付", ("approved",), "确认已拨付", "派活儿公司出纳", "确认钱已经从国库或专户拨给派活儿公司。"),
    "arrive": (
        "确认预拨到账",
        ("transferred",),
        "确认到账",
        "派活儿公司出纳在工资里确认资金到账",
        "确认钱已经到公司账户，按镇和来源记账。",
    ),
}
"""Step → title, states, button, who is next, what will happen."""


def step_page(row: Prefunding, name: str) -> ActPage:
    """One step of a prefunding."""
    title, states, button, next_one, what = STEPS[name]
    url = reverse("funds:prefunding", args=[row.pk])
    sums = {source: sum(getattr(each, source) for each in row.shares.all()) for source in ("employment", "budget")}
    confirm = {
        "what": what,
        "effects": [
            {"label": "人数", "value": f"{row.people}人"},
            {"label": "就业补助资金", "value": f"{in_yuan(sums['employment'])}元"},
            {"label": "财政预算资金", "value": f"{in_yuan(sums['budget'])}元"},
        ],
        "amount": row.amount,
        "second": next_one,
        "article": "第十二条",
    }
    way = crumbs(("预拨", reverse("funds:prefundings")), (row.label, url), (title, ""))
    closed = "" if row.state in states else ELSEWHERE
    return ActPage(title, url, way, confirm=confirm, button=button, closed=closed)


def compute_page(month: date) -> ActPage:
    """Computing a month's prefunding."""
    back = reverse("funds:prefundings")
    title = f"计算{words(month)}预拨"
    lead = "按镇计算：基础工资加单位保险，减去上次结余；先把已办好的事记账，再算结余。"
    return ActPage(title, back, crumbs(("预拨", back), (title, "")), lead=lead)
