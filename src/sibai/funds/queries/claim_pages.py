"""Subsidy claims: the list, one with its lines and what goes with it, the page of each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from sibai.attendance.queries.ways import url_of
from sibai.audit.queries import about
from sibai.audit.refusals import Refusal
from sibai.documents.queries.papers import papers_of
from sibai.documents.words import in_yuan
from sibai.funds.flow import CLAIM
from sibai.funds.models import Claim, ClaimLine
from sibai.funds.queries.balances import remittances
from sibai.funds.queries.claim_scans import wanted_of
from sibai.funds.queries.claimable import RULE, facts_of, months_between
from sibai.funds.queries.ways import crumbs, words
from sibai.measure.dates import month_last
from sibai.payroll.models import BankFile
from sibai.people.actor import Actor
from sibai.people.pages import Column, Listing, Row
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, fact, note
from sibai.people.queries.person_page import told
from sibai.rulebook.queries.asking import asker_on
from sibai.rulebook.queries.keeping import thawed

MONEY = "money"
TONES = {"received": "done", "rejected": "late"}


def claims(actor: Actor) -> QuerySet[Claim]:
    """The claims that the actor sees."""
    return Claim.objects.within(actor.scope).select_related("county", "claimed_by", "decided_by", "received_by")


def months_words(row: Claim) -> str:
    """2026年3月, or from one month to another."""
    return words(row.first) if row.first == row.last else f"{words(row.first)}至{words(row.last)}"


def claim_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """All claims, the last first."""

    def row(each: Claim) -> Row:
        status = {"tone": TONES.get(each.state, "due"), "word": CLAIM.label(each.state)}
        cells = [
            {"text": f"{each.number}号", "under": each.get_kind_display()},
            months_words(each),
            each.people,
            each.asked,
            each.granted if each.state != "claimed" else None,
            status,
        ]
        return Row(reverse("funds:claim", args=[each.pk]), cells)

    return Listing(
        rows_of=Claim.objects.within(actor.scope),
        given=given,
        columns=(
            Column("申报", "number"),
            Column("月份"),
            Column("人数", "", "number", minor=True),
            Column("申报（元）", "asked", MONEY),
            Column("批准（元）", "", MONEY),
            Column("状态", "", "status"),
        ),
        row=row,
        title="补贴",
    )


def shown_claims(actor: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """The list with what stands here while there is none."""
    listing = claim_list(actor, given)
    listing.order = ("-number",)
    listing.empty = {
        "what": "这里会列出每次申报的岗位补贴、社保补贴和县财政列支。",
        "how": "工资发到卡上、社会保险费缴清以后由公司经办申报，县人社局审核，到账后登记。",
    }
    return listing.shown()


def missing_standards(today: date) -> list[dict[str, Any]]:
    """A note for each standard that the county has not entered."""
    asker = asker_on(month_last(today))
    notes = []
    for kind, label in (("post", "岗位补贴"), ("insurance", "社保补贴")):
        try:
            asker.ask((RULE[kind],), facts_of(kind, 0))
        except Refusal as refusal:
            text = f"还不能申报{label}：{refusal}。"
            notes.append(note(text, "due"))
    return notes


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """What funds/claim.html shows."""

    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    steps: list[dict[str, Any]]
    facts: list[Fact]
    act: dict[str, str] | None
    acts: list[dict[str, Any]]
    receipts: dict[str, Any] | None
    lines: dict[str, Any]
    why: Any
    attached: dict[str, Any]
    papers: list[dict[str, Any]]
    log: list[dict[str, Any]] = field(default_factory=list)


def claim_page(row: Claim, actor: Actor, given: Mapping[str, Any]) -> ClaimPage:
    """One claim."""
    return ClaimPage(
        title=row.label,
        status={"tone": TONES.get(row.state, "due"), "word": CLAIM.label(row.state)},
        crumbs=crumbs(("补贴", reverse("funds:claims")), (row.label, "")),
        steps=_steps(row),
        facts=_facts(row),
        act=_act(row, actor),
        acts=[
            {"label": label, "url": reverse(route, args=[row.pk]), "icon": icon}
            for label, route, icon in (
                ("导出申报材料", "funds:export_claim", "download"),
                ("打印申请表", "funds:print_claim", "print"),
            )
            if actor.may_open(route)
        ]
        + _money_acts(row, actor),
        receipts=_receipts(row),
        lines=line_list(row, given).shown(),
        why=_why(row),
        attached=attached(row, actor),
        papers=papers_of(row, wanted_of(row, actor), actor.role),
        log=told(about(row._meta.label_lower, row.pk)),
    )


def _steps(row: Claim) -> list[dict[str, Any]]:
    passed: dict[str, tuple[str, date | datetime]] = {}
    for state, who in (("claimed", "decided"), ("granted", "received")):
        by, at = getattr(row, f"{who}_by"), getattr(row, f"{who}_at")
        if at is not None:
            passed[state] = (by.name if by else "", at)
    return CLAIM.dots(row.state, passed) if row.state != "rejected" else []


def _act(row: Claim, actor: Actor) -> dict[str, str] | None:
    step = CLAIM.step(row.state)
    if step is None or not actor.may_open(step.route):
        return None
    return {"label": step.next, "url": reverse(step.route, args=[row.pk])}


def _money_acts(row: Claim, actor: Actor) -> list[dict[str, Any]]:
    """What the cashier may do beside the main act."""
    acts = []
    if row.excess and actor.may_open("funds:give_back_claim"):
        acts.append({"label": "登记多到款退回", "url": reverse("funds:give_back_claim", args=[row.pk])})
    if row.state == "received" and actor.may_open("funds:receive_claim"):
        acts.append({"label": "登记又到的款", "url": reverse("funds:receive_claim", args=[row.pk])})
    return acts


def _receipts(row: Claim) -> dict[str, Any] | None:
    """Every part that came or was given back; None while nothing did."""
    rows = list(row.receipts.select_related("by").order_by("number"))
    if not rows:
        return None
    return {
        "title": "到账和退回",
        "columns": [
            {"label": "日期", "kind": "day"},
            {"label": "金额（元）", "kind": MONEY},
            {"label": "凭证"},
            {"label": "登记", "minor": True},
        ],
        "rows": [{"cells": [each.on, each.amount, each.document, each.by.name if each.by else ""]} for each in rows],
    }


def _facts(row: Claim) -> list[Fact]:
    facts = [
        fact("类别", row.get_kind_display()),
        fact("月份", months_words(row)),
        fact("人数", f"{row.people}人"),
        fact("申报金额", row.asked, MONEY),
        fact("申报", row.claimed_by.name if row.claimed_by else ""),
    ]
    if row.opening_id:
        facts.append(
            fact("从哪里来", "起用系统以前已经申报，随期初带入", url=reverse("funds:opening", args=[row.opening_id]))
        )
    if row.decided_at:
        facts.append(fact("批准金额", row.granted, MONEY))
    if row.reason:
        facts.append(fact("和申报不同的原因", row.reason, wide=True))
    if row.received_on:
        facts.append(fact("已到账", row.received, MONEY, note=f"{row.received_on}，{row.document}"))
    if row.coming and row.state == "granted":
        facts.append(fact("还没有到账", row.coming, MONEY))
    if row.excess:
        facts.append(fact("多到待退", row.excess, MONEY))
    return facts


def _why(row: Claim) -> Any:
    """How a line of the last month was computed, by the law that the claim keeps; nothing where no rule made it alone.

    Where corrections count with a line, it does not stand for itself.
    """
    one = row.lines.filter(month=row.last).select_related("line").order_by("village_id", "pk").first()
    if not row.law or one is None:
        return None
    rule = RULE[row.kind]
    answers = thawed(row.law).ask((rule,), facts_of(row.kind, one.line.amount))
    return answers.why(rule) if answers[rule] == one.asked else None


def line_list(row: Claim, given: Mapping[str, Any]) -> Listing:
    """The lines of a claim."""

    def shown(each: ClaimLine) -> Row:
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            words(each.month),
            each.line.amount,
            each.asked,
            each.granted if row.state != "claimed" else None,
            each.received if row.received_on else None,
        ]
        return Row("", cells)

    def search(text: str) -> Q:
        return Q(person__name__contains=text) | Q(village__name__contains=text)

    return Listing(
        rows_of=row.lines.select_related("person", "village", "line"),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("月份", "month"),
            Column("基础工资（元）" if row.kind == "post" else "垫缴（元）", "", MONEY),
            Column("申报（元）", "asked", MONEY),
            Column("批准（元）", "", MONEY),
            Column("到账（元）", "", MONEY, minor=True),
        ),
        row=shown,
        title="明细",
        search=search,
        order=("village_id", "month", "pk"),
    )


def people_of(row: Claim) -> list[tuple[str, str]]:
    """Everybody of a claim with what is asked for them, for a choice; one query."""
    found: dict[str, tuple[str, int]] = {}
    for each in row.lines.select_related("person", "village").order_by("village_id", "person_id", "month"):
        said, before = found.get(str(each.person_id), (f"{each.person.name}，{each.village.short_name}", 0))
        found[str(each.person_id)] = (said, before + each.asked)
    return [(key, f"{said}，{in_yuan(asked)}元") for key, (said, asked) in found.items()]


def attached(row: Claim, actor: Actor) -> dict[str, Any]:
    """What goes with a claim: rosters and sheets of the months, the bank's files, the payments to the tax office."""
    months = months_between(row.first, row.last)
    sheets = actor.may_open("attendance:place")
    rows: list[dict[str, Any]] = [
        {
            "cells": [
                "花名册、考勤情况登记表",
                {"text": words(month), "url": url_of("place", month, row.place_code) if sheets else ""},
            ]
        }
        for month in months
    ]
    rows += [{"cells": cells} for cells in _receipts_of(months, actor)]
    return {"title": "随申请报送的材料", "columns": [{"label": "材料"}, {"label": "是哪一份"}], "rows": rows}


def _receipts_of(months: list[date], actor: Actor) -> list[list[Any]]:
    """The bank's files of some months and the payments to the tax office; one query."""
    answered = {"lines__payment__slip__month__in": months, "lines__state": "success"}
    files = BankFile.objects.within(actor.scope).filter(**answered).distinct().order_by()
    nothing = {"at_month": Cast(Value(None), DateField()), "paper": Value("", CharField())}
    paid = remittances(actor.scope).filter(month__in=months, kind="insurance", undone=False).order_by()
    known = files.annotate(no=F("number"), of=F("count"), **nothing).values_list("no", "of", "pk", "at_month", "paper")
    others = paid.annotate(no=Value(0), of=Value(0), at_month=F("month"), paper=F("document"))
    rows = list(known.union(others.values_list("no", "of", "pk", "at_month", "paper"), all=True))
    sent = [
        ["银行代发回单", {"text": f"银行文件{no}号，{of}笔", "url": _url("payroll:bank_file", actor, key)}]
        for no, of, key, month, _ in sorted(rows, key=lambda row: row[0])
        if month is None
    ]
    told = sorted((month, paper) for _, _, _, month, paper in rows if month is not None)
    return sent + [["社会保险费缴费凭证", f"{words(month)}，{paper}"] for month, paper in told]


def _url(route: str, actor: Actor, key: Any) -> str:
    return reverse(route, args=[key]) if actor.may_open(route) else ""


def make_page(today: date) -> ActPage:
    """Making a claim."""
    back = reverse("funds:claims")
    lead = "这些月份里没有申报过的，一次全部报上；一个人一个月一种补贴只报一次。"
    return ActPage("申报补贴", back, crumbs(("补贴", back), ("申报", "")), notes=missing_standards(today), lead=lead)


def step_page(row: Claim, title: str, states: tuple[str, ...], lead: str, button: str) -> ActPage:
    """Deciding a claim, or registering that its money has come."""
    url = reverse("funds:claim", args=[row.pk])
    return ActPage(
        title,
        url,
        crumbs(("补贴", reverse("funds:claims")), (row.label, url), (title, "")),
        _facts(row),
        lead=lead,
        button=button,
        closed="" if row.state in states else ELSEWHERE,
    )
