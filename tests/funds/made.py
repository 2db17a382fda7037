"""What the room's tests stand on: months that payroll has carried through, and the books beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import Sum

from sibai.funds.accounts import code
from sibai.funds.models import Entry, Line
from sibai.funds.operations.posting import post
from sibai.payroll.models import BankFile, BankLine, BankReturn, Run
from sibai.payroll.operations.answering import take_result
from sibai.payroll.operations.approving import approve, check
from sibai.payroll.operations.issuing import fund, issue
from sibai.payroll.operations.preparing import prepare
from sibai.people.actor import Actor
from tests.payroll.made import MAY, county, month_of, settled_readings
from tests.web_fixtures import NOW, TODAY

__all__ = ["LAYOUT", "MAY", "NOW", "TODAY", "approved", "balance", "county", "issued", "month_of", "posted", "said"]
ActorOf = Callable[..., Actor]
LAYOUT = "counter-txt"


def approved(actor_of: ActorOf, people: int = 2, month: date = MAY, *, settled: bool = True) -> Run:
    """A run of so many people, approved."""
    if settled:
        settled_readings(actor_of)
        month_of(people)
    run = prepare(actor=actor_of("company_clerk"), county=county(), month=month, today=TODAY, now=NOW)
    check(actor=actor_of("county_clerk"), run=run, version=run.version, now=NOW)
    approve(actor=actor_of("company_approver"), run=run, version=run.version, now=NOW)
    return run


def issued(actor_of: ActorOf, run: Run) -> BankFile:
    """Its bank file, sent."""
    cashier = actor_of("company_cashier")
    fund(actor=cashier, run=run, version=run.version, arrived_on=TODAY, today=TODAY, now=NOW)
    issue(actor=cashier, run=run, version=run.version, layout=LAYOUT, today=TODAY, now=NOW)
    return run.bank_files.get()


def said(actor_of: ActorOf, file: BankFile, words: Sequence[str]) -> BankReturn:
    """What the bank answers: S, F or P for each line."""
    lines: list[BankLine] = list(file.lines.order_by("serial"))
    rows = [
        f"{line.serial}|{line.account}|{line.name}|{line.amount // 100}.{line.amount % 100:02d}|{word}|"
        f"{'E01' if word == 'F' else ''}|{'户名不符' if word == 'F' else ''}|B{line.file.number}-{line.serial}|20260522"
        for line, word in zip(lines, words, strict=True)
    ]
    total = sum(line.amount for line in lines)
    content = ("\r\n".join([f"{len(rows)}|{total // 100}.{total % 100:02d}|||||||", *rows]) + "\r\n").encode("gb18030")
    return take_result(
        actor=actor_of("company_cashier"),
        bank_file=file,
        version=file.version,
        content=content,
        today=date(2026, 5, 22),
        now=NOW,
    )


def posted(actor_of: ActorOf) -> list[Entry]:
    """The books brought up to date by the company's clerk."""
    return post(actor=actor_of("company_clerk"), county=county(), now=NOW)


def balance(key: str) -> int:
    """The balance of an account."""
    return Line.objects.filter(account=code(key)).aggregate(total=Sum("amount"))["total"] or 0
