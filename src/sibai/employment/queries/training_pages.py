"""The pages of a training after hiring."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse

from sibai.audit.queries import about
from sibai.documents.queries.papers import papers_of
from sibai.employment.flow import TRAINING
from sibai.employment.models import Training, TrainingAttendance
from sibai.employment.queries.flow_pages import dot
from sibai.employment.queries.records import attendances
from sibai.employment.queries.wanted import wanted_of
from sibai.people.actor import Actor
from sibai.people.pages.shown import ELSEWHERE, ActPage, FlowPage, day, fact
from sibai.people.queries.person_page import told
from sibai.places.models import Place


def trainings(actor: Actor) -> models.QuerySet[Training]:
    """Trainings of coordinators in the scope."""
    mine = TrainingAttendance.objects.within(actor.scope).values("training_id")
    return Training.objects.filter(pk__in=mine).select_related("place", "planned_by")


def places(actor: Actor) -> dict[str, Place]:
    """The county and its towns: for whom a training can be."""
    rows = Place.objects.within(actor.scope).filter(level__in=("county", "town"), end__isnull=True)
    return {place.code: place for place in rows}


def begin(actor: Actor) -> dict[str, str] | None:
    """The way to plan one."""
    if not actor.may_open("employment:plan_training"):
        return None
    return {"label": "计划培训", "url": reverse("employment:plan_training")}


def plan_page() -> ActPage:
    """Planning a training."""
    url = reverse("employment:trainings")
    crumbs = [{"label": "在岗培训", "url": url}, {"label": "计划培训", "url": ""}]
    return ActPage("计划培训", url, crumbs, lead="选定范围内那一天在岗的协理员都会列入名单。")


def act_page(row: Training, title: str, states: tuple[str, ...]) -> ActPage:
    """One act on a training at one of `states`."""
    url = reverse("employment:training", args=[row.pk])
    crumbs = [
        {"label": "在岗培训", "url": reverse("employment:trainings")},
        {"label": row.title, "url": url},
        {"label": title, "url": ""},
    ]
    return ActPage(title, url, crumbs, _facts(row)[:3], closed="" if row.state in states else ELSEWHERE)


def _facts(row: Training) -> list[dict[str, Any]]:
    return [
        day("日期", row.held_on),
        fact("地点", row.where),
        fact("范围", row.place.short_name),
        fact("内容", row.content, wide=True),
        fact("授课人", row.teacher or None),
    ]


def called(row: Training, only_present: bool) -> list[tuple[UUID, str]]:
    """Who was called (or was there): stint, village and name."""
    rows = row.attendances.select_related("stint__person", "stint__village").order_by("stint__village_id")
    if only_present:
        rows = rows.filter(present=True)
    return [(each.stint_id, f"{each.stint.village.short_name} {each.stint.person.name}") for each in rows]


def training_page(row: Training, actor: Actor) -> FlowPage:
    """One training: its steps, who was called and with which result, the sign-in sheet."""
    step = TRAINING.step(row.state)
    main = None
    if step is not None and actor.may_open(step.route):
        main = {"label": step.next, "url": reverse(step.route, args=[row.pk])}
    acts = []
    if row.state == "planned" and actor.may_open("employment:cancel_training"):
        url = reverse("employment:cancel_training", args=[row.pk])
        acts.append({"label": "取消培训", "url": url, "danger": True})
    wanted = wanted_of(row, actor)
    opens = actor.scope.holds(row.place_id) and (actor.may("employment.attach") or actor.may("employment.print_paper"))
    return FlowPage(
        title=row.title,
        status={"tone": "due" if step else "done", "word": TRAINING.label(row.state)},
        crumbs=[{"label": "在岗培训", "url": reverse("employment:trainings")}, {"label": row.title, "url": ""}],
        steps=[dot(each, step, actor) for each in TRAINING.dots(row.state, {})] if row.state != "cancelled" else [],
        facts=[each for each in _facts(row) if each["value"]],
        act=main,
        acts=acts,
        items=_people(attendances(row, actor)),
        papers=papers_of(row, wanted, actor.role) if opens else [],
        log=told(about(row._meta.label_lower, row.pk)),
    )


def _people(rows: list[TrainingAttendance]) -> dict[str, Any]:
    """Who was called, signed in, with which result."""
    present = {None: ("plain", "未登记"), True: ("done", "已签到"), False: ("late", "未到")}
    return {
        "title": f"应到{len(rows)}人",
        "columns": [{"label": "姓名"}, {"label": "签到", "kind": "status"}, {"label": "结果"}],
        "rows": [
            {
                "cells": [
                    {"text": each.stint.person.name, "under": each.stint.village.short_name},
                    dict(zip(("tone", "word"), present[each.present], strict=True)),
                    each.get_result_display() or None,
                ]
            }
            for each in rows
        ],
    }
