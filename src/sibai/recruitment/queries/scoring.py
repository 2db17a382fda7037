"""Assessors and their sheets, for pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from sibai.recruitment.flow import IN_THE_RUNNING
from sibai.recruitment.models import Application, Assessor, MeritItem, Selection


@dataclass(frozen=True, slots=True)
class Sheet:
    """One assessor's sheet: whom to score, on what, the marks given so far, and whom not, with the kinship."""

    candidates: list[Application]
    items: list[MeritItem]
    marks: dict[tuple[UUID, int], int]
    kin: list[str]


def sheets_done(selection: Selection, running: int) -> list[bool]:
    """Of each assessor, whether the sheet is whole: everybody running is scored but kin. One query."""
    counted = selection.assessors.annotate(
        kin_count=Count("kin", distinct=True), scored=Count("scores__application", distinct=True)
    )
    return [each.scored >= running - each.kin_count for each in counted.order_by("entered_at", "pk")]


def assessors_of(selection: Selection, running: int) -> dict[str, Any]:
    """The assessors as a list: kin, how much of the sheet is there, and the way to it."""
    rows = []
    counted = selection.assessors.annotate(
        kin_count=Count("kin", distinct=True), scored=Count("scores__application", distinct=True)
    )
    for each in counted.order_by("entered_at", "pk"):
        wanted = running - each.kin_count
        done = each.scored >= wanted
        score, remove = (reverse(f"recruitment:{name}", args=[each.pk]) for name in ("score", "remove_assessor"))
        acts = [{"label": "改评分表" if each.scored else "录评分表", "url": score, "main": not each.scored}]
        acts += [] if each.scored else [{"label": "删除", "url": remove, "main": False}]
        rows.append(
            {
                "cells": [
                    {"text": each.name, "under": each.post},
                    each.kin_count or None,
                    {"word": "已录" if done else "未录", "tone": "done" if done else "due"},
                    {"acts": acts},
                ]
            }
        )
    columns = [
        {"label": "评分人", "main": True},
        {"label": "有亲属关系", "kind": "number"},
        {"label": "评分表", "kind": "status"},
        {"label": "", "kind": "act"},
    ]
    empty = {"what": "还没有评分人", "how": "至少要两名，分别打分；与报名人有亲属关系的不评这个人。"}
    return {"title": "评分人", "columns": columns, "rows": rows, "empty": empty}


def sheet_of(assessor: Assessor) -> Sheet:
    """The sheet of one assessor, and of nobody else."""
    kin = {each.application_id: each.relation for each in assessor.kin.all()}
    running = list(
        assessor.selection.applications.filter(state__in=IN_THE_RUNNING, out_on__isnull=True)
        .select_related("person")
        .order_by("number")
    )
    marks = {(mark.application_id, mark.item_id): mark.points for mark in assessor.scores.all()}
    return Sheet(
        [each for each in running if each.pk not in kin],
        list(assessor.selection.items.all()),
        marks,
        [f"{each.name}（{kin[each.pk]}）" for each in running if each.pk in kin],
    )
