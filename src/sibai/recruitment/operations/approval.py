"""Town approval, county filing, pre-job training (articles 3 and 6). Who prepared does not approve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.people.actor import Actor
from sibai.recruitment.models import Selection, Training
from sibai.recruitment.operations.returning import back_to_choice
from sibai.recruitment.operations.review import not_past
from sibai.recruitment.operations.steps import NotYet, ReasonNeeded, WrongDay, advance, because, still
from sibai.recruitment.queries.papers import lacking


class NumberTaken(Refusal):
    """Another filing has this number."""

    field = "number"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of many: `refused` tells why not."""

    selection: Selection
    refused: str = ""


@act("recruitment.approve")
def approve(
    *, actor: Actor, selection: Selection, version: int, now: datetime, opinion: str = "", due: date | None = None
) -> Selection:
    """The town agrees; not by the user who handed it in."""
    selection = still(selection, "submitted", version=version)
    actor.must_differ_from(selection.submitted_by_id, *_acted_for(selection, "submitted"))
    moved = advance(
        actor,
        selection,
        "approved",
        now=now,
        due=not_past(due, now),
        approved_by_id=actor.user_id,
        approved_on=timezone.localdate(now),
    )
    record(actor, moved, at=now, texts=because("意见", opinion), person=_chosen(moved))
    return moved


def _acted_for(selection: Selection, after: str) -> tuple[UUID | None, ...]:
    """For whom the last step into a state was taken by delegation."""
    last = selection.steps.filter(after=after, kind="forward").last()
    return (last.on_behalf_of_id,) if last is not None else ()


def _chosen(selection: Selection) -> UUID | None:
    return selection.chosen.person_id if selection.chosen else None


def approve_many(actor: Actor, selections: Sequence[tuple[Selection, int]], now: datetime) -> list[Outcome]:
    """The town agrees with many villages: one act each, so that what is refused for one stops no other.

    `selections` with the versions that the page showed. Sent twice, each is approved once.
    """
    outcomes = []
    for selection, version in selections:
        own = actor.ordered(f"{actor.command}-{selection.pk.hex}" if actor.command else None)
        try:
            outcomes.append(Outcome(approve(actor=own, selection=selection, version=version, now=now)))
        except Refusal as refusal:
            outcomes.append(Outcome(selection, str(refusal)))
    return outcomes


@act("recruitment.file")
def file(
    *,
    actor: Actor,
    selection: Selection,
    version: int,
    number: str,
    filed_on: date,
    now: datetime,
    due: date | None = None,
) -> Selection:
    """The county files the choice under a number; the days vacant end.

    A missing scan is told and logged and does not stop the filing: paper is the legal act, and lies before the clerk.
    """
    selection = still(selection, "approved", version=version)
    actor.must_differ_from(
        selection.submitted_by_id,
        selection.approved_by_id,
        *_acted_for(selection, "submitted"),
        *_acted_for(selection, "approved"),
    )
    approved_on = selection.approved_on
    if filed_on > timezone.localdate(now) or (approved_on is not None and filed_on < approved_on):
        raise WrongDay(f"备案日期应在镇审核日（{approved_on}）至今天之间。", field="filed_on")
    taken = Q(filing_number=number) & ~Q(pk=selection.pk)
    if not number.strip() or Selection.objects.filter(taken).exists():
        raise NumberTaken("这个备案号已经用过，请另编一个。" if number.strip() else "请填写备案号。")
    moved = advance(
        actor,
        selection,
        "training",
        now=now,
        due=not_past(due, now),
        filed=filed_on,
        filed_by_id=actor.user_id,
        filed_on=filed_on,
        filing_number=number.strip(),
    )
    facts = {"number": moved.filing_number, "filed_on": filed_on, "missing": len(lacking(selection, actor))}
    record(actor, moved, at=now, facts=facts, person=_chosen(moved))
    return moved


@act("recruitment.train")
def train(
    *,
    actor: Actor,
    selection: Selection,
    version: int,
    start: date,
    end: date,
    where: str,
    hours: int,
    result: str,
    note: str,
    now: datetime,
    due: date | None = None,
) -> Selection:
    """Enter the pre-job training. Passed: on to the agreement; failed or absent: back to the choice of the next."""
    selection = still(selection, "training", version=version)
    if not start <= end <= timezone.localdate(now):
        raise WrongDay("培训止日不能早于起日，也不能晚于今天。", field="end")
    if selection.filed_on is not None and start < selection.filed_on:
        raise WrongDay(f"培训起日早于备案日（{selection.filed_on}），备案后才培训。", field="start")
    passed, chosen = result == "passed", selection.chosen
    if chosen is None:
        raise NotYet("还没有人选，请刷新后再看。")
    if not passed and not note.strip():
        raise ReasonNeeded("不合格或未参加的，请写明情况。", field="note")
    training = Training.objects.create(
        selection=selection,
        application=chosen,
        start=start,
        end=end,
        where=where,
        hours=hours,
        result=result,
        note=note.strip(),
        by_id=actor.user_id,
        at=now,
    )
    person = _chosen(selection)
    if passed:
        moved = advance(actor, selection, "to_sign", now=now, due=not_past(due, now), made=[training])
    else:
        why = f"岗前培训{training.get_result_display()}：{note.strip()}"
        moved = back_to_choice(actor, selection, reason=why, now=now, made=(training,))
    facts = {"start": start, "end": end, "result": training.get_result_display()}
    record(actor, moved, at=now, facts=facts, texts=because("说明", note), person=person)
    return moved
