"""What somebody does on a public machine apart: applications are kept in boxes that only the office can open."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.documents.checking import check
from sibai.people.actor import Actor
from sibai.recruitment.crossing import parcels
from sibai.recruitment.crossing.boxes import close_box
from sibai.recruitment.models import SealedApplication
from sibai.recruitment.operations.online import Sent, TooLateToWithdraw
from sibai.recruitment.queries.desk import loaded, must_be_open, notice_of, status_of
from sibai.recruitment.receipts import code_of, digest_of


@act("recruitment.keep_sealed")
def apply(*, actor: Actor, round_id: UUID, sent: Sent, now: datetime) -> str:
    """Seal an application to the office's key and keep the box; the receipt code. NotOpen, BadUpload."""
    notice = notice_of(round_id)
    assert notice is not None
    must_be_open(notice, timezone.localdate(now))
    code = code_of(actor.command or "")
    digest = digest_of(code)
    words = {
        "round": str(round_id),
        "receipt_digest": digest,
        "applied_at": now.isoformat(),
        "notice_version": sent.notice_version,
        "facts": dict(sent.facts),
    }
    checked = [(scan.kind, check(scan.upload)) for scan in sent.scans]
    scans = [parcels.Enclosed(kind, each.name, each.content) for kind, each in checked]
    number = uuid.uuid4()
    box = boxed(number, parcels.Parcel(parcels.APPLICATION, words, scans))
    kept = SealedApplication.objects.create(
        id=number,
        round=round_id,
        place_code=notice.village_code,
        receipt_digest=digest,
        received_at=now,
        box=box,
        size=len(box),
        sha256=hashlib.sha256(box).hexdigest(),
    )
    record(actor, kept, at=now)
    return code


def boxed(number: UUID, parcel: parcels.Parcel) -> bytes:
    """A parcel in a box that only the office whose notices are loaded can open."""
    return close_box(parcels.pack(parcel), bytes.fromhex(loaded()["seal_key"]), number.bytes)


@act("recruitment.withdraw_sealed")
def withdraw(*, actor: Actor, digest: str, now: datetime) -> SealedApplication:
    """The owner of a receipt takes the application back: the box is emptied, and the office told if it had left.

    BadCode, TooLateToWithdraw.
    """
    status = status_of(digest)
    row = SealedApplication.objects.filter(receipt_digest=digest).first()
    if status.known in {"withdrawn", "withdrawing"}:
        raise TooLateToWithdraw("这份报名已经撤回，不用再撤。")
    if row is None or not status.may_withdraw:
        raise TooLateToWithdraw("选聘已经办到确定人选这一步，不能在网上撤回，请打公告上的咨询电话。")
    row.withdrawn_at, row.box, row.size = now, b"", 0
    row.save(update_fields=["withdrawn_at", "box", "size"])
    record(actor, row, at=now)
    return row
