"""Wages that the bank had returned before the books began: no payslip of ours stands behind them."""

from __future__ import annotations

from datetime import date, datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.db.querysets import area
from sibai.funds import bookkeeping
from sibai.funds.accounts import code
from sibai.funds.bookkeeping import Draft
from sibai.funds.models import Entry, Opening
from sibai.funds.opening import RESENT
from sibai.funds.operations.posting import Book, yuan
from sibai.funds.queries.opening.returns import waiting
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
