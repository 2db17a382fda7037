"""The wage declared for a contribution year: entered by the company, confirmed by another person (art. 14)."""

from __future__ import annotations

from datetime import datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.employment.models import Stint
from sibai.employment.operations.steps import step
from sibai.payroll.bank.rows import yuan
from sibai.payroll.models import DeclaredWage
from sibai.people.actor import Actor

FIRST_YEAR = 2022
"""The measure took effect in it."""


def told(fen: int) -> str:
    """An amount as the log says it."""
    return f"{yuan(fen)}元"


class BadDeclaration(Refusal):
    """A wage or a year that cannot be."""


@act("payroll.declare_wage")
def declare_wage(*, actor: Actor, stint: Stint, year: int, wage: int, document: str, now: datetime) -> DeclaredWage:
    """Enter what is declared for somebody for a year; it counts once another person has confirmed it.

    BadDeclaration; Overtaken where an entry of the year still waits.
    """
    if wage <= 0:
        raise BadDeclaration("申报工资应大于0。", field="wage")
    if year < FIRST_YEAR or stint.start.year > year or (stint.end is not None and stint.end.year < year):
        raise BadDeclaration("这一年没有在岗，不用申报。")
    if DeclaredWage.objects.filter(person=stint.person_id, year=year, state="entered").exists():
        raise Overtaken("这个人本年已有一条申报等着确认，请先确认。")
    row = DeclaredWage.objects.create(
        person_id=stint.person_id,
        village_id=stint.village_id,
        year=year,
        wage=wage,
        document=document,
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    record(actor, row, at=now, facts={"wage": told(wage), "document": document}, person=stint.person_id)
    return row


@act("payroll.decide_declared")
def decide_declared(
    *, actor: Actor, row: DeclaredWage, version: int, agree: bool, reason: str, now: datetime
) -> DeclaredWage:
    """Confirm or reject an entry; a rejected one says why. SamePerson, Overtaken, WrongState."""
    actor.must_differ_from(row.entered_by_id)
    if not agree and not reason.strip():
        raise BadDeclaration("不确认的要写原因。", field="reason")
    step(
        row,
        version,
        after=("entered",),
        to="confirmed" if agree else "rejected",
        decided_by_id=actor.user_id,
        decided_at=now,
        why="" if agree else reason,
    )
    facts = {"decision": "确认" if agree else "不确认", "wage": told(row.wage)}
    record(actor, row, at=now, facts=facts, texts={} if agree else {"reason": reason}, person=row.person_id)
    return row
