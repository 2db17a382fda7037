"""What moves a time limit (劳动争议调解仲裁法第二十七条、工伤保险条例第十七条、第二十条), recorded by the company."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.casework.models import ClockEvent, Dispute, Injury
from sibai.casework.queries.clock import kinds_for
from sibai.employment.operations.steps import WrongState
from sibai.people.actor import Actor

Subject = Dispute | Injury


class BadClock(Refusal):
    """The event cannot be recorded like this."""


@act("casework.note_clock")
def note_clock(
    *,
    actor: Actor,
    subject: Subject,
    kind: str,
    start: date,
    end: date | None,
    words: str,
    today: date,
    now: datetime,
) -> ClockEvent:
    """Record an interruption, a suspension (open without `end`) or an extension to `end`. WrongState, BadClock."""
    if kind not in dict(kinds_for(subject)):
        raise WrongState("这件事现在不能登记这一种，请刷新后再看。")
    _check(subject, kind, start, end, today)
    single = kind in dict(ClockEvent.INTERRUPTS)
    row = ClockEvent.objects.create(
        **{subject._meta.model_name or "": subject},
        person_id=subject.person_id,
        village_id=subject.village_id,
        kind=kind,
        start=start,
        end=start if single else end,
        words=words,
        recorded_by_id=actor.user_id,
        recorded_at=now,
    )
    until = "" if row.end in (None, start) else f"至{row.end}"
    _note(actor, row, now, words=words, kind=row.get_kind_display(), start=start, until=until)
    return row


@act("casework.end_clock")
def end_clock(*, actor: Actor, row: ClockEvent, version: int, end: date, today: date, now: datetime) -> ClockEvent:
    """The reason of a suspension is gone. WrongState where it has ended, BadClock for a day that cannot be."""
    if not row.is_open:
        raise WrongState("这一条已经登记过止日，或者不是中止。")
    if not row.start <= end <= today:
        raise BadClock(f"止日应在{row.start}至今天之间，请核对。", field="end")
    _changed(row, version, end=end)
    _note(actor, row, now, kind=row.get_kind_display(), end=end)
    return row


@act("casework.void_clock")
def void_clock(*, actor: Actor, row: ClockEvent, version: int, reason: str, now: datetime) -> ClockEvent:
    """Recorded by mistake: it counts no longer, and stays on file. WrongState where it was voided."""
    if row.void:
        raise WrongState("这一条已经撤销。")
    _changed(row, version, void=True)
    _note(actor, row, now, words=reason, kind=row.get_kind_display(), start=row.start)
    return row


def _changed(row: ClockEvent, version: int, **changes: Any) -> None:
    if not ClockEvent.objects.filter(pk=row.pk, version=version).update(version=version + 1, **changes):
        raise Overtaken("这件事刚才已由别人办理，请刷新后再看。")
    row.refresh_from_db()


def _check(subject: Subject, kind: str, start: date, end: date | None, today: date) -> None:
    first = subject.knew_on if isinstance(subject, Dispute) else subject.happened_on
    if kind == ClockEvent.STAYED and isinstance(subject, Dispute):
        first = subject.accepted_on or first
    if not first <= start <= today:
        raise BadClock(f"日期应在{first}至今天之间，请核对。", field="start")
    if end is not None and end < start:
        raise BadClock("止日早于起日，请核对。", field="end")
    if kind == ClockEvent.PROLONGED:
        if end is None:
            raise BadClock("延长到哪一天，请填止日。", field="end")
    elif end is not None and end > today:
        raise BadClock("还没有结束的，止日留空，结束以后再登记。", field="end")


def _note(actor: Actor, row: ClockEvent, now: datetime, *, words: str = "", **facts: Any) -> None:
    texts = {"words": words} if words else {}
    record(actor, row.subject, at=now, facts=facts, texts=texts, person=row.person_id)
