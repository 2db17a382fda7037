"""What a month needs: payslips that no prefunding covers, by town; balances carried; who is not among them yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from sibai.db.querysets import Scope
from sibai.funds.bookkeeping import town_of
from sibai.funds.models import Covered, Prefunding, Share
from sibai.funds.queries.balances import free
from sibai.funds.queries.news import FINAL
from sibai.measure.dates import month_last
from sibai.payroll.models import LeftOut, Payslip
from sibai.rulebook.queries.asking import Answers, Asker, asker_on

ON_THE_WAY = ("computed", "returned", "approved", "transferred")
"""States of a prefunding whose money is not at the bank yet."""
DUE = ("prefunding_due",)


@dataclass
class Need:
    """What one town's payslips need, in fen."""

    town: str
    slips: list[UUID] = field(default_factory=list)
    base: int = 0
    insurance: int = 0
    balance: int = 0

    def add(self, slip: Payslip) -> None:
        """One more payslip."""
        self.slips.append(slip.pk)
        self.base += slip.base - slip.absence
        self.insurance += slip.pension_employer + slip.work_injury + slip.further_employer

    @property
    def total(self) -> int:
        """Base wages and employer insurance."""
        return self.base + self.insurance

    def asked(self, asker: Asker) -> Answers:
        """What is due by the rule of art. 12."""
        facts = {
            "base_total": self.base,
            "employer_insurance_total": self.insurance,
            "balance_carried": self.balance,
        }
        return asker.ask(DUE, facts)


def uncovered(scope: Scope) -> QuerySet[Payslip]:
    """Final payslips whose money nobody has asked for."""
    rows = Payslip.objects.within(scope).filter(void=False, run__state__in=FINAL)
    return rows.filter(~Exists(Covered.objects.filter(slip=OuterRef("pk"))))


def needs(scope: Scope, month: date, leaving: Prefunding | None = None) -> list[Need]:
    """What is needed for a month, town by town; three queries. `leaving`: a prefunding that is made anew.

    A town's balance is what is free at the bank once everything that is owed is paid, with the money that is on its
    way. Payslips that nobody has asked the money for are left out, those of other months too: each month asks for its
    own people.
    """
    rows = uncovered(scope) if leaving is None else _with(scope, leaving)
    found: dict[str, Need] = {}
    others: dict[str, Need] = {}
    for slip in rows.order_by("village_id", "pk"):
        town = town_of(str(slip.village_id))
        (found if slip.month == month else others).setdefault(town, Need(town)).add(slip)
    carried, coming = free(scope), _coming(scope, leaving)
    for town, need in found.items():
        need.balance = carried.get(town, 0) + coming.get(town, 0) + need.total
        need.balance += others[town].total if town in others else 0
    return [found[town] for town in sorted(found)]


def _with(scope: Scope, leaving: Prefunding) -> QuerySet[Payslip]:
    rows = Payslip.objects.within(scope).filter(void=False, run__state__in=FINAL)
    others = Covered.objects.filter(slip=OuterRef("pk")).exclude(share__prefunding=leaving)
    return rows.filter(~Exists(others))


def _coming(scope: Scope, leaving: Prefunding | None) -> dict[str, int]:
    rows = Share.objects.within(scope).filter(prefunding__state__in=ON_THE_WAY)
    if leaving is not None:
        rows = rows.exclude(prefunding=leaving)
    return dict(rows.order_by().values_list("town_id").annotate(total=Sum("amount")))


def late(scope: Scope, month: date) -> dict[str, int]:
    """How many people of each town the month's runs have left out so far: they follow later. Two queries."""
    paid = Payslip.objects.within(scope).filter(month=month, void=False).values("person")
    rows = LeftOut.objects.within(scope).filter(run__month=month).exclude(run__state="void").exclude(person__in=paid)
    found: dict[str, set[UUID]] = {}
    for village, person in rows.order_by("village_id").values_list("village_id", "person_id"):
        found.setdefault(town_of(str(village)), set()).add(person)
    return {town: len(people) for town, people in found.items()}


def months_in_need(scope: Scope) -> list[date]:
    """The months with payslips that no prefunding covers; one query."""
    return list(uncovered(scope).order_by("month").values_list("month", flat=True).distinct())


def asker_of(month: date) -> Asker:
    """The law of a month."""
    return asker_on(month_last(month))


def totals(needs_: Iterable[Need], answers: Mapping[str, Answers]) -> int:
    """What all towns together are due."""
    return sum(answers[need.town]["prefunding_due"] for need in needs_)
