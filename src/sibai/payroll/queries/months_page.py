"""The months: which run stands where, and which month can be prepared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from sibai.measure.dates import add_months, month_first
from sibai.payroll.flow import DRAFT, RUN
from sibai.payroll.models import LeftOut, Payment, Payslip, Run
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row

MONTHS_BACK = 12
"""How far back a month without a run is still offered."""


def words(month: date) -> str:
    """2026年5月."""
    return f"{month.year}年{month.month}月"


def run_list(actor: Actor, given: Mapping[str, Any]) -> Listing:
    """All runs, the last month first."""

    def row(each: Run) -> Row:
        step = RUN.step(each.state)
        cells = [
            {"text": words(each.month), "under": "当月工资" if each.kind == "monthly" else f"补充批次{each.number}"},
            each.people,
            each.payable,
            each.prepared_at.date(),
            {"tone": "due" if step else "plain" if each.state == "void" else "done", "word": RUN.label(each.state)},
        ]
        return Row(reverse("payroll:run", args=[each.pk]), cells)

    open_states = Q(state__in=[step.state for step in RUN.steps])
    return Listing(
        rows_of=Run.objects.within(actor.scope),
        given=given,
        columns=(
            Column("月份", "month"),
            Column("人数", "", "number"),
            Column("实付合计（元）", "payable", "money"),
            Column("编制日期", "", "day", minor=True),
            Column("状态", "", "status"),
        ),
        row=row,
        title="工资",
        filters=[Filter("state", "状态", [("open", "在办", open_states), ("closed", "已结账", Q(state="closed"))])],
        order=("-month", "-number"),
        empty={"what": "这里会列出每个月的工资。", "how": "镇上报送考勤后，由公司经办编制。"},
    )


@dataclass(frozen=True, slots=True)
class Start:
    """A month that can be prepared."""

    label: str
    url: str


def starts(actor: Actor, today: date) -> list[Start]:
    """The present month and the ones before it that have no monthly run; the present one first. One query."""
    if not actor.may_open("payroll:prepare"):
        return []
    made = set(Run.objects.within(actor.scope).exclude(state="void").values_list("month", flat=True))
    months = [add_months(month_first(today), -back) for back in range(MONTHS_BACK)]
    first = min(made, default=None)
    wanted = [month for month in months if month not in made and (month == months[0] or (first and month > first))]
    return [Start(f"编制{words(month)}工资", reverse("payroll:ready", args=[f"{month:%Y-%m}"])) for month in wanted]


def left_behind(actor: Actor) -> list[Start]:
    """Months of which somebody was left out and has no payslip yet: a supplementary run pays them. One query."""
    if not actor.may_open("payroll:prepare"):
        return []
    paid = Payslip.objects.wages().filter(person=OuterRef("person"), month=OuterRef("run__month"))
    rows = LeftOut.objects.within(actor.scope).exclude(run__state__in=[*DRAFT, "void"]).filter(~Exists(paid))
    found = rows.order_by().values("run__month").annotate(people=Count("person", distinct=True))
    return [
        Start(
            f"补编{words(row['run__month'])}工资：{row['people']}人没有列入",
            reverse("payroll:ready", args=[f"{row['run__month']:%Y-%m}"]),
        )
        for row in sorted(found, key=lambda row: row["run__month"])
    ]


def queue_size(actor: Actor) -> int:
    """How many payments the bank refused and nobody has sent again; none for who may not open the queue."""
    if not actor.may_open("payroll:failed"):
        return 0
    found: int = Payment.objects.within(actor.scope).filter(state="failed").aggregate(count=Count("pk"))["count"]
    return found
