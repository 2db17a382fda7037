"""A month's payslips: facts of attendance, items and the year so far, held against the rules. Nothing is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Sum

from sibai.attendance.queries.standing import MonthFacts, month_facts
from sibai.db.querysets import Scope
from sibai.employment.models import Stint
from sibai.measure.dates import month_last
from sibai.measure.insurance import FURTHER
from sibai.measure.numbers import MONTHS_PER_YEAR
from sibai.measure.pay import PAYSLIP
from sibai.measure.payable import PAYABLE
from sibai.measure.values import from_json, to_json
from sibai.payroll.models import Difference, PayItem, Payslip, Run, YearOpening
from sibai.payroll.queries.declared import declared, with_declared
from sibai.payroll.queries.open_amounts import NO_EARLIER, Earlier, Shares, given_back, offsets, planned, to_pay
from sibai.payroll.queries.so_far import NOTHING, SoFar, last_year, openings_of, owed_by, paid_before, so_far
from sibai.people.models import Person
from sibai.places.queries.parties import employers_of
from sibai.rulebook.queries.asking import Answers, Asker, asker_on

NAMES = (*PAYSLIP, *FURTHER, *PAYABLE, "stopped", "below_minimum")
"""What is asked for each payslip."""
EARLIER = (
    *("earlier_due", "earlier_tax", "earlier_owed_taken", "earlier_set_off", "earlier_payable", "earlier_owed_after"),
)
"""What is asked where only differences are paid."""
KEPT = (*NAMES, *EARLIER, "employer")
"""What a run's law has to explain: the numbers, and who the employer is."""
UNREAD = ("person__id_number", "person__phone", "person__card", "person__address")
"""Sealed columns that no number hangs on: opening them for everybody takes longer than the numbers."""
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody with a day on post in the month: the stint, who employs, and what the rules are given.

    Without `attended`: somebody who has left and is still due differences of earlier months.
    """

    attended: MonthFacts | None
    stint: Stint
    employer_id: UUID | None
    facts: Facts

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.stint.person


@dataclass(frozen=True, slots=True)
class Sought:
    """Whose month is computed: the scope, the month of work, the month of payment, the run that is made anew."""

    scope: Scope
    month: date
    pay_month: date
    run: Run | None = None


@dataclass
class Computed:
    """Candidates with their answers, in the order of villages; `law` is what all were asked under."""

    asker: Asker
    rows: list[tuple[Candidate, Answers]] = field(default_factory=list)


def candidates(sought: Sought, asker: Asker) -> list[Candidate]:
    """Everybody on post in the month who has no payslip for it yet; a fixed number of queries."""
    attended = month_facts(sought.month, sought.scope)
    paid = set(_paid(sought))
    waiting = [row for row in attended if row.on_from is not None and row.person_id not in paid]
    before_us = openings_of([row.person_id for row in waiting])
    done = paid_before(sought.month, before_us)
    waiting = [row for row in waiting if row.person_id not in done]
    known = Stint.objects.select_related("person", "village__parent").defer(*UNREAD)
    stints = known.in_bulk([row.stint_id for row in waiting])
    villages = {stint.village_id: stint.village for stint in stints.values()}
    employers = employers_of(str(asker.in_force["employer"].value), list(villages.values()), asker.on)
    facts = _facts(sought, waiting, employers, before_us)
    rows = [
        Candidate(row, stints[row.stint_id], employers.get(row.village_code), facts[row.stint_id]) for row in waiting
    ]
    on_post = {row.person_id for row in attended if row.on_from is not None}
    rows += _leavers(sought, on_post)
    return sorted(rows, key=lambda row: (row.stint.village_id, row.stint.start, str(row.stint.pk)))


def _leavers(sought: Sought, on_post: set[UUID]) -> list[Candidate]:
    """Who is on post no longer and is still due something: once a month of payment; eight queries."""
    opened = to_pay(None, sought.run)
    due = {who: each for who, each in opened.items() if who not in on_post and each.net > 0}
    if not due:
        return []
    paid = Payslip.objects.filter(month=sought.pay_month, kind="difference", void=False)
    if sought.run is not None:
        paid = paid.exclude(run=sought.run)
    for person in paid.values_list("person_id", flat=True):
        due.pop(person, None)
    if not due:
        return []
    rows = Difference.objects.within(sought.scope).filter(person__in=list(due)).order_by("month")
    last = {row.person_id: row for row in rows.select_related("stint__person", "stint__village")}
    before_us = openings_of(list(last))
    year = so_far(list(last), sought.pay_month, sought.run, before_us)
    before = last_year(list(last), sought.pay_month, before_us)
    known = Opened.of(list(last), sought)
    owed = owed_by(list(last), sought.run, before_us)
    rows_of = {}
    for person, row in last.items():
        key = (person, row.employer_id)
        so_far_ = _of_year(year.get(key, NOTHING), before.get(key, NOTHING), known.back(person), sought.pay_month)
        more = _if_any(
            earlier_further=due[person].further,
            owed_before=owed.get(person, 0),
            set_off=sum(amount for _, amount in known.set_off.get(person, ())),
        )
        own = {"earlier_gross": due[person].gross, "earlier_pension": due[person].pension}
        rows_of[person] = {"month": sought.pay_month, **so_far_, **own, **more}
    return [Candidate(None, row.stint, row.employer_id, rows_of[person]) for person, row in last.items()]


def _paid(sought: Sought) -> Iterable[UUID]:
    """Who has a payslip for the month already."""
    rows = Payslip.objects.wages().filter(month=sought.month)
    if sought.run is not None:
        rows = rows.exclude(run=sought.run)
    return rows.values_list("person_id", flat=True)


def _facts(
    sought: Sought, rows: Sequence[MonthFacts], employers: Mapping[str, UUID], before_us: Sequence[YearOpening]
) -> dict[UUID, Facts]:
    """What the rules are given, by stint."""
    persons = [row.person_id for row in rows]
    year = so_far(persons, sought.pay_month, sought.run, before_us)
    before = last_year(persons, sought.pay_month, before_us)
    owed, items = owed_by(persons, sought.run, before_us), _items(persons, sought)
    opened, wages = Opened.of(persons, sought), declared(persons, sought.month.year)
    found = {}
    for row in rows:
        key = (row.person_id, employers.get(row.village_code, row.person_id))
        found[row.stint_id] = {
            "month": sought.month,
            "on_post_from": row.on_from,
            "on_post_to": row.on_to,
            "unpaid_days": row.unpaid_days,
            **with_declared(wages.get(row.person_id)),
            **_of_year(
                year.get(key, NOTHING), before.get(key, NOTHING), opened.counted(row.person_id), sought.pay_month
            ),
            **items.get(row.person_id, {}),
            **opened.facts(row.person_id),
            **({"owed_before": owed[row.person_id]} if owed.get(row.person_id) else {}),
        }
    return found


@dataclass(frozen=True, slots=True)
class Opened:
    """What corrections left open between people and the payer, as a run settles it; three to six queries."""

    due: Mapping[UUID, Earlier]
    against: Mapping[UUID, Earlier]
    recoveries: Shares
    set_off: Shares

    @classmethod
    def of(cls, persons: Sequence[UUID], sought: Sought) -> Opened:
        """Of some people, for the month of payment."""
        against, due = given_back(persons, sought.pay_month), to_pay(persons, sought.run)
        set_off = offsets(list(due), sought.run) if due else {}
        return cls(due, against, planned(persons, sought.pay_month, sought.run, set_off), set_off)

    def facts(self, person: UUID) -> Facts:
        """What the rules are given of it."""
        due = self.due.get(person, NO_EARLIER)
        take = sum(amount for _, amount in self.recoveries.get(person, ()))
        owed = {"earlier_gross": due.gross, "earlier_pension": due.pension, "earlier_further": due.further}
        set_off = sum(amount for _, amount in self.set_off.get(person, ()))
        return _if_any(**owed, recovery_planned=take, set_off=set_off)

    def back(self, person: UUID) -> Earlier:
        """What was given back of this year."""
        return self.against.get(person, NO_EARLIER)

    def counted(self, person: UUID) -> Earlier:
        """What of it counts as earned this year: differences paid now, and what was given back of this year."""
        due, back = self.due.get(person, NO_EARLIER), self.back(person)
        return Earlier(due.gross + back.gross, due.pension + back.pension, due.further + back.further)


def _of_year(year: SoFar, before: SoFar, counted: Earlier, pay_month: date) -> Facts:
    facts: Facts = {
        "earned_before": year.earned + counted.gross,
        "pension_before": year.pension + counted.pension,
        "withheld_before": year.withheld,
        "months_before": year.months,
        **_if_any(further_before=year.further + counted.further),
    }
    if before.months >= MONTHS_PER_YEAR:
        facts.update(last_year_months=before.months, last_year_income=before.earned)
    if year.first_job:
        facts["first_job_of_year"] = 1
    if before.months >= MONTHS_PER_YEAR or year.first_job:
        facts["month_of_year"] = pay_month.month
    return facts


def _if_any(**amounts: int) -> Facts:
    """Facts that are left out where they are nothing, which is what their blank means."""
    return {name: amount for name, amount in amounts.items() if amount}


FACT_OF_ITEM = {"reward": "reward", "performance": "performance_given"}


def _items(persons: Sequence[UUID], sought: Sought) -> dict[UUID, dict[str, int]]:
    """Confirmed items of the month of payment that no payslip has taken yet, summed by person and fact."""
    rows = PayItem.objects.filter(state="confirmed", month__lte=sought.pay_month, person__in=persons)
    free = rows.filter(slip__isnull=True) | rows.filter(slip__run=sought.run, slip__isnull=False)
    found: dict[UUID, dict[str, int]] = {}
    for person, kind, total in free.order_by().values_list("person", "kind").annotate(total=Sum("amount")):
        found.setdefault(person, {})[FACT_OF_ITEM[kind]] = total
    return found


def asked(asker: Asker, facts: Facts) -> Answers:
    """One payslip's numbers. Refusal where a parameter is missing."""
    return asker.ask(NAMES, with_allowance(asker, facts))


def with_allowance(asker: Asker, facts: Facts) -> Facts:
    """The facts with how many months' allowance is due, where it is not one for each month paid so far."""
    if "month_of_year" in facts and "allowance_months" not in facts:
        due = asker.ask(["allowance_months_due"], facts)
        facts["allowance_months"] = due["allowance_months_due"]
    return facts


def asked_of_leaver(asker: Asker, facts: Facts) -> Answers:
    """The numbers of a payslip that only pays differences."""
    return asker.ask(EARLIER, with_allowance(asker, facts))


def law_of(sought: Sought) -> Asker:
    """The county's law of the month's last day. Refusal before the measure."""
    return asker_on(month_last(sought.month))


def numbers_of(candidate: Candidate, answers: Answers) -> dict[str, int]:
    """The amounts that a payslip keeps, in fen."""
    if candidate.attended is not None:
        return {name: int(answers[name]) for name in Payslip.NUMBERS}
    due, tax, owed_taken, set_off, payable, owed_after = (int(answers[name]) for name in EARLIER)
    own = {"tax": tax, "net": -tax, "due_to_person": due, "payable": payable}
    taken = {"owed_taken": owed_taken, "recovery": set_off, "owed_after": owed_after}
    return {**dict.fromkeys(Payslip.NUMBERS, 0), **own, **taken}


def written(facts: Facts) -> dict[str, Any]:
    """Facts as plain data."""
    return {name: to_json(value) for name, value in facts.items()}


def read(facts: Mapping[str, Any]) -> Facts:
    """Facts from plain data."""
    return {name: from_json(value) for name, value in facts.items()}


def digest_of(person_code: str, facts: Facts, numbers: Mapping[str, int]) -> str:
    """The SHA-256 of what a payslip says, whoever computes it. Insurances that are not switched on say nothing."""
    told = {name: amount for name, amount in numbers.items() if amount or name not in FURTHER}
    said = {"person": person_code, "facts": written(facts), "numbers": told}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def digest_of_run(digests: Iterable[str]) -> str:
    """The SHA-256 over the payslips of a run, in whatever order they come."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()
