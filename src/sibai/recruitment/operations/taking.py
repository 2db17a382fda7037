"""The office takes in what a public machine apart sealed: each application once, whatever is repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from sibai.audit.operations import act, record
from sibai.audit.refusals import AlreadyDone, Overtaken, Refusal
from sibai.documents.checking import Checked
from sibai.people.actor import Actor
from sibai.recruitment.models import Application, Crossing, Selection, TakenFile
from sibai.recruitment.operations.applications import AppliedAlready, Scan, receive
from sibai.recruitment.operations.online import TooLateToWithdraw, take_back
from sibai.recruitment.queries.opening_files import Arrived, Opened, Withdrawn, open_file

TAKEN, WITHDRAWN = "taken", "withdrawn"


@dataclass(frozen=True, slots=True)
class Ready:
    """A scan that was judged, as `attach` takes an upload."""

    checked: Checked


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: how many pieces, what each brought, how many were known before."""

    items: int
    outcomes: tuple[str, ...]

    @property
    def fresh(self) -> int:
        """Applications that are new."""
        return self.outcomes.count(TAKEN)

    @property
    def withdrawn(self) -> int:
        """Withdrawals."""
        return self.outcomes.count(WITHDRAWN)

    @property
    def known(self) -> int:
        """Pieces that had come before."""
        return self.items - len(self.outcomes)

    @property
    def set_aside(self) -> int:
        """Pieces that could not be taken; the applicants see it by their receipts."""
        return len(self.outcomes) - self.fresh - self.withdrawn


def take_file(*, actor: Actor, stream: BinaryIO, now: datetime) -> Taken:
    """Judge a file whole, then take in each piece, an act each, then the file. BadFile before anything is written.

    Broken off in the middle, the same file is taken again: what is in stays in, the rest follows.
    """
    opened = open_file(stream, now)
    outcomes: list[str] = []
    for item in opened.waiting:
        piece = opened.take_out(item)
        try:
            outcomes.append(_take(actor, piece, opened.sealed.head.file, now))
        except AlreadyDone:  # somebody took the same file at the same moment
            continue
    taken = Taken(len(opened.sealed.head.items), tuple(outcomes))
    file_taken(actor=actor, opened=opened, taken=taken, now=now)
    return taken


def _take(actor: Actor, piece: Arrived | Withdrawn, file: UUID, now: datetime) -> str:
    if isinstance(piece, Arrived):
        return str(take_application(actor=actor.ordered(None), piece=piece, file=file, now=now))
    return str(take_withdrawal(actor=actor.ordered(None), piece=piece, file=file, now=now))


@act("recruitment.receive")
def take_application(*, actor: Actor, piece: Arrived, file: UUID, now: datetime) -> str:
    """One application: received, or set aside with the reason; the outcome of its crossing."""
    if Crossing.objects.filter(pk=piece.id).exists():
        raise AlreadyDone
    selection = Selection.objects.select_related("vacancy__village").filter(pk=piece.round).first()
    application, outcome = _received(actor, selection, piece, now)
    crossing = Crossing.objects.create(
        id=piece.id,
        file=file,
        at=now,
        outcome=outcome,
        selection=selection,
        application=application,
        receipt_digest=piece.receipt_digest,
    )
    left_out = f"，{piece.bad_scans}份附件打不开没有收" if piece.bad_scans else ""
    note = left_out if application else f"，没有收下：{crossing.get_outcome_display()}"
    record(actor, application or crossing, at=now, facts={"note": note})
    return outcome


def _received(
    actor: Actor, selection: Selection | None, piece: Arrived, now: datetime
) -> tuple[Application | None, str]:
    """The application, and the outcome; nothing is written where it is refused."""
    if selection is None:
        return None, "unknown"
    try:
        with transaction.atomic():
            application = receive(
                actor=actor,
                selection=selection,
                facts=piece.facts,
                receipt_digest=piece.receipt_digest,
                applied_at=piece.applied_at,
                now=now,
                notice_version=piece.notice_version,
                scans=[Scan(kind, Ready(checked)) for kind, checked in piece.scans],
            )
    except Overtaken:
        return None, "too_late"
    except AppliedAlready:
        return None, "duplicate"
    except Refusal:
        return None, "wrong"
    return application, TAKEN


@act("recruitment.withdraw_online")
def take_withdrawal(*, actor: Actor, piece: Withdrawn, file: UUID, now: datetime) -> str:
    """One withdrawal: of what came across before, or of what will now never come."""
    crossing = Crossing.objects.select_related("application__selection__vacancy__village").filter(pk=piece.id).first()
    if crossing is None:
        selection = Selection.objects.select_related("vacancy__village").filter(pk=piece.round).first()
        crossing = Crossing(
            id=piece.id, file=file, at=now, outcome=WITHDRAWN, selection=selection, receipt_digest=piece.receipt_digest
        )
    elif crossing.withdrawal_at is not None:
        raise AlreadyDone
    outcome, note = _taken_back(crossing.application, now)
    crossing.withdrawal_at = now
    crossing.save()
    record(actor, crossing.application or crossing, at=now, facts={"note": note})
    return outcome


def _taken_back(application: Application | None, now: datetime) -> tuple[str, str]:
    """The outcome, and what the log adds: a withdrawal can arrive after somebody was chosen."""
    if application is None or application.state == WITHDRAWN:
        return WITHDRAWN, ""
    try:
        take_back(application, now)
    except TooLateToWithdraw:
        return "too_late", "，但选聘已确定人选，没有撤成"
    return WITHDRAWN, ""


@act("recruitment.take_file")
def file_taken(*, actor: Actor, opened: Opened, taken: Taken, now: datetime) -> TakenFile:
    """The entry of the whole file."""
    head = opened.sealed.head
    counts = {name: getattr(taken, name) for name in ("items", "fresh", "withdrawn", "set_aside")}
    row, _ = TakenFile.objects.get_or_create(
        id=head.file,
        defaults={
            **counts,
            "made_at": head.made_at,
            "sha256": opened.sealed.sha256,
            "place_code": head.county,
            "taken_at": now,
            "taken_by_id": actor.user_id,
        },
    )
    record(actor, row, at=now, facts=counts)
    return row
