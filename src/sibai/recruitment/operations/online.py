"""What somebody does on the public pages in the office's own database: apply, and take the application back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.documents.models import StoredFile
from sibai.documents.operations import keeping
from sibai.people.actor import Actor
from sibai.recruitment.flow import OPEN_APPLICATIONS
from sibai.recruitment.models import Application, Selection
from sibai.recruitment.operations.applications import AppliedAlready, Scan, receive, rewrite
from sibai.recruitment.queries.desk import NOBODYS, must_be_open, notice_of
from sibai.recruitment.queries.public_states import can_withdraw
from sibai.recruitment.receipts import BadCode, code_of, digest_of

WHY = "本人在网上撤回"


class TooLateToWithdraw(Refusal):
    """Somebody is chosen, or the application is out already."""

    status = 409


@dataclass(frozen=True, slots=True)
class Sent:
    """What an applicant sent: the facts as typed, the scans, which notice at collection was read."""

    facts: Mapping[str, Any]
    scans: Sequence[Scan]
    notice_version: str


@act("recruitment.receive")
def apply(*, actor: Actor, round_id: UUID, sent: Sent, now: datetime) -> str:
    """Keep an application under the command of its form; the receipt code. NotOpen, and what `receive` refuses."""
    selection = Selection.objects.get(pk=round_id)
    notice = notice_of(round_id)
    assert notice is not None
    must_be_open(notice, timezone.localdate(now))
    code = code_of(actor.command or "")
    try:
        application = receive(
            actor=actor,
            selection=selection,
            facts=sent.facts,
            receipt_digest=digest_of(code),
            applied_at=now,
            now=now,
            notice_version=sent.notice_version,
            scans=sent.scans,
        )
    except AppliedAlready as already:
        told = f"这个身份证号已经报过这次选聘，不用再报。要改内容，或者不是您本人报的，请打咨询电话{notice.phone}。"
        raise AppliedAlready(told) from already
    record(actor, application, at=now)
    return code


@act("recruitment.withdraw_online")
def withdraw(*, actor: Actor, digest: str, now: datetime) -> Application:
    """The owner of a receipt takes the application back, until somebody is chosen. BadCode, TooLateToWithdraw."""
    rows = Application.objects.select_related("selection__vacancy__village", "person")
    application = rows.filter(receipt_digest=digest).first()
    if application is None:
        raise BadCode(NOBODYS)
    gone = take_back(application, now)
    record(actor, gone, at=now, person=gone.person_id)
    return gone


def take_back(application: Application, now: datetime) -> Application:
    """Plain: the application is withdrawn. TooLateToWithdraw.

    What nobody has taken in yet is erased with its scans; before the review the person may apply anew.
    """
    if application.state == "withdrawn":
        raise TooLateToWithdraw("这份报名已经撤回，不用再撤。")
    if not can_withdraw(application):
        raise TooLateToWithdraw("选聘已经办到确定人选这一步，不能在网上撤回，请打公告上的咨询电话。")
    fields: dict[str, Any] = {"state": "withdrawn", "out_on": timezone.localdate(now), "out_why": WHY}
    if application.state in OPEN_APPLICATIONS:
        fields["id_index"] = ""
    if application.person_id is None:
        fields["submitted"] = ""
        keeping.erase(StoredFile.objects.filter(person=application.pk), now=now)
    return rewrite(application, **fields)
