"""The monthly statement of somebody's social insurance (社会保险法第六十条): month and year, both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sibai.measure.insurance import SWITCHED, joined
from sibai.measure.values import shown
from sibai.payroll.models import UNINSURED, Difference, Payslip
from sibai.payroll.queries.computing import read
from sibai.payroll.queries.insurance_page import five
from sibai.payroll.queries.list_pay import PROVISIONAL, rates_of, stands_on_provisional
from sibai.payroll.queries.months_page import words
from sibai.payroll.queries.slip_page import FINAL
from sibai.people.actor import Actor
from sibai.people.identity import mask_id
from sibai.people.pages.shown import Fact, fact, note
from sibai.rulebook.queries.asking import Asker
from sibai.rulebook.queries.keeping import thawed

NONE = "—"
COLUMNS = (
    {"label": "险种"},
    {"label": "缴费基数（元）", "kind": "money"},
    {"label": "单位比例", "minor": True},
    {"label": "单位缴（元）", "kind": "money"},
    {"label": "个人比例", "minor": True},
    {"label": "个人缴（元）", "kind": "money"},
)
YEAR_COLUMNS = (
    {"label": "月份"},
    {"label": "缴费基数（元）", "kind": "money"},
    {"label": "养老单位（元）", "kind": "money"},
    {"label": "养老个人（元）", "kind": "money"},
    {"label": "工伤单位（元）", "kind": "money"},
)
FURTHER_COLUMNS = (
    {"label": "其他单位（元）", "kind": "money"},
    {"label": "其他个人（元）", "kind": "money"},
)
"""Only in a year in which insurances beyond the measure's two were paid."""


@dataclass(frozen=True, slots=True)
class StatementPage:
    """What payroll/statement.html shows."""

    title: str
    crumbs: list[dict[str, str]]
    facts: list[Fact]
    notes: list[dict[str, Any]]
    month: dict[str, Any]
    year: dict[str, Any]


def statement_page(slip: Payslip, actor: Actor) -> StatementPage:
    """One person's month; three queries."""
    law = thawed(slip.run.law)
    provisional = stands_on_provisional(slip, law)
    notes = []
    if provisional:
        text = "本月的缴费基数还没有公布，暂按上一年计；公布以后从1月起补差，单位和个人分开列。"
        notes.append(note(text, "due", article="第十四条"))
    notes.append(note(five(law.in_force), "plain", article="第十四条"))
    return StatementPage(
        title=f"{words(slip.month)}社会保险缴费明细",
        crumbs=_crumbs(slip, actor),
        facts=[
            fact("姓名", slip.person.name),
            fact("身份证号", mask_id(slip.person.id_number), "code"),
            fact("村（社区）", slip.village.short_name),
            fact("月份", words(slip.month)),
        ],
        notes=notes,
        month=_month(slip, law, provisional),
        year=_year(slip),
    )


def _month(slip: Payslip, law: Asker, provisional: bool) -> dict[str, Any]:
    rates = rates_of(law)
    base = {"value": slip.contribution_base, "flag": PROVISIONAL} if provisional else slip.contribution_base
    pension = [
        *("养老保险", base, rates["pension_employer_rate"], slip.pension_employer),
        *(rates["pension_rate"], slip.pension),
    ]
    injury = ["工伤保险", base, rates["work_injury_rate"], slip.work_injury, NONE, {"value": None, "under": "个人不缴"}]
    own = slip.pension_employer + slip.work_injury + slip.further_employer
    totals = ["合计", None, "", own, "", slip.pension + slip.further_person]
    rows = [pension, injury, *_further(slip, law, base)]
    return {"columns": list(COLUMNS), "rows": [{"cells": row} for row in rows], "totals": totals}


def _further(slip: Payslip, law: Asker, base: Any) -> list[list[Any]]:
    """A row for each insurance beyond the measure's two that the month paid."""
    if not slip.further_person and not slip.further_employer:
        return []
    rows = []
    for switch in joined(law.in_force):
        label, person, employer = SWITCHED[switch]
        answers = law.ask((person, employer), read(slip.facts))
        rates = {name: shown(law.in_force[f"{name}_rate"].value, "ratio") for name in (person, employer)}
        rows.append([label, base, rates[employer], answers[employer], rates[person], answers[person]])
    return rows


def _year(slip: Payslip) -> dict[str, Any]:
    """Month by month up to this one, with what was made up afterwards."""
    year = slip.month.replace(month=1)
    rows = Payslip.objects.wages().filter(person=slip.person_id, run__state__in=FINAL)
    rows = rows.filter(month__gte=year, month__lte=slip.month).order_by("month")
    found = [(each.month, 0, _cells(words(each.month), each.contribution_base, each)) for each in rows]
    made = Difference.objects.filter(person=slip.person_id, confirmed=True, month__gte=year, month__lte=slip.month)
    made = made.exclude(UNINSURED).select_related("recount")
    for each in made.order_by("month", "recount__number"):
        label = {"text": words(each.month), "under": f"第{each.recount.number}次更正的差额"}
        number = each.recount.number
        found.append((each.month, number, _cells(label, int(each.new["contribution_base"]), each)))
    found.sort(key=lambda row: row[:2])
    wide = any(amount for _, _, row in found for amount in row[len(YEAR_COLUMNS) :])
    heads = [*YEAR_COLUMNS, *FURTHER_COLUMNS] if wide else [*YEAR_COLUMNS]
    cells = [row[: len(heads)] for _, _, row in found]
    sums = [sum(row[place] for row in cells) for place in range(2, len(heads))]
    return {
        "columns": heads,
        "rows": [{"cells": row} for row in cells],
        "totals": ["本年累计", None, *sums],
        "empty": {"what": "工资审批以后列出。"},
    }


def _cells(label: Any, base: int, row: Any) -> list[Any]:
    return [label, base, row.pension_employer, row.pension, row.work_injury, row.further_employer, row.further_person]


def _crumbs(slip: Payslip, actor: Actor) -> list[dict[str, str]]:
    mine = actor.role == "coordinator"
    first = {"label": "我的工资" if mine else "工资", "url": reverse("payroll:mine" if mine else "payroll:months")}
    own = {"label": f"{words(slip.month)}工资", "url": reverse("payroll:slip", args=[slip.pk])}
    return [first, own, {"label": "社会保险缴费明细", "url": ""}]
