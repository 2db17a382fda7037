"""A paid month held against what is recorded now: old and new by person and item. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sibai.attendance.queries.standing import MonthFacts, month_facts
from sibai.audit.refusals import Refusal
from sibai.db.querysets import Scope
from sibai.measure.dates import month_last
from sibai.measure.insurance import FURTHER
from sibai.payroll.flow import DRAFT
from sibai.payroll.models import ITEMS, Difference, Payslip
from sibai.payroll.queries.computing import FACT_OF_ITEM
from sibai.payroll.queries.declared import declared, with_declared
from sibai.rulebook.queries.asking import Asker, asker_on

Numbers = dict[str, int]
NOTHING: Numbers = dict.fromkeys(ITEMS, 0)
"""What is due for a month in which somebody was not on post after all."""


class NotPaidYet(Refusal):
    """The month has no approved payslip: what changed is simply prepared."""

    field = "month"


@dataclass(frozen=True, slots=True)
class Changed:
    """One payslip whose month comes out otherwise now."""

    slip: Payslip
    old: Numbers
    new: Numbers
    facts: dict[str, Any]

    def by(self, item: str) -> int:
        """The difference of an item, in fen."""
        return self.new[item] - self.old[item]

    @property
    def net(self) -> int:
        """What the person is still due (or was paid too much, below zero), before tax."""
        return self.by("gross") - self.by("pension") - self.by("further_person")


@dataclass(frozen=True, slots=True)
class Found:
    """All that changed in a month, and the law it was computed under."""

    asker: Asker
    rows: list[Changed]


def recount(scope: Scope, month: date) -> Found:
    """Every approved payslip of a month against what is recorded now. NotPaidYet; a fixed number of queries."""
    slips = Payslip.objects.wages().within(scope).filter(month=month)
    approved = slips.exclude(run__state__in=DRAFT).select_related("person", "stint", "village")
    paid = list(approved.order_by("village_id", "pk"))
    if not paid:
        raise NotPaidYet("这个月还没有审批过的工资单，不用更正，直接编制就行。")
    asker = asker_on(month_last(month))
    attended = _attended(scope, month)
    before = standing([slip.pk for slip in paid])
    wages = declared([slip.person_id for slip in paid], month.year)
    rows = []
    for slip in paid:
        facts = facts_now(slip, attended.get(slip.stint_id), wages.get(slip.person_id))
        new = numbers(asker, facts) if facts else dict(NOTHING)
        old = {**{item: getattr(slip, item) for item in ITEMS}, **before.get(slip.pk, {})}
        if new != old:
            rows.append(Changed(slip, old, new, facts))
    return Found(asker, rows)


def _attended(scope: Scope, month: date) -> Mapping[UUID, MonthFacts]:
    return {row.stint_id: row for row in month_facts(month, scope)}


def standing(slips: Sequence[UUID]) -> dict[UUID, Numbers]:
    """What is known of each payslip's month by the last confirmed difference; one query."""
    rows = Difference.objects.filter(of__in=slips, confirmed=True).order_by("recount__number")
    return {of: {item: int(new.get(item, 0)) for item in ITEMS} for of, new in rows.values_list("of_id", "new")}


def kept(items: Numbers) -> Numbers:
    """The items as a difference keeps them: insurances that are not switched on are not among them."""
    return {item: amount for item, amount in items.items() if amount or item not in FURTHER}


def facts_now(slip: Payslip, attended: MonthFacts | None, wage: int | None = None) -> dict[str, Any]:
    """What the rules are given today for a paid month; nothing where the stint was not on post after all.

    `wage` is the declared wage that counts.
    Items that the payslip paid (reward, performance) stay as they were: they are corrected by items.
    """
    if attended is None or attended.on_from is None:
        return {}
    to = attended.on_to
    if slip.stint.end is not None and to is not None:
        to = min(to, slip.stint.end)
    if to is not None and to < attended.on_from:
        return {}
    items = {fact: slip.facts[fact] for fact in FACT_OF_ITEM.values() if fact in slip.facts}
    return {
        "month": slip.month,
        "on_post_from": attended.on_from,
        "on_post_to": to,
        "unpaid_days": attended.unpaid_days,
        **with_declared(wage),
        **items,
    }


def numbers(asker: Asker, facts: dict[str, Any]) -> Numbers:
    """The items of a month by the rules."""
    answers = asker.ask(ITEMS, facts)
    return {item: int(answers[item]) for item in ITEMS}
