"""Whatever happens to the months: what each person was due is what was paid and what is open, to the fen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sibai.attendance.models import Sheet, SheetCorrection
from sibai.audit.refusals import Refusal
from sibai.employment.models import Stint
from sibai.measure.dates import add_months, month_last
from sibai.payroll.models import BankFile, BankLine, Difference, Payment, Payslip, Recovery
from sibai.payroll.operations.answering import decide_result, take_result
from sibai.payroll.operations.correcting import agree_recovery, confirm_recount, prepare_recount, return_recovery
from sibai.payroll.operations.issuing import fund, issue, issue_again
from sibai.payroll.queries.open_amounts import left_of, outstanding
from sibai.payroll.queries.so_far import owed_by
from sibai.people.actor import Actor
from tests.payroll.made import county, reported, settled_readings, stint_in, village
from tests.payroll.test_bank_run import ANSWERED, LAYOUT, said
from tests.payroll.test_correcting import due_by_the_records, paid
from tests.payroll.test_further_insurances import joined
from tests.web_fixtures import NOW

ActorOf = Callable[..., Actor]
FIRST = date(2026, 1, 1)
PEOPLE, MONTHS = 3, 4
pytestmark = pytest.mark.django_db


class Course:
    """One course of months in a county of three coordinators."""

    def __init__(self, actor_of: ActorOf, data: st.DataObject) -> None:
        self.actor_of, self.data = actor_of, data
        self.stints = [stint_in(number, start=date(2025, 7, 1), contract_end=date(2026, 6, 30)) for number in range(3)]
        self.corrections = 0

    def draw(self, strategy: st.SearchStrategy[Any]) -> Any:
        return self.data.draw(strategy)

    def go(self) -> None:
        joins = self.draw(st.sampled_from([None, 0, 2]))
        for number in range(MONTHS):
            month = add_months(FIRST, number)
            if number == joins:
                joined(self.actor_of, start=FIRST)
            self.report(month)
            self.pay(month)
            self.balance()
            for _ in range(self.draw(st.integers(0, 2))):
                self.correct(add_months(FIRST, self.draw(st.integers(0, number))))
                self.balance()
            self.give_back()
            self.balance()

    def report(self, month: date) -> None:
        """The town reports: some unpaid days, perhaps somebody's last day in the month."""
        if month > FIRST and self.draw(st.integers(0, 3)) == 0:
            leaver = self.draw(st.sampled_from(self.stints))
            last = month + timedelta(days=self.draw(st.integers(-1, 27)))
            Stint.objects.filter(pk=leaver.pk, end=None).update(end=last)
        for place in range(PEOPLE):
            reported(village(place), month, NOW, self.draw(st.sampled_from([0, 0, 1, 3, 10])))

    def pay(self, month: date) -> None:
        """A run through to the bank, whose answer is anything."""
        when = {"today": month.replace(day=20), "now": NOW.replace(month=month.month, day=20)}
        try:
            run = paid(self.actor_of, month, **when)
        except Refusal:
            return
        cashier = self.actor_of("company_cashier")
        if not Payment.objects.filter(slip__run=run).exists():
            return
        fund(actor=cashier, run=run, version=run.version, arrived_on=when["today"], **when)
        issue(actor=cashier, run=run, version=run.version, layout=LAYOUT, **when)
        self.answer(run.bank_files.get(), when)
        failed = list(Payment.objects.filter(state="failed"))
        if failed and self.draw(st.booleans()):
            files = issue_again(actor=cashier, county=county(), payments=failed, layout=LAYOUT, **when)
            self.answer(files[0], when)

    def answer(self, file: BankFile, when: dict[str, Any]) -> None:
        lines = list(file.lines.order_by("serial"))
        outcomes = [self.draw(st.sampled_from("SSSFP")) for _ in lines]
        if set(outcomes) == {"P"}:
            return
        cashier = self.actor_of("company_cashier")
        given = {"today": ANSWERED, "now": when["now"]}
        row = take_result(actor=cashier, bank_file=file, version=file.version, content=said(lines, outcomes), **given)
        if row.state == "waiting":
            approver, now, agree = self.actor_of("company_approver"), when["now"], self.draw(st.booleans())
            decide_result(actor=approver, row=row, version=row.version, agree=agree, reason="网银", now=now)

    def correct(self, month: date) -> None:
        """What was reported of somebody turns out otherwise, and the month is computed again."""
        sheet = self.draw(st.sampled_from(list(Sheet.objects.filter(month=month).order_by("village_id"))))
        line = sheet.lines.first()
        if line is None:
            return
        self.corrections += 1
        gone = self.draw(st.integers(0, 5)) == 0
        to = self.draw(st.sampled_from([month_last(month), month.replace(day=15)]))
        SheetCorrection.objects.create(
            sheet=sheet,
            stint_id=line.stint_id,
            person_id=line.person_id,
            number=self.corrections,
            on_from=None if gone else month,
            on_to=None if gone else to,
            unpaid_days=0 if gone else self.draw(st.sampled_from([0, 2, 7])),
            known_unpaid=0,
            state="confirmed",
            entered_at=NOW,
        )
        try:
            row = prepare_recount(
                actor=self.actor_of("company_clerk"), county=county(), month=month, cause="x", document="", now=NOW
            )
        except Refusal:
            return
        if row.state == "unchanged":
            return
        agree, reason = self.draw(st.sampled_from([(True, ""), (True, ""), (False, "再查")]))
        confirm_recount(
            actor=self.actor_of("county_clerk"), row=row, version=row.version, agree=agree, reason=reason, now=NOW
        )

    def give_back(self) -> None:
        """Some agree to give back month by month, some pay in cash."""
        for row in Recovery.objects.filter(state="to_agree"):
            way = self.draw(st.sampled_from(["agree", "cash", "wait"]))
            if way == "agree":
                clerk = self.actor_of("company_clerk")
                monthly = self.draw(st.integers(1, row.total))
                day = row.difference.month
                given = {"monthly": monthly, "agreed_on": day, "document": "x", "today": day, "now": NOW}
                agree_recovery(actor=clerk, row=row, version=row.version, **given)
            elif way == "cash":
                amount = self.draw(st.integers(1, left_of(row)))
                cashier = self.actor_of("company_cashier")
                return_recovery(actor=cashier, row=row, version=row.version, amount=amount, document="x", now=NOW)

    def balance(self) -> None:
        """For everybody: due is paid or open, nothing twice, nobody forgotten."""
        for stint in self.stints:
            person = stint.person_id
            slips = list(Payslip.objects.filter(person=person, void=False))
            open_differences = Difference.objects.filter(person=person, confirmed=True, slip=None)
            pending = sum(each.net for each in open_differences if each.gross >= 0 or each.net >= 0)
            back = outstanding([person]).get(person, 0)
            cash = sum(row.returned for row in Recovery.objects.filter(person=person))
            owed = owed_by([person]).get(person, 0)
            issued = sum(slip.payable for slip in slips)
            assert due_by_the_records(person) == issued + pending - back - cash - owed
            payments = list(Payment.objects.filter(person=person))
            assert sum(each.amount for each in payments) == issued
            for each in payments:
                successes = BankLine.objects.filter(payment=each, state="success").count()
                assert successes == (1 if each.state == "paid" else 0)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_was_due_is_paid_or_open_whatever_happens(actor_of: ActorOf, data: st.DataObject) -> None:
    with transaction.atomic():
        settled_readings(actor_of, short_net="carry")
        Course(actor_of, data).go()
        transaction.set_rollback(True)
