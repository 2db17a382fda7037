"""What waits for the company's clerk beside the runs: rewards, agreements and tax declarations, asked at once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db import models
from django.db.models import DateField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from sibai.measure.dates import add_months, month_first
from sibai.months.models import Deed
from sibai.payroll.flow import ITEM, OPENING, RECOVERY
from sibai.payroll.models import OpeningImport, PayItem, Recovery
from sibai.payroll.queries.deadlines import KINDS, MONTHS_BACK, day_of_deed
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.flow import Flow, Todo

WAITING: tuple[tuple[Flow, Any, str, str], ...] = (
    (ITEM, PayItem, "entered", "payroll:items"),
    (RECOVERY, Recovery, "to_agree", "payroll:recoveries"),
    (OPENING, OpeningImport, "uploaded", "payroll:openings"),
)
"""Flow, model, the state that waits for the clerk, the list."""
PAY, TAX = "pay", "tax_filing"


def of_clerk(actor: Actor, today: date) -> list[Todo]:
    """Rewards to take in, agreements to enter, declarations to enter; one query."""
    rows = list(_asked(actor, add_months(month_first(today), -MONTHS_BACK)))
    counted = Counter(kind for kind, month in rows if month is None)
    paid, filed = ({month for kind, month in rows if kind == wanted and month} for wanted in (PAY, TAX))
    made = [_of_flow(flow, state, route, counted[state]) for flow, _, state, route in WAITING if counted[state]]
    return made + [_to_file(month) for month in sorted(paid - filed)]


def _asked(actor: Actor, since: date) -> models.QuerySet[Any, tuple[str, date | None]]:
    """The state of each row that waits, without a month; each deed's kind with its month."""
    nothing = Cast(Value(None), DateField())
    waiting = [
        model.objects.within(actor.scope).filter(state=state).order_by().values_list("state", nothing)
        for _, model, state, _ in WAITING
    ]
    deeds = Deed.objects.within(actor.scope).filter(kind__in=(PAY, TAX), month__gte=since).order_by()
    return deeds.values_list("kind", "month").union(*waiting, all=True)


def _of_flow(flow: Flow, state: str, route: str, count: int) -> Todo:
    step = flow.step(state)
    assert step is not None
    return Todo(step.next, f"{flow.name}{count}件", f"{reverse(route)}?state={state}", "去办", step.role, count=count)


def _to_file(month: date) -> Todo:
    """A month whose wages are on the cards is to be declared."""
    url = reverse("payroll:file_tax", args=[f"{month:%Y-%m}"])
    detail = f"{words(month)}发放的工资，税额为零也要申报"
    return Todo("登记个税已申报", detail, url, "登记", KINDS[TAX].role, day_of_deed(TAX, month))
