"""A change after the report: entered by the village, confirmed by somebody at the town; the sheet stays as it was."""

from __future__ import annotations

from datetime import date, datetime

from sibai.attendance.models import Sheet, SheetCorrection
from sibai.attendance.queries.differences import holding
from sibai.attendance.queries.month import MonthRules, month_rules
from sibai.attendance.queries.sheets import prefilled_village
from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.models import Stint
from sibai.employment.operations.steps import WrongState, step
from sibai.measure.workdays import working_days
from sibai.people.actor import Actor


class BadCorrection(Refusal):
    """The correction cannot be like this."""


@act("attendance.correct")
def enter_correction(
    *,
    actor: Actor,
    sheet: Sheet,
    stint: Stint,
    on_from: date | None,
    on_to: date | None,
    unpaid_days: int,
    reason: str,
    document: str,
    now: datetime,
) -> SheetCorrection:
    """Enter what was really so of a stint in a reported month; no days: not on post. WrongState, BadCorrection."""
    if sheet.state != "submitted":
        raise WrongState("这个月的考勤还没有报送，请直接修改考勤表。")
    rules = month_rules(sheet.month)
    _check_days(on_from, on_to, unpaid_days, rules)
    if (on_from, on_to, unpaid_days) == holding(sheet, stint.pk):
        raise BadCorrection("与现在的记录一样，没有要更正的。")
    rows = SheetCorrection.objects.filter(sheet=sheet, stint=stint)
    if rows.filter(state="entered").exists():
        raise BadCorrection("已有一次更正等镇上确认，请等确认后再更正。")
    known = {row.stint.pk: row.known for row in prefilled_village(sheet.village_id, rules)}.get(stint.pk)
    row = SheetCorrection.objects.create(
        sheet=sheet,
        stint=stint,
        person_id=stint.person_id,
        number=rows.count() + 1,
        on_from=on_from,
        on_to=on_to,
        unpaid_days=unpaid_days,
        reason=reason,
        document=document,
        state="entered",
        known_from=known.on_from if known else None,
        known_to=known.on_to if known else None,
        known_unpaid=known.unpaid_days if known else 0,
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    facts = {"days": _told(row), "unpaid": unpaid_days, "document": document}
    record(actor, row, at=now, facts=facts, texts={"reason": reason}, person=stint.person_id)
    return row


@act("attendance.confirm_correction")
def confirm_correction(
    *, actor: Actor, correction: SheetCorrection, version: int, agree: bool, reason: str, now: datetime
) -> SheetCorrection:
    """The town confirms a correction, or not, with a reason. From then on it is what holds of the month."""
    actor.must_differ_from(correction.entered_by_id)
    if not agree and not reason.strip():
        raise BadCorrection("不确认的，请写明理由。", field="reason")
    to = "confirmed" if agree else "rejected"
    step(correction, version, after=("entered",), to=to, why=reason, confirmed_by_id=actor.user_id, confirmed_at=now)
    facts = {"decision": "确认" if agree else "不确认", "days": _told(correction), "unpaid": correction.unpaid_days}
    record(actor, correction, at=now, facts=facts, texts={"reason": reason}, person=correction.person_id)
    return correction


def _check_days(on_from: date | None, on_to: date | None, unpaid_days: int, rules: MonthRules) -> None:
    """BadCorrection where the days lie outside the month, or there are more unpaid days than working days."""
    if on_from is None or on_to is None:
        if on_from != on_to:
            raise BadCorrection("在岗起、止要么都填，要么都不填（当月不在岗）。", field="on_to")
        if unpaid_days:
            raise BadCorrection("当月不在岗的，无薪天数填0。", field="unpaid_days")
        return
    if not rules.first <= on_from <= on_to <= rules.last:
        raise BadCorrection(f"在岗起止应在{rules.first}至{rules.last}之间，起不晚于止。", field="on_from")
    most = working_days(rules.calendar, on_from, on_to)
    if unpaid_days > most:
        raise BadCorrection(f"这段时间只有{most}个工作日，无薪天数不能更多。", field="unpaid_days")


def _told(row: SheetCorrection) -> str:
    return f"在岗{row.on_from}至{row.on_to}" if row.on_from else "当月不在岗"
