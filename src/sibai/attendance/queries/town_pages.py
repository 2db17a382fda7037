"""The month of a town, village by village, and of the county, town by town."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from sibai.attendance.models import Sheet, SheetLine, TownReport
from sibai.attendance.queries.month import MonthRules
from sibai.attendance.queries.proofs import signed
from sibai.attendance.queries.sheet_pages import status_of
from sibai.attendance.queries.sheets import sheets, villages_in
from sibai.attendance.queries.ways import crumbs, months, tabs, url_of
from sibai.db.querysets import area
from sibai.people.actor import Actor
from sibai.people.flow import time_left
from sibai.people.pages.shown import ActPage, note
from sibai.places.models import Place


@dataclass(frozen=True, slots=True)
class ListPage:
    """A month above the village: figures (label, number), a list, what can be done."""

    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    tabs: list[dict[str, Any]]
    months: list[dict[str, Any]]
    figures: list[tuple[str, Any]]
    listing: dict[str, Any]
    notes: list[dict[str, Any]] = field(default_factory=list)
    act: dict[str, str] | None = None
    acts: list[dict[str, Any]] = field(default_factory=list)
    reports: dict[str, Any] | None = None


def town_page(town: Place, rules: MonthRules, actor: Actor, today: date) -> ListPage:
    """Every village of a town in a month; six queries."""
    found = {sheet.village_id: sheet for sheet in sheets(area(town.pk)).filter(month=rules.month)}
    people, scans = _people(found.values()), signed(sheet.pk for sheet in found.values())
    places = list(villages_in(area(town.pk), rules))
    states = Counter(found[place.pk].state if place.pk in found else "" for place in places)
    reports = list(TownReport.objects.filter(town=town, month=rules.month).order_by("number"))
    at_home = town.pk == actor.place_code
    rows = [_village_row(place, found.get(place.pk), people, scans, rules, today) for place in places]
    may = actor.may("attendance.check_many") and states["filled"]
    choose = {
        "url": url_of("check_many", rules.month, town.pk),
        "name": "chosen",
        "acts": [{"label": "核对无误", "value": "check"}],
        "command": uuid.uuid4().hex,
    }
    listing = {"title": "村（社区）", "columns": VILLAGE_COLUMNS, "rows": rows, "choose": choose if may else None}
    main = None
    if actor.may("attendance.submit") and states["checked"]:
        main = {"label": f"报送{states['checked']}个村（社区）", "url": url_of("submit", rules.month, town.pk)}
    return ListPage(
        title=f"{'' if at_home else town.name}{rules.label}考勤",
        status=town_status(len(places), states["submitted"], reports, rules, today),
        crumbs=[] if at_home else crumbs(actor, rules.month, None, town.name),
        tabs=tabs(actor, "place", rules.month) if at_home else [],
        months=months(rules.month, today, lambda month: url_of("place", month, town.pk)),
        figures=[
            ("村（社区）", len(places)),
            ("待填报", states[""] + states["returned"]),
            ("待核对", states["filled"]),
            ("待报送", states["checked"]),
            ("已报送", states["submitted"]),
        ],
        listing=listing,
        notes=_notes(rules, today, len(places) - states["submitted"]),
        act=main,
        acts=[*_fill_rest(town, rules, actor, len(places) - len(found)), *_papers(town, rules, actor)],
        reports=_reports(reports),
    )


UNSIGNED = "缺签字的纸质表"
VILLAGE_COLUMNS = [
    {"label": "村（社区）"},
    {"label": "在岗", "kind": "number"},
    {"label": "出勤天数", "kind": "number"},
    {"label": "无薪天数", "kind": "number"},
    {"label": "状态", "kind": "status"},
]


def _people(found: Any) -> dict[Any, Mapping[str, int]]:
    """People, days attended and unpaid by sheet; one query."""
    rows = SheetLine.objects.filter(sheet__in=[sheet.pk for sheet in found]).values("sheet")
    counted = rows.annotate(people=Count("pk"), attended=Sum("attended_days"), unpaid=Sum("unpaid_days"))
    return {row["sheet"]: row for row in counted}


def _village_row(
    place: Place,
    sheet: Sheet | None,
    people: Mapping[Any, Mapping[str, int]],
    scans: set[str],
    rules: MonthRules,
    today: date,
) -> dict[str, Any]:
    told = people.get(sheet.pk, {"people": 0, "attended": 0, "unpaid": 0}) if sheet else {}
    status = status_of(sheet, rules, today)
    return {
        "cells": [
            place.short_name,
            told.get("people"),
            told.get("attended"),
            told.get("unpaid"),
            {**status, "under": "" if sheet is None or str(sheet.pk) in scans else UNSIGNED},
        ],
        "url": url_of("place", rules.month, place.pk),
        "id": str(sheet.pk) if sheet and sheet.state == "filled" else "",
        "tone": "late" if status["tone"] == "late" else "",
    }


def town_status(
    villages: int, submitted: int, reports: list[TownReport], rules: MonthRules, today: date
) -> dict[str, str]:
    """How a town stands to its day."""
    if reports and submitted >= villages:
        timing = reports[-1].timing
        return {"tone": "late" if timing == "逾期" else "done", "word": f"已报送（{timing}）"}
    late = today > rules.report_by
    word = f"逾期，差{villages - submitted}个村（社区）" if late else f"差{villages - submitted}个村（社区）"
    return {"tone": "late" if late else "due", "word": word if submitted or late else "待报送"}


def _notes(rules: MonthRules, today: date, missing: int) -> list[dict[str, Any]]:
    made = [note(f"{rules.warning}。", "due")] if rules.warning else []
    if missing:
        tone = "late" if today > rules.report_by else "plain"
        told = f"花名册和考勤表{rules.report_by}前报县人社局，{time_left(rules.report_by, today)}。"
        made.append(note(told, tone, article="第十二条"))
    return made


def _fill_rest(town: Place, rules: MonthRules, actor: Actor, missing: int) -> list[dict[str, Any]]:
    if not missing or not actor.may("attendance.fill_rest"):
        return []
    return [{"label": f"代填没有填报的{missing}个村", "url": url_of("fill_rest", rules.month, town.pk)}]


def _papers(place: Place, rules: MonthRules, actor: Actor) -> list[dict[str, Any]]:
    known = [
        ("upload", "上传填好的Excel", ()),
        ("excel", "花名册Excel", ("roster",)),
        ("excel", "考勤表Excel", ("sheet",)),
        ("print", "打印花名册", ("roster",)),
        ("print", "打印考勤情况登记表", ("attendance_sheet",)),
    ]
    return [
        {"label": label, "url": url_of(name, rules.month, place.pk, *more)}
        for name, label, more in known
        if actor.may_open(f"attendance:{name}") and (name != "upload" or place.pk == actor.place_code)
    ]


def _reports(reports: list[TownReport]) -> dict[str, Any] | None:
    if not reports:
        return None
    columns = [
        {"label": "报送"},
        {"label": "时间", "kind": "moment"},
        {"label": "村（社区）", "kind": "number"},
        {"label": "在岗人数", "kind": "number"},
        {"label": "截止日", "kind": "day", "minor": True},
        {"label": "时效", "kind": "status"},
    ]
    rows = [
        {
            "cells": [
                "首次报送" if row.number == 1 else f"第{row.number}次（补报）",
                row.submitted_at,
                row.villages,
                row.people,
                row.due,
                {"tone": "late" if row.timing == "逾期" else "done", "word": row.timing},
            ]
        }
        for row in reports
    ]
    return {"title": "报送记录", "columns": columns, "rows": rows}


def submit_page(town: Place, rules: MonthRules, actor: Actor, today: date) -> ActPage:
    """What reporting will do, before it is done; four queries."""
    rows = Sheet.objects.filter(village__parent=town, month=rules.month)
    states = Counter(rows.values_list("state", flat=True))
    people = SheetLine.objects.filter(sheet__village__parent=town, sheet__month=rules.month, sheet__state="checked")
    villages = villages_in(area(town.pk), rules).count()
    missing = villages - states["checked"] - states["submitted"]
    late = today > rules.report_by
    effects = [
        {"label": "报送", "value": f"{states['checked']}个村（社区）的花名册和考勤表，在岗{people.count()}人"},
        {"label": "截止日", "value": f"{rules.report_by}，{'已逾期' if late else time_left(rules.report_by, today)}"},
    ]
    if missing:
        effects.append({"label": "还没有核对好的", "value": f"{missing}个村（社区），以后补报"})
    confirm = {
        "what": f"向县人社局报送{town.name}{rules.label}在岗人员花名册和考勤情况登记表。",
        "effects": effects,
        "last": True,
        "article": "第十二条",
        "second": "县派活儿公司据此编制工资",
    }
    return ActPage(
        title=f"报送{rules.label}花名册和考勤表",
        back=url_of("place", rules.month, town.pk),
        crumbs=crumbs(actor, rules.month, town, "报送"),
        confirm=confirm,
        button="报送",
        closed="" if states["checked"] else "没有核对好的考勤表可以报送。",
    )


def fill_rest_page(town: Place, rules: MonthRules, actor: Actor) -> ActPage:
    """What filling for the villages will do; two queries."""
    there = Sheet.objects.filter(village__parent=town, month=rules.month).values("village")
    names = [place.short_name for place in villages_in(area(town.pk), rules).exclude(pk__in=there)]
    confirm = {
        "what": f"按系统里的岗位、休假、出差，代填{rules.label}没有填报的考勤表。",
        "effects": [
            {"label": "代填", "value": f"{len(names)}个村（社区）：{'、'.join(names)}"},
            {"label": "填的内容", "value": "工作日按出勤计；有旷工、事假等情况的，请先让村里登记"},
        ],
        "article": "第十二条",
        "second": "镇上另一位经办核对，代填的人不能自己核对",
    }
    return ActPage(
        title=f"代填{rules.label}考勤表",
        back=url_of("place", rules.month, town.pk),
        crumbs=crumbs(actor, rules.month, town, "代填"),
        confirm=confirm,
        button="代填",
        closed="" if names else "各村都已填报，没有要代填的。",
    )


def county_page(county: Place, rules: MonthRules, actor: Actor, today: date) -> ListPage:
    """Every town in a month; six queries."""
    scope = area(county.pk)
    by_town: dict[str, Counter[str]] = {}
    kept = list(Sheet.objects.within(scope).filter(month=rules.month).values_list("village__parent", "state", "pk"))
    scans = signed(key for *_, key in kept)
    for town, state, key in kept:
        by_town.setdefault(town, Counter())[state] += 1
        by_town[town][UNSIGNED] += str(key) not in scans
    villages = Counter(villages_in(scope, rules).values_list("parent", flat=True))
    reports: dict[str, list[TownReport]] = {}
    for report in TownReport.objects.within(scope).filter(month=rules.month).order_by("number"):
        reports.setdefault(report.town_id, []).append(report)
    towns = list(Place.objects.within(scope).filter(level="town"))
    rows = [
        _town_row(town, villages[town.pk], by_town.get(town.pk, Counter()), reports.get(town.pk, []), rules, today)
        for town in towns
        if villages[town.pk]
    ]
    whole = sum(villages.values())
    submitted = sum(counted["submitted"] for counted in by_town.values())
    made = [report for each in reports.values() for report in each]
    return ListPage(
        title=f"{rules.label}考勤",
        status=town_status(whole, submitted, made, rules, today),
        crumbs=[],
        tabs=tabs(actor, "place", rules.month),
        months=months(rules.month, today, lambda month: url_of("place", month, county.pk)),
        figures=[
            ("村（社区）", whole),
            ("已填报", len(kept)),
            ("已报送", submitted),
            ("报齐的镇", sum(row["cells"][-1]["word"].startswith("已报送") for row in rows)),
        ],
        listing={"title": "各镇", "columns": TOWN_COLUMNS, "rows": rows},
        notes=_notes(rules, today, whole - submitted),
        acts=_papers(county, rules, actor),
    )


TOWN_COLUMNS = [
    {"label": "镇"},
    {"label": "村（社区）", "kind": "number"},
    {"label": "已填报", "kind": "number"},
    {"label": "已报送", "kind": "number"},
    {"label": UNSIGNED, "kind": "number"},
    {"label": "首次报送", "kind": "moment", "minor": True},
    {"label": "状态", "kind": "status"},
]


def _town_row(
    town: Place, villages: int, states: Counter[str], reports: list[TownReport], rules: MonthRules, today: date
) -> dict[str, Any]:
    status = town_status(villages, states["submitted"], reports, rules, today)
    return {
        "cells": [
            town.name,
            villages,
            sum(states.values()) - states[UNSIGNED],
            states["submitted"],
            states[UNSIGNED] or None,
            reports[0].submitted_at if reports else None,
            status,
        ],
        "url": url_of("place", rules.month, town.pk),
        "tone": "late" if status["tone"] == "late" else "",
    }
