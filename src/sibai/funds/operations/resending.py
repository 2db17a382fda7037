"""What the bank had returned, and what somebody had been paid too much, before the books began: no payslip of ours."""

from __future__ import annotations

from datetime import date, datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.db.querysets import area
from sibai.documents.words import in_yuan
from sibai.funds import bookkeeping
from sibai.funds.accounts import code
from sibai.funds.bookkeeping import Draft
from sibai.funds.models import Entry, Opening
from sibai.funds.opening import REGAINED, RESENT
from sibai.funds.operations.posting import Book, yuan
from sibai.funds.queries.opening.returns import owing, waiting
from sibai.people.actor import Actor


@act("funds.resend_opened")
def resend(
    *, actor: Actor, opening: Opening, row: str, paid_on: date, document: str, today: date, now: datetime
) -> Entry:
    """The cashier has the bank's word that one of them is paid: it is owed no more, the money is gone. Refusal."""
    found = waiting(area(opening.place_code), opening).filter(pk=row).first()
    if found is None:
        raise Refusal("这一笔已经登记过，请刷新后再看。", field="row")
    if not opening.month <= paid_on <= today:
        raise Refusal("重发日不能早于起用的月份，也不能晚于今天。", field="paid_on")
    book = Book(opening.county, actor.user_id, now)
    where = (found.month, str(found.village_id), found.town_code, found.person_id)
    lines = [
        Draft(code("returned"), found.amount, *where),
        *bookkeeping.drawn({(found.town_code, found.month): found.amount}, book.purse),
    ]
    part = Entry.objects.filter(kind=RESENT, subject_id=found.pk).count() + 1
    text = f"{opening.label}退回的工资重发，{document}"
    book.enter(RESENT, found, lines, on=paid_on, month=found.month, text=text, part=part)
    entry = book.write()[0]
    facts = {"amount": yuan(found.amount), "paid_on": paid_on, "document": document}
    record(actor, opening, at=now, facts=facts, person=found.person_id)
    return entry


@act("funds.regain_opened")
def regain(
    *,
    actor: Actor,
    opening: Opening,
    row: str,
    amount: int,
    paid_on: date,
    document: str,
    today: date,
    now: datetime,
) -> Entry:
    """Somebody gives back, in whole or in part, what was paid too much before: the money is at the bank. Refusal."""
    found = owing(area(opening.place_code), opening).filter(pk=row).first()
    if found is None:
        raise Refusal("这一笔已经退清，请刷新后再看。", field="row")
    if not opening.month <= paid_on <= today:
        raise Refusal("退回日不能早于起用的月份，也不能晚于今天。", field="paid_on")
    if not 0 < amount <= found.left:
        raise Refusal(f"这一笔还有{in_yuan(found.left)}元没有退回，退回的不能是0，也不能比它多。", field="amount")
    book = Book(opening.county, actor.user_id, now)
    assert found.person_id is not None, "somebody was paid too much"
    lines = bookkeeping.repaid(found.person_id, str(found.village_id), found.month, amount)
    part = Entry.objects.filter(kind=REGAINED, subject_id=found.pk).count() + 1
    text = f"{opening.label}多发的工资退回，{document}"
    book.enter(REGAINED, found, lines, on=paid_on, month=found.month, text=text, part=part)
    entry = book.write()[0]
    facts = {"amount": yuan(amount), "paid_on": paid_on, "document": document}
    record(actor, opening, at=now, facts=facts, person=found.person_id)
    return entry
