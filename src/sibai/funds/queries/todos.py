"""What waits for somebody in this room: questions to the state of the books and of prefundings."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from sibai.funds.flow import PREFUNDING
from sibai.funds.models import Prefunding
from sibai.funds.queries import news
from sibai.funds.queries.needs import uncovered
from sibai.funds.queries.ways import words
from sibai.people.actor import Actor
from sibai.people.flow import Todo

BUTTON = "去办"
DUE_DAY = 20
"""Art. 12; the page of the month says by the rule which day it is exactly."""
AT_PREFUNDING = frozenset(step.role for step in PREFUNDING.steps)


def todos(actor: Actor, _today: date) -> list[Todo]:
    """Everything of this room that waits for the actor; two queries at most, none for who has nothing here."""
    if actor.may("funds.compute_prefunding"):
        return _at_county(actor)
    made = _to_post(actor)
    if actor.role in AT_PREFUNDING:
        made += [_of_prefunding(row, actor) for row in _prefundings(actor)]
    return made


def _to_post(actor: Actor) -> list[Todo]:
    if not actor.may("funds.post"):
        return []
    waiting = news.count(actor.scope)
    if not waiting:
        return []
    return [Todo("记账", f"{waiting}项已办好，还没有入账", reverse("funds:post"), "去记", actor.role, count=waiting)]


def _at_county(actor: Actor) -> list[Todo]:
    """Months whose wages are final and not funded, and a prefunding that was sent back; one query for both."""
    needed = uncovered(actor.scope).order_by().values("month").annotate(back=Value("", CharField()))
    returned = Prefunding.objects.within(actor.scope).filter(state="returned").values("month")
    rows = needed.union(returned.annotate(back=Cast("pk", CharField())))
    found = sorted((row["month"], row["back"]) for row in rows)
    return [_again(month, back, actor) if back else _compute(month, actor) for month, back in found]


def _compute(month: date, actor: Actor) -> Todo:
    url = reverse("funds:compute_prefunding", args=[f"{month:%Y-%m}"])
    return Todo(
        f"计算{words(month)}预拨", "工资已审批，还没有预拨", url, BUTTON, actor.role, month.replace(day=DUE_DAY)
    )


def _again(month: date, back: str, actor: Actor) -> Todo:
    url = reverse("funds:prefunding", args=[UUID(back)])
    return Todo(
        f"重新计算{words(month)}预拨", "已退回，看退回原因", url, BUTTON, actor.role, month.replace(day=DUE_DAY)
    )


def _prefundings(actor: Actor) -> list[Prefunding]:
    states = [step.state for step in PREFUNDING.steps if step.role == actor.role]
    return list(Prefunding.objects.within(actor.scope).filter(state__in=states).order_by("month", "number"))


def _of_prefunding(row: Prefunding, actor: Actor) -> Todo:
    step = PREFUNDING.step(row.state)
    assert step is not None
    url = reverse("funds:prefunding", args=[row.pk])
    detail = f"{row.people}人" + ("，已退回，看退回原因" if row.state == "returned" else "")
    return Todo(f"{row.label}：{step.next}", detail, url, BUTTON, actor.role, row.due)
