"""The pages of the year's grades: the table, entering, confirming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.urls import reverse

from sibai.employment.queries.clock import MEASURE_FROM
from sibai.employment.queries.people_list import towns
from sibai.employment.queries.records import GradeLine, grade_lines, years
from sibai.people.actor import Actor
from sibai.people.pages.lists import PAGE_ROWS, pager_of
from sibai.places.models import Place

FIRST = "优秀、合格、基本合格可以续签；不合格的终止聘用协议"


def asked(given: Mapping[str, Any], today: date) -> tuple[int, str]:
    """Year and town of the address; what is no year counts as the last one that is over."""
    try:
        year = int(str(given.get("year", "")))
    except ValueError:
        year = 0
    known = years(MEASURE_FROM.year, today)
    usual = max(MEASURE_FROM.year, today.year - 1)
    return (year if year in known else usual), str(given.get("town", ""))[:12]


def county_of(actor: Actor) -> Place:
    """The place at which the grades are entered."""
    return Place.objects.get(pk=actor.place_code)


def first_town(actor: Actor) -> str:
    """The town that is entered first, so that a page stays short; blank for who has one town only. One query."""
    return next((str(value) for each in towns(actor) for value, _, _ in each.options), "")


def chips(actor: Actor, year: int, town: str, today: date, route: str, *, whole: bool = True) -> list[dict[str, Any]]:
    """Years and towns to choose from, with `whole` the county too; one query."""
    base = reverse(route)
    by_year = [
        {"label": f"{each}年", "url": f"{base}?year={each}&town={town}", "on": each == year}
        for each in years(MEASURE_FROM.year, today)
    ]
    groups = [{"label": "年度", "chips": by_year}]
    for each in towns(actor):
        options = [*([("", "全部")] if whole else []), *((value, label) for value, label, _ in each.options)]
        by_town = [
            {"label": label, "url": f"{base}?year={year}&town={value}", "on": value == town} for value, label in options
        ]
        groups.append({"label": "镇", "chips": by_town})
    return groups


def grades_page(actor: Actor, given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The table of a year: `listing` as web/parts/list.html, `act` the main act."""
    year, town = asked(given, today)
    lines = grade_lines(actor, year, town)
    part = Paginator(lines, PAGE_ROWS).get_page(given.get("page"))
    columns = [
        {"label": "姓名"},
        {"label": "镇", "minor": True},
        {"label": "上岗日", "kind": "day"},
        {"label": "已确认的档次"},
        {"label": "状态", "kind": "status"},
    ]
    rows = [
        {
            "url": reverse("employment:record", args=[line.stint]) if actor.may_open("employment:record") else "",
            "cells": [
                {"text": line.name, "under": line.village},
                line.town,
                line.start,
                line.standing or None,
                _status(line),
            ],
            "tone": "late" if line.standing == "不合格" else "",
        }
        for line in part
    ]
    acts = []
    if actor.may_open("employment:confirm_grades") and any(line.waiting for line in lines):
        acts.append({"label": "确认档次", "url": f"{reverse('employment:confirm_grades')}?year={year}"})
    if actor.may_open("employment:enter_grades"):
        acts.append({"label": "录入档次", "url": f"{reverse('employment:enter_grades')}?year={year}&town={town}"})
    counted = {grade: sum(line.standing == grade for line in lines) for grade in ("优秀", "合格", "基本合格", "不合格")}
    return {
        "year": year,
        "acts": acts,
        "figures": [*counted.items(), ("未确认", sum(not line.standing for line in lines))],
        "listing": {
            "title": f"{year}年度档次",
            "columns": columns,
            "rows": rows,
            "groups": chips(actor, year, town, today, "employment:grades"),
            "pager": pager_of(part, lambda number: f"?year={year}&town={town}&page={number}"),
            "empty": {"what": "这一年没有协理员在岗。", "how": "换一个年度看看。"},
        },
    }


def _status(line: GradeLine) -> dict[str, str]:
    if line.waiting:
        return {"tone": "due", "word": f"{line.waiting}，待确认"}
    return {"tone": "done", "word": "已确认"} if line.standing else {"tone": "plain", "word": "未录入"}


def enter_page(
    actor: Actor, year: int, town: str, lines: Sequence[GradeLine], form: Form, today: date
) -> dict[str, Any]:
    """The form as a table: each line with its select."""
    return {
        "year": year,
        "town": town,
        "groups": chips(actor, year, town, today, "employment:enter_grades", whole=False),
        "lines": [{"line": line, "field": form[f"grade_{line.stint}"]} for line in lines],
        "back": f"{reverse('employment:grades')}?year={year}",
        "rule": FIRST,
    }


def confirm_page(actor: Actor, year: int, today: date, ticked: Sequence[str]) -> dict[str, Any]:
    """The grades that wait, with a box each; one's own cannot be chosen."""
    lines = [line for line in grade_lines(actor, year) if line.waiting_id]
    own = {actor.user_id, actor.on_behalf_of}
    return {
        "year": year,
        "choosable": any(line.entered_by not in own for line in lines),
        "groups": chips(actor, year, "", today, "employment:confirm_grades")[:1],
        "lines": [
            {
                "line": line,
                "mine": line.entered_by in own,
                "on": str(line.waiting_id) in ticked or not ticked,
            }
            for line in lines
        ],
        "back": f"{reverse('employment:grades')}?year={year}",
    }
