"""A claim as one workbook: its lines, and with them roster, attendance, the bank's answers, contributions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sibai.attendance.models import SheetCorrection, SheetLine
from sibai.db.querysets import Scope
from sibai.documents.sheets import Column, Sheet
from sibai.funds.models import Claim, ClaimLine
from sibai.funds.queries.balances import remittances
from sibai.funds.queries.claim_papers import COLUMNS, lines_of, rows_of
from sibai.funds.queries.news import FINAL
from sibai.funds.queries.ways import words
from sibai.payroll.models import BankLine, Payslip
from sibai.people.identity import mask_card

Key = tuple[UUID, date]
WHO = (Column("序号", "number"), Column("村（社区）"), Column("姓名"), Column("月份"))
ROSTER = (
    *(Column("序号", "number"), Column("镇"), Column("村（社区）"), Column("姓名"), Column("身份证号", "code")),
    *(Column("上岗日", "day"), Column("离岗日", "day")),
)
ATTENDANCE = (
    *(
        *WHO,
        Column("在岗起", "day"),
        Column("在岗止", "day"),
        Column("出勤天数", "number"),
        Column("无薪天数", "number"),
    ),
    Column("更正"),
)
ANSWERS = (
    *(*WHO, Column("银行文件", "number"), Column("文件里的序号", "number"), Column("账号", "code")),
    *(Column("金额", "money"), Column("银行日期", "day"), Column("流水号", "code")),
)
PAID = (
    *(*WHO, Column("缴费基数", "money"), Column("养老单位", "money"), Column("工伤单位", "money")),
    *(Column("其他单位", "money"), Column("养老个人", "money"), Column("其他个人", "money")),
)
OF_BEFORE = "起用系统以前的月份，这些材料在原来的档案里。"


def sheets_of(row: Claim, scope: Scope) -> list[Sheet]:
    """Everything of a claim, as the office that pays asks for it; nine queries."""
    rows, totals = rows_of(row)
    lines = {(each.person_id, each.month): each for each in lines_of(row)}
    notes = (OF_BEFORE,) if any(each.line.posts == "opened" for each in lines.values()) else ()
    known = list(_attended(row, scope))
    return [
        Sheet("申报明细", COLUMNS, rows, totals),
        Sheet("花名册", ROSTER, list(_roster(lines, known)), notes=notes),
        Sheet("考勤情况登记表", ATTENDANCE, list(_attendance(row, scope, lines, known)), notes=notes),
        Sheet("银行代发回单", ANSWERS, list(_answers(row, scope, lines)), notes=notes),
        Sheet("缴费明细", PAID, list(_contributions(row, scope, lines)), notes=[*notes, *_receipts(row, scope)]),
    ]


def _attended(row: Claim, scope: Scope) -> Iterable[SheetLine]:
    """The lines of the months' sheets that are about the claim's people."""
    lines = SheetLine.objects.within(scope).filter(
        sheet__month__gte=row.first, sheet__month__lte=row.last, person__in=row.lines.values("person")
    )
    return lines.select_related("stint", "sheet").order_by("sheet__village_id", "sheet__month", "pk")


def _roster(lines: Mapping[Key, ClaimLine], known: Iterable[SheetLine]) -> Iterable[list[Any]]:
    stints = {each.person_id: each.stint for each in known}
    people = {each.person_id: each for each in lines.values()}
    for number, each in enumerate(people.values(), 1):
        stint = stints.get(each.person_id)
        town = each.village.parent.short_name if each.village.parent else ""
        days = [stint.start, stint.end] if stint else [None, None]
        yield [number, town, each.village.short_name, each.person.name, each.person.id_number, *days]


def _who(number: int, line: ClaimLine) -> list[Any]:
    return [number, line.village.short_name, line.person.name, words(line.month)]


def _attendance(
    row: Claim, scope: Scope, lines: Mapping[Key, ClaimLine], known: Iterable[SheetLine]
) -> Iterable[list[Any]]:
    """The sheets' lines as confirmed corrections left them."""
    rows = SheetCorrection.objects.within(scope).filter(
        state="confirmed", sheet__month__gte=row.first, sheet__month__lte=row.last
    )
    last = {(each.sheet_id, each.stint_id): each for each in rows.order_by("number", "pk")}
    mine = [each for each in known if (each.person_id, each.sheet.month) in lines]
    for number, each in enumerate(mine, 1):
        now = last.get((each.sheet_id, each.stint_id), each)
        said = f"第{now.number}次更正" if isinstance(now, SheetCorrection) else ""
        attended = None if said else each.attended_days
        who = _who(number, lines[each.person_id, each.sheet.month])
        yield [*who, now.on_from, now.on_to, attended, now.unpaid_days, said]


def _answers(row: Claim, scope: Scope, lines: Mapping[Key, ClaimLine]) -> Iterable[list[Any]]:
    """What the bank carried out; of a card the last digits only."""
    found = BankLine.objects.within(scope).filter(
        state="success",
        payment__slip__month__gte=row.first,
        payment__slip__month__lte=row.last,
        payment__person__in=row.lines.values("person"),
    )
    rows = found.select_related("file", "payment__slip").order_by("file__number", "serial")
    mine = [each for each in rows if (each.payment.person_id, each.payment.slip.month) in lines]
    for number, each in enumerate(mine, 1):
        who = _who(number, lines[each.payment.person_id, each.payment.slip.month])
        told = [each.file.number, each.serial, mask_card(each.account), each.amount, each.answered_on, each.bank_serial]
        yield [*who, *told]


def _contributions(row: Claim, scope: Scope, lines: Mapping[Key, ClaimLine]) -> Iterable[list[Any]]:
    """What both sides contribute, as the payslips of the months have it."""
    slips = Payslip.objects.within(scope).filter(
        void=False,
        run__state__in=FINAL,
        kind="wage",
        month__gte=row.first,
        month__lte=row.last,
        person__in=row.lines.values("person"),
    )
    mine = [each for each in slips.order_by("village_id", "month", "pk") if (each.person_id, each.month) in lines]
    for number, each in enumerate(mine, 1):
        sides = [each.pension_employer, each.work_injury, each.further_employer, each.pension, each.further_person]
        yield [*_who(number, lines[each.person_id, each.month]), each.contribution_base, *sides]


def _receipts(row: Claim, scope: Scope) -> list[str]:
    """By which papers the contributions were paid."""
    rows = remittances(scope).filter(kind="insurance", undone=False, month__gte=row.first, month__lte=row.last)
    return [f"{words(each.month)}缴费凭证：{each.document}，{each.paid_on}" for each in rows.order_by("month", "at")]
