"""The page of a run: its steps, totals, payslips, whom it left out, its bank files, its log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse

from sibai.audit.queries import about
from sibai.payroll.flow import DRAFT, RUN
from sibai.payroll.models import BankFile, Payslip, Run
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.people.pages.shown import Fact, fact, note
from sibai.people.queries.person_page import told
from sibai.rulebook.queries.keeping import provisional_in, undecided_in

WHO = ("prepared", "checked", "approved", "funded", "issued", "result", "closed")
DONE_BY = dict(zip(("prepared", "checked", "approved", "funded", "issued", "result_in"), WHO[1:], strict=True))
"""State → who took the step out of it."""
SENT = ("issued", "result_in", "closed")
"""States in which payments can be in the queue of what was refused."""

OTHERS = {
    "prepared": (("退回", "payroll:return_run", False), ("作废", "payroll:void", True)),
    "returned": (("作废", "payroll:void", True),),
    "checked": (("退回", "payroll:return_run", False), ("作废", "payroll:void", True)),
}


@dataclass(frozen=True, slots=True)
class RunPage:
    """What payroll/run.html shows."""

    run: Run
    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    steps: list[dict[str, Any]]
    act: dict[str, str] | None
    acts: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    facts: list[Fact]
    slips: dict[str, Any]
    left_out: dict[str, Any] | None
    files: dict[str, Any] | None
    log: list[dict[str, Any]]


def runs(actor: Actor) -> Any:
    """The runs that the actor sees."""
    who = [f"{each}_by" for each in WHO]
    return Run.objects.within(actor.scope).select_related("county", *who)


def run_page(run: Run, actor: Actor, given: Mapping[str, Any]) -> RunPage:
    """One run."""
    step = RUN.step(run.state)
    why = run.why if run.state == "returned" else ""
    sums = _sums(run)
    return RunPage(
        run=run,
        title=run.label,
        status={"tone": "due" if step else "plain" if run.state == "void" else "done", "word": RUN.label(run.state)},
        crumbs=[{"label": "工资", "url": reverse("payroll:months")}, {"label": run.label, "url": ""}],
        steps=_steps(run, why) if run.state != "void" else [],
        act=_act(run, actor),
        acts=_acts(run, actor),
        notes=_notes(run, sums["low"], actor),
        facts=_facts(run, sums),
        slips=slip_list(run, given, further=bool(sums["further_person"])).shown(),
        left_out=_left_out(run),
        files=_files(run, actor),
        log=told(about(run._meta.label_lower, run.pk)),
    )


def _steps(run: Run, why: str) -> list[dict[str, Any]]:
    passed: dict[str, tuple[str, date | datetime]] = {}
    for state, who in DONE_BY.items():
        by, at = getattr(run, f"{who}_by"), getattr(run, f"{who}_at")
        if at is not None:
            passed[state] = (by.name if by else "", at)
    dots = RUN.dots(run.state, passed, why)
    return [dot for dot in dots if dot["label"] != "已退回" or run.state == "returned"]


def _act(run: Run, actor: Actor) -> dict[str, str] | None:
    step = RUN.step(run.state)
    if step is None or not actor.may_open(step.route):
        return None
    if step.state == "issued":
        waiting = run.bank_files.filter(state="issued").order_by("number").first()
        return {"label": step.next, "url": reverse(step.route, args=[waiting.pk])} if waiting else None
    return {"label": step.next, "url": reverse(step.route, args=[run.pk])}


def _acts(run: Run, actor: Actor) -> list[dict[str, Any]]:
    made = [
        {"label": label, "url": reverse(route, args=[run.pk]), "danger": danger}
        for label, route, danger in OTHERS.get(run.state, ())
        if actor.may_open(route)
    ]
    if run.state == "prepared" and actor.may_open("payroll:prepare_again"):
        made.insert(0, {"label": "重新编制", "url": reverse("payroll:prepare_again", args=[run.pk])})
    if run.state not in DRAFT and run.state != "void" and actor.may_open("payroll:prepare_recount"):
        url = reverse("payroll:prepare_recount", args=[f"{run.month:%Y-%m}"])
        made.append({"label": "重算这个月", "url": url})
    if run.state not in DRAFT and run.state != "void" and actor.may_open("payroll:prepare"):
        made.append({"label": "补编这个月", "url": reverse("payroll:ready", args=[f"{run.month:%Y-%m}"])})
    if run.state != "void" and actor.may_open("payroll:export_run"):
        made.append({"label": "导出工资表", "url": reverse("payroll:export_run", args=[run.pk]), "icon": "download"})
    return made


def _sums(run: Run) -> dict[str, Any]:
    """Totals of the payslips, and how many lie below the minimum wage; one query."""
    low = Count("pk", filter=Q(below_minimum=True))
    return run.slips.aggregate(low=low, **{name: Sum(name) for _, name in (*SUMS, *FURTHER_SUMS)})


def _notes(run: Run, low: int, actor: Actor) -> list[dict[str, Any]]:
    notes = []
    if low:
        words = f"{low}人整月在岗，应发低于当月最低工资标准，请向县人社局说明。"
        notes.append(note(words, "due", article="第十一条", url="?low=yes", link="看是哪些人"))
    back = run.slips.filter(payment__state="failed").count() if run.state in SENT else 0
    if back:
        url = reverse("payroll:failed") if actor.may_open("payroll:failed") else ""
        notes.append(note(f"{back}笔没有发成，在待重发里等着，别人的不受影响。", "due", url=url, link="看原因"))
    undecided = undecided_in(run.law)
    if undecided and run.state not in ("void", "closed"):
        notes.append(note(f"以下口径还没有由县里决定，审批前要先定：{'、'.join(undecided)}。", "due"))
    provisional = provisional_in(run.law)
    if provisional:
        notes.append(note(f"{'、'.join(provisional)}尚未公布，暂按上一年计，公布后补差。", "plain", article="第十四条"))
    return notes


SUMS = (
    *(("基础工资", "base"), ("缺勤扣款", "absence"), ("绩效工资", "performance"), ("工作奖励", "reward")),
    *(("应发合计", "gross"), ("养老个人", "pension"), ("个税", "tax"), ("单位养老", "pension_employer")),
    ("单位工伤", "work_injury"),
)
FURTHER_SUMS = (("其他社会保险个人", "further_person"), ("单位其他社会保险", "further_employer"))
"""Shown only where such an insurance is switched on."""


def _facts(run: Run, totals: Mapping[str, Any]) -> list[Fact]:
    facts = [fact("人数", f"{run.people}人"), fact("实付合计", run.payable, "money")]
    facts += [fact(label, totals[name] or 0, "money") for label, name in SUMS]
    facts += [fact(label, totals[name], "money") for label, name in FURTHER_SUMS if totals[name]]
    facts.append(fact("发放月份", words(run.pay_month)))
    facts.append(
        fact(
            "工资单校验值",
            run.digest,
            "code",
            wide=True,
            note="导出的工资表供审批签字，印同一个值和银行文件的 SHA-256；一个数变了它就变",
        )
    )
    return facts


def slip_list(run: Run, given: Mapping[str, Any], *, further: bool = False) -> Listing:
    """The payslips of a run; `further`: with a column of insurances beyond the measure's two."""

    def row(each: Payslip) -> Row:
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            each.base,
            each.absence,
            each.performance + each.reward,
            each.gross,
            each.pension,
            *((each.further_person,) if further else ()),
            each.tax,
            each.payable,
        ]
        return Row(reverse("payroll:slip", args=[each.pk]), cells)

    def search(text: str) -> Q:
        named = Q(person__name__contains=text) | Q(person__pinyin__startswith=text.lower())
        return named | Q(village__name__contains=text) | Q(person__code__iexact=text)

    return Listing(
        rows_of=Payslip.objects.filter(run=run).select_related("person", "village"),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("基础工资", "base", "money", minor=True),
            Column("缺勤扣款", "absence", "money", minor=True),
            Column("绩效和奖励", "", "money", minor=True),
            Column("应发", "gross", "money"),
            Column("养老个人", "", "money", minor=True),
            *((Column("其他社会保险个人", "", "money", minor=True),) if further else ()),
            Column("个税", "", "money", minor=True),
            Column("实付（元）", "payable", "money"),
        ),
        row=row,
        title="工资单",
        search=search,
        filters=[Filter("low", "最低工资", [("yes", "低于标准的", Q(below_minimum=True))])],
        order=("village_id", "person__code"),
        empty={"what": "这一批没有工资单。"},
    )


def _left_out(run: Run) -> dict[str, Any] | None:
    rows = list(run.left_out.select_related("person", "village").order_by("village_id"))
    if not rows:
        return None
    return {
        "title": "没有列入的人",
        "columns": [{"label": "姓名"}, {"label": "原因"}],
        "rows": [
            {"cells": [{"text": each.person.name, "under": each.village.short_name}, "；".join(each.reasons)]}
            for each in rows
        ],
    }


def _files(run: Run, actor: Actor) -> dict[str, Any] | None:
    rows: list[BankFile] = list(run.bank_files.order_by("number"))
    if not rows or not actor.may_open("payroll:bank_file"):
        return None
    downloads = actor.may_open("payroll:download_file")
    return {
        "title": "银行文件",
        "columns": [
            {"label": "文件"},
            {"label": "笔数", "kind": "number"},
            {"label": "金额合计（元）", "kind": "money"},
            {"label": "状态", "kind": "status"},
            *([{"label": "交银行"}] if downloads else []),
        ],
        "rows": [
            {
                "url": reverse("payroll:bank_file", args=[each.pk]),
                "cells": [
                    {"text": each.label, "under": each.name},
                    each.count,
                    each.total,
                    {"tone": "due" if each.state == "issued" else "done", "word": each.get_state_display()},
                    *([_download(each)] if downloads else []),
                ],
            }
            for each in rows
        ],
    }


def _download(file: BankFile) -> dict[str, Any]:
    """A cell with the file itself: what is generated is to be handed to the bank next."""
    url = reverse("payroll:download_file", args=[file.pk])
    return {"text": "", "acts": [{"label": "下载", "url": url}]}
