"""Pages of injuries at work: the list, one injury with its time limits, reporting and each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from sibai.audit.queries import about
from sibai.casework.flow import INJURY
from sibai.casework.models import Injury
from sibai.casework.queries.clock import clock_act, clock_table
from sibai.casework.queries.limits import asker, limit_facts, limit_notes, limits_of, open_limit
from sibai.casework.queries.wanted import wanted_of
from sibai.casework.queries.ways import crumbs, sought
from sibai.db.querysets import Scope
from sibai.documents.queries.papers import papers_of
from sibai.employment.models import Stint
from sibai.employment.queries.act_pages import called
from sibai.employment.queries.employers import employer_name
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import ELSEWHERE, ActPage, Fact, FlowPage, day, fact
from sibai.people.queries.person_page import told
from sibai.rulebook.queries.asking import Asker

OPEN = tuple(step.state for step in INJURY.steps)
MOST_MINE = 10


def injuries(scope: Scope) -> models.QuerySet[Injury]:
    """Injuries in the scope, post, person, village and trip at hand."""
    rows = Injury.objects.within(scope).select_related("stint", "person", "village__parent__parent", "trip")
    return rows.prefetch_related("clock")


def injury_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """Injuries of everybody in the scope, with the limit that is next."""
    states = Filter("state", "状态", [(state, label, Q(state=state)) for state, label in INJURY.choices])
    law = asker(today)

    def row(each: Injury) -> Row:
        limit = open_limit(limits_of(each, law), today) if each.state in OPEN else None
        late = limit is not None and limit.overdue(today)
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            each.happened_on,
            limit.last_day if limit else None,
            {"tone": "due" if each.state in OPEN else "plain", "word": INJURY.label(each.state)},
        ]
        return Row(reverse("casework:injury", args=[each.pk]), cells, tone="late" if late else "")

    return Listing(
        rows_of=injuries(actor.scope),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("事故日期", "happened_on", "day"),
            Column("期限", "", "day"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="工伤",
        search=sought,
        placeholder="姓名、拼音、村名",
        filters=[states],
        order=("-happened_on", "pk"),
        empty={"what": "这里会列出工伤。", "how": "出了事故，由村（社区）、镇或派活儿公司报告，公司办认定。"},
    )


def injury_facts(row: Injury, actor: Actor) -> list[Fact]:
    """What happened, and what was decided."""
    opens = actor.may_open("attendance:trip")
    trip_url = reverse("attendance:trip", args=[row.trip_id]) if row.trip_id and opens else ""
    trip = f"{row.trip.start}至{row.trip.end}到{row.trip.to_where}" if row.trip else ""
    facts = [
        fact("姓名", row.person.name),
        fact("村（社区）", row.village.short_name),
        fact("事故时间", f"{row.happened_on} {row.at_time}".strip()),
        fact("地点", row.where),
        fact("经过", row.what, wide=True),
        fact("伤情", row.harm, wide=True),
        fact("出差", trip, url=trip_url, note="当天在批准的出差途中", article="第十五条"),
        fact("用人单位", employer_name(row.village, row.happened_on)),
        fact("报告", row.reported_at, "moment"),
        fact("申请人", row.get_applicant_display() if row.applicant else ""),
        day("申请认定日", row.applied_on),
        day("受理日", row.accepted_on, note="事实清楚" if row.clear else ""),
        day("认定结论日", row.decided_on),
        fact("决定书文号", row.decision),
        day("办结日", row.ended_on),
        fact("结果说明", row.result, wide=True),
    ]
    return [each for each in facts if each["value"] not in (None, "")]


def injury_page(row: Injury, actor: Actor, today: date, refused: tuple[str, str] = ("", "")) -> FlowPage:
    """One injury."""
    step, law = INJURY.step(row.state), asker(today)
    limits = limits_of(row, law)
    main = None
    if step is not None and actor.may_open(step.route):
        main = {"label": step.next, "url": reverse(step.route, args=[row.pk])}
    passed = {
        "reported": ("", row.applied_on),
        "applied": ("", row.accepted_on),
        "accepted": ("", row.decided_on),
        "recognised": ("", row.ended_on),
    }
    tone = "due" if step else "done" if row.state == "ended" else "plain"
    return FlowPage(
        title=f"工伤 {row.happened_on}",
        status={"tone": tone, "word": INJURY.label(row.state)},
        crumbs=crumbs(actor, "injuries", (f"{row.village.short_name} {row.person.name}", "")),
        steps=INJURY.dots(row.state, {name: (who, at) for name, (who, at) in passed.items() if at})
        if row.state not in ("dropped", "not_recognised")
        else [],
        facts=[*injury_facts(row, actor), *limit_facts(limits, today, over=step is None), *_leave(row, law)],
        act=main,
        acts=[*_others(row, actor), *clock_act(row, actor)],
        items=clock_table(row, actor) if actor.role != "coordinator" else None,
        notes=limit_notes(limits, today) if step else [],
        papers=papers_of(row, wanted_of(row, actor), actor.role, refused),
        log=told(about("casework.injury", row.pk)) if actor.role != "coordinator" else [],
    )


def _leave(row: Injury, law: Asker) -> list[Fact]:
    """Until when the wage goes on, unless a longer period is confirmed."""
    if row.state in ("dropped", "not_recognised"):
        return []
    answers = law.ask(("injury_leave_until",), {"injured_on": row.happened_on})
    why, until = answers.why("injury_leave_until"), answers["injury_leave_until"]
    return [day("停工留薪期最长至", until, why=why, article="第二十一条", note="伤情严重的，经鉴定可以再延长")]


def _others(row: Injury, actor: Actor) -> list[dict[str, Any]]:
    """The acts beside the main one."""
    known = [
        (row.state == "reported", "casework:drop_injury", "不作工伤申请"),
        (row.state != "reported", "casework:undo_injury", "撤回刚办的一步"),
    ]
    return [
        {"label": label, "url": reverse(route, args=[row.pk]), "danger": True}
        for fits, route, label in known
        if fits and actor.may_open(route)
    ]


def report_page(stint: Stint, actor: Actor) -> ActPage:
    """Reporting an accident."""
    title = "报告工伤"
    lead = "单位30日内申请认定，超过的，其间的待遇由单位承担。当天在批准的出差途中的，自动引用那次出差。"
    facts = [fact("姓名", called(stint))]
    return ActPage(title, reverse("casework:injuries"), crumbs(actor, "injuries", (title, "")), facts, lead=lead)


def step_page(
    row: Injury, actor: Actor, today: date, title: str, states: Sequence[str], *, danger: bool = False
) -> ActPage:
    """One step of an injury."""
    back = reverse("casework:injury", args=[row.pk])
    limits = limits_of(row, asker(today))
    return ActPage(
        title=title,
        back=back,
        crumbs=crumbs(actor, "injuries", (f"{row.village.short_name} {row.person.name}", back), (title, "")),
        facts=[*injury_facts(row, actor), *limit_facts(limits, today, over=row.state not in OPEN)],
        notes=limit_notes(limits, today) if row.state in OPEN else [],
        danger=danger,
        closed="" if row.state in states else ELSEWHERE,
    )


def my_injuries(actor: Actor) -> list[dict[str, Any]]:
    """The coordinator's own injuries, newest first; one query."""
    rows = Injury.objects.within(actor.scope).order_by("-happened_on", "pk")[:MOST_MINE]
    return [
        {
            "label": f"{row.happened_on}的事故",
            "word": INJURY.label(row.state),
            "tone": "due" if row.state in OPEN else "plain",
            "url": reverse("casework:injury", args=[row.pk]),
        }
        for row in rows
    ]
