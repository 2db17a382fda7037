"""Pages of disputes: the list, one dispute with its time limits, registering and each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from sibai.audit.queries import about
from sibai.casework.flow import DISPUTE
from sibai.casework.models import Dispute
from sibai.casework.queries.clock import clock_act, clock_table
from sibai.casework.queries.dispute_steps import NEXT
from sibai.casework.queries.limits import asker, is_final, limit_facts, limit_notes, limits_of, open_limit
from sibai.casework.queries.wanted import wanted_of
from sibai.casework.queries.ways import crumbs, sought
from sibai.db.querysets import Scope
from sibai.documents.queries.papers import papers_of
from sibai.employment.models import Stint
from sibai.employment.queries.act_pages import called
from sibai.employment.queries.employers import employer_name
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, FlowPage, day, fact, note
from sibai.people.queries.person_page import told
from sibai.rulebook.queries.asking import Asker

PASSED = {
    "mediating": "mediating_on",
    "asked": "asked_on",
    "accepted": "accepted_on",
    "not_accepted": "not_accepted_on",
    "awarded": "awarded_on",
    "sued": "sued_on",
}
"""The day that a step was reached; steps without one were left out."""
Passed = dict[str, tuple[str, date | datetime]]
CLOSING = "了结"


def disputes(scope: Scope) -> models.QuerySet[Dispute]:
    """Disputes in the scope, post, person and village at hand."""
    rows = Dispute.objects.within(scope).select_related("stint", "person", "village__parent__parent")
    return rows.prefetch_related("clock")


def dispute_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """Disputes of everybody in the scope, with the limit that is next."""
    states = Filter(
        "state",
        "状态",
        [("open", "未了结", ~Q(state="ended")), ("ended", "已了结", Q(state="ended"))],
    )
    kinds = Filter("kind", "事项", [(kind, label, Q(kind=kind)) for kind, label in Dispute.KINDS])
    law = asker(today)

    def row(each: Dispute) -> Row:
        limit = open_limit(limits_of(each, law), today) if each.state != "ended" else None
        late = limit is not None and limit.overdue(today)
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            each.get_kind_display(),
            each.respondent_name,
            limit.last_day if limit else None,
            {"tone": "plain" if each.state == "ended" else "due", "word": DISPUTE.label(each.state)},
        ]
        return Row(reverse("casework:dispute", args=[each.pk]), cells, tone="late" if late else "")

    return Listing(
        rows_of=disputes(actor.scope),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("事项"),
            Column("被申请人", minor=True),
            Column("期限", "", "day"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="劳动争议",
        search=sought,
        placeholder="姓名、拼音、村名",
        filters=[states, kinds],
        order=("-registered_at", "pk"),
        empty={"what": "这里会列出劳动争议。", "how": "由派活儿公司登记、处理〔第三条〕〔第二十二条〕。"},
    )


def dispute_facts(row: Dispute) -> list[Fact]:
    """Who asks what of whom."""
    facts = [
        fact("姓名", row.person.name),
        fact("岗位", f"{row.village.short_name}，{row.stint.start}起{row.stint.end or ''}"),
        fact("被申请人", row.respondent_name, article="第二十二条"),
        fact("争议事项", row.get_kind_display()),
        fact("请求", row.demand, wide=True),
        fact("争议金额", row.amount, "money"),
        fact("事实", row.facts, wide=True),
        day("知道权利受侵害之日", row.knew_on),
        day("申请调解日", row.mediating_on),
        day("不予受理日", row.not_accepted_on),
        day("单位收到申请书副本", row.served_on),
        day("提交答辩书", row.replied_on),
        fact("结果", row.get_outcome_display() if row.outcome else ""),
        day("了结日", row.ended_on),
        fact("结果说明", row.result, wide=True),
    ]
    return [each for each in facts if each["value"] not in (None, "")]


def _dots(row: Dispute) -> list[dict[str, Any]]:
    """The line of dots, without the steps that were left out."""
    passed: Passed = {"registered": ("", row.registered_at)}
    passed |= {state: ("", on) for state, name in PASSED.items() if (on := getattr(row, name))}
    reached = {*passed, row.state}
    skipped = {DISPUTE.label(state) for state in PASSED if state not in reached}
    dots = DISPUTE.dots(row.state, passed)
    if row.state == "ended":
        return [dot for dot in dots if dot["label"] not in skipped]
    optional = {DISPUTE.label(state) for state in ("mediating", "not_accepted", "sued")} & skipped
    gone = {dot["label"] for dot in dots if dot["state"] == "done"} & skipped
    return [dot for dot in dots if dot["label"] not in optional | gone]


def dispute_page(row: Dispute, actor: Actor, today: date, refused: tuple[str, str] = ("", "")) -> FlowPage:
    """One dispute."""
    step, law = DISPUTE.step(row.state), asker(today)
    limits = limits_of(row, law)
    main = None
    if step is not None and actor.may_open(step.route):
        main = {"label": step.next, "url": reverse(step.route, args=[row.pk])}
    return FlowPage(
        title=f"劳动争议：{row.get_kind_display()}",
        status={"tone": "due" if step else "done", "word": DISPUTE.label(row.state)},
        crumbs=crumbs(actor, "disputes", (f"{row.village.short_name} {row.person.name}", "")),
        steps=_dots(row),
        facts=[*dispute_facts(row), *limit_facts(limits, today, over=step is None)],
        act=main,
        acts=[*_others(row, actor), *clock_act(row, actor)],
        items=clock_table(row, actor),
        notes=[*(limit_notes(limits, today) if step else []), *_final(row, law)],
        papers=papers_of(row, wanted_of(row, actor), actor.role, refused),
        log=told(about("casework.dispute", row.pk)),
    )


FINAL = (
    "金额不超过当地月最低工资标准十二个月，裁决对单位是终局的：不服的只有本人能起诉，单位只能申请撤销"
    "（劳动争议调解仲裁法第四十七条至第四十九条）。"
)


def _final(row: Dispute, law: Asker) -> list[dict[str, Any]]:
    """That an award on it is final for the employer, while one may still come or stand."""
    if row.state == "ended" or not is_final(row, law):
        return []
    return [note(FINAL, article="第二十二条")]


def _others(row: Dispute, actor: Actor) -> list[dict[str, Any]]:
    """The acts beside the main one."""
    known = [
        (row.state == "accepted", "casework:note_reply", "登记送达和答辩"),
        (row.state == "accepted" and not row.extended, "casework:extend_dispute", "登记裁决延期"),
        (row.state not in ("ended", "sued"), "casework:end_dispute", CLOSING),
        (row.state in UNDOABLE, "casework:undo_dispute", "撤回刚办的一步"),
    ]
    return [
        {"label": label, "url": reverse(route, args=[row.pk])}
        for fits, route, label in known
        if fits and actor.may_open(route)
    ]


def register_page(stint: Stint, actor: Actor, today: date) -> ActPage:
    """Registering a dispute."""
    facts = [
        fact("姓名", called(stint)),
        fact("在岗", f"{stint.start}起{f'，至{stint.end}' if stint.end else ''}"),
        fact("被申请人", employer_name(stint.village, today), note="按用人单位的口径"),
    ]
    lead = "登记以后按劳动争议调解仲裁法计算期限。"
    title = "登记劳动争议"
    return ActPage(title, reverse("casework:disputes"), crumbs(actor, "disputes", (title, "")), facts, lead=lead)


def step_page(row: Dispute, actor: Actor, today: date, title: str, states: Sequence[str]) -> ActPage:
    """One step of a dispute."""
    back = reverse("casework:dispute", args=[row.pk])
    limits = limits_of(row, asker(today))
    return ActPage(
        title=title,
        back=back,
        crumbs=crumbs(actor, "disputes", (f"{row.village.short_name} {row.person.name}", back), (title, "")),
        facts=[*dispute_facts(row), *limit_facts(limits, today, over=row.state == "ended")],
        notes=limit_notes(limits, today) if row.state != "ended" else [],
        closed="" if row.state in states else ELSEWHERE,
    )


STEPS_FROM = tuple(NEXT)
"""States with a next step."""
UNDOABLE = tuple(state for state, _ in DISPUTE.choices if state != "registered")
"""States that a step led to."""


def steps_from(row: Dispute) -> list[tuple[str, str]]:
    """What can come next, for a choice."""
    return list(NEXT.get(row.state, {}).items())
