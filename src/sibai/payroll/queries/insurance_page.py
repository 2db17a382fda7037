"""A month's social insurance and income tax: the lists for the offices, what was declared, what the law asks beyond."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.measure.dates import add_months, month_first, month_last
from sibai.measure.insurance import SWITCHED, joined
from sibai.measure.law import InForce
from sibai.months.models import Deed
from sibai.payroll.flow import DRAFT
from sibai.payroll.models import FURTHER, Payslip, Run
from sibai.payroll.queries.lists_page import lists
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.pages.shown import ActPage, Fact, day, fact, note
from sibai.rulebook.queries.asking import asker_on
from sibai.rulebook.queries.keeping import provisional_in

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Nothing is approved after it."""
FIVE = (
    "劳动合同制职工，法律要求单位办五项保险：养老、医疗、工伤、失业、生育"
    "（社会保险法第十条、第二十三条、第三十三条、第四十四条、第五十三条）。"
    "办法第十四条只写了养老和工伤，系统照办法算这两项；"
)
"""What the law asks where the measure names two."""
OPEN = "另外三项由县里决定怎么办，请留书面依据。"
SUMS = ("pension", "pension_employer", "work_injury", *FURTHER, "tax")
TIMING_TONES = {"提前": "done", "按时": "done", "逾期": "late"}


@dataclass(frozen=True, slots=True)
class InsurancePage:
    """What payroll/insurance.html shows; `about` are the months beside this one."""

    title: str
    status: dict[str, str] | None
    act: dict[str, str] | None
    acts: list[dict[str, Any]]
    months: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    facts: list[Fact]
    lists: dict[str, Any]


def insurance_page(actor: Actor, month: date, today: date) -> InsurancePage:
    """One month; five queries."""
    final = Payslip.objects.within(actor.scope).filter(void=False).exclude(run__state__in=DRAFT)
    worked = Q(month=month, kind="wage")
    deed = filing_of(actor, month)
    sums = final.filter(worked | Q(pay_month=month)).aggregate(
        people=Count("person", filter=worked, distinct=True),
        paid=Count("person", filter=Q(pay_month=month), distinct=True),
        tax=Sum("tax", filter=Q(pay_month=month)),
        after=Count("person", filter=Q(pay_month=month, run__approved_at__gt=deed.done_at if deed else NEVER)),
        **{name: Sum(name, filter=worked) for name in SUMS[:-1]},
    )
    return InsurancePage(
        title=f"{words(month)}社保和个税",
        status=_status(deed),
        act=_act(actor, month, deed, sums["paid"]),
        acts=_acts(actor, month),
        months=months_beside("payroll:insurance", month, today),
        notes=[*_filed_before(sums["after"]), *_provisional(actor, month), _five(month)],
        facts=_facts(sums, month, deed),
        lists=_lists(actor, month),
    )


def five(law: Mapping[str, InForce]) -> str:
    """What the law asks, and which insurances beyond the measure's two are switched on under a county's law."""
    on = joined(law)
    words = [SWITCHED[name][0] for name in on]
    left = [label for name, (label, _, _) in SWITCHED.items() if name not in on]
    if not words:
        return FIVE + OPEN
    rest = f"{'、'.join(left)}还没有参加，由县里决定怎么办，请留书面依据。" if left else "五项都参加了。"
    return f"{FIVE}按县里的决定还参加了{'、'.join(words)}。{rest}"


def _five(month: date) -> dict[str, Any]:
    """The same as a note, as the law is now for a month."""
    try:
        words = five(asker_on(month_last(month)).in_force)
    except Refusal:
        words = FIVE + OPEN
    return note(words, "due", article="第十四条")


def filing_of(actor: Actor, month: date) -> Deed | None:
    """The declaration of a month of payment, once it was written."""
    return Deed.objects.within(actor.scope).filter(month=month, kind="tax_filing").order_by("place_code").first()


def months_beside(route: str, month: date, today: date) -> list[dict[str, Any]]:
    """The last months as chips (web/parts/chips.html), this one among them."""
    shown = [add_months(month_first(today), -back) for back in range(LATELY)]
    if month not in shown:
        shown.append(month)
    chips = [
        {"label": words(each), "url": f"{reverse(route)}?month={each:%Y-%m}", "on": each == month} for each in shown
    ]
    return [{"label": "月份", "chips": chips}]


LATELY = 6


def _status(deed: Deed | None) -> dict[str, str] | None:
    return {"tone": TIMING_TONES[deed.timing], "word": f"个税已申报，{deed.timing}"} if deed else None


def _act(actor: Actor, month: date, deed: Deed | None, paid: int) -> dict[str, str] | None:
    if deed is not None or not paid or not actor.may_open("payroll:file_tax"):
        return None
    return {"label": "登记个税已申报", "url": reverse("payroll:file_tax", args=[f"{month:%Y-%m}"])}


def _acts(actor: Actor, month: date) -> list[dict[str, Any]]:
    doors: tuple[tuple[str, str, list[int]], ...] = (
        (f"{month.year}年申报工资", "payroll:declared", [month.year]),
        (f"{month.year}年全年重算", "payroll:year", [month.year]),
        ("报表格式", "payroll:list_layouts", []),
        ("各项期限", "payroll:deadlines", []),
    )
    return [
        {"label": label, "url": reverse(route, args=about)} for label, route, about in doors if actor.may_open(route)
    ]


def _filed_before(people: int) -> list[dict[str, Any]]:
    """Wages of the month that were approved after its tax had been declared."""
    if not people:
        return []
    return [note(f"登记申报以后，本月又审批了{people}人次的工资，请在电子税务局更正申报。", "late", article="第十四条")]


def _provisional(actor: Actor, month: date) -> list[dict[str, Any]]:
    """What was computed on figures that were not published, and whether they are by now; one query."""
    laws = Run.objects.within(actor.scope).filter(month=month).exclude(state__in=(*DRAFT, "void"))
    stood = {label for law in laws.values_list("law", flat=True) for label in provisional_in(law)}
    if not stood:
        return []
    still = stood & unpublished(month)
    notes = []
    if still:
        text = f"{'、'.join(sorted(still))}尚未公布，本月暂按上一年计，公布后补差。"
        notes.append(note(text, "due", article="第十四条"))
    if stood - still:
        text = f"本月按暂定的{'、'.join(sorted(stood - still))}计，现在已经公布：请到“{month.year}年全年重算”编制补差。"
        notes.append(note(text, "late", article="第十四条"))
    return notes


def unpublished(month: date) -> set[str]:
    """The labels of the base's limits that stand on an earlier year's figure for a month, as the law is now."""
    try:
        in_force = asker_on(month_last(month)).in_force
    except Refusal:
        return set()
    limits = (in_force.get(name) for name in LIMITS)
    return {each.entry.label for each in limits if each is not None and each.provisional}


LIMITS = ("contribution_base_lower", "contribution_base_upper")


FURTHER_FACTS = (("其他社会保险个人", "further_person"), ("其他社会保险单位", "further_employer"))
"""Shown only where such an insurance is paid."""


def _facts(sums: dict[str, Any], month: date, deed: Deed | None) -> list[Fact]:
    both = (sums["pension"] or 0) + (sums["pension_employer"] or 0)
    facts = [
        fact("缴费人数", f"{sums['people']}人"),
        fact("养老个人", sums["pension"] or 0, "money"),
        fact("养老单位", sums["pension_employer"] or 0, "money"),
        fact("养老合计", both, "money"),
        fact("工伤单位", sums["work_injury"] or 0, "money"),
        *(fact(label, sums[name], "money") for label, name in FURTHER_FACTS if sums[name]),
        fact("本月发放的个税", sums["tax"] or 0, "money", note=f"{words(month)}发放{sums['paid']}人，税额为零也要申报"),
    ]
    due = deed.due if deed else _due(month)
    facts.append(day("个税申报截止日", due, article="第十四条"))
    return facts


def _due(month: date) -> date | None:
    try:
        due: date = asker_on(month_last(month)).ask(("tax_filing_by",), {"month": month})["tax_filing_by"]
    except Refusal:
        return None
    return due


def _lists(actor: Actor, month: date) -> dict[str, Any]:
    def row(code: str, name: str, label: str, under: str) -> dict[str, Any]:
        about = [f"{month:%Y-%m}", code]
        acts = []
        if actor.may_open("payroll:export_list"):
            acts.append({"label": "下载 Excel", "url": reverse("payroll:export_list", args=about)})
        url = reverse("payroll:list", args=about) if actor.may_open("payroll:list") else ""
        return {"url": url, "cells": [{"text": name, "under": under}, label, {"acts": acts}]}

    known = lists()
    return {
        "title": "报表",
        "columns": [{"label": "名称"}, {"label": "列什么"}, {"label": "", "kind": "act"}],
        "rows": [
            row(code, each.layout.name, each.layout.subject.label, each.layout.subject.lead)
            for code, each in known.items()
        ],
    }


def file_page(month: date) -> ActPage:
    """Writing that the tax was declared."""
    back = f"{reverse('payroll:insurance')}?month={month:%Y-%m}"
    crumbs = [{"label": "社保个税", "url": back}, {"label": "登记个税已申报", "url": ""}]
    facts = [fact("发放月份", words(month)), day("申报截止日", _due(month), article="第十四条")]
    lead = "在自然人电子税务局申报成功以后登记，税额为零也要申报。"
    return ActPage("登记个税已申报", back, crumbs, facts, lead=lead)
