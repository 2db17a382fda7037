"""A full value is shown to who has the right and says why; one entry of the log, the reason sealed beside it."""

from __future__ import annotations

from datetime import datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Forbidden, Refusal
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.people.queries.persons import SEALED, may_reveal


class NothingToReveal(Refusal):
    """The column is blank."""


@act("people.reveal")
def reveal(*, actor: Actor, person: Person, field: str, reason: str, now: datetime) -> str:
    """The full value of a sealed column of `SEALED`. Forbidden where the role has no right to this column."""
    if not may_reveal(actor, field):
        raise Forbidden(f"您的角色不能查看{SEALED[field]}全文。")
    value = str(getattr(person, field))
    if not value:
        raise NothingToReveal(f"还没有登记{SEALED[field]}。")
    record(actor, person, at=now, facts={"what": SEALED[field]}, texts={"reason": reason}, person=person.pk)
    return value
