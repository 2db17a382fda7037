"""One payslip: every number with the tree behind it, by the law that its run keeps; and a person's own payslips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from sibai.documents.words import in_yuan
from sibai.payroll.models import FURTHER, Difference, Payslip
from sibai.payroll.queries.computing import EARLIER, NAMES, read
from sibai.payroll.queries.list_pay import stands_on_provisional
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.identity import mask_card
from sibai.people.pages.shown import Fact, fact
from sibai.rulebook.queries.asking import Answers
from sibai.rulebook.queries.keeping import thawed

FINAL = ("approved", "funded", "issued", "result_in", "closed")
"""States of a run in which a coordinator sees the own payslip."""
EARNED = (
    *(("基础工资", "base"), ("缺勤扣款", "absence"), ("绩效工资", "performance"), ("工作奖励", "reward")),
    ("应发", "gross"),
)
TAKEN = (
    *(("缴费基数", "contribution_base"), ("养老个人", "pension"), ("其他社会保险个人", "further_person")),
    *(("个税", "tax"), ("实发", "net")),
)
EMPLOYERS = (
    *(("养老单位", "pension_employer"), ("工伤单位", "work_injury")),
    ("其他社会保险单位", "further_employer"),
)
TOLD_ABOVE = frozenset({"gross", "net", "earlier_gross", "earlier_pension", "earlier_further"})
"""Sums of numbers that have their own trees, and facts; the tree of what is paid opens them too."""
BELOW = (
    *(("补发以前月份应发", "earlier_gross"), ("补扣以前月份养老", "earlier_pension")),
    *(("补扣以前月份其他社会保险", "earlier_further"), ("本月补扣欠款", "owed_taken")),
    *(("本月扣回", "recovery"), ("结转欠扣", "owed_after")),
)
OF_LEAVER = {
    "tax": "earlier_tax",
    "owed_taken": "earlier_owed_taken",
    "recovery": "earlier_set_off",
    "payable": "earlier_payable",
    "owed_after": "earlier_owed_after",
    "due_to_person": "earlier_due",
}
"""What the numbers of a payslip without a wage of its own are called among the rules."""


@dataclass(frozen=True, slots=True)
class SlipPage:
    """What payroll/slip.html shows."""

    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    lead: str
    payable: Fact
    groups: list[tuple[str, list[Fact]]]
    acts: list[dict[str, Any]]
    notes: list[dict[str, Any]]


def slips(actor: Actor) -> models.QuerySet[Payslip]:
    """The payslips that the actor sees: a coordinator the own ones, once they are final."""
    rows = Payslip.objects.within(actor.scope).select_related("run", "person", "village", "payment")
    return rows.filter(run__state__in=FINAL) if actor.role == "coordinator" else rows


def slip_page(slip: Payslip, actor: Actor) -> SlipPage:
    """One payslip; the explanation is made from what was kept, and told to be so where it no longer comes out."""
    law = thawed(slip.run.law)
    alone = slip.kind == "difference"
    answers = law.ask(EARLIER if alone else NAMES, read(slip.facts))
    numbers = OF_LEAVER if alone else {name: name for name in Payslip.NUMBERS}
    same = all(int(answers[rule]) == getattr(slip, name) for name, rule in numbers.items())
    payment = getattr(slip, "payment", None)
    notes = _settled(slip)
    if not same:
        text = "这张工资单是用以前的程序算的，数字以工资单为准，下面的算法说明是现在的。"
        notes.append({"tone": "due", "text": text})
    if slip.below_minimum:
        text = "整月在岗，应发低于当月最低工资标准。"
        notes.append({"tone": "due", "text": text, "article": "第十一条"})
    if slip.kind == "wage" and stands_on_provisional(slip, law):
        text = "缴费基数还没有公布，暂按上一年计；公布以后从1月起补差，单位和个人分开列。"
        notes.append({"tone": "plain", "text": text, "article": "第十四条"})
    if payment is not None and payment.failure:
        notes.append({"tone": "late", "text": f"没有发成：{payment.failure}。公司会重发；账号不对的，请先到村里更正。"})
    return SlipPage(
        title=f"{words(slip.month)}{'补发' if alone else '工资'}",
        status=_status(slip, payment),
        crumbs=_crumbs(slip, actor),
        lead=f"{slip.village.short_name}　{slip.person.name}　{mask_card(slip.person.card)}",
        payable=_number(slip, answers, "实付", "payable"),
        groups=_groups(slip, answers),
        notes=notes,
        acts=_acts(slip, actor),
    )


def _groups(slip: Payslip, answers: Answers) -> list[tuple[str, list[Fact]]]:
    """What was earned and taken this month, and what is settled of earlier ones; who has left has only the latter."""
    of_month = [
        ("挣得", [_number(slip, answers, *each) for each in EARNED]),
        ("扣除", [_number(slip, answers, *each) for each in TAKEN if _shown(slip, each[1])]),
        ("单位为您缴的", [_number(slip, answers, *each) for each in EMPLOYERS if _shown(slip, each[1])]),
    ]
    earlier = [_number(slip, answers, *each) for each in BELOW if getattr(slip, each[1])]
    if slip.kind == "difference":
        return [("以前月份的", [*earlier, _number(slip, answers, "个税", "tax")])]
    return [*of_month, ("以前月份的", earlier)]


def _settled(slip: Payslip) -> list[dict[str, Any]]:
    """Which months the payslip makes up for, by net; one query where it makes up for any."""
    if not (slip.earlier_gross or slip.earlier_pension or slip.earlier_further):
        return []
    rows = Difference.objects.filter(slip=slip).order_by("month", "recount__number")
    parts = [f"{words(month)}{in_yuan(net)}元" for month, net in rows.values_list("month", "net")]
    return [{"tone": "plain", "text": f"以前月份的差额：{'，'.join(parts)}。在本月计税。"}] if parts else []


def _shown(slip: Payslip, name: str) -> bool:
    """Insurances beyond the measure's two have a line only where they are paid."""
    return name not in FURTHER or getattr(slip, name) != 0


def _acts(slip: Payslip, actor: Actor) -> list[dict[str, Any]]:
    """The statement of insurance, and holding this person's pay from now on."""
    acts = [{"label": "社会保险缴费明细", "url": reverse("payroll:statement", args=[slip.pk])}]
    if actor.may_open("payroll:propose_hold"):
        acts.append({"label": "提出暂缓发放", "url": reverse("payroll:propose_hold", args=[slip.person_id])})
    return acts


def _number(slip: Payslip, answers: Answers, label: str, name: str) -> Fact:
    """A number with its tree; one that is nothing, or only adds up what stands above it, is told by the payable's."""
    rule = OF_LEAVER.get(name, name) if slip.kind == "difference" else name
    tells = name not in TOLD_ABOVE and (getattr(slip, name) or name == "payable")
    return fact(label, getattr(slip, name), "money", why=answers.why(rule) if tells else None)


def _status(slip: Payslip, payment: Any) -> dict[str, str]:
    if payment is None:
        return {"tone": "plain", "word": "没有要付的" if slip.run.state in FINAL else "没有定案"}
    tones = {"paid": "done", "failed": "late", "issued": "due", "due": "due"}
    return {"tone": tones[payment.state], "word": payment.get_state_display()}


def _crumbs(slip: Payslip, actor: Actor) -> list[dict[str, str]]:
    if actor.role == "coordinator":
        return [{"label": "我的工资", "url": reverse("payroll:mine")}, {"label": words(slip.month), "url": ""}]
    return [
        {"label": "工资", "url": reverse("payroll:months")},
        {"label": slip.run.label, "url": reverse("payroll:run", args=[slip.run_id])},
        {"label": slip.person.name, "url": ""},
    ]


def my_slips(actor: Actor) -> dict[str, Any]:
    """A coordinator's own payslips, the last first, as web/parts/list.html takes them."""
    rows = slips(actor).order_by("-month", "-run__number")
    return {
        "columns": [
            {"label": "月份"},
            {"label": "应发（元）", "kind": "money"},
            {"label": "实付（元）", "kind": "money"},
            {"label": "状态", "kind": "status"},
        ],
        "rows": [
            {
                "url": reverse("payroll:slip", args=[each.pk]),
                "cells": [words(each.month), each.gross, each.payable, _status(each, getattr(each, "payment", None))],
            }
            for each in rows
        ],
        "empty": {"what": "这里会列出您每个月的工资单。", "how": "公司审批以后就能看到。"},
    }
