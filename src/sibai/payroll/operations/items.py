"""Amounts besides the wage: a village company's reward, entered by the village, taken in by the company (art. 11)."""

from __future__ import annotations

from datetime import date, datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.operations.steps import step
from sibai.employment.queries.stints import stint_on
from sibai.measure.dates import month_last
from sibai.payroll.models import PayItem
from sibai.payroll.operations.wording import in_yuan
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.places.queries.parties import organisation_on


class BadItem(Refusal):
    """An amount that cannot be paid out like this."""


@act("payroll.enter_item")
def enter_item(
    *, actor: Actor, person: Person, month: date, amount: int, document: str, today: date, now: datetime
) -> PayItem:
    """The village company's reward to a coordinator, to be paid with the wages of a month. BadItem."""
    if amount <= 0:
        raise BadItem("金额应大于0。", field="amount")
    stint = stint_on(person.pk, min(month_last(month), today))
    if stint is None:
        raise BadItem("这个人那个月不在岗，不能随工资发奖励。", field="month")
    payer = organisation_on("village_company", str(stint.village_id), today)
    if payer is None:
        raise BadItem("没有登记村劳务帮扶服务公司，请先请县人社局登记机构。", field="amount")
    row = PayItem.objects.create(
        person=person,
        village_id=stint.village_id,
        month=month,
        kind="reward",
        amount=amount,
        payer=payer,
        document=document,
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    record(actor, row, at=now, facts={"amount": in_yuan(amount), "document": document}, person=person.pk)
    return row


@act("payroll.confirm_item")
def confirm_item(*, actor: Actor, row: PayItem, version: int, agree: bool, reason: str, now: datetime) -> PayItem:
    """The company takes the reward into the payroll once the village company's money is there, or does not."""
    actor.must_differ_from(row.entered_by_id)
    if not agree and not reason:
        raise Refusal("不列入的要写原因。", field="reason")
    to = "confirmed" if agree else "rejected"
    step(row, version, after=("entered",), to=to, decided_by_id=actor.user_id, decided_at=now, why=reason)
    said = "列入" if agree else "不列入"
    record(
        actor,
        row,
        at=now,
        facts={"decision": said, "amount": in_yuan(row.amount)},
        texts={"reason": reason} if reason else {},
    )
    return row
