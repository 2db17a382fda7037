"""The wage sheet of a run (工资表) as rows of a workbook, identity numbers masked."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sibai.documents.sheets import Column
from sibai.documents.words import in_yuan
from sibai.payroll.models import Run
from sibai.people.identity import mask_card, mask_id

MONEY: tuple[tuple[str, str], ...] = (
    *(("基础工资", "base"), ("缺勤扣款", "absence"), ("绩效工资", "performance"), ("工作奖励", "reward")),
    *(("应发", "gross"), ("养老个人", "pension"), ("个税", "tax"), ("实发", "net"), ("补发以前月份", "earlier_gross")),
    *(("补扣以前月份养老", "earlier_pension"), ("补扣欠款", "owed_taken"), ("扣回", "recovery"), ("实付", "payable")),
    *(("养老单位", "pension_employer"), ("工伤单位", "work_injury")),
)
FURTHER_MONEY: tuple[tuple[str, str], ...] = (
    *(("其他社会保险个人", "further_person"), ("补扣以前月份其他社会保险", "earlier_further")),
    ("其他社会保险单位", "further_employer"),
)
"""Of insurances beyond the measure's two: columns only where something is paid."""


def rows_of(run: Run) -> tuple[tuple[Column, ...], list[list[Any]], list[Any]]:
    """The columns, the rows in the order of villages, and the row of totals."""
    slips = list(run.slips.select_related("person", "village__parent").order_by("village_id", "person__code"))
    money = MONEY
    if any(getattr(slip, name) for slip in slips for _, name in FURTHER_MONEY):
        money = (*MONEY, *FURTHER_MONEY)
    rows = [
        [
            number,
            slip.village.parent.short_name if slip.village.parent else "",
            slip.village.short_name,
            slip.person.name,
            mask_id(slip.person.id_number),
            *(getattr(slip, name) for _, name in money),
            mask_card(slip.person.card),
            "",
        ]
        for number, slip in enumerate(slips, 1)
    ]
    sums = [sum(row[5 + place] for row in rows) for place in range(len(money))]
    return columns(money), rows, ["", "", "合计", f"{len(rows)}人", "", *sums, "", ""]


def notes_of(run: Run) -> list[str]:
    """What whoever approves compares and signs: who did which step, the control totals, the hashes; one query."""
    steps = [
        ("编制", run.prepared_by, run.prepared_at),
        ("核对", run.checked_by, run.checked_at),
        ("审批", run.approved_by, run.approved_at),
    ]
    who = [
        f"{label}：{by.name if by else ''} {timezone.localtime(at):%Y-%m-%d %H:%M}"
        if at
        else f"{label}：　　　　（签字）"
        for label, by, at in steps
    ]
    files = [
        f"{each.label}（{each.name}）：{each.count}笔，合计{in_yuan(each.total)}元，SHA-256 {each.sha256}"
        for each in run.bank_files.order_by("number")
    ]
    return [f"人数{run.people}人，实付合计{in_yuan(run.payable)}元", f"工资单校验值：{run.digest}", *who, *files]


def columns(money: tuple[tuple[str, str], ...]) -> tuple[Column, ...]:
    """The columns of the sheet with these amounts."""
    return (
        *(Column("序号", "number"), Column("镇"), Column("村（社区）"), Column("姓名"), Column("身份证号", "code")),
        *(Column(label, "money") for label, _ in money),
        *(Column("账号", "code"), Column("签字")),
    )
