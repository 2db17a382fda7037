"""What payroll holds about persons: until when, all of it, and how it is erased (`sibai.people.holders`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sibai.measure.dates import month_last
from sibai.payroll.flow import HOLD
from sibai.payroll.models import (
    BankLine,
    DeclaredWage,
    Hold,
    PayItem,
    Payment,
    Payslip,
    Recovery,
    UnpaidMonth,
    YearOpening,
)
from sibai.payroll.operations.opening import drop_forgotten
from sibai.payroll.operations.wording import in_yuan
from sibai.people.holders import Holder, Rows, wipe

OPEN_PAYMENTS = ("due", "issued", "failed")


def kept(person_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Wage records count from the last month that was paid; whoever is still to be paid, or to pay back, is kept."""
    found: dict[UUID, dict[str, Any]] = {}
    slips = Payslip.objects.filter(person__in=person_ids, void=False)
    for person, month in slips.values_list("person_id", "pay_month"):
        facts = found.setdefault(person, {})
        facts["last_wage_on"] = max(month_last(month), facts.get("last_wage_on", month))
    waiting = (
        Payment.objects.filter(person__in=person_ids, state__in=OPEN_PAYMENTS),
        Recovery.objects.filter(person__in=person_ids).exclude(state="done"),
        Hold.objects.filter(person__in=person_ids, state__in=[step.state for step in HOLD.steps] + ["held"]),
    )
    for rows in waiting:
        for person in rows.values_list("person_id", flat=True):
            found.setdefault(person, {})["dealings_open"] = True
    return found


def told(person_id: UUID) -> list[tuple[str, Rows]]:
    """Payslips, payments, other items and held pay of a person."""
    slips = Payslip.objects.filter(person=person_id, void=False).order_by("month", "pk")
    items = PayItem.objects.filter(person=person_id).order_by("month", "pk")
    holds = Hold.objects.filter(person=person_id).exclude(state="proposed").order_by("since", "pk")
    wages = DeclaredWage.objects.filter(person=person_id).order_by("year", "entered_at")
    before = YearOpening.objects.filter(person=person_id).order_by("year", "pk")
    unpaid = UnpaidMonth.objects.filter(person=person_id).order_by("month")
    lines = BankLine.objects.filter(payment__person=person_id).order_by("file__number", "serial")
    parts: list[tuple[str, Rows]] = [
        ("工资单", [(each.label, f"应发{in_yuan(each.gross)}，实付{in_yuan(each.payable)}") for each in slips]),
        ("另发项目", [(each.label, f"{in_yuan(each.amount)}　{each.document}") for each in items]),
        (
            "申报工资",
            [(each.label, _declared(each)) for each in wages],
        ),
        ("起用系统以前的发放", [(f"{each.year}年", _before(each)) for each in before]),
        ("起用系统以前没有发的月份", [(each.label, each.document) for each in unpaid]),
        ("银行付款", [(each.get_state_display(), _paid(each)) for each in lines]),
        ("暂缓发放", [(each.get_state_display(), f"{each.since:%Y-%m}起　{each.reason}") for each in holds]),
    ]
    return [(heading, rows) for heading, rows in parts if rows]


def _declared(row: DeclaredWage) -> str:
    return f"{in_yuan(row.wage)}　{row.get_state_display()}　{row.document}"


def _before(row: YearOpening) -> str:
    parts = {"累计应发": row.earned, "累计养老": row.pension, "累计个税": row.withheld, "欠扣余额": row.owed}
    if row.further:
        parts["累计其他社会保险个人"] = row.further
    return f"{row.months}个月　" + "，".join(f"{label}{in_yuan(fen)}" for label, fen in parts.items())


def _paid(line: BankLine) -> str:
    return f"{line.name} {line.account} {in_yuan(line.amount)}"


def erase(person_id: UUID, _now: datetime) -> int:
    """Wipe names, accounts and free words; the amounts stay with the person's code, as the books need them."""
    rows = (
        BankLine.objects.filter(payment__person=person_id),
        Hold.objects.filter(person=person_id),
        PayItem.objects.filter(person=person_id),
        DeclaredWage.objects.filter(person=person_id),
    )
    return sum(wipe(each) for each in rows)


HOLDER = Holder("payroll", kept, told, erase, drop_forgotten)
