"""What waits for somebody in this room: questions to the state of the books and of prefundings."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.documents.words import in_yuan
from sibai.funds.flow import OPENING, PREFUNDING
from sibai.funds.models import Claim, Opening, Prefunding, RewardReceipt
from sibai.funds.queries import news
from sibai.funds.queries.needs import uncovered
from sibai.funds.queries.ways import words
from sibai.measure.dates import month_last
from sibai.people.actor import Actor
from sibai.people.flow import Todo
from sibai.rulebook.queries.asking import asker_on

BUTTON = "去办"
AT_PREFUNDING = frozenset(step.role for step in PREFUNDING.steps)
AT_OPENING = frozenset(step.role for step in OPENING.steps)


def todos(actor: Actor, _today: date) -> list[Todo]:
    """Everything of this room that waits for the actor; three queries at most, none for who has nothing here."""
    if actor.may("funds.compute_prefunding"):
        return _at_county(actor)
    made = _of_clerk(actor) if actor.may("funds.post") else []
    if actor.role in AT_PREFUNDING:
        made += [_of_prefunding(row, actor) for row in _prefundings(actor)]
    if actor.may("funds.receive_claim"):
        rows = Claim.objects.within(actor.scope).filter(Q(state="granted") | Q(excess__gt=0)).order_by("number")
        made += [todo for row in rows for todo in _of_claim(row, actor)]
    if actor.role in AT_OPENING and not actor.may("funds.post"):
        made += [_of_opening(row, actor) for row in _openings(actor)]
    if actor.may("funds.confirm_reward"):
        made += [_of_reward(row, actor) for row in RewardReceipt.objects.within(actor.scope).filter(state="entered")]
    return made


def _of_reward(row: RewardReceipt, actor: Actor) -> Todo:
    url = reverse("funds:confirm_reward", args=[row.pk])
    return Todo(f"{row.label}：确认奖励到账", "公司经办已登记", url, BUTTON, actor.role)


def _openings(actor: Actor) -> QuerySet[Opening]:
    states = [step.state for step in OPENING.steps if step.role == actor.role]
    rows: QuerySet[Opening] = Opening.objects.within(actor.scope).filter(state__in=states).order_by("month")
    return rows


def _of_clerk(actor: Actor) -> list[Todo]:
    """What is to be posted, and an opening of the books that came back; one query for both."""
    news_rows = [
        each.annotate(at=Cast(Value(None), DateField()), was=Value("", CharField())) for each in news.kinds(actor.scope)
    ]
    openings = _openings(actor).order_by().annotate(at=F("month"), was=F("state"))
    first, *others = (each.values_list("pk", "at", "was") for each in (*news_rows, openings))
    rows = list(first.union(*others, all=True))
    made = [_of_opening(Opening(pk=pk, month=at, state=was), actor) for pk, at, was in rows if was]
    waiting = len(rows) - len(made)
    if waiting:
        detail = f"{waiting}项已办好，还没有入账"
        made.insert(0, Todo("记账", detail, reverse("funds:post"), "去记", actor.role, count=waiting))
    return made


def _at_county(actor: Actor) -> list[Todo]:
    """Months whose wages are final and not funded, a prefunding that was sent back, claims to decide; one query."""

    def named(rows: QuerySet[Any], what: str, key: Any, month: str) -> QuerySet[Any]:
        made = rows.order_by().annotate(what=Value(what, CharField()), key=key, at=F(month))
        told: QuerySet[Any] = made.values_list("what", "key", "at")
        return told

    returned = Prefunding.objects.within(actor.scope).filter(state="returned")
    asked = Claim.objects.within(actor.scope).filter(state="claimed")
    rows = named(uncovered(actor.scope), "need", Value("", CharField()), "month").union(
        named(returned, "back", Cast("pk", CharField()), "month"),
        named(asked, "claim", Cast("pk", CharField()), "last"),
    )
    made = {"need": _compute, "back": _again, "claim": _decide}
    return [made[what](month, key, actor) for what, key, month in sorted(rows, key=lambda row: (row[2], row[:2]))]


def _decide(_month: date, key: str, actor: Actor) -> Todo:
    url = reverse("funds:claim", args=[UUID(key)])
    return Todo("审核补贴申报", "公司已申报，等县里审核", url, BUTTON, actor.role)


def _due(month: date) -> date | None:
    """Until when a month is prefunded, by the rule; None where the law has no answer."""
    try:
        due: date = asker_on(month_last(month)).ask(("prefund_by",), {"month": month})["prefund_by"]
    except Refusal:
        return None
    return due


def _compute(month: date, _key: str, actor: Actor) -> Todo:
    url = reverse("funds:compute_prefunding", args=[f"{month:%Y-%m}"])
    return Todo(f"计算{words(month)}预拨", "工资已审批，还没有预拨", url, BUTTON, actor.role, _due(month))


def _again(month: date, back: str, actor: Actor) -> Todo:
    url = reverse("funds:prefunding", args=[UUID(back)])
    return Todo(f"重新计算{words(month)}预拨", "已退回，看退回原因", url, BUTTON, actor.role, _due(month))


def _prefundings(actor: Actor) -> list[Prefunding]:
    states = [step.state for step in PREFUNDING.steps if step.role == actor.role]
    return list(Prefunding.objects.within(actor.scope).filter(state__in=states).order_by("month", "number"))


def _of_prefunding(row: Prefunding, actor: Actor) -> Todo:
    step = PREFUNDING.step(row.state)
    assert step is not None
    url = reverse("funds:prefunding", args=[row.pk])
    detail = f"{row.people}人" + ("，已退回，看退回原因" if row.state == "returned" else "")
    return Todo(f"{row.label}：{step.next}", detail, url, BUTTON, actor.role, row.due)


def _of_claim(row: Claim, actor: Actor) -> list[Todo]:
    url = reverse("funds:claim", args=[row.pk])
    made = []
    if row.state == "granted":
        detail = f"{row.people}人，还有{in_yuan(row.coming)}元没有到账" if row.received else f"{row.people}人"
        made.append(Todo(f"{row.label}：确认补贴到账", detail, url, BUTTON, actor.role))
    if row.excess:
        detail = f"多到{in_yuan(row.excess)}元，退给拨款单位以后登记"
        made.append(Todo(f"{row.label}：退回多到的款", detail, url, BUTTON, actor.role))
    return made


def _of_opening(row: Opening, actor: Actor) -> Todo:
    step = OPENING.step(row.state)
    assert step is not None
    detail = f"{row.label}已退回，看退回原因" if row.state == "returned" else f"{row.label}，确认以后才入账"
    return Todo(step.next, detail, reverse("funds:opening", args=[row.pk]), BUTTON, actor.role)
