"""Pay in the demonstration: a month from preparing to the bank's answer, the present one on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from sibai.attendance.queries.month import this_month
from sibai.demo.logins import COUNTY
from sibai.payroll.bank.rows import yuan
from sibai.payroll.models import BankFile, BankLine, Run
from sibai.payroll.operations import answering, approving, issuing, preparing
from sibai.people.actor import Actor
from sibai.places.models import Place

LAYOUT = "counter-txt"
REFUSED = 3
"""The line that the bank refuses."""


@dataclass(frozen=True, slots=True)
class Pay:
    """A month's wages from hand to hand; the present month waits for the company's approval."""

    actor: Callable[[str, str], Actor]
    now: Callable[[], datetime]
    today: date

    def go(self) -> Iterator[int]:
        """Prepared, checked, approved, funded, issued, answered, closed, a day each."""
        run = self._prepared()
        yield 1
        self._check(run)
        if run.month == this_month(self.today):
            return
        yield 1
        approving.approve(actor=self._as("company_approver"), run=run, version=run.version, now=self.now())
        yield 1
        self._issue(run)
        yield 1
        self._answer(run.bank_files.get())
        run.refresh_from_db()
        answering.close(actor=self._as("company_approver"), run=run, version=run.version, now=self.now())

    def _as(self, role: str) -> Actor:
        return self.actor(role, "")

    def _day(self) -> date:
        return timezone.localdate(self.now())

    def _prepared(self) -> Run:
        county = Place.objects.get(pk=COUNTY)
        clerk, today = self._as("company_clerk"), self._day()
        return preparing.prepare(actor=clerk, county=county, month=this_month(today), today=today, now=self.now())

    def _check(self, run: Run) -> None:
        approving.check(actor=self._as("county_clerk"), run=run, version=run.version, now=self.now())

    def _issue(self, run: Run) -> None:
        cashier, today = self._as("company_cashier"), self._day()
        issuing.fund(actor=cashier, run=run, version=run.version, arrived_on=today, today=today, now=self.now())
        issuing.issue(actor=cashier, run=run, version=run.version, layout=LAYOUT, today=today, now=self.now())

    def _answer(self, file: BankFile) -> None:
        content = answer_of(list(file.lines.order_by("serial")), self._day())
        answering.take_result(
            actor=self._as("company_cashier"),
            bank_file=file,
            version=file.version,
            content=content,
            today=self._day(),
            now=self.now(),
        )


def answer_of(lines: Sequence[BankLine], day: date) -> bytes:
    """What the invented bank writes: every line paid, but for one whose name does not fit."""
    rows = [f"{len(lines)}|{yuan(sum(line.amount for line in lines))}|||||||"]
    for line in lines:
        bad = line.serial == REFUSED
        said = ("F", "E01", "户名不符") if bad else ("S", "", "")
        paid = (str(line.serial), line.account, line.name, yuan(line.amount), *said, f"Y{line.serial:08d}")
        rows.append("|".join((*paid, f"{day:%Y%m%d}")))
    return "".join(f"{row}\r\n" for row in rows).encode("gb18030")
