"""Past the program: what raw SQL cannot do to the books on either engine, and what it can do elsewhere is noticed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from sibai.funds.models import Entry, Line
from sibai.funds.queries.crosscheck import crosscheck
from sibai.people.actor import Actor
from tests.funds.made import MAY, approved, issued, posted, said
from tests.funds.test_claims import claimed, come, granted, paid, standard
from tests.funds.test_posting import ENTRY, LINE, key, raw

__all__ = ["paid"]
ActorOf = Callable[..., Actor]
pytestmark = pytest.mark.django_db
SQLITE = connection.vendor == "sqlite"
REPLACED = {
    "a line by its key": "REPLACE INTO funds_line (id, entry_id, posts, account, amount, source, month, town_code, "
    "village_code) SELECT id, %s, posts, account, 1, source, month, town_code, village_code FROM funds_line LIMIT 1",
    "a line by what it is about": "REPLACE INTO funds_line (entry_id, posts, account, amount, source, month, "
    "town_code, village_code, about) SELECT %s, posts, account, 1, source, month, town_code, village_code, about "
    "FROM funds_line WHERE about IS NOT NULL LIMIT 1",
    "an entry by its key": "REPLACE INTO funds_entry SELECT * FROM funds_entry WHERE %s IS NOT NULL LIMIT 1",
}


def whole() -> tuple[int, int]:
    """How much there is: what is posted stays."""
    return Line.objects.count(), Entry.objects.count()


@pytest.mark.skipif(not SQLITE, reason="REPLACE is SQLite's")
def test_nothing_is_put_in_the_place_of_what_is_posted(actor_of: ActorOf) -> None:
    approved(actor_of, 1)
    posted(actor_of)
    before = whole()
    for sql in REPLACED.values():
        with pytest.raises(DatabaseError, match="stays"):
            raw(sql, key(uuid4()))
        assert whole() == before


@pytest.mark.skipif(not SQLITE, reason="a column of PostgreSQL has its kind")
@pytest.mark.parametrize("amounts", [("1.5", "-1.5"), ("'a'", "'b'")])
def test_an_amount_is_whole_fen(amounts: tuple[str, str]) -> None:
    for amount in amounts:
        with pytest.raises(DatabaseError, match="whole fen"):
            raw(LINE.replace("%s, 'other'", f"{amount}, 'other'"), key(uuid4()), "1001")


@pytest.mark.skipif(SQLITE, reason="TRUNCATE is PostgreSQL's")
def test_the_books_are_not_emptied(actor_of: ActorOf) -> None:
    approved(actor_of, 1)
    posted(actor_of)
    with pytest.raises(DatabaseError):
        raw("TRUNCATE funds_line, funds_entry CASCADE")
    assert whole()[0] > 0


def test_a_line_of_no_entry_is_refused_at_the_end_of_the_transaction() -> None:
    raw(LINE, key(uuid4()), "1001", 5)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.check_constraints()
    transaction.set_rollback(True)


def planted(table: str, sql: str) -> None:
    """A change past the program and past the guards of a table."""
    with connection.cursor() as cursor:
        if SQLITE:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)


def one(table: str, change: str, where: str = "1 = 1") -> str:
    return f"UPDATE {table} SET {change} WHERE id = (SELECT id FROM {table} WHERE {where} ORDER BY id LIMIT 1)"


PLANTED = {
    "a payslip's pay": ("payroll_payslip", one("payroll_payslip", "base = base + 1"), {"应发和账上支出"}),
    "a payslip's pension": ("payroll_payslip", one("payroll_payslip", "pension = pension + 1"), {"代扣和账上代扣"}),
    "what is to be paid": (
        "payroll_payment",
        one("payroll_payment", "amount = amount + 1"),
        {"工资单和付款", "付款和代发文件", "已发和回盘"},
    ),
    "a line of the bank's file": (
        "payroll_bankline",
        one("payroll_bankline", "amount = amount + 1"),
        {"付款和代发文件", "已发和回盘", "银行代发和账上", "代发和银行存款", "银行文件合计和明细"},
    ),
    "the total of the bank's file": (
        "payroll_bankfile",
        one("payroll_bankfile", "total = total + 1"),
        {"银行文件合计和明细"},
    ),
    "a line of the books": (
        "funds_line",
        one("funds_line", "amount = amount - 1", "account = '2001' AND posts = 'wages'"),
        {"工资单和账上应付", "还没有结果的"},
    ),
    "what was asked": (
        "funds_claimline",
        one("funds_claimline", "asked = asked + 1"),
        {"补贴申报和账上", "补贴申报合计和明细"},
    ),
    "what was granted": (
        "funds_claimline",
        one("funds_claimline", "granted = granted - 1, received = received - 1"),
        {"补贴批准和账上", "补贴到账和账上", "补贴批准合计和明细", "补贴到账合计和明细"},
    ),
    "the head of a claim": ("funds_claim", one("funds_claim", "asked = asked + 1"), {"补贴申报合计和明细"}),
    "a payment to the tax office": ("funds_remittance", one("funds_remittance", "amount = amount + 1"), {"缴纳和账上"}),
}


@pytest.mark.usefixtures("paid")
def test_the_cross_check_notices_a_fen_wherever_it_is_changed(actor_of: ActorOf) -> None:
    standard(actor_of, "insurance", "700.00")
    come(actor_of, granted(actor_of, claimed(actor_of, "insurance"), 140_000))
    scope = actor_of("county_clerk").scope
    assert all(check.holds for check in crosscheck(MAY, scope))
    for what, (table, sql, noticed) in PLANTED.items():
        with transaction.atomic():
            planted(table, sql)
            assert {check.title for check in crosscheck(MAY, scope) if not check.holds} == noticed, what
            transaction.set_rollback(True)


def test_an_entry_that_balances_and_stands_on_nothing_is_noticed(actor_of: ActorOf) -> None:
    said(actor_of, issued(actor_of, approved(actor_of)), "SS")
    posted(actor_of)
    entry = uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LINE, [key(entry), "2001", 100])
        cursor.execute(LINE, [key(entry), "1001", -100])
        cursor.execute(ENTRY, [key(entry), key(uuid4())])
    wrong = {check.title for check in crosscheck(MAY, actor_of("county_clerk").scope) if not check.holds}
    assert wrong == {"还没有结果的", "缴纳和账上"}
    assert Entry.objects.get(pk=entry).date == date(2026, 5, 21)
