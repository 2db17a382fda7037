"""A year's contributions and what recounts changed of them, by month and side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Sum
from django.urls import reverse

from sibai.payroll.bank.rows import yuan
from sibai.payroll.flow import DRAFT, RECOUNT
from sibai.payroll.models import OWN_SIDES, SIDES, Difference, Payslip, Recount, Run
from sibai.payroll.queries.insurance_page import unpublished
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.pages.shown import ActPage, Fact, fact, note
from sibai.rulebook.queries.keeping import provisional_in

CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class YearPage:
    """What payroll/year.html shows."""

    title: str
    status: dict[str, str] | None
    act: dict[str, str] | None
    acts: list[dict[str, Any]]
    crumbs: list[dict[str, str]]
    notes: list[dict[str, Any]]
    facts: list[Fact]
    listing: dict[str, Any]


def _within(year: int) -> dict[str, date]:
    return {"month__gte": date(year, 1, 1), "month__lte": date(year, 12, 1)}


def _acts(actor: Actor, year: int) -> list[dict[str, Any]]:
    if not actor.may_open("payroll:declared"):
        return []
    return [{"label": f"{year}年申报工资", "url": reverse("payroll:declared", args=[year])}]


def year_page(actor: Actor, year: int) -> YearPage:
    """One year; four queries."""
    slips = Payslip.objects.wages().within(actor.scope).filter(**_within(year))
    paid = slips.exclude(run__state__in=DRAFT).order_by("month").values("month")
    months = list(paid.annotate(people=Count("pk"), **{name: Sum(name) for name in SIDES}))
    differences = Difference.objects.within(actor.scope).filter(**_within(year)).exclude(recount__state="rejected")
    by_month = differences.order_by("month").values("month", "recount_id", "recount__state", "recount__number")
    changed = list(by_month.annotate(people=Count("pk"), **{name: Sum(name) for name in SIDES}))
    waits = any(each["recount__state"] == "prepared" for each in changed)
    return YearPage(
        title=f"{year}年全年重算",
        status={"tone": "due", "word": RECOUNT.label("prepared")} if waits else None,
        act=_act(actor, year, waits, bool(months)),
        acts=_acts(actor, year),
        crumbs=[
            {"label": "社保个税", "url": reverse("payroll:insurance")},
            {"label": f"{year}年全年重算", "url": ""},
        ],
        notes=_notes(actor, year),
        facts=_facts(changed),
        listing=_listing(months, changed),
    )


def _act(actor: Actor, year: int, waits: bool, paid: bool) -> dict[str, str] | None:
    """The company prepares, the county confirms what waits."""
    if waits and actor.may_open("payroll:confirm_year"):
        return {"label": "确认全年更正", "url": reverse("payroll:confirm_year", args=[year])}
    if paid and not waits and actor.may_open("payroll:prepare_year"):
        return {"label": "全年重算", "url": reverse("payroll:prepare_year", args=[year])}
    return None


def _notes(actor: Actor, year: int) -> list[dict[str, Any]]:
    """Which months were computed on figures that were not published then; one query."""
    runs = Run.objects.within(actor.scope).filter(kind="monthly", **_within(year)).exclude(state__in=(*DRAFT, "void"))
    months = [month for month, law in runs.order_by("month").values_list("month", "law") if provisional_in(law)]
    if not months:
        return []
    labels = "、".join(words(month) for month in months)
    still = unpublished(months[-1])
    if still:
        return [note(f"{labels}按暂定的基数计，{'、'.join(sorted(still))}还没有公布。", "due", article="第十四条")]
    return [note(f"{labels}发放时按暂定的基数计，本年的基数已经公布。", "plain", article="第十四条")]


def _facts(changed: list[dict[str, Any]]) -> list[Fact]:
    sums = {name: sum(each[name] for each in changed) for name in SIDES}
    own = sums["pension_employer"] + sums["work_injury"] + sums["further_employer"]
    return [
        fact("应发差额", sums["gross"], "money"),
        fact("养老个人差额", sums["pension"], "money", note="随下一批工资补扣或退还"),
        fact("养老单位差额", sums["pension_employer"], "money"),
        fact("工伤单位差额", sums["work_injury"], "money"),
        *(fact(label, sums[name], "money") for label, name in FURTHER_LABELS if sums[name]),
        fact("单位合计", own, "money", note="由派活儿公司垫缴"),
        fact("两边合计", own + sums["pension"] + sums["further_person"], "money"),
    ]


def _listing(months: list[dict[str, Any]], changed: list[dict[str, Any]]) -> dict[str, Any]:
    by_month: dict[date, list[dict[str, Any]]] = {}
    for each in changed:
        by_month.setdefault(each["month"], []).append(each)
    rows = [_row(each, by_month.get(each["month"], [])) for each in months]
    totals = ["合计", None, *(sum(row["cells"][place] for row in rows) for place in range(2, 8)), ""]
    return {
        "title": "各月",
        "columns": [
            {"label": "月份"},
            {"label": "人数", "kind": "number", "minor": True},
            {"label": "养老个人（元）", "kind": "money", "minor": True},
            {"label": "养老单位（元）", "kind": "money", "minor": True},
            {"label": "工伤单位（元）", "kind": "money", "minor": True},
            {"label": "养老个人差额", "kind": "money"},
            {"label": "养老单位差额", "kind": "money"},
            {"label": "工伤单位差额", "kind": "money"},
            {"label": "更正", "kind": "status"},
        ],
        "rows": rows,
        "totals": totals if rows else None,
        "empty": {"what": "这一年还没有审批过的工资。"},
    }


def _row(paid: dict[str, Any], changed: list[dict[str, Any]]) -> dict[str, Any]:
    last = changed[-1] if changed else None
    state: dict[str, str] = {"tone": "plain", "word": "没有更正"}
    if last is not None:
        tone = "done" if last["recount__state"] == CONFIRMED else "due"
        word = RECOUNT.label(last["recount__state"])
        state = {"tone": tone, "word": word, "under": f"第{last['recount__number']}次，{last['people']}人"}
    cells = [
        {"text": words(paid["month"])},
        paid["people"],
        *(paid[name] for name in OWN_SIDES[1:]),
        *(sum(each[name] for each in changed) for name in OWN_SIDES[1:]),
        state,
    ]
    return {"url": reverse("payroll:recount", args=[last["recount_id"]]) if last else "", "cells": cells}


def prepare_year_page(year: int) -> ActPage:
    """Computing a year again."""
    lead = "本年审批过的每个月都按现在的记录和口径重算，有差额的月份各编一次更正，由县人社局确认。原工资单不动。"
    return ActPage("全年重算", reverse("payroll:year", args=[year]), _way(year, "编制"), lead=lead)


def confirm_year_page(actor: Actor, year: int) -> ActPage:
    """Confirming a year's recounts; two queries."""
    rows = Difference.objects.within(actor.scope).filter(recount__state="prepared", **_within(year))
    sums = rows.aggregate(count=Count("pk"), months=Count("recount", distinct=True), **{n: Sum(n) for n in SIDES})
    waiting = Recount.objects.within(actor.scope).filter(state="prepared", **_within(year))
    cause = waiting.aggregate(cause=Max("cause"))["cause"] or ""
    confirm = {
        "what": "每个月的更正各自确认。养老个人差额随下一批工资补扣或退还；应发减少的，本人同意后按月扣回。",
        "effects": [
            {"label": "起因", "value": cause},
            {"label": "月份", "value": f"{sums['months']}个月"},
            {"label": "人次", "value": f"{sums['count']}"},
            *({"label": label, "value": _yuan(sums[name])} for label, name in LABELS),
            *({"label": label, "value": _yuan(sums[name])} for label, name in FURTHER_LABELS if sums[name]),
        ],
        "last": True,
        "article": "第十四条",
    }
    closed = "" if sums["count"] else "本年没有等着确认的更正。"
    back = reverse("payroll:year", args=[year])
    return ActPage("确认全年更正", back, _way(year, "确认"), confirm=confirm, button="确认", closed=closed)


LABELS = (
    *(("应发差额", "gross"), ("养老个人差额", "pension"), ("养老单位差额", "pension_employer")),
    ("工伤单位差额", "work_injury"),
)
FURTHER_LABELS = (("其他社会保险个人差额", "further_person"), ("其他社会保险单位差额", "further_employer"))
"""Told only where they are something."""


def _yuan(fen: int | None) -> str:
    return f"{yuan(fen or 0)}元"


def _way(year: int, title: str) -> list[dict[str, str]]:
    return [
        {"label": "社保个税", "url": reverse("payroll:insurance")},
        {"label": f"{year}年全年重算", "url": reverse("payroll:year", args=[year])},
        {"label": title, "url": ""},
    ]
