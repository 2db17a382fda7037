"""Pages of corrections: entering one, looking at it, confirming it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from sibai.attendance.flow import CORRECTION
from sibai.attendance.models import Sheet, SheetCorrection
from sibai.attendance.queries.differences import differences_of, holding, rows_of
from sibai.attendance.queries.month import MonthRules, called
from sibai.attendance.queries.proofs import papers
from sibai.attendance.queries.sheet_pages import days_told
from sibai.attendance.queries.ways import crumbs, url_of
from sibai.audit.queries import about
from sibai.db.querysets import Scope
from sibai.employment.models import Stint
from sibai.people.actor import Actor
from sibai.people.pages.shown import ActPage, Fact, FlowPage, fact, note
from sibai.people.queries.person_page import told


def corrections(scope: Scope) -> models.QuerySet[SheetCorrection]:
    """Corrections in the scope, sheet and person at hand."""
    return SheetCorrection.objects.within(scope).select_related("person", "sheet__village__parent", "stint__village")


def correct_page(sheet: Sheet, stint: Stint, actor: Actor, rules: MonthRules) -> tuple[ActPage, dict[str, Any]]:
    """Entering a correction, and what the boxes begin with: what is known by now."""
    rows = list(rows_of(sheet))
    now = next((each.known for each in differences_of(sheet, rules, rows) if each.stint.pk == stint.pk), None)
    holds = holding(sheet, stint.pk, rows)
    first, last, unpaid = now or holds
    facts = [fact("姓名", stint.person.name), fact("现在的记录", days_told(holds))]
    if now is not None:
        facts.append(fact("按岗位和休假应为", days_told(now), status=None))
    page = ActPage(
        title=f"更正{called(sheet.month)}考勤",
        back=url_of("place", sheet.month, sheet.village_id),
        crumbs=crumbs(actor, sheet.month, sheet.village, "考勤更正"),
        facts=facts,
        lead="考勤表不变，另记一次更正；镇上确认后，工资按更正补发或扣回。",
        closed="" if sheet.state == "submitted" else "这个月的考勤还没有报送，请直接修改考勤表。",
    )
    return page, {"on_from": first, "on_to": last, "unpaid_days": unpaid, "not_on_post": first is None}


def correction_facts(row: SheetCorrection) -> list[Fact]:
    """What is corrected, and why."""
    facts = [
        fact("姓名", row.person.name),
        fact("村（社区）", row.sheet.village.short_name),
        fact("更正为", days_told((row.on_from, row.on_to, row.unpaid_days))),
        fact("原因", row.reason, wide=True),
        fact("依据", row.document),
        fact("登记", row.entered_at, "moment"),
        fact("镇上意见", row.why, wide=True),
        fact("确认", row.confirmed_at, "moment"),
    ]
    return [each for each in facts if each["value"] not in (None, "")]


def _unlike(row: SheetCorrection) -> list[dict[str, Any]]:
    """A word where a correction says something else than the post and the leave on record."""
    known = (row.known_from, row.known_to, row.known_unpaid)
    if known == (row.on_from, row.on_to, row.unpaid_days):
        return []
    return [note(f"按岗位和休假的记录应为{days_told(known)}，更正的不一样：请看清原因和依据再确认。", "due")]


def correction_page(row: SheetCorrection, actor: Actor) -> FlowPage:
    """One correction; three queries."""
    step = CORRECTION.step(row.state)
    main = None
    if step and actor.may("attendance.confirm_correction"):
        main = {"label": "确认更正", "url": reverse("attendance:confirm_correction", args=[row.pk])}
    tone = "due" if step else "done" if row.state == "confirmed" else "plain"
    return FlowPage(
        title=f"{called(row.sheet.month)}考勤更正",
        status={"tone": tone, "word": CORRECTION.label(row.state)},
        crumbs=crumbs(actor, row.sheet.month, row.sheet.village, "考勤更正"),
        steps=[],
        facts=correction_facts(row),
        act=main,
        papers=papers(row, actor),
        log=told(about("attendance.sheetcorrection", row.pk)),
    )


def confirm_page(row: SheetCorrection, actor: Actor) -> ActPage:
    """The town's word; two queries."""
    holds = fact("更正前", days_told(holding(row.sheet, row.stint_id)))
    return ActPage(
        title=f"确认{called(row.sheet.month)}考勤更正",
        back=reverse("attendance:correction", args=[row.pk]),
        crumbs=crumbs(actor, row.sheet.month, row.sheet.village, "确认更正"),
        facts=[holds, *correction_facts(row)],
        notes=_unlike(row),
        closed="" if row.state == "entered" else "这次更正已经办过。",
    )
