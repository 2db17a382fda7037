"""A roster handed in, looked through, and imported by a second click of the same clerk: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.documents.checking import TABLES
from sibai.documents.operations.keeping import keep
from sibai.employment.models import RosterImport
from sibai.employment.operations.intake.bringing_in import BadRoster, write
from sibai.employment.operations.intake.forgetting import drop_rosters
from sibai.employment.queries.intake.kept import look_at, mine, opened_file
from sibai.employment.queries.intake.looking import Look, Opened, look_through
from sibai.employment.queries.intake.marked import marked
from sibai.people.actor import Actor

NOWHERE = ""
"""A roster lies at no place: nobody opens it as a file, and only whoever uploaded it sees what is in it."""
KIND = "花名册"


class NotYours(Refusal):
    """Somebody else handed it in."""


class NotSeen(Refusal):
    """There is something to look at twice, and nobody said so."""

    field = "accepted"


@act("employment.upload_roster")
def upload(*, actor: Actor, file: Any, document: str, now: datetime) -> RosterImport:
    """Keep a roster's file sealed; one that the same clerk left unconfirmed is dropped. BadUpload."""
    drop_rosters(list(RosterImport.objects.filter(uploaded_by=actor.user_id, state="uploaded")), now)
    kept = keep(actor, file, place_code=NOWHERE, kind=KIND, now=now, accept=TABLES)
    roster = RosterImport.objects.create(
        place_id=actor.place_code,
        file=kept,
        document=document,
        state="uploaded",
        uploaded_by_id=actor.user_id,
        uploaded_at=now,
    )
    record(actor, roster, at=now, facts={"kilobytes": -(-kept.size // 1024)})
    return roster


@act("employment.drop_roster")
def drop(*, actor: Actor, roster: RosterImport, version: int, now: datetime) -> RosterImport:
    """Give an import up; the file is erased. NotYours; Overtaken where it was imported or dropped meanwhile."""
    _mine(actor, roster)
    if not drop_rosters(list(RosterImport.objects.filter(pk=roster.pk, version=version, state="uploaded")), now):
        raise Overtaken("这份花名册刚才已经导入或放弃，请刷新后再看。")
    record(actor, roster, at=now)
    return roster


def confirm(
    *, actor: Actor, roster: RosterImport, version: int, digest: str, accepted: bool, now: datetime
) -> RosterImport:
    """Import what the preview showed. The file is opened before the transaction, since that takes its time."""
    file = opened_file(roster) if roster.state == "uploaded" else Opened(None)
    made: RosterImport = import_roster(
        actor=actor, roster=roster, version=version, file=file, digest=digest, accepted=accepted, now=now
    )
    return made


@act("employment.import_roster")
def import_roster(
    *, actor: Actor, roster: RosterImport, version: int, file: Opened, digest: str, accepted: bool, now: datetime
) -> RosterImport:
    """Write everything that a roster holds, or nothing. `digest`: of the preview that was confirmed.

    NotYours; Overtaken where the county changed since the preview, or it is imported already; BadRoster; NotSeen.
    """
    _mine(actor, roster)
    if not RosterImport.objects.filter(pk=roster.pk, version=version, state="uploaded").exists():
        raise Overtaken("这份花名册刚才已经导入或放弃，请刷新后再看。")
    look = look_through(file, actor.scope, timezone.localdate(now))
    if look.plan is None or look.faults:
        raise BadRoster(look.faults)
    if digest != look.digest(roster.file.sha256):
        raise Overtaken("预览以后系统里的情况有了变化，请重新看一遍下面的预览再确认。")
    if look.warnings and not accepted:
        raise NotSeen("请先看过提醒，再勾选“已核对”。")
    done = write(actor, look.plan, now, document=roster.document)
    counts = {name: count for name, count in done.counts.items() if count}
    entry = record(actor, roster, at=now, facts=_facts(done.counts, look.warnings), texts={"document": roster.document})
    RosterImport.objects.filter(pk=roster.pk).update(
        state="imported",
        version=version + 1,
        imported_at=now,
        entry=entry.seq,
        counts=counts,
        made=done.made,
        touched=done.touched,
    )
    roster.refresh_from_db()
    return roster


def _facts(counts: dict[str, int], warnings: Sequence[Any]) -> dict[str, Any]:
    return {**counts, "warnings": len(warnings)}


def mark(*, actor: Actor, roster: RosterImport, now: datetime) -> bytes:
    """The roster as a workbook with everything that is wrong marked in its cell. NotYours; Overtaken."""
    here = mine(actor, roster) and roster.state == "uploaded"
    look = look_at(roster, actor, timezone.localdate(now)) if here else Look()
    made: bytes = mark_roster(actor=actor, roster=roster, look=look, now=now)
    return made


@act("employment.mark_roster")
def mark_roster(*, actor: Actor, roster: RosterImport, look: Look, now: datetime) -> bytes:
    """Hand the marked workbook out; that it was is in the log."""
    _mine(actor, roster)
    if roster.state != "uploaded":
        raise Overtaken("这份花名册刚才已经导入或放弃，请刷新后再看。")
    content = marked(look, by=actor.user_name, at=now)
    record(actor, roster, at=now, facts={"faults": len(look.faults), "warnings": len(look.warnings)})
    return content


def _mine(actor: Actor, roster: RosterImport) -> None:
    if not mine(actor, roster):
        raise NotYours("这份花名册是别人上传的：由上传的人确认，或者您自己重新上传。")
