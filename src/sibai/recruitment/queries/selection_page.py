"""The page of one round: where it stands, what waits and for whom, the applications, objections, papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from sibai.audit.acts import ROLES
from sibai.people.actor import Actor
from sibai.recruitment.flow import APPLICATION, GOING, IN_THE_RUNNING, OBJECTION, OPEN_APPLICATIONS, SELECTION
from sibai.recruitment.models import Application, Objection, Selection, StepRecord
from sibai.recruitment.queries.offers import Offer, more_acts, next_act
from sibai.recruitment.queries.rules import days_vacant

SEES_APPLICANTS = "recruitment:application"
NAMES_THE_CHOSEN = frozenset({"training", "to_sign", "finished"})
TONES = {"admitted": "done", "exception": "due", "refused": "plain", "withdrawn": "plain"}


@dataclass(frozen=True, slots=True)
class SelectionPage:
    """What the page shows; dicts are the contexts of web/parts."""

    title: str
    word: str
    tone: str
    lead: str
    dots: list[dict[str, Any]]
    act: Offer | None
    more: list[dict[str, Any]]
    facts: list[dict[str, Any]]
    listing: dict[str, Any] | None
    objections: list[dict[str, Any]]
    trail: list[dict[str, Any]]


def selection_page(selection: Selection, actor: Actor, today: date) -> SelectionPage:
    """The page of a round for an actor; `selection` with vacancy, village and town."""
    steps = list(selection.steps.select_related("by"))
    applications = list(selection.applications.select_related("person").order_by("rank", "number"))
    objections = list(selection.objections.order_by("received_on", "entered_at"))
    step = SELECTION.step(selection.state)
    late = selection.due is not None and selection.due < today
    act = next_act(selection, actor, today, applications, objections)
    mine = step is not None and step.role == actor.role
    waits = f"{step.next}。{_note(selection, applications, objections, today)}" if step else ""
    village = selection.vacancy.village
    return SelectionPage(
        title=f"{village.short_name}选聘",
        word=SELECTION.label(selection.state),
        tone="late" if late else ("done" if selection.state == "finished" else "plain" if step is None else "due"),
        lead=f"{village.parent.short_name if village.parent else ''} · 第{selection.number}次",
        dots=_dots(selection, steps, today, {"next": waits, "mine": mine}),
        act=act,
        more=[
            each
            for each in more_acts(selection, actor, steps[-1] if steps else None)
            if not act or each["url"] != act.url
        ],
        facts=_facts(selection, applications, actor, today),
        listing=_listing(selection, applications) if actor.may_open(SEES_APPLICANTS) else None,
        objections=[_objection(each, actor) for each in objections],
        trail=[_trail(each) for each in reversed(steps)],
    )


def _dots(
    selection: Selection, steps: Sequence[StepRecord], today: date, here_now: dict[str, Any]
) -> list[dict[str, Any]]:
    """The line of dots: who left each state behind and when; of the present one who, until when, and `here_now`."""
    here = GOING.index(selection.state) if selection.state in GOING else len(GOING)
    passed: dict[str, Any] = {}
    for each in steps:
        if each.before in GOING[:here]:
            passed[each.before] = (each.by.name if each.by else "系统", each.at)
    dots = SELECTION.dots(selection.state, passed, selection.returned_why)
    for dot, step in zip(dots, SELECTION.steps, strict=True):
        if dot["state"] in {"now", "returned"}:
            late = selection.due is not None and selection.due < today
            dot.update(who=ROLES[step.role], until=selection.due, late=late, at=None, **here_now)
    return dots


def _note(
    selection: Selection, applications: Sequence[Application], objections: Sequence[Objection], today: date
) -> str:
    """What a person should know before going on."""
    if selection.state == "published" and selection.deadline and today <= selection.deadline:
        return f"报名到{selection.deadline}截止，现有{len(applications)}人报名。"
    if selection.state == "review":
        left = sum(each.state in OPEN_APPLICATIONS for each in applications)
        return f"还有{left}份报名没有审查。" if left else ""
    if selection.state == "public_notice" and selection.notice_until:
        left = sum(each.answered_on is None for each in objections)
        if left:
            return f"有{left}条异议没有答复，答复后才能报镇审核。"
        return f"公示到{selection.notice_until}为止。" if today <= selection.notice_until else ""
    return ""


def _facts(
    selection: Selection, applications: Sequence[Application], actor: Actor, today: date
) -> list[dict[str, Any]]:
    """The facts of the round that are known by now."""
    vacancy = selection.vacancy
    vacant = days_vacant(vacancy, today)
    named = actor.may_open(SEES_APPLICANTS) or selection.state in NAMES_THE_CHOSEN
    chosen = next((each for each in applications if each.pk == selection.chosen_id), None)
    facts: list[dict[str, Any]] = [
        {"label": "空缺原因", "value": vacancy.get_cause_display()},
        {"label": "空缺起", "value": vacancy.opened_on, "kind": "day"},
        {
            "label": "空缺天数",
            "value": f"{vacant['vacancy_days']}天",
            "article": "第六条",
            "why": vacant.why("vacancy_days"),
        },
        {"label": "公告发布日", "value": selection.published_on, "kind": "day"},
        {"label": "报名截止日", "value": selection.deadline, "kind": "day"},
        {"label": "报名", "value": f"{len(applications)}人"},
    ]
    if chosen is not None and named:
        facts.append(
            {"label": "初步人选", "value": f"{chosen.name}（{chosen.number}号）", "note": selection.chosen_why}
        )
    if selection.notice_from:
        facts.append({"label": "公示", "value": f"{selection.notice_from} 至 {selection.notice_until}"})
    if selection.filing_number:
        facts.append({"label": "备案号", "value": f"{selection.filing_number}（{selection.filed_on}）"})
    return facts


def _listing(selection: Selection, applications: Sequence[Application]) -> dict[str, Any]:
    """The applications of the round as a list."""
    columns = [
        {"label": "姓名", "main": True},
        {"label": "来源", "minor": True},
        {"label": "报名时间", "kind": "moment", "minor": True},
        {"label": "审查", "kind": "status"},
        {"label": "成绩", "kind": "points"},
        {"label": "名次", "kind": "number"},
        {"label": "结果"},
    ]
    rows = [
        {
            "url": reverse("recruitment:application", args=[each.pk]),
            "cells": [
                {"text": each.name, "under": f"{each.number}号"},
                each.get_source_display(),
                each.applied_at,
                {"word": APPLICATION.label(each.state), "tone": TONES.get(each.state, "due")},
                each.merit,
                each.rank,
                _outcome(selection, each),
            ],
        }
        for each in applications
    ]
    empty = {"what": "还没有人报名", "how": "公告发布以后，在这里登记纸质报名；网上报名会自动出现。"}
    return {"title": "报名的人", "columns": columns, "rows": rows, "empty": empty}


def _outcome(selection: Selection, application: Application) -> str:
    """What became of an application in the round."""
    if application.pk == selection.chosen_id:
        return "已上岗" if selection.state == "finished" else "人选"
    if application.out_on is not None:
        return "退出"
    if application.reserve and application.state in IN_THE_RUNNING:
        return f"候补第{application.reserve}位"
    return ""


def _objection(objection: Objection, actor: Actor) -> dict[str, Any]:
    """One objection, with the way to answer it."""
    answers = actor.may("recruitment.answer_objection") and objection.state == "open"
    return {
        "received_on": objection.received_on,
        "raised_by": objection.raised_by,
        "content": objection.content,
        "word": OBJECTION.label(objection.state),
        "tone": "due" if objection.state == "open" else "done",
        "answer": objection.answer,
        "upheld": {True: "成立", False: "不成立"}.get(objection.upheld) if objection.upheld is not None else "",
        "answered_on": objection.answered_on,
        "url": reverse("recruitment:answer_objection", args=[objection.pk]) if answers else "",
    }


def _trail(step: StepRecord) -> dict[str, Any]:
    """One step taken, as a row: who, when, by which day it had to."""
    late = step.due is not None and timezone.localdate(step.at) > step.due
    return {
        "words": f"{SELECTION.label(step.before)} → {SELECTION.label(step.after)}",
        "kind": step.get_kind_display() if step.kind != "forward" else "",
        "who": step.by.name if step.by else "系统",
        "role": ROLES.get(step.role, ""),
        "at": step.at,
        "due": step.due,
        "late": late,
        "reason": step.reason,
    }
