"""What stands of a month's pay, as plain values that two courses of the same month must have in common."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from sibai.audit.commands import verify
from sibai.audit.models import Entry as LogEntry
from sibai.db.querysets import area
from sibai.demo.logins import COUNTY
from sibai.documents import vault
from sibai.documents.models import StoredFile
from sibai.funds.accounts import code
from sibai.funds.models import Entry, Line
from sibai.funds.queries.crosscheck import crosscheck
from sibai.payroll.models import BankFile, BankLine, Payment, Payslip, Run


def standing(month: str) -> dict[str, Any]:
    """Payslips, payments, lines at the bank, the files themselves, the books and the log of a month."""
    first = date.fromisoformat(f"{month}-01")
    told: list[str] = []
    run = Run.objects.filter(month=first).exclude(state="void").get()
    slips = Payslip.objects.filter(run=run, void=False)
    return {
        "state": run.state,
        "digest": run.digest,
        "slips": dict(slips.order_by("person__code").values_list("person__code", "payable")),
        "people": slips.count(),
        "payments": [list(row) for row in _payments(run)],
        "lines": [list(row) for row in _lines(run)],
        "files": [_file(file) for file in _files(run)],
        "entries": [
            list(row) for row in Entry.objects.order_by("number").values_list("number", "kind", "total", "part")
        ],
        "accounts": _accounts(first),
        "due": _due(run),
        "gaps": sum(not each.holds for each in crosscheck(first, area(COUNTY))),
        "acts": _acts(run),
        "lost": [str(number) for number in _numbers() if not _opens(number)],
        "whole": verify(say=told.append) == 0,
        "told": told,
    }


def _payments(run: Run) -> Any:
    rows = Payment.objects.filter(slip__run=run).order_by("person__code")
    return rows.values_list("person__code", "amount", "state")


def _files(run: Run) -> list[BankFile]:
    return list(BankFile.objects.filter(lines__payment__slip__run=run).distinct().order_by("number"))


def _lines(run: Run) -> Any:
    rows = BankLine.objects.filter(payment__slip__run=run).order_by("file__number", "serial")
    return rows.values_list("file__number", "serial", "payment__person__code", "amount", "state")


def _file(file: BankFile) -> dict[str, Any]:
    """The file as it lies in the vault, read without the layouts: how many lines, how much."""
    rows = [row.split("|") for row in vault.get(file.file_id).decode("gb18030").splitlines()[1:]]
    amounts = [int(row[3].replace(".", "")) for row in rows]
    cards = Counter(row[1] for row in rows)
    return {"number": file.number, "lines": len(rows), "fen": sum(amounts), "twice": max(cards.values()) > 1}


def _entries() -> Any:
    return Entry.objects.order_by("number").values_list("number", "kind", "total", "part")


def _accounts(month: date) -> dict[str, int]:
    rows = Line.objects.filter(month=month).order_by("account").values_list("account").annotate(fen=Sum("amount"))
    return {str(account): fen for account, fen in rows}


def _due(run: Run) -> dict[str, int]:
    """What the books say of each payslip's person: what the entry of wages owes, without sign."""
    entry = Entry.objects.get(kind="wages", subject_id=run.pk)
    lines = Line.objects.filter(entry_id=entry.pk, account=code("wages_due")).order_by("person_id")
    return {str(person): -fen for person, fen in lines.values_list("person_id").annotate(fen=Sum("amount"))}


def _acts(run: Run) -> dict[str, int]:
    """How often each act was carried out from the run's preparation on."""
    done = LogEntry.objects.filter(outcome="done")
    first = done.get(action="payroll.prepare", object_id=str(run.pk))
    rows = done.filter(seq__gte=first.seq).order_by("action")
    return dict(rows.values_list("action").annotate(times=Count("seq")))


def _numbers() -> list[Any]:
    return list(StoredFile.objects.filter(erased_at=None).values_list("pk", flat=True))


def _opens(number: Any) -> bool:
    try:
        vault.get(number)
    except vault.Lost:
        return False
    return True
