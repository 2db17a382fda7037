"""Article 21: leave asked for by the coordinator or entered by the village, decided by the village."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F

from sibai.attendance.models import LeaveRequest, LeaveStanding
from sibai.attendance.operations.days import give_back, nothing_else, on_post_all_of, take
from sibai.attendance.queries.entitlement import ONLY, Weighed, told_json, told_of, weigh
from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.employment.models import Stint
from sibai.employment.operations.steps import step
from sibai.people.actor import Actor

MOST_DAYS = timedelta(days=366)
"""One request is at most a year: what lasts longer is asked for again."""


class BadLeave(Refusal):
    """The leave cannot be asked for like this."""


class TooManyDays(Refusal):
    """More than is left."""

    field = "end"


@act("attendance.ask_leave")
def ask_leave(
    *,
    actor: Actor,
    stint: Stint,
    kind: str,
    start: date,
    end: date,
    told: Mapping[str, Any],
    reason: str,
    today: date,
    now: datetime,
) -> LeaveRequest:
    """The coordinator asks for leave. BadLeave, TooManyDays, DayTaken, NoStanding."""
    if kind == LeaveRequest.ABSENT:
        raise BadLeave("旷工不用申请。", field="kind")
    weighed = _weighed(stint, kind, start, end, told, today)
    row = _made(actor, stint, kind, start, end, told, reason, weighed, now, state="asked", by_person=True)
    _note(actor, row, now, reason=reason)
    return row


@act("attendance.enter_leave")
def enter_leave(
    *,
    actor: Actor,
    stint: Stint,
    kind: str,
    start: date,
    end: date,
    told: Mapping[str, Any],
    reason: str,
    today: date,
    now: datetime,
) -> LeaveRequest:
    """The village enters a leave that was asked for on paper and granted, or days of absence. As `ask_leave`."""
    if kind == LeaveRequest.ABSENT and end > today:
        raise BadLeave("旷工是已经发生的事，止日不能晚于今天。", field="end")
    weighed = _weighed(stint, kind, start, end, told, today)
    row = _made(actor, stint, kind, start, end, told, reason, weighed, now, state="approved", by_person=False)
    row.decided_by_id, row.decided_at = actor.user_id, now
    row.save(update_fields=["decided_by", "decided_at"])
    take(row)
    _note(actor, row, now, reason=reason)
    return row


@act("attendance.decide_leave")
def decide_leave(
    *, actor: Actor, leave: LeaveRequest, version: int, agree: bool, reason: str, today: date, now: datetime
) -> LeaveRequest:
    """The village approves or refuses; the rules are asked again at that moment. BadLeave, TooManyDays, DayTaken."""
    actor.must_differ_from(leave.asked_by_id)
    decided: dict[str, Any] = {"decided_by_id": actor.user_id, "decided_at": now, "why": reason}
    if agree:
        weighed = _weighed(leave.stint, leave.kind, leave.start, leave.end, told_of(leave), today, but=leave)
        step(leave, version, after=("asked",), to="approved", days=weighed.days, answers=weighed.kept(), **decided)
        take(leave)
    else:
        if not reason.strip():
            raise BadLeave("不批准的，请写明理由。", field="reason")
        step(leave, version, after=("asked",), to="refused", **decided)
    _note(actor, leave, now, reason=reason, decision="批准" if agree else "不批准")
    return leave


@act("attendance.withdraw_leave")
def withdraw_leave(*, actor: Actor, leave: LeaveRequest, version: int, now: datetime) -> LeaveRequest:
    """The coordinator takes a request back until it is decided."""
    step(leave, version, after=("asked",), to="withdrawn")
    _note(actor, leave, now)
    return leave


@act("attendance.cancel_leave")
def cancel_leave(*, actor: Actor, leave: LeaveRequest, version: int, reason: str, now: datetime) -> LeaveRequest:
    """The village cancels an approved leave; the days are the person's again.

    A sheet that is reported stays as it is: days that were not to be paid are then corrected (`queries.differences`).
    """
    freed = give_back(leave)
    first, last = (freed[0], freed[-1]) if freed else (None, None)
    when = {"cancelled_at": now, "freed_from": first, "freed_to": last}
    step(leave, version, after=("approved",), to="cancelled", why=reason, **when)
    _note(actor, leave, now, reason=reason)
    return leave


@act("attendance.record_standing")
def record_standing(
    *,
    actor: Actor,
    stint: Stint,
    version: int,
    first_work_on: date,
    continuous_since: date,
    document: str,
    today: date,
    now: datetime,
) -> LeaveStanding:
    """Enter since when a person works, once a person; entered again, it is changed. BadLeave, Overtaken."""
    if not first_work_on <= continuous_since <= today:
        raise BadLeave("连续工作起不能早于参加工作日期，也不能晚于今天，请核对。", field="continuous_since")
    if stint.person.birth_date is not None and first_work_on <= stint.person.birth_date:
        raise BadLeave("参加工作日期早于出生日期，请核对。", field="first_work_on")
    rows = LeaveStanding.objects.filter(person=stint.person_id)
    values: dict[str, Any] = {
        "first_work_on": first_work_on,
        "continuous_since": continuous_since,
        "document": document,
        "entered_by_id": actor.user_id,
        "entered_at": now,
    }
    if rows.exists():
        if not rows.filter(version=version).update(**values, version=F("version") + 1):
            raise Overtaken("休假工龄刚才已由别人登记，请刷新后再看。")
        row: LeaveStanding = rows.get()
    else:
        row = LeaveStanding.objects.create(person_id=stint.person_id, **values)
    record(actor, row, at=now, texts={"document": document}, person=stint.person_id, place=stint.village_id)
    return row


def _weighed(
    stint: Stint,
    kind: str,
    start: date,
    end: date,
    told: Mapping[str, Any],
    today: date,
    but: LeaveRequest | None = None,
) -> Weighed:
    """The leave before the rules, refused where it cannot be."""
    if end < start:
        raise BadLeave("止日早于起日，请核对。", field="end")
    if end - start >= MOST_DAYS:
        raise BadLeave("一次最多请一年，更长的请分次办理。", field="end")
    if start > today + MOST_DAYS:
        raise BadLeave("离开始还有一年以上，请到时再请。", field="start")
    if ONLY.get(kind, stint.person.sex) != stint.person.sex:
        raise BadLeave("这种假与登记的性别不符，请核对。", field="kind")
    on_post_all_of(stint, start, end)
    nothing_else(stint.person_id, start, end)
    weighed = weigh(stint, kind, start, end, told, but=but)
    if weighed.days == 0:
        raise BadLeave("这几天都不是工作日，不用请假。", field="end")
    for piece in weighed.pieces:
        if piece.short:
            raise TooManyDays(_too_many(piece.days, piece.left or 0, piece.start.year, yearly=len(weighed.pieces) > 1))
    return weighed


def _too_many(days: int, left: int, year: int, *, yearly: bool) -> str:
    when = f"{year}年" if yearly else ""
    rest = f"只剩{left}天" if left > 0 else "没有剩余"
    return f"{when}这种假{rest}，这次请了{days}天，请改短。"


def _made(
    actor: Actor,
    stint: Stint,
    kind: str,
    start: date,
    end: date,
    told: Mapping[str, Any],
    reason: str,
    weighed: Weighed,
    now: datetime,
    **how: Any,
) -> LeaveRequest:
    return LeaveRequest.objects.create(
        stint=stint,
        person_id=stint.person_id,
        village_id=stint.village_id,
        kind=kind,
        start=start,
        end=end,
        days=weighed.days,
        reason=reason,
        told=told_json(told),
        answers=weighed.kept(),
        asked_by_id=actor.user_id,
        asked_at=now,
        **how,
    )


def _note(actor: Actor, row: LeaveRequest, now: datetime, *, reason: str = "", **facts: Any) -> None:
    """The one entry: days in plain words, the kind of leave and the reason sealed."""
    told = {"start": row.start, "end": row.end, "days": row.days, **facts}
    texts = {"kind": row.get_kind_display(), "reason": reason}
    record(actor, row, at=now, facts=told, texts=texts, person=row.person_id)
