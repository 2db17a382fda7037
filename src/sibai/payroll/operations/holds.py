"""Held pay: proposed by one with reasons, decided by another, released again; it holds one person, nobody else.

The log keeps each step at the county, about no person, and the reasons stay in the row: what is looked into is not
told in the village, and who reported something is not betrayed by it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.operations.steps import check_at, step
from sibai.payroll.models import Hold
from sibai.people.actor import Actor
from sibai.people.models import Person


class AlreadyHeld(Refusal):
    """A hold of this person is under way or in force."""


@act("payroll.propose_hold")
def propose_hold(*, actor: Actor, person: Person, since: date, reason: str, document: str, now: datetime) -> Hold:
    """Propose that somebody's pay is held from a month on. AlreadyHeld."""
    if Hold.objects.filter(person=person, state__in=("proposed", "held")).exists():
        raise AlreadyHeld("这个人已经提出过或者正在暂缓。")
    try:
        row = Hold.objects.create(
            person=person,
            village_id=person.village_id,
            since=since,
            reason=reason,
            document=document,
            proposed_by_id=actor.user_id,
            proposed_at=now,
        )
    except IntegrityError as error:
        raise AlreadyHeld("这个人已经提出过或者正在暂缓。") from error
    _note(actor, row, now, since=since, document=document)
    return row


@act("payroll.decide_hold")
def decide_hold(*, actor: Actor, row: Hold, version: int, agree: bool, reason: str, now: datetime) -> Hold:
    """A second person decides, with reasons. SamePerson."""
    check_at(row, version, ("proposed",))
    actor.must_differ_from(row.proposed_by_id)
    to = "held" if agree else "rejected"
    step(row, version, after=("proposed",), to=to, decided_by_id=actor.user_id, decided_at=now, decision=reason)
    said = "暂缓" if agree else "不暂缓"
    _note(actor, row, now, decision=said)
    return row


@act("payroll.release_hold")
def release_hold(*, actor: Actor, row: Hold, version: int, reason: str, now: datetime) -> Hold:
    """What was held is paid with the next run. Who proposed the hold does not release it alone."""
    check_at(row, version, ("held",))
    actor.must_differ_from(row.proposed_by_id)
    changes = {"released_by_id": actor.user_id, "released_at": now, "release_reason": reason}
    step(row, version, after=("held",), to="released", **changes)
    _note(actor, row, now)
    return row


def _note(actor: Actor, row: Hold, now: datetime, **facts: Any) -> None:
    town = row.village.parent
    record(actor, row, at=now, facts=facts, place=str(town.parent_id) if town else "")
