"""The page of a village's month: where the sheet is, every stint day by day, what changed after the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from sibai.attendance.flow import CORRECTION, SHEET
from sibai.attendance.models import Sheet, SheetCorrection, SheetLine
from sibai.attendance.queries.differences import Difference, differences_of
from sibai.attendance.queries.marks import MARKS, Known, unpaid
from sibai.attendance.queries.month import MonthRules, called, code_of
from sibai.attendance.queries.proofs import papers
from sibai.attendance.queries.sheets import (
    Prefilled,
    agrees,
    choices,
    corrections_of,
    digest_of,
    lines_of,
    prefilled_village,
    sheet_of,
    stored_marks,
    undecided,
)
from sibai.attendance.queries.ways import crumbs, months, tabs, url_of
from sibai.attendance.queries.weeks import WEEKDAYS, legend, weeks_of
from sibai.audit.queries import about
from sibai.people.actor import Actor
from sibai.people.flow import time_left
from sibai.people.pages.shown import ActPage, fact, note
from sibai.people.queries.person_page import told
from sibai.places.models import Place

NOT_FILLED = "待填报"
EMPTY = "这个月没有协理员在岗，考勤表照样要报：填报一张空表。"


@dataclass(frozen=True, slots=True)
class LineShown:
    """One stint on the page: who, the weeks, the numbers."""

    name: str
    url: str
    weeks: list[list[Any]]
    facts: list[dict[str, Any]]
    legend: list[str]
    correct_url: str = ""


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The whole page."""

    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    tabs: list[dict[str, Any]]
    months: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    lines: list[LineShown]
    act: dict[str, str] | None
    acts: list[dict[str, Any]]
    corrections: dict[str, Any] | None = None
    papers: list[dict[str, Any]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)


def sheet_page(village: Place, sheet: Sheet | None, rules: MonthRules, actor: Actor, today: date) -> SheetPage:
    """A village's month, with its sheet where it is filled; seven queries."""
    kept, corrected = (lines_of(sheet), corrections_of(sheet)) if sheet else ([], [])
    reported = sheet is not None and sheet.state == "submitted"
    changes = differences_of(sheet, rules, [*kept, *corrected]) if sheet is not None and reported else []
    marks = {line.stint_id: line.marks for line in kept}
    stale = sheet and not reported and not agrees(marks, prefilled_village(village.pk, rules), rules)
    lines = _filled(sheet, kept, rules, actor) if sheet else _expected(village, rules)
    notes = list(_notes(sheet, rules, today, lines))
    notes += [_changed(each, actor) for each in changes]
    notes += [note(_stale(sheet), "late")] if sheet is not None and stale else []
    at_home = village.pk == actor.place_code
    return SheetPage(
        title=f"{'' if at_home else village.short_name}{rules.label}考勤",
        status=status_of(sheet, rules, today),
        crumbs=[] if at_home else crumbs(actor, rules.month, None, village.short_name),
        tabs=tabs(actor, "place", rules.month) if at_home else [],
        months=months(rules.month, today, lambda month: url_of("place", month, village.pk)),
        steps=_steps(sheet, rules, today),
        notes=notes,
        lines=lines,
        act=_act(sheet, village, rules, actor),
        acts=_others(sheet, village, rules, actor),
        corrections=_corrections(corrected, actor),
        papers=papers(sheet, actor) if sheet else [],
        log=told(about("attendance.sheet", sheet.pk)) if sheet else [],
    )


def status_of(sheet: Sheet | None, rules: MonthRules, today: date) -> dict[str, str]:
    """Where a sheet is, as a word with its tone."""
    late = today > rules.report_by
    if sheet is None:
        return {"tone": "late" if late else "due", "word": "逾期未填报" if late else NOT_FILLED}
    if sheet.report is not None:
        tone = "late" if sheet.report.timing == "逾期" else "done"
        return {"tone": tone, "word": f"已报送（{sheet.report.timing}）"}
    return {"tone": "late" if sheet.state == "returned" else "due", "word": SHEET.label(sheet.state)}


def _steps(sheet: Sheet | None, rules: MonthRules, today: date) -> list[dict[str, Any]]:
    """Four dots: filled, checked, reported."""
    names = ("村填报", "镇核对", "镇报送县")
    passed = {None: 0, "returned": 0, "filled": 1, "checked": 2, "submitted": 3}[sheet.state if sheet else None]
    days = (sheet.filled_at, sheet.checked_at, sheet.report.submitted_at if sheet.report else None) if sheet else ()
    dots = []
    for place, name in enumerate(names):
        now = "returned" if sheet and sheet.state == "returned" else "now"
        state = "done" if place < passed else now if place == passed else "todo"
        at = days[place] if state == "done" and days else None
        why = sheet.why if sheet and state == "returned" else ""
        until = rules.report_by if state in ("now", "returned") else None
        late = until is not None and today > rules.report_by
        dots.append({"label": name, "state": state, "at": at, "until": until, "late": late, "why": why})
    return dots


def _notes(sheet: Sheet | None, rules: MonthRules, today: date, lines: Sequence[LineShown]) -> Iterator[dict[str, Any]]:
    if rules.warning:
        yield note(f"{rules.warning}。", "due")
    if not lines:
        yield note(EMPTY)
    if sheet is None and rules.month <= today:
        left = time_left(rules.report_by, today)
        yield note(
            f"{rules.report_by}前由镇报县（{left}）。填报时本月以后的日子按计划填，报送以后有变化的登记更正。",
            article="第十二条",
        )


def _stale(sheet: Sheet) -> str:
    """What to do about a sheet that no longer agrees with what is known."""
    told = "填报以后，岗位、休假或出差有变化，这张表上没有："
    return told + ("请镇上退回，由村里重新填报。" if sheet.state == "checked" else "请村里修改考勤表，再由镇上核对。")


def _changed(each: Difference, actor: Actor) -> dict[str, Any]:
    """What changed after the report, with the way to its correction for whoever enters it."""
    now = f"现在应为{days_told(each.known)}"
    said = f"报送以后有变化：{each.stint.person.name}报的是{days_told(each.reported)}，{now}，请登记考勤更正。"
    if not actor.may("attendance.correct"):
        return note(said, "due")
    url = url_of("correct", each.sheet.month, each.sheet.village_id, each.stint.pk)
    return note(said, "due", url=url, link="登记考勤更正")


def days_told(days: tuple[date | None, date | None, int]) -> str:
    """Days on post and unpaid days in words."""
    first, last, free = days
    if first is None or last is None:
        return "当月不在岗"
    return f"在岗{first}至{last}、无薪{free}天"


def _filled(sheet: Sheet, lines: Sequence[SheetLine], rules: MonthRules, actor: Actor) -> list[LineShown]:
    """The lines as they were filled."""
    may = sheet.state == "submitted" and actor.may("attendance.correct")
    made = []
    for line in lines:
        known = Known(line.on_from, line.on_to, line.marks, line.unpaid_days)
        url = url_of("correct", sheet.month, sheet.village_id, line.stint_id) if may else ""
        made.append(_line(line.person.name, line.stint_id, known, rules, line.note, url))
    return made


def _expected(village: Place, rules: MonthRules) -> list[LineShown]:
    """The lines as they would be filled now."""
    return [
        _line(row.stint.person.name, row.stint.pk, row.known, rules) for row in prefilled_village(village.pk, rules)
    ]


def _line(name: str, stint_id: UUID, known: Known, rules: MonthRules, said: str = "", url: str = "") -> LineShown:
    whole = known.on_from == rules.first and known.on_to == rules.last
    facts = [
        fact("在岗", "整月" if whole else f"{known.on_from}至{known.on_to}"),
        fact("出勤", f"{known.attended_days}天", note=f"当月工作日{rules.working_days}天"),
        fact("无薪（事假、旷工）", f"{known.unpaid_days}天", article="第二十一条", note=_which(known.marks, rules)),
    ]
    if said:
        facts.append(fact("备注", said, wide=True))
    return LineShown(
        name,
        reverse("employment:stint", args=[stint_id]),
        weeks_of(known.marks, rules),
        facts,
        legend(known.marks),
        url,
    )


def _which(marks: str, rules: MonthRules) -> str:
    """The unpaid days by name."""
    days = rules.days()
    found = [
        f"{day.day}日{MARKS[letter].label}"
        for place, (day, letter) in enumerate(zip(days, marks, strict=True))
        if letter in MARKS and unpaid("-" * place + letter + "-" * (len(days) - place - 1), rules)
    ]
    return "、".join(found)


def _act(sheet: Sheet | None, village: Place, rules: MonthRules, actor: Actor) -> dict[str, str] | None:
    """The one main act of whoever looks."""
    state = sheet.state if sheet else ""
    if actor.may("attendance.fill") and state in ("", "returned"):
        return {"label": "填报考勤表", "url": url_of("fill", rules.month, village.pk)}
    if actor.may("attendance.check") and state == "filled":
        return {"label": "核对考勤表", "url": url_of("check", rules.month, village.pk)}
    return None


def _others(sheet: Sheet | None, village: Place, rules: MonthRules, actor: Actor) -> list[dict[str, Any]]:
    """The other acts, in the menu."""
    state, month = (sheet.state if sheet else ""), rules.month
    known = [
        (state == "filled", "fill", "修改考勤表", ()),
        (state == "checked", "check", "退回村里", ()),
        (state in ("", "filled", "returned"), "upload", "上传填好的Excel", ()),
        (True, "excel", "考勤表Excel", ("sheet",)),
        (sheet is not None, "print", "打印考勤情况登记表", ("attendance_sheet",)),
        (True, "print", "打印花名册", ("roster",)),
    ]
    return [
        {"label": label, "url": url_of(name, month, village.pk, *more)}
        for possible, name, label, more in known
        if possible and actor.may_open(f"attendance:{name}")
    ]


def _corrections(rows: Sequence[SheetCorrection], actor: Actor) -> dict[str, Any] | None:
    """The corrections of a sheet, as a list; None where there are none."""
    made = [
        {
            "cells": [
                row.person.name,
                days_told((row.on_from, row.on_to, row.unpaid_days)),
                {"text": row.reason, "under": row.document},
                row.entered_at,
                {"tone": "due" if row.state == "entered" else "plain", "word": CORRECTION.label(row.state)},
            ],
            "url": reverse("attendance:correction", args=[row.pk]) if actor.may_open("attendance:correction") else "",
        }
        for row in rows
    ]
    columns = [
        {"label": "姓名"},
        {"label": "更正为"},
        {"label": "原因"},
        {"label": "登记时间", "kind": "moment", "minor": True},
        {"label": "状态", "kind": "status"},
    ]
    return {"title": "考勤更正", "columns": columns, "rows": made} if made else None


@dataclass(frozen=True, slots=True)
class FillPage:
    """The page where a sheet is filled: `boxes` are (name, label, choices, value) of the free days, by stint."""

    shown: ActPage
    boxes: list[tuple[str, str, list[tuple[str, str]], str]]
    notes: list[tuple[str, str, str]]
    version: int
    digest: str
    rows: list[Prefilled]


def fill_page(village: Place, rules: MonthRules, actor: Actor) -> FillPage:
    """What the village fills in: the free days, with what stands there already; six queries."""
    sheet = sheet_of(village.pk, rules.month)
    rows = prefilled_village(village.pk, rules)
    stored = stored_marks(sheet)
    kept = {line.stint_id: line.note for line in lines_of(sheet)} if sheet else {}
    several = len(rows) > 1
    boxes, said = [], []
    for number, row in enumerate(rows):
        before = stored.get(row.stint.pk, row.known.marks)
        who = f"{row.stint.person.name} " if several else ""
        boxes += [_box(number, day, before, who, rules) for day in row.free_days(rules)]
        said.append((f"note_{number}", f"{who}备注", kept.get(row.stint.pk, "")))
    closed = ""
    if sheet is not None and sheet.state not in ("filled", "returned"):
        closed = "镇上已经核对或报送，这里不能再改。"
    notes = [note(f"镇上退回：{sheet.why}", "late")] if sheet is not None and sheet.state == "returned" else []
    notes += (
        [note(EMPTY)]
        if not rows
        else [note("休假、出差的日子已经按批准的填好，不在下面；有遗漏的请先登记休假或出差。")]
    )
    notes += _undecided(village, rules)
    shown = ActPage(
        title=f"填报{called(rules.month)}考勤表",
        back=url_of("place", rules.month, village.pk),
        crumbs=crumbs(actor, rules.month, village, "填报"),
        notes=notes,
        lead="先核对每一天，改不同的几天就行；考勤按天不按小时。",
        closed=closed,
    )
    return FillPage(shown, boxes, said, sheet.version if sheet else 0, digest_of(rows), rows)


def _undecided(village: Place, rules: MonthRules) -> list[dict[str, Any]]:
    """A word on requests that would change the sheet once they are decided."""
    count = undecided(village.pk, rules)
    return [note(f"这个月还有{count}件休假、出差没有审批，批准以后考勤表会变：请先审批。", "due")] if count else []


def _box(
    number: int, day: date, before: str, who: str, rules: MonthRules
) -> tuple[str, str, list[tuple[str, str]], str]:
    """The box of one free day."""
    offered = choices(day, rules)
    value = before[(day - rules.month).days]
    label = f"{who}{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"
    named = [(letter, f"{MARKS[letter].sign} {MARKS[letter].label}") for letter in offered]
    return f"m{number}_{day.day}", label, named, value if value in offered else offered[0]


def check_page(sheet: Sheet, rules: MonthRules, actor: Actor) -> ActPage:
    """Checking or sending back; three queries."""
    facts = []
    for line in lines_of(sheet):
        days = days_told((line.on_from, line.on_to, line.unpaid_days))
        facts.append(fact(line.person.name, f"{days}，出勤{line.attended_days}天", note=line.note, wide=True))
    return ActPage(
        title=f"核对{sheet.village.short_name}{rules.label}考勤表",
        back=url_of("place", rules.month, sheet.village_id),
        crumbs=crumbs(actor, rules.month, sheet.village, "核对"),
        facts=facts or [fact("在岗", "当月没有协理员在岗", wide=True)],
        notes=_undecided(sheet.village, rules),
        closed="" if sheet.state in ("filled", "checked") else "这张考勤表现在不在这一步。",
    )


def month_code(rules: MonthRules) -> str:
    """The month as files are named."""
    return code_of(rules.month)
