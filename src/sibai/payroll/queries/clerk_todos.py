"""What waits for the company's clerk: months to prepare, rewards, agreements, tax declarations, asked at once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db import models
from django.db.models import CharField, DateField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from sibai.measure.dates import add_months, month_first
from sibai.months.models import Deed
from sibai.payroll.flow import ITEM, OPENING, RECOVERY
from sibai.payroll.models import OpeningImport, PayItem, Recovery, Run
from sibai.payroll.queries.deadlines import KINDS, MONTHS_BACK, day_of_deed
from sibai.payroll.queries.months_page import words
from sibai.payroll.queries.still_unpaid import still_unpaid
from sibai.payroll.queries.uncounted import uncounted
from sibai.people.actor import Actor
from sibai.people.flow import Flow, Todo

WAITING: tuple[tuple[Flow, Any, str, str], ...] = (
    (ITEM, PayItem, "entered", "payroll:items"),
    (RECOVERY, Recovery, "to_agree", "payroll:recoveries"),
    (OPENING, OpeningImport, "uploaded", "payroll:openings"),
)
"""Flow, model, the state that waits for the clerk, the list."""
PAY, TAX, REPORT, RUN, UNPAID, UNCOUNTED = "pay", "tax_filing", "report", "run", "unpaid", "uncounted"


def of_clerk(actor: Actor, today: date) -> list[Todo]:
    """Months to prepare, rewards to take in, agreements and declarations to enter; one query."""
    rows = list(_asked(actor, add_months(month_first(today), -MONTHS_BACK)))
    counted = Counter(kind for kind, month in rows if month is None)
    towns, unpaid, corrections = (
        Counter(month for kind, month in rows if kind == wanted and month) for wanted in (REPORT, UNPAID, UNCOUNTED)
    )
    paid, filed, run = ({month for kind, month in rows if kind == wanted and month} for wanted in (PAY, TAX, RUN))
    made = [_of_flow(flow, state, route, counted[state]) for flow, _, state, route in WAITING if counted[state]]
    made += [_to_prepare(month, towns[month]) for month in sorted(set(towns) - run) if month <= today]
    made += [_to_follow(month, unpaid[month]) for month in sorted(unpaid)]
    made += [_to_recount(month, corrections[month]) for month in sorted(corrections)]
    return made + [_to_file(month) for month in sorted(paid - filed)]


def _asked(actor: Actor, since: date) -> models.QuerySet[Any, tuple[str, date | None]]:
    """The state of each row that waits, without a month; each deed, each run and each unpaid line with its month."""
    nothing = Cast(Value(None), DateField())
    waiting = [
        model.objects.within(actor.scope).filter(state=state).order_by().values_list("state", nothing)
        for _, model, state, _ in WAITING
    ]
    deeds = Deed.objects.within(actor.scope).filter(kind__in=(PAY, TAX, REPORT), month__gte=since).order_by()
    runs = Run.objects.within(actor.scope).filter(month__gte=since).exclude(state="void").order_by()
    made = runs.values_list(Value(RUN, CharField()), "month")
    lines = still_unpaid(actor.scope, since).order_by().values_list(Value(UNPAID, CharField()), "sheet__month")
    changed = uncounted(actor.scope, since).order_by().values_list(Value(UNCOUNTED, CharField()), "sheet__month")
    return deeds.values_list("kind", "month").union(made, lines, changed, *waiting, all=True)


def _of_flow(flow: Flow, state: str, route: str, count: int) -> Todo:
    step = flow.step(state)
    assert step is not None
    return Todo(step.next, f"{flow.name}{count}件", f"{reverse(route)}?state={state}", "去办", step.role, count=count)


def _to_prepare(month: date, towns: int) -> Todo:
    """A month that towns have reported and nobody has prepared."""
    url = reverse("payroll:ready", args=[f"{month:%Y-%m}"])
    detail = f"{towns}个镇已报送考勤，先看编制前检查"
    return Todo(f"编制{words(month)}工资", detail, url, "去看", KINDS[TAX].role, day_of_deed(PAY, month))


def _to_follow(month: date, people: int) -> Todo:
    """Reported people of a paid month whom no run has paid: a supplementary run does."""
    url = reverse("payroll:ready", args=[f"{month:%Y-%m}"])
    detail = f"{people}人的考勤已报送，还没有编制工资，先看编制前检查"
    label = f"编制{words(month)}补充批次"
    return Todo(label, detail, url, "去看", KINDS[TAX].role, day_of_deed(PAY, month), count=people)


def _to_recount(month: date, corrections: int) -> Todo:
    """A paid month whose attendance was corrected since."""
    url = reverse("payroll:prepare_recount", args=[f"{month:%Y-%m}"])
    detail = f"发放以后更正了{corrections}人的考勤，还没有重算"
    return Todo(f"重算{words(month)}工资", detail, url, "办理", KINDS[TAX].role, count=corrections)


def _to_file(month: date) -> Todo:
    """A month whose wages are on the cards is to be declared."""
    url = reverse("payroll:file_tax", args=[f"{month:%Y-%m}"])
    detail = f"{words(month)}发放的工资，税额为零也要申报"
    return Todo("登记个税已申报", detail, url, "登记", KINDS[TAX].role, day_of_deed(TAX, month))
