"""Art. 3: the agent company trains the coordinators after hiring: plan, sign-in, result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.models import Training, TrainingAttendance
from sibai.employment.operations.steps import step
from sibai.employment.operations.taking_up import WrongDay
from sibai.employment.queries.stints import on_post
from sibai.people.actor import Actor
from sibai.places.models import Place


class NobodyToTrain(Refusal):
    """Nobody is on post in that area."""


@act("employment.plan_training")
def plan(
    *,
    actor: Actor,
    place: Place,
    title: str,
    held_on: date,
    where: str,
    content: str,
    teacher: str,
    now: datetime,
) -> Training:
    """Plan a training for the coordinators on post on that day in a county or town. NobodyToTrain."""
    scope = actor.scope
    called = [stint for stint in on_post(scope, held_on) if _in_area(stint.village, place)]
    if not called:
        raise NobodyToTrain("这个范围内那一天没有协理员在岗。", field="place")
    training = Training.objects.create(
        place=place,
        title=title,
        held_on=held_on,
        where=where,
        content=content,
        teacher=teacher,
        state="planned",
        planned_by_id=actor.user_id,
        planned_at=now,
    )
    TrainingAttendance.objects.bulk_create(TrainingAttendance(training=training, stint=stint) for stint in called)
    record(actor, training, at=now, facts={"held_on": held_on, "count": len(called)})
    return training


@act("employment.sign_in_training")
def sign_in(
    *, actor: Actor, training: Training, version: int, present: Iterable[UUID], today: date, now: datetime
) -> Training:
    """Who was there, by the sign-in sheet; `present` are stints. WrongDay before the day."""
    if training.held_on > today:
        raise WrongDay("培训还没有举行，到那一天再登记签到。")
    step(training, version, after=("planned",), to="held")
    there = set(present)
    rows = list(training.attendances.all())
    for row in rows:
        row.present = row.stint_id in there
        row.result = "" if row.present else "missed"
    TrainingAttendance.objects.bulk_update(rows, ["present", "result"])
    record(actor, training, at=now, facts={"present": sum(bool(row.present) for row in rows), "called": len(rows)})
    return training


@act("employment.close_training")
def close(*, actor: Actor, training: Training, version: int, results: Mapping[UUID, str], now: datetime) -> Training:
    """The result of each who was there, by stint: passed or failed; everybody needs one. WrongDay."""
    rows = list(training.attendances.filter(present=True))
    if any(results.get(row.stint_id) not in ("passed", "failed") for row in rows):
        raise WrongDay("请给每一位到场的人登记结果。")
    step(training, version, after=("held",), to="closed")
    for row in rows:
        row.result = results[row.stint_id]
    TrainingAttendance.objects.bulk_update(rows, ["result"])
    passed = sum(row.result == "passed" for row in rows)
    record(actor, training, at=now, facts={"passed": passed, "failed": len(rows) - passed})
    return training


@act("employment.cancel_training")
def cancel(*, actor: Actor, training: Training, version: int, reason: str, now: datetime) -> Training:
    """A planned training does not take place."""
    step(training, version, after=("planned",), to="cancelled")
    record(actor, training, at=now, texts={"reason": reason})
    return training


def _in_area(village: Place, place: Place) -> bool:
    """Whether a village lies in a county or town."""
    return place.pk in (village.pk, village.parent_id) or (
        village.parent is not None and place.pk == village.parent.parent_id
    )
