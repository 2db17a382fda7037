"""The acts of the public pages, on a machine that shares the office's database or on one apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sibai.audit.refusals import AlreadyDone
from sibai.people.actor import Actor
from sibai.recruitment.operations import online, sealed
from sibai.recruitment.operations.online import Sent
from sibai.recruitment.queries.desk import Status, is_apart, status_of
from sibai.recruitment.receipts import code_of, digest_of

__all__ = ["Receipt", "Sent", "apply", "withdraw"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an applicant is given: the code in groups, and how it stands. `before`: the form was sent before."""

    code: str
    status: Status
    before: bool = False


def apply(*, actor: Actor, round_id: UUID, sent: Sent, now: datetime) -> Receipt:
    """Keep an application; the same form sent again makes no second one and gets the same receipt."""
    try:
        code = _apply(actor, round_id, sent, now)
    except AlreadyDone:
        code = code_of(actor.command or "")
        return Receipt(code, status_of(digest_of(code)), before=True)
    return Receipt(code, status_of(digest_of(code)))


def _apply(actor: Actor, round_id: UUID, sent: Sent, now: datetime) -> str:
    if is_apart():
        return str(sealed.apply(actor=_nobody(actor), round_id=round_id, sent=sent, now=now))
    return str(online.apply(actor=actor, round_id=round_id, sent=sent, now=now))


def withdraw(*, actor: Actor, code: str, now: datetime) -> None:
    """Take the application of a receipt code back. BadCode, TooLateToWithdraw."""
    digest = digest_of(code)
    if is_apart():
        sealed.withdraw(actor=_nobody(actor), digest=digest, now=now)
    else:
        online.withdraw(actor=actor, digest=digest, now=now)


def _nobody(actor: Actor) -> Actor:
    """On a machine apart nothing is kept of the network address either."""
    return replace(actor, address="")
