"""Bank files with their lines, and the queue of what the bank refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from sibai.audit.queries import about
from sibai.payroll.flow import RETURN
from sibai.payroll.models import BankFile, BankLine, BankReturn, Payment
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.identity import mask_card
from sibai.people.pages import Column, Listing, Row
from sibai.people.pages.shown import Fact, fact, note
from sibai.people.queries.person_page import told

TONES = {"issued": "due", "success": "done", "failure": "late"}


@dataclass(frozen=True, slots=True)
class FilePage:
    """What payroll/bank_file.html shows."""

    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    act: dict[str, str] | None
    acts: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    facts: list[Fact]
    lines: dict[str, Any]
    faults: list[str]
    log: list[dict[str, Any]]


def bank_files(actor: Actor) -> models.QuerySet[BankFile]:
    """The bank files that the actor sees."""
    return BankFile.objects.within(actor.scope).select_related("run", "file", "issued_by", "county")


def bank_returns(actor: Actor) -> models.QuerySet[BankReturn]:
    """The answers of the bank that the actor sees."""
    return BankReturn.objects.within(actor.scope).select_related("bank_file", "county", "uploaded_by")


def file_page(row: BankFile, actor: Actor, given: Mapping[str, Any]) -> FilePage:
    """One bank file."""
    returned = list(row.returns.order_by("-uploaded_at", "pk"))
    waiting = [each for each in returned if each.state == "waiting"]
    taken = [each for each in returned if each.state == "taken"]
    acts = []
    if actor.may_open("payroll:download_file"):
        url = reverse("payroll:download_file", args=[row.pk])
        acts.append({"label": "下载文件", "url": url, "icon": "download"})
    back = {"label": row.run.label, "url": reverse("payroll:run", args=[row.run_id])} if row.run else None
    here = {"label": row.label, "url": ""}
    crumbs = [{"label": "工资", "url": reverse("payroll:months")}, *([back] if back else []), here]
    return FilePage(
        title=row.label,
        status={"tone": "due" if row.state == "issued" else "done", "word": row.get_state_display()},
        crumbs=crumbs,
        act=_act(row, waiting, actor),
        acts=acts,
        notes=[_waits(each) for each in waiting],
        facts=_facts(row),
        lines=_lines(row, given).shown(),
        faults=list(taken[0].faults) if taken else [],
        log=told(about(row._meta.label_lower, row.pk)),
    )


def _act(row: BankFile, waiting: Sequence[BankReturn], actor: Actor) -> dict[str, str] | None:
    """What the actor can do next with a file."""
    step = RETURN.step("waiting")
    if step and waiting and actor.may_open(step.route):
        return {"label": step.next, "url": reverse(step.route, args=[waiting[0].pk])}
    if row.state == "issued" and actor.may_open("payroll:take_result"):
        return {"label": "上传银行回盘", "url": reverse("payroll:take_result", args=[row.pk])}
    return None


def _waits(returned: BankReturn) -> dict[str, Any]:
    """Why an answer does not count yet."""
    others = "、".join(f"{number}号" for number in returned.alike)
    at = timezone.localtime(returned.uploaded_at)
    words = (
        f"{at:%Y-%m-%d %H:%M}上传的回盘没有登记：同样的人、同样的金额，银行文件{others}也对得上，看不出是哪一批的结果。"
        f"请向银行要带交易日期和流水号的回盘重新上传，或由公司审批核对以后采用。"
    )
    return note(words, "due")


def _facts(row: BankFile) -> list[Fact]:
    return [
        fact("文件名", row.name),
        fact("笔数", f"{row.count}笔"),
        fact("金额合计", row.total, "money"),
        fact("格式", row.layout),
        fact("生成人", row.issued_by.name if row.issued_by else ""),
        fact("生成时间", row.issued_at, "moment"),
        fact("SHA-256", row.sha256, "code", wide=True, note="和交给银行的文件核对"),
    ]


def _lines(file: BankFile, given: Mapping[str, Any]) -> Listing:
    def row(each: BankLine) -> Row:
        cells = [
            {"text": each.payment.person.name, "under": each.payment.village.short_name},
            mask_card(each.account),
            each.amount,
            {"tone": TONES[each.state], "word": each.get_state_display(), "under": each.reason},
            each.answered_on,
        ]
        return Row(reverse("payroll:slip", args=[each.payment.slip_id]), cells)

    return Listing(
        rows_of=BankLine.objects.filter(file=file).select_related("payment__person", "payment__village"),
        given=given,
        columns=(
            Column("户名"),
            Column("账号", "", "code", minor=True),
            Column("金额（元）", "amount", "money"),
            Column("银行结果", "", "status"),
            Column("银行日期", "", "day", minor=True),
        ),
        row=row,
        title="明细",
        order=("serial",),
    )


def failed(actor: Actor) -> models.QuerySet[Payment]:
    """Payments that the bank refused and that wait to be sent again."""
    rows = Payment.objects.within(actor.scope).filter(state="failed")
    return rows.select_related("person", "village", "slip__run").order_by("village_id", "slip__month")


def queue(actor: Actor) -> dict[str, Any]:
    """The queue as web/parts/list.html takes it."""
    return {
        "title": "待重发",
        "columns": [
            {"label": "姓名"},
            {"label": "月份"},
            {"label": "金额（元）", "kind": "money"},
            {"label": "原因"},
        ],
        "rows": [
            {
                "url": reverse("payroll:slip", args=[each.slip_id]),
                "cells": [
                    {"text": each.person.name, "under": each.village.short_name},
                    words(each.slip.month),
                    each.amount,
                    each.failure,
                ],
            }
            for each in failed(actor)
        ],
        "empty": {"what": "没有要重发的款项。", "how": "银行退回的、没有写进银行文件的款项会列在这里，核对后重发。"},
    }
