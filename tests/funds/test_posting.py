"""The books follow payroll: each fact once, every entry balanced, kept so by the database itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sibai.audit.refusals import Overtaken, SamePerson
from sibai.funds.models import Entry, Line, Remittance
from sibai.funds.operations.posting import NothingNew
from sibai.funds.operations.remitting import BadAmount, NotReversible, remit, reverse
from sibai.payroll.models import Payment
from sibai.payroll.operations.issuing import issue_again
from sibai.people.actor import Actor
from tests.funds.made import LAYOUT, MAY, NOW, TODAY, approved, balance, county, issued, posted, said

ActorOf = Callable[..., Actor]
pytestmark = pytest.mark.django_db
NET, PENSION, EMPLOYER = 122_104, 37_896, 75_792 + 947
"""A whole month at the lower limit of the base: on the card, withheld, the employer's shares."""


def test_an_approved_run_is_posted_once(actor_of: ActorOf) -> None:
    run = approved(actor_of)
    [entry] = posted(actor_of)
    slips = list(run.slips.all())
    employer = sum(slip.pension_employer + slip.work_injury for slip in slips)
    assert (entry.kind, entry.subject_id, entry.number) == ("wages", run.pk, 1)
    assert entry.total == 2 * 160_000 + employer
    assert (balance("wages_due"), balance("pension"), balance("wages")) == (-2 * NET, -2 * PENSION, 2 * 160_000)
    assert balance("advance") == employer == -balance("pension_employer") - balance("work_injury")
    with pytest.raises(NothingNew):
        posted(actor_of)


def test_what_the_bank_paid_is_no_longer_due_and_what_it_returned_waits(actor_of: ActorOf) -> None:
    file = issued(actor_of, approved(actor_of))
    said(actor_of, file, "SF")
    assert [entry.kind for entry in posted(actor_of)] == ["wages", "returned", "paid"]
    assert (balance("wages_due"), balance("returned"), balance("bank")) == (0, -NET, -NET)
    cashier = actor_of("company_cashier")
    payments = list(Payment.objects.filter(state="failed"))
    [again] = issue_again(actor=cashier, county=county(), payments=payments, layout=LAYOUT, today=TODAY, now=NOW)
    said(actor_of, again, "S")
    [entry] = posted(actor_of)
    assert (entry.kind, balance("returned"), balance("bank")) == ("paid", 0, -2 * NET)


def test_a_file_answered_in_parts_is_posted_in_parts(actor_of: ActorOf) -> None:
    file = issued(actor_of, approved(actor_of))
    said(actor_of, file, "SP")
    posted(actor_of)
    file.refresh_from_db()
    said(actor_of, file, "SS")
    [entry] = posted(actor_of)
    assert (entry.kind, entry.part, entry.total, balance("wages_due")) == ("paid", 2, NET, 0)


def test_posting_reads_a_fixed_number_of_times(actor_of: ActorOf) -> None:
    approved(actor_of, 4)
    with CaptureQueriesContext(
        connection,
    ) as ran:
        posted(actor_of)
    assert len(ran) <= 40


def raw(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, list(values))


def key(value: object) -> object:
    """A key as the engine keeps it."""
    return value if connection.vendor == "postgresql" else str(value).replace("-", "")


LINE = (
    "INSERT INTO funds_line (entry_id, posts, account, amount, source, month, town_code, village_code) "
    "VALUES (%s, 'remitted', %s, %s, 'other', '2026-05-01', '', '')"
)
ENTRY = (
    "INSERT INTO funds_entry "
    "(id, county_id, number, date, month, kind, text, subject_type, subject_id, part, total, at) VALUES "
    "(%s, '610929000000', 99, '2026-05-21', '2026-05-01', 'remitted', '', '', %s, 1, 100, '2026-05-21 02:00:00+00')"
)


def raw_entry(*amounts: int) -> UUID:
    """An entry written past the program."""
    entry = uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        for amount in amounts:
            cursor.execute(LINE, [key(entry), "1001", amount])
        cursor.execute(ENTRY, [key(entry), key(uuid4())])
    return entry


@pytest.mark.parametrize("amounts", [(), (100,), (100, -99), (100, -100, 1)])
def test_the_database_refuses_an_entry_that_does_not_balance(actor_of: ActorOf, amounts: tuple[int, ...]) -> None:
    with pytest.raises(DatabaseError, match="balances"):
        raw_entry(*amounts)


def test_the_database_takes_an_entry_that_balances_and_no_further_line(actor_of: ActorOf) -> None:
    entry = raw_entry(100, -60, -40)
    assert Entry.objects.get(number=99).lines.count() == 3
    with pytest.raises(DatabaseError, match="whole"):
        raw(LINE, key(entry), "1001", 5)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE funds_line SET amount = amount + 1",
        "DELETE FROM funds_line",
        "UPDATE funds_entry SET total = 1",
        "DELETE FROM funds_entry",
    ],
)
def test_what_is_posted_stays(actor_of: ActorOf, sql: str) -> None:
    approved(actor_of, 1)
    posted(actor_of)
    with pytest.raises(DatabaseError, match="stays"):
        raw(sql)


def test_a_row_is_posted_to_an_account_once_whatever_is_tried(actor_of: ActorOf) -> None:
    approved(actor_of, 1)
    posted(actor_of)
    line = Line.objects.filter(about__isnull=False).first()
    assert line is not None
    line.pk, line.entry_id = None, uuid4()
    with pytest.raises(DatabaseError), transaction.atomic():
        line.save()


def remitted(actor_of: ActorOf, amount: int, kind: str = "insurance") -> Remittance:
    return remit(
        actor=actor_of("company_cashier"),
        county=county(),
        month=MAY,
        kind=kind,
        amount=amount,
        paid_on=TODAY,
        document="缴款书1号",
        today=TODAY,
        now=NOW,
    )


def test_contributions_are_paid_as_the_books_say_and_an_error_is_reversed(actor_of: ActorOf) -> None:
    approved(actor_of, 1)
    due = PENSION + EMPLOYER
    with pytest.raises(BadAmount, match="应缴"):
        remitted(actor_of, due + 1)
    row = remitted(actor_of, due)
    assert (balance("pension"), balance("work_injury"), balance("bank")) == (0, 0, -due)
    entry = Entry.objects.get(subject_id=row.pk)
    approver = actor_of("company_approver")
    made = reverse(actor=approver, entry=entry, reason="凭证登错", now=NOW)
    assert (made.reverses, balance("pension"), balance("bank")) == (entry, -PENSION, 0)
    with pytest.raises(Overtaken):
        reverse(actor=approver, entry=entry, reason="再冲", now=NOW)
    remitted(actor_of, due)
    assert balance("bank") == -due


def test_what_follows_from_payroll_is_corrected_there(actor_of: ActorOf) -> None:
    approved(actor_of, 1)
    [entry] = posted(actor_of)
    with pytest.raises(NotReversible):
        reverse(actor=actor_of("company_approver"), entry=entry, reason="不对", now=NOW)


def test_whoever_posted_does_not_reverse(actor_of: ActorOf) -> None:
    approver = actor_of("company_approver")
    approved(actor_of, 1)
    row = remitted(actor_of, PENSION + EMPLOYER)
    entry = Entry.objects.get(subject_id=row.pk)
    entry.by_id = approver.user_id
    with pytest.raises(SamePerson):
        reverse(actor=approver, entry=entry, reason="凭证登错", now=NOW)
    assert entry.date == date(2026, 5, 21)
