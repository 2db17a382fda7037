"""A filled workbook handed in, looked through, and filled by a second click of the same clerk: all of it or nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from sibai.attendance.models import Sheet, SheetUpload
from sibai.attendance.operations.filling import NotYet, write_sheet
from sibai.attendance.queries.month import called, month_rules
from sibai.attendance.queries.reading import Look, look_at
from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.documents.checking import TABLES
from sibai.documents.models import StoredFile
from sibai.documents.operations.keeping import erase, keep
from sibai.people.actor import Actor
from sibai.places.models import Place

KIND = "考勤表"
NOWHERE = ""
"""An upload lies at no place: nobody opens it as a file."""
WAITS = timedelta(days=30)
"""So long an upload waits to be confirmed before its file is taken away."""


class NotYours(Refusal):
    """Somebody else handed it in."""


class BadSheet(Refusal):
    """Something in the file has to be mended first."""


@act("attendance.upload")
def upload(*, actor: Actor, place: Place, month: date, file: Any, today: date, now: datetime) -> SheetUpload:
    """Keep a filled workbook sealed; one that the same clerk left unconfirmed is dropped. NotYet, BadUpload."""
    if month > today:
        raise NotYet(f"{called(month)}还没有开始，到时再填。")
    drop_uploads(list(SheetUpload.objects.filter(uploaded_by=actor.user_id, state="uploaded")), now)
    kept = keep(actor, file, place_code=NOWHERE, kind=KIND, now=now, accept=TABLES)
    row = SheetUpload.objects.create(
        place=place, month=month, file=kept, state="uploaded", uploaded_by_id=actor.user_id, uploaded_at=now
    )
    record(actor, row, at=now, facts={"kilobytes": -(-kept.size // 1024)})
    return row


@act("attendance.drop_upload")
def drop(*, actor: Actor, row: SheetUpload, version: int, now: datetime) -> SheetUpload:
    """Give it up; the file is erased. NotYours; Overtaken."""
    _mine(actor, row)
    if not drop_uploads(list(SheetUpload.objects.filter(pk=row.pk, version=version, state="uploaded")), now):
        raise Overtaken("这个文件刚才已经填报或放弃，请刷新后再看。")
    record(actor, row, at=now)
    return row


def confirm(*, actor: Actor, row: SheetUpload, version: int, digest: str, today: date, now: datetime) -> list[Sheet]:
    """Fill what the preview showed. The file is opened before the transaction, since that takes its time."""
    look = look_at(row, month_rules(row.month)) if row.state == "uploaded" else Look()
    made: list[Sheet] = take(actor=actor, row=row, version=version, look=look, digest=digest, now=now)
    return made


@act("attendance.take_upload")
def take(*, actor: Actor, row: SheetUpload, version: int, look: Look, digest: str, now: datetime) -> list[Sheet]:
    """Fill the sheets from what was looked through. NotYours, Overtaken, BadSheet, SheetLocked."""
    _mine(actor, row)
    taken = SheetUpload.objects.filter(pk=row.pk, version=version, state="uploaded")
    if not taken.update(state="taken", taken_at=now, version=F("version") + 1):
        raise Overtaken("这个文件刚才已经填报或放弃，请刷新后再看。")
    if not look.good:
        raise BadSheet("表里还有要改的地方，什么也没有填。")
    if digest != look.digest:
        raise Overtaken("预览以后岗位、休假或出差有了变化，请重新看一遍下面的预览再确认。")
    rules = month_rules(row.month)
    rows = [each.row for each in look.found]
    made = [
        write_sheet(
            actor,
            village,
            rules,
            [each for each in rows if each.stint.village_id == village.pk],
            look.chosen(rules),
            look.notes(),
            look.versions.get(village.pk, 0),
            now,
        )
        for village in look.villages
    ]
    if not made:
        raise BadSheet("各村都已填报，没有要填的。")
    erase(StoredFile.objects.filter(pk=row.file_id), now=now)
    people = {each.stint.person_id for each in rows}
    facts = {"people": len(rows), "unpaid": sum(each.unpaid_days for each in look.found), "sheets": len(made)}
    obj = made[0] if row.place.level == "village" else row
    record(actor, obj, at=now, facts=facts, person=people.pop() if len(people) == 1 else None)
    return made


def drop_uploads(rows: list[SheetUpload], now: datetime) -> int:
    """Give uploads up that wait: the files go, the rows say so. Plain; how many."""
    erase(StoredFile.objects.filter(pk__in=[row.file_id for row in rows]), now=now)
    waiting = SheetUpload.objects.filter(pk__in=[row.pk for row in rows], state="uploaded")
    return waiting.update(state="dropped", version=F("version") + 1)


def drop_forgotten(today: date, now: datetime) -> int:
    """Give up the uploads that nobody confirmed in time. Plain; how many."""
    rows = SheetUpload.objects.filter(state="uploaded")
    return drop_uploads([row for row in rows if timezone.localdate(row.uploaded_at) + WAITS < today], now)


def mine(actor: Actor, row: SheetUpload) -> bool:
    """Whether the actor handed it in: what is in the file is shown to no other."""
    return row.uploaded_by_id is not None and row.uploaded_by_id == actor.user_id


def _mine(actor: Actor, row: SheetUpload) -> None:
    if not mine(actor, row):
        raise NotYours("这个文件是别人上传的：由上传的人确认，或者您自己重新上传。")
