"""Notices from the county or a town to coordinators, with a receipt of who has read them."""

from __future__ import annotations

from datetime import date, datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.models import Notice, Receipt
from sibai.employment.queries.stints import on_post
from sibai.people.actor import Actor
from sibai.places.models import Place


class NobodyToTell(Refusal):
    """Nobody is on post in that area."""


class AlreadyGone(Refusal):
    """The notice was withdrawn."""

    status = 409


@act("employment.write_notice")
def write(*, actor: Actor, title: str, body: str, read_by_day: date | None, today: date, now: datetime) -> Notice:
    """Send a notice to every coordinator on post in the writer's area. NobodyToTell."""
    readers = list(on_post(actor.scope, today))
    if not readers:
        raise NobodyToTell("您的范围内今天没有协理员在岗。")
    notice = Notice.objects.create(
        place=Place.objects.get(pk=actor.place_code),
        title=title,
        body=body,
        read_by_day=read_by_day,
        written_by_id=actor.user_id,
        written_at=now,
    )
    Receipt.objects.bulk_create(
        Receipt(notice=notice, person_id=stint.person_id, village_id=stint.village_id) for stint in readers
    )
    record(actor, notice, at=now, facts={"count": len(readers)}, texts={"body": body})
    return notice


@act("employment.withdraw_notice")
def withdraw(*, actor: Actor, notice: Notice, reason: str, now: datetime) -> Notice:
    """Take a notice back; who has read it stays known. AlreadyGone."""
    if not Notice.objects.filter(pk=notice.pk, withdrawn_at__isnull=True).update(withdrawn_at=now):
        raise AlreadyGone("这条通知已经撤回。")
    notice.refresh_from_db()
    record(actor, notice, at=now, texts={"reason": reason})
    return notice


@act("employment.read_notice")
def read(*, actor: Actor, receipt: Receipt, now: datetime) -> Receipt:
    """A coordinator says that a notice was read. AlreadyGone where it was withdrawn."""
    if receipt.notice.withdrawn_at is not None:
        raise AlreadyGone("这条通知已经撤回。")
    Receipt.objects.filter(pk=receipt.pk, read_at__isnull=True).update(read_at=now)
    receipt.refresh_from_db()
    record(actor, receipt, at=now, person=receipt.person_id)
    return receipt
