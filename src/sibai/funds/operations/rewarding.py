"""A village company pays in what it rewards (art. 11): registered by the company's clerk, confirmed by the cashier."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.documents.words import in_yuan
from sibai.employment.operations.steps import check_at, step
from sibai.funds.bookkeeping import rewarded
from sibai.funds.models import RewardReceipt
from sibai.funds.operations.posting import Book, yuan
from sibai.funds.queries.rewards import open_of
from sibai.measure.dates import month_first
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.places.queries.parties import organisation_on, record_on


class BadReceipt(Refusal):
    """More than the village's company owes, or nobody who could have paid."""

    field = "amount"


@act("funds.register_reward")
def register(
    *,
    actor: Actor,
    county: Place,
    village: Place,
    amount: int,
    paid_on: date,
    document: str,
    today: date,
    now: datetime,
) -> RewardReceipt:
    """What the company of a village has paid in. BadReceipt; Refusal for a day to come."""
    if paid_on > today:
        raise Refusal("到账日不能晚于今天。", field="paid_on")
    payer = organisation_on("village_company", village.code, paid_on)
    if payer is None:
        raise Refusal("没有登记村劳务帮扶服务公司，请先请县人社局登记机构。", field="village")
    known = record_on(payer, paid_on)
    left = open_of(village)
    if not 0 < amount <= left:
        raise BadReceipt(f"这个村登记的奖励还有{in_yuan(left)}元没有交来，到账的不能是0，也不能比它多。")
    last = RewardReceipt.objects.filter(county=county).aggregate(last=Max("number"))["last"] or 0
    row = RewardReceipt.objects.create(
        county=county,
        village=village,
        payer=payer,
        payer_name=known.name if known else "",
        number=last + 1,
        amount=amount,
        paid_on=paid_on,
        document=document,
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    record(actor, row, at=now, facts={"amount": yuan(amount), "paid_on": paid_on, "document": document})
    return row


@act("funds.confirm_reward")
def confirm(
    *, actor: Actor, row: RewardReceipt, version: int, agree: bool, reason: str, now: datetime
) -> RewardReceipt:
    """The cashier finds it on the account, and it is posted; or does not. SamePerson, Refusal."""
    check_at(row, version, ("entered",))
    actor.must_differ_from(row.entered_by_id)
    if not agree and not reason:
        raise Refusal("没有到账的要写原因。", field="reason")
    to = "confirmed" if agree else "rejected"
    step(row, version, after=("entered",), to=to, decided_by_id=actor.user_id, decided_at=now, why=reason)
    if agree:
        book, month = Book(row.county, actor.user_id, now), month_first(row.paid_on)
        lines = rewarded(row.pk, row.place_code, month, row.amount)
        book.enter("rewarded", row, lines, on=row.paid_on, month=month, text=f"{row.label}，{row.document}")
        book.write()
    said = "已到账" if agree else "没有到账"
    texts = {"reason": reason} if reason else {}
    record(actor, row, at=now, facts={"decision": said, "amount": yuan(row.amount)}, texts=texts)
    return row
