"""Corrections of paid travel claims: what stands now, the list on the claim's page, the page of each step."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from sibai.casework.flow import CLAIM_CORRECTION
from sibai.casework.models import ClaimCorrection, TravelClaim
from sibai.casework.models.claim_correction import COUNTS, OPEN
from sibai.casework.queries.ways import crumbs
from sibai.db.querysets import Scope
from sibai.documents.words import in_yuan
from sibai.people.actor import Actor
from sibai.people.pages.shown import ELSEWHERE, ActPage, fact

TONES = {"settled": "done", "rejected": "plain"}


def corrections(scope: Scope) -> models.QuerySet[ClaimCorrection]:
    """Corrections in the scope with their claims."""
    rows = ClaimCorrection.objects.within(scope)
    return rows.select_related("claim__trip", "person", "village__parent__parent", "entered_by")


def standing(claim: TravelClaim) -> TravelClaim | ClaimCorrection:
    """What counts of a paid claim: the last correction that the town confirmed, or the claim itself. One query."""
    last = ClaimCorrection.objects.filter(claim=claim, state__in=COUNTS).order_by("-number").first()
    return last or claim


def way_of(difference: int) -> str:
    """A difference in words: paid later, or given back."""
    return f"{'补付' if difference > 0 else '退回'}{in_yuan(abs(difference))}元"


def corrections_of(claim: TravelClaim) -> list[ClaimCorrection]:
    """The corrections of a claim in their order; one query."""
    return list(ClaimCorrection.objects.filter(claim=claim).order_by("number"))


def correction_table(rows: list[ClaimCorrection]) -> dict[str, Any] | None:
    """The corrections of a claim, as its page lists them; nothing where there are none."""
    made = [
        {
            "cells": [
                {"text": f"第{row.number}次", "under": f"{row.start}至{row.end}"},
                row.total,
                way_of(row.difference),
                {"text": row.reason, "under": row.why},
                {"text": str(row.settled_on or ""), "under": row.voucher},
                {"tone": TONES.get(row.state, "due"), "word": CLAIM_CORRECTION.label(row.state)},
            ]
        }
        for row in rows
    ]
    columns = [
        {"label": "更正"},
        {"label": "更正后合计（元）", "kind": "money"},
        {"label": "差额"},
        {"label": "原因"},
        {"label": "补付或退回", "minor": True},
        {"label": "状态", "kind": "status"},
    ]
    return {"title": "更正", "columns": columns, "rows": made} if made else None


def next_of(claim: TravelClaim, rows: list[ClaimCorrection], actor: Actor) -> dict[str, str] | None:
    """The step that waits for the actor on a paid claim: the open correction's, or beginning one."""
    if claim.state != "paid":
        return None
    waiting = next((row for row in rows if row.state in OPEN), None)
    if waiting is None:
        begin = actor.may_open("casework:correct_claim")
        url = reverse("casework:correct_claim", args=[claim.pk])
        return {"label": "更正", "url": url} if begin else None
    step = CLAIM_CORRECTION.step(waiting.state)
    if step is None or not actor.may_open(step.route):
        return None
    return {"label": step.next, "url": reverse(step.route, args=[waiting.pk])}


def correct_page(claim: TravelClaim, actor: Actor) -> ActPage:
    """Entering a correction."""
    now = standing(claim)
    back = reverse("casework:claim", args=[claim.pk])
    name = f"{claim.village.short_name} {claim.person.name}"
    facts = [
        fact("出差", f"{claim.trip.start}至{claim.trip.end}，{claim.trip.to_where}", wide=True),
        fact("现在的日期", f"{now.start}至{now.end}"),
        fact("现在的合计", now.total, "money"),
        fact("支付", f"{claim.paid_on}，凭证号{claim.voucher}"),
    ]
    lead = "照实际填整份差旅费，合计按标准重新算，和原来的差额由镇上确认后补付或退回。原来的一笔不改。"
    closed = "" if claim.state == "paid" else "还没有支付的不用更正，撤回确认以后可以改。"
    return ActPage(
        "更正差旅费", back, crumbs(actor, "claims", (name, back), ("更正", "")), facts, lead=lead, closed=closed
    )


def step_page(row: ClaimCorrection, actor: Actor, title: str, state: str) -> ActPage:
    """Confirming a correction, or settling its difference."""
    back = reverse("casework:claim", args=[row.claim_id])
    name = f"{row.village.short_name} {row.person.name}"
    facts = [
        fact("姓名", row.person.name),
        fact("更正后的日期", f"{row.start}至{row.end}"),
        fact("住宿费票据", row.lodging_paid, "money"),
        fact("城市间交通费", row.fares_paid, "money"),
        fact("更正后合计", row.total, "money", article="第十五条"),
        fact("差额", way_of(row.difference)),
        fact("更正原因", row.reason, wide=True),
        fact("登记", row.entered_by.name if row.entered_by else ""),
    ]
    closed = "" if row.state == state else ELSEWHERE
    return ActPage(title, back, crumbs(actor, "claims", (name, back), (title, "")), facts, closed=closed)
