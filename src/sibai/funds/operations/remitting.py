"""The company pays contributions and tax to the tax office (art. 14), and an entry that was wrong is reversed."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.db.querysets import area
from sibai.documents.words import in_yuan
from sibai.funds.bookkeeping import Draft, remitted, reversed_
from sibai.funds.models import Entry, Remittance
from sibai.funds.opening import OPENED, REGAINED, RESENT
from sibai.funds.operations.opening import take_back
from sibai.funds.operations.posting import Book, post_new, yuan
from sibai.funds.queries.balances import overpaid_before, to_remit
from sibai.people.actor import Actor
from sibai.places.models import Place

REVERSIBLE = ("remitted", "rewarded", OPENED, RESENT, REGAINED)
"""What is typed in can be wrong; what payroll did is corrected there, and the books follow."""


class BadAmount(Refusal):
    """The receipt says another amount than the books."""

    field = "amount"


class NotReversible(Refusal):
    """An entry that follows from payroll, or that was reversed before."""

    status = 409


@act("funds.remit")
def remit(
    *,
    actor: Actor,
    county: Place,
    month: date,
    kind: str,
    amount: int,
    paid_on: date,
    document: str,
    today: date,
    now: datetime,
) -> Remittance:
    """The cashier has paid all contributions, or the tax, of a month; the receipt must say what the books say.

    It may be less by what earlier months had paid too much, which the tax office sets off. BadAmount; Refusal for a day
    to come.
    """
    if paid_on > today:
        raise Refusal("缴款日不能晚于今天。", field="paid_on")
    post_new(county=county, by=actor.user_id, now=now)
    owed = to_remit(area(county.code), month, kind)
    due = sum(owed.values())
    if due <= 0:
        raise BadAmount("账上这个月没有要缴的。")
    before = overpaid_before(area(county.code), month, kind)
    less = due + sum(sum(sums.values()) for sums in before.values())
    if amount not in (due, less):
        set_off = f"；抵掉以前月份多缴的以后是{in_yuan(less)}" if less != due else ""
        raise BadAmount(f"账上这个月应缴{in_yuan(due)}{set_off}，和凭证上的金额不一样，请先核对差在哪里。")
    row = Remittance.objects.create(
        county=county,
        month=month,
        kind=kind,
        amount=amount,
        paid_on=paid_on,
        document=document,
        by_id=actor.user_id,
        at=now,
    )
    book = Book(county, actor.user_id, now)
    lines = remitted(owed, month, book.purse, before if amount != due else None)
    book.enter("remitted", row, lines, on=paid_on, month=month, text=f"{row.label}，{document}")
    book.write()
    record(actor, row, at=now, facts={"amount": yuan(amount), "paid_on": paid_on, "document": document})
    return row


@act("funds.reverse")
def reverse(*, actor: Actor, entry: Entry, reason: str, now: datetime) -> Entry:
    """Set an entry right by its opposite, which names it; nothing is crossed out.

    NotReversible, SamePerson, BuiltOn.
    """
    actor.must_differ_from(entry.by_id)
    if entry.kind not in REVERSIBLE:
        raise NotReversible("这张凭证是随工资自动记的，请在工资里更正，账会跟着更正。")
    if Entry.objects.filter(reverses=entry).exists():
        raise Overtaken("这张凭证已经冲正过了。")
    if entry.kind == OPENED:
        take_back(entry)
    lines = [
        Draft(
            each.account, each.amount, each.month, each.village_code, each.town_code, each.person_id, None, each.source
        )
        for each in entry.lines.order_by("pk")
    ]
    book = Book(entry.county, actor.user_id, now)
    on = timezone.localdate(now)
    book.enter("reversal", entry, reversed_(lines), on=on, month=entry.month, text=f"冲正{entry.label}", reverses=entry)
    made = book.write()[0]
    record(actor, made, at=now, facts={"reversed": entry.label}, texts={"reason": reason})
    return made
