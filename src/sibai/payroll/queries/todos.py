"""What waits for somebody in this room: questions to the state of runs, items, holds and refused payments."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, Value
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.measure.dates import month_last
from sibai.payroll.flow import DECLARED, HOLD, RECOUNT, RETURN, RUN
from sibai.payroll.models import BankReturn, DeclaredWage, Hold, Payment, Recount, Run
from sibai.payroll.queries.clerk_todos import of_clerk
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.flow import Flow, Todo
from sibai.rulebook.queries.asking import asker_on

AT_RUNS = frozenset(step.role for step in RUN.steps)


def todos(actor: Actor, today: date) -> list[Todo]:
    """Everything of this room that waits for the actor; at most four queries."""
    if actor.role == "county_leader":
        return _waiting(actor, HOLD, Hold, "payroll:holds")
    if actor.role not in AT_RUNS:
        return []
    made = [_of_row(row, actor) for row in _mine(actor)]
    if actor.role == "company_cashier":
        made += _refused(actor)
    if actor.role == "company_clerk":
        made += of_clerk(actor, today)
    if actor.role == "company_approver":
        made += [*_declared(actor), *_unclear(actor)]
    return made


def _unclear(actor: Actor) -> list[Todo]:
    """Answers of the bank of which nobody can tell whose they are; one query."""
    rows = BankReturn.objects.within(actor.scope).filter(state="waiting").order_by("uploaded_at", "pk")
    step = RETURN.step("waiting")
    assert step is not None
    return [
        Todo(step.next, f"银行文件{number}号", reverse(step.route, args=[pk]), "去办", actor.role)
        for pk, number in rows.values_list("pk", "bank_file__number")
    ]


def _waiting(actor: Actor, flow: Flow, model: Any, route: str) -> list[Todo]:
    """How many rows of a kind wait for the actor; one query."""
    step = next(each for each in flow.steps if each.role == actor.role)
    count = model.objects.within(actor.scope).filter(state=step.state).count()
    if not count:
        return []
    url = f"{reverse(route)}?state={step.state}"
    return [Todo(step.next, f"{flow.name}{count}件", url, "去办", actor.role, count=count)]


def _declared(actor: Actor) -> list[Todo]:
    """Declared wages that wait for the company's second person, by year; one query."""
    rows = DeclaredWage.objects.within(actor.scope).filter(state="entered").order_by().values("year")
    step = DECLARED.step("entered")
    assert step is not None
    return [
        Todo(
            step.next,
            f"{row['year']}年，{row['count']}人",
            reverse("payroll:declared", args=[row["year"]]),
            "去办",
            actor.role,
            count=row["count"],
        )
        for row in rows.annotate(count=Count("pk"))
    ]


Mine = tuple[str, UUID, str, date, int, int, str]
"""What it is, its key, its state, month, number, how many people, which kind of run."""


def _mine(actor: Actor) -> list[Mine]:
    """Runs and corrections that wait for the actor; one query."""
    found = [
        model.objects.within(actor.scope)
        .filter(state__in=[step.state for step in flow.steps if step.role == actor.role])
        .order_by()
        .annotate(table=Value(flow.name, CharField()), of=of, which=which)
        .values_list("table", "pk", "state", "month", "number", "of", "which")
        for model, flow, of, which in (
            (Run, RUN, F("people"), F("kind")),
            (Recount, RECOUNT, Value(0), Value("", CharField())),
        )
    ]
    return sorted(found[0].union(found[1], all=True), key=lambda row: (row[3], row[4], row[0]))


def _of_row(row: Mine, actor: Actor) -> Todo:
    table, pk, state, month, number, people, kind = row
    if table == RECOUNT.name:
        step, url = RECOUNT.step(state), reverse("payroll:recount", args=[pk])
        assert step is not None
        return Todo(step.next, f"{words(month)}工资第{number}次更正", url, "去办", actor.role)
    step = RUN.step(state)
    assert step is not None
    detail = f"{people}人" + ("，已退回，看退回原因" if state == "returned" else "")
    run = Run(month=month, kind=kind, number=number)
    return Todo(
        f"{run.label}：{step.next}", detail, reverse("payroll:run", args=[pk]), "去办", actor.role, pay_by(month)
    )


def pay_by(month: date) -> date | None:
    """The day until which a month's wages have to be on the cards; None where the law has no answer."""
    try:
        day: date = asker_on(month_last(month)).ask(("pay_by",), {"month": month})["pay_by"]
    except Refusal:
        return None
    return day


def _refused(actor: Actor) -> list[Todo]:
    rows = Payment.objects.within(actor.scope).filter(state="failed")
    count = rows.aggregate(count=Count("pk"))["count"]
    if not count:
        return []
    return [Todo("核对账号后重发", f"没有发成{count}笔", reverse("payroll:failed"), "去看", actor.role, count=count)]
