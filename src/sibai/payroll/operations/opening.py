"""What was paid before the system was used: handed in, imported by a second click, taken back; all of it or nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from sibai.attendance.operations.opening import enter_taken, leave_rests_on, take_back
from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.documents.checking import TABLES
from sibai.documents.models import StoredFile
from sibai.documents.operations.keeping import erase, keep
from sibai.payroll.models import Difference, OpeningImport, Payslip, UnpaidMonth, YearOpening
from sibai.payroll.operations.wording import in_yuan
from sibai.payroll.queries.opening.looking import Line, Look, look_at
from sibai.people.actor import Actor
from sibai.places.models import Place

KIND = "起用前的发放"
NOWHERE = ""
"""The file lies at no place: nobody opens it, and only whoever handed it in sees what is in it."""
WAITS = timedelta(days=30)
"""So long a file waits to be confirmed before it is taken away."""

RESTING = ("份工资单", "笔起用前的差额", "次年休假")
"""What may rest on an import, as it is counted."""


class NotYours(Refusal):
    """Somebody else handed it in."""


class BadOpening(Refusal):
    """Something in the file has to be mended first."""


class NotSeen(Refusal):
    """There is something to look at twice, and nobody said so."""

    field = "accepted"


class BuiltOn(Refusal):
    """Pay or leave has been reckoned with what was imported."""


@act("payroll.upload_opening")
def upload(*, actor: Actor, county: Place, month: date, file: Any, document: str, now: datetime) -> OpeningImport:
    """Keep the file sealed; one that the same clerk left unconfirmed is dropped. BadUpload."""
    drop_openings(list(OpeningImport.objects.filter(uploaded_by=actor.user_id, state="uploaded")), now)
    kept = keep(actor, file, place_code=NOWHERE, kind=KIND, now=now, accept=TABLES)
    batch = OpeningImport.objects.create(
        county=county, month=month, file=kept, document=document, uploaded_by_id=actor.user_id, uploaded_at=now
    )
    record(actor, batch, at=now, facts={"kilobytes": -(-kept.size // 1024)})
    return batch


@act("payroll.drop_opening")
def drop(*, actor: Actor, batch: OpeningImport, version: int, now: datetime) -> OpeningImport:
    """Give it up; the file is erased. NotYours, Overtaken."""
    _mine(actor, batch)
    if not drop_openings(list(OpeningImport.objects.filter(pk=batch.pk, version=version, state="uploaded")), now):
        raise Overtaken("这个文件刚才已经导入或放弃，请刷新后再看。")
    record(actor, batch, at=now)
    return batch


def confirm(
    *, actor: Actor, batch: OpeningImport, version: int, digest: str, accepted: bool, now: datetime
) -> OpeningImport:
    """Import what the preview showed. The file is opened before the transaction, since that takes its time."""
    look = look_at(batch, actor.scope) if batch.state == "uploaded" else Look()
    made: OpeningImport = import_opening(
        actor=actor, batch=batch, version=version, look=look, digest=digest, accepted=accepted, now=now
    )
    return made


@act("payroll.import_opening")
def import_opening(
    *, actor: Actor, batch: OpeningImport, version: int, look: Look, digest: str, accepted: bool, now: datetime
) -> OpeningImport:
    """Enter every line, or nothing; then the file is erased. NotYours, Overtaken, BadOpening, NotSeen."""
    _mine(actor, batch)
    taken = OpeningImport.objects.filter(pk=batch.pk, version=version, state="uploaded")
    if not taken.update(state="imported", imported_at=now, version=version + 1):
        raise Overtaken("这个文件刚才已经导入或放弃，请刷新后再看。")
    if not look.good:
        raise BadOpening("表里还有要改的地方，什么也没有导入。")
    if digest != look.digest(batch.file.sha256):
        raise Overtaken("预览以后系统里的情况有了变化，请重新看一遍下面的预览再确认。")
    if look.warnings and not accepted:
        raise NotSeen("请先看过提醒，再勾选“已核对”。")
    YearOpening.objects.bulk_create([row for line in look.lines for row in _rows(batch, line)])
    days = {line.person.pk: line.told["leave_days"] for line in look.lines if line.told["leave_days"]}
    leave = enter_taken(days, batch.month.year)
    OpeningImport.objects.filter(pk=batch.pk).update(totals=look.totals, leave=leave)
    erase(StoredFile.objects.filter(pk=batch.file_id), now=now)
    record(actor, batch, at=now, facts=_told(look.totals), texts={"document": batch.document})
    batch.refresh_from_db()
    return batch


def _rows(batch: OpeningImport, line: Line) -> list[YearOpening]:
    """This year with the payer, and the year before where it is told."""
    told, year = line.told, batch.month.year
    of = {"batch": batch, "person": line.person, "village_id": line.village_code, "employer_id": line.employer_id}
    rows = [
        YearOpening(
            **of,
            year=year,
            **{name: told[name] for name in ("earned", "pension", "further", "withheld", "months", "owed")},
            first_job=bool(told["first_job"]),
        )
    ]
    if told["last_months"]:
        rows.append(YearOpening(**of, year=year - 1, earned=told["last_earned"], months=told["last_months"]))
    return rows


def _told(totals: dict[str, int]) -> dict[str, Any]:
    """The totals as the log keeps them."""
    return {"people": totals["people"], "earned": in_yuan(totals["earned"]), "withheld": in_yuan(totals["withheld"])}


@act("payroll.undo_opening")
def undo(*, actor: Actor, batch: OpeningImport, version: int, reason: str, now: datetime) -> OpeningImport:
    """Take an import back while nothing rests on it. BuiltOn, Overtaken."""
    taken = OpeningImport.objects.filter(pk=batch.pk, version=version, state="imported").update(
        state="undone", version=version + 1, undone_by=actor.user_id, undone_at=now, reason=reason
    )
    if not taken:
        raise Overtaken("这次导入刚才已经撤销，请刷新后再看。")
    told = [f"{count}{what}" for count, what in zip(rests_on(batch), RESTING, strict=True) if count]
    if told:
        raise BuiltOn(f"不能撤销，导入以后已按它办了{'、'.join(told)}。")
    people = YearOpening.objects.filter(batch=batch).values("person")
    UnpaidMonth.objects.filter(person__in=people, month__lt=batch.month).delete()
    YearOpening.objects.filter(batch=batch).delete()
    take_back(batch.leave)
    record(actor, batch, at=now, facts=_told(batch.totals), texts={"reason": reason})
    batch.refresh_from_db()
    return batch


def rests_on(batch: OpeningImport) -> tuple[int, int, int]:
    """How many payslips, differences of before and approved leaves rest on an import."""
    people = YearOpening.objects.filter(batch=batch).values("person")
    slips = Payslip.objects.filter(person__in=people, void=False, pay_month__gte=batch.month).count()
    entered = Difference.objects.filter(person__in=people, of__isnull=True, month__lt=batch.month)
    entered = entered.exclude(recount__state="rejected")
    leaves = leave_rests_on(batch.leave, batch.imported_at) if batch.imported_at else 0
    return slips, entered.count(), leaves


def drop_openings(batches: list[OpeningImport], now: datetime) -> int:
    """Give up what waits: the files go, the rows say so. Plain; how many."""
    erase(StoredFile.objects.filter(pk__in=[batch.file_id for batch in batches]), now=now)
    return sum(
        OpeningImport.objects.filter(pk=each.pk, state="uploaded").update(state="dropped", version=each.version + 1)
        for each in batches
    )


def drop_forgotten(today: date, now: datetime) -> int:
    """Give up what nobody confirmed in time. Plain; how many."""
    rows = OpeningImport.objects.filter(state="uploaded")
    return drop_openings([row for row in rows if timezone.localdate(row.uploaded_at) + WAITS < today], now)


def mine(actor: Actor, batch: OpeningImport) -> bool:
    """Whether the actor handed it in: what is in the file is shown to no other."""
    return batch.uploaded_by_id is not None and batch.uploaded_by_id == actor.user_id


def _mine(actor: Actor, batch: OpeningImport) -> None:
    if not mine(actor, batch):
        raise NotYours("这个文件是别人上传的：由上传的人确认，或者您自己重新上传。")
