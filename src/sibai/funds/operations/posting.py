"""Entries are written: what payroll did and is not in the books yet, and whatever an act of this room says.

`post_new` is plain. Every act of this room that rests on balances calls it first, so that no sum is taken from
books that are behind; and the company's clerk has an act of its own (记账) with a to-do, so that the books follow
without them. It is the clerk's, not the cashier's: who handles the money does not keep the books (会计法, 出纳不得
兼任账目登记). Posting follows from the facts alone, so who starts it changes nothing but the name on the entry; a page
that only reads never does.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Max
from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.db.querysets import area
from sibai.documents.words import in_yuan
from sibai.funds import bookkeeping
from sibai.funds.accounts import code
from sibai.funds.bookkeeping import Draft, Purse, Sent, balanced
from sibai.funds.models import Entry, Line
from sibai.funds.models.journal import LONGEST_TEXT
from sibai.funds.queries import news
from sibai.funds.queries.balances import at_bank
from sibai.payroll.models import TOO_MUCH, BankLine
from sibai.people.actor import Actor
from sibai.places.models import Place

AT_ONCE = 500
"""Rows written together."""


class NothingNew(Refusal):
    """Everything is posted."""

    status = 409


class Unbalanced(Exception):
    """A programmer's slip: lines that make no entry."""


class Book:
    """The books of a county, opened for writing inside an act: entries are gathered, then written lines first."""

    def __init__(self, county: Place, by: UUID | None, now: datetime) -> None:
        self.county, self.by, self.now = county, by, now
        self.purse = Purse(at_bank(area(county.code)))
        last = Entry.objects.filter(county=county).aggregate(last=Max("number"))["last"]
        self.next = (last or 0) + 1
        self.entries: list[Entry] = []
        self.lines: list[Line] = []

    def enter(
        self,
        kind: str,
        subject: models.Model,
        drafts: Sequence[Draft],
        *,
        on: date,
        month: date,
        text: str,
        part: int = 1,
        reverses: Entry | None = None,
    ) -> Entry | None:
        """Gather one entry; None where there is nothing to post. Unbalanced where its lines make none."""
        drafts = [each for each in drafts if each.amount]
        if not drafts:
            return None
        if not balanced(drafts):
            raise Unbalanced(f"{kind} of {subject._meta.label_lower}")
        entry = Entry(
            id=uuid.uuid4(),
            county=self.county,
            number=self.next,
            date=on,
            month=month,
            kind=kind,
            text=text[:LONGEST_TEXT],
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            part=part,
            total=sum(each.amount for each in drafts if each.amount > 0),
            reverses=reverses,
            by_id=self.by,
            at=self.now,
        )
        self.next += 1
        self.entries.append(entry)
        self.lines += [_line(entry, each) for each in drafts]
        return entry

    def write(self) -> list[Entry]:
        """Write what was gathered: lines, then entries; the database sums them."""
        Line.objects.bulk_create(self.lines, batch_size=AT_ONCE)
        Entry.objects.bulk_create(self.entries, batch_size=AT_ONCE)
        written, self.entries, self.lines = self.entries, [], []
        return written


def _line(entry: Entry, draft: Draft) -> Line:
    return Line(
        entry_id=entry.pk,
        posts=entry.kind,
        account=draft.account,
        amount=draft.amount,
        source=draft.source,
        month=draft.month,
        town_code=draft.town,
        village_code=draft.village,
        person_id=draft.person,
        about=draft.about,
    )


@act("funds.post")
def post(*, actor: Actor, county: Place, now: datetime) -> list[Entry]:
    """Post everything that is new. NothingNew."""
    written = post_new(county=county, by=actor.user_id, now=now)
    if not written:
        raise NothingNew("没有要记账的，账已经记齐。")
    record(actor, county, at=now, facts=told(written))
    return written


def yuan(fen: int) -> str:
    """An amount as the log tells it."""
    return f"{in_yuan(fen)}元"


def told(entries: Sequence[Entry]) -> dict[str, Any]:
    """What the log says of some entries."""
    return {"entries": len(entries), "first": entries[0].number, "last": entries[-1].number}


def post_new(*, county: Place, by: UUID | None, now: datetime) -> list[Entry]:
    """Post what payroll did and is not in the books yet, in the order in which it can have happened. Plain."""
    book, scope = Book(county, by, now), area(county.code)
    for recount in news.recounts(scope):
        rows = recount.differences.filter(confirmed=True)
        against = set(rows.filter(TOO_MUCH).values_list("pk", flat=True))
        lines = [line for row in rows for line in bookkeeping.corrected(row, too_much=row.pk in against)]
        book.enter("corrected", recount, lines, on=_day(recount.confirmed_at), month=recount.month, text=recount.label)
    for run in news.runs(scope):
        lines = [line for slip in run.slips.filter(void=False) for line in bookkeeping.wages(slip)]
        book.enter("wages", run, lines, on=_day(run.approved_at), month=run.month, text=f"{run.label}，{run.people}人")
    just_returned = _post_returned(book, list(news.sent_back(scope)))
    _post_paid(book, list(news.carried_out(scope)), just_returned)
    for recovery in news.given_back(scope):
        amount = recovery.returned - recovery.posted
        month = _day(now).replace(day=1)
        lines = bookkeeping.repaid(recovery.person_id, str(recovery.village_id), month, amount)
        if not recovery.difference.too_much:
            lines = _made_up(lines)
        part = Entry.objects.filter(kind="repaid", subject_id=recovery.pk).count() + 1
        book.enter("repaid", recovery, lines, on=_day(now), month=month, text=recovery.label, part=part)
    return book.write()


def _made_up(lines: Sequence[Draft]) -> list[Draft]:
    """Of somebody who has left, what was to be deducted from later pay: it does not stand among what was overpaid."""
    overpaid, due = code("overpaid"), code("earlier_due")
    return [replace(each, account=due) if each.account == overpaid else each for each in lines]


def _day(at: datetime | None) -> date:
    assert at is not None, "what is final has its moment"
    return timezone.localdate(at)


def _sent(line: BankLine, *, again: bool = False) -> Sent:
    payment = line.payment
    return Sent(
        payment.pk,
        payment.person_id,
        str(payment.village_id),
        payment.slip.month,
        line.amount,
        again,
        payment.slip.reward,
    )


def _post_returned(book: Book, lines: list[BankLine]) -> set[UUID]:
    """The first return of each payment; which payments they are."""
    found: set[UUID] = set()
    for file, rows in news.files(lines):
        first = [row for row in rows if row.payment_id not in found]
        found |= {row.payment_id for row in first}
        drafts = bookkeeping.returned(_sent(row) for row in first)
        _enter_file(book, "returned", file, first, drafts, "银行退回")
    return found


def _post_paid(book: Book, lines: list[BankLine], just_returned: set[UUID]) -> None:
    before = news.returned_before([line.payment_id for line in lines]) | just_returned
    for file, rows in news.files(lines):
        sent = [_sent(row, again=row.payment_id in before) for row in rows]
        _enter_file(book, "paid", file, rows, bookkeeping.paid(sent, book.purse), "银行代发成功")


def _enter_file(
    book: Book, kind: str, file: models.Model, rows: Sequence[BankLine], drafts: Sequence[Draft], words: str
) -> None:
    """One entry for what a file's answer brought; the bank may answer a file little by little."""
    if not rows:
        return
    part = Entry.objects.filter(kind=kind, subject_id=file.pk).count() + 1
    on = max(row.answered_on for row in rows if row.answered_on)
    month = max(row.payment.slip.month for row in rows)
    book.enter(kind, file, drafts, on=on, month=month, text=f"{rows[0].file.label}{words}，{len(rows)}笔", part=part)
