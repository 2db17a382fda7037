"""Pages of checks: findings, the list, one check with the holds that cite it, tip-offs and the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.urls import reverse

from sibai.audit.queries import about
from sibai.casework.flow import CHECK
from sibai.casework.models import Check
from sibai.casework.queries.findings import KINDS, Finding, findings
from sibai.casework.queries.holds import holds_of
from sibai.casework.queries.wanted import wanted_of
from sibai.casework.queries.ways import sought
from sibai.db.querysets import Scope
from sibai.documents.queries.papers import papers_of
from sibai.employment.models import Stint
from sibai.employment.queries.act_pages import called
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, FlowPage, day, fact, note
from sibai.people.queries.person_page import told

TONES = {"received": "due", "checking": "due", "ended": "done"}
NOT_SEEN = "办理情况只有县人社局、县乡村振兴局看得到；举报人不告诉村（社区）、镇和本人。"


def checks(scope: Scope) -> models.QuerySet[Check]:
    """Checks of the county, post, person and village at hand."""
    return Check.objects.within(scope).select_related("stint", "person", "village__parent")


def check_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """All checks."""
    states = Filter("state", "状态", [(state, label, Q(state=state)) for state, label in CHECK.choices])
    kinds = Filter("kind", "线索", [(kind, label, Q(kind=kind)) for kind, label in Check.KINDS])

    def row(each: Check) -> Row:
        cells = [
            each.label,
            {"text": each.person.name, "under": each.village.short_name},
            each.get_kind_display(),
            each.found_on,
            {"tone": TONES.get(each.state, "plain"), "word": CHECK.label(each.state)},
        ]
        return Row(reverse("casework:check", args=[each.pk]), cells)

    return Listing(
        rows_of=checks(actor.scope),
        given=given,
        columns=(
            Column("编号"),
            Column("姓名", "person__pinyin"),
            Column("线索"),
            Column("发现日", "found_on", "day"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="核查",
        search=sought,
        placeholder="姓名、拼音、村名",
        filters=[states, kinds],
        order=("-year", "-number"),
        empty={"what": "这里会列出核查。", "how": "收到举报、走访发现问题，或从“核查线索”立案。"},
    )


def findings_page(actor: Actor, today: date) -> dict[str, Any]:
    """What the site found, each with the way to open a case."""
    opens = actor.may_open("casework:open_check")
    rows = [_finding_row(each, opens) for each in findings(actor.scope, today)]
    return {
        "title": "核查线索",
        "columns": [{"label": "姓名"}, {"label": "线索"}, {"label": "依据"}],
        "rows": rows,
        "empty": {
            "what": "没有发现线索。",
            "how": "系统每次打开都重新比对：死亡、退休年龄、账号、手机、岗位、出勤和工资。",
        },
    }


def _finding_row(each: Finding, opens: bool) -> dict[str, Any]:
    url = reverse("casework:open_check", args=[each.kind, each.stint.pk]) if opens else ""
    return {
        "cells": [
            {"text": each.stint.person.name, "under": each.stint.village.short_name},
            KINDS[each.kind],
            each.evidence,
        ],
        "url": url,
    }


def crumbs(actor: Actor, *stations: tuple[str, str]) -> list[dict[str, str]]:
    """The way back; a town registers tip-offs and sees no list of them."""
    sees = actor.may_open("casework:checks")
    home = ("核查", reverse("casework:checks")) if sees else ("个案", reverse("casework:list"))
    return [{"label": label, "url": url} for label, url in [home, *stations]]


def check_facts(row: Check, actor: Actor) -> list[Fact]:
    """What was reported or found, and what came of it."""
    person_url = reverse("people:person", args=[row.person_id]) if actor.may_open("people:person") else ""
    post_url = reverse("employment:stint", args=[row.stint_id]) if actor.may_open("employment:stint") else ""
    tip = row.kind == Check.TIP
    facts = [
        fact("姓名", row.person.name, url=person_url),
        fact("岗位", f"{row.village.short_name}，{row.stint.start}起", url=post_url),
        fact("线索", row.get_kind_display()),
        day("接到日" if tip else "发现日", row.found_on),
        fact("途径", row.get_way_display() if row.way else ""),
        fact("举报人", (row.reporter or "匿名") if tip else "", note="不告诉村（社区）、镇和本人"),
        fact("内容", row.words, wide=True),
        fact("登记", row.opened_at, "moment"),
        fact("结果", row.get_outcome_display() if row.outcome else ""),
        day("结案日", row.ended_on),
        fact("核查经过和结果" if row.outcome else "理由", row.result, wide=True),
    ]
    return [each for each in facts if each["value"] not in (None, "")]


def hold_facts(row: Check, actor: Actor) -> list[Fact]:
    """The holds that cite this case."""
    opens = actor.may_open("payroll:hold")
    return [
        fact(
            "暂缓发放",
            f"自{each.since.year}年{each.since.month}月起，{each.get_state_display()}",
            url=reverse("payroll:hold", args=[each.pk]) if opens else "",
        )
        for each in holds_of(row)
    ]


def check_page(row: Check, actor: Actor, refused: tuple[str, str] = ("", "")) -> FlowPage:
    """One check."""
    step = CHECK.step(row.state)
    held = hold_facts(row, actor)
    main = None
    if step is not None and actor.may_open(step.route):
        main = {"label": step.next, "url": reverse(step.route, args=[row.pk])}
    passed = {"received": ("", row.decided_at or row.opened_at), "checking": ("", row.ended_on)}
    return FlowPage(
        title=row.label,
        status={"tone": TONES.get(row.state, "plain"), "word": CHECK.label(row.state)},
        crumbs=crumbs(actor, (called(row.stint), "")),
        steps=CHECK.dots(row.state, {name: (who, at) for name, (who, at) in passed.items() if at})
        if row.state != "dismissed"
        else [],
        facts=[*check_facts(row, actor), *held],
        act=main,
        acts=_holding(row, actor) if row.state == "checking" and not held else [],
        notes=[note(NOT_SEEN)],
        papers=papers_of(row, wanted_of(row, actor), actor.role, refused),
        log=told(about("casework.check", row.pk)),
    )


def _holding(row: Check, actor: Actor) -> list[dict[str, Any]]:
    """Proposing that the pay is held, on the page of payroll, which cites this case."""
    if not actor.may_open("payroll:propose_hold"):
        return []
    url = reverse("payroll:propose_hold", args=[row.person_id])
    return [{"label": "提出暂缓发放", "url": f"{url}?{urlencode({'document': row.label})}"}]


def tip_page(stint: Stint, actor: Actor) -> ActPage:
    """Taking a tip-off down."""
    title = "登记举报"
    back = reverse("casework:checks" if actor.may_open("casework:checks") else "casework:list")
    facts = [fact("关于", called(stint))]
    lead = f"登记以后由县人社局决定是否核查。{NOT_SEEN}"
    return ActPage(title, back, crumbs(actor, (title, "")), facts, lead=lead)


def enter_page(stint: Stint, actor: Actor) -> ActPage:
    """Opening a check on what was found outside."""
    title = "登记核查"
    return ActPage(
        title, reverse("casework:checks"), crumbs(actor, (title, "")), [fact("关于", called(stint))], lead=NOT_SEEN
    )


def open_page(found: Finding | None, stint: Stint, actor: Actor) -> ActPage:
    """Opening a case on a finding."""
    back = reverse("casework:findings")
    facts = [fact("姓名", called(stint))]
    if found is not None:
        facts += [fact("线索", KINDS[found.kind]), fact("依据", found.evidence, wide=True)]
    return ActPage(
        title="按线索立案",
        back=back,
        crumbs=crumbs(actor, ("核查线索", back), ("立案", "")),
        facts=facts,
        button="立案核查",
        lead="立案以后记下现在的依据；是否暂缓发放，另由两个人决定。",
        closed="" if found is not None else "这条线索已经不在了，或者已经立案。",
    )


def act_page(row: Check, actor: Actor, title: str, states: Sequence[str]) -> ActPage:
    """Deciding on a tip-off, ending a check."""
    back = reverse("casework:check", args=[row.pk])
    return ActPage(
        title=title,
        back=back,
        crumbs=crumbs(actor, (row.label, back), (title, "")),
        facts=[*check_facts(row, actor), *hold_facts(row, actor)],
        closed="" if row.state in states else ELSEWHERE,
    )
