"""The preliminary choice, its public notice with objections, and handing it in to the town (article 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.people.actor import Actor
from sibai.recruitment.models import Application, Objection, Selection
from sibai.recruitment.operations.results import freeze
from sibai.recruitment.operations.review import not_past
from sibai.recruitment.operations.scoring import in_the_running
from sibai.recruitment.operations.steps import NotYet, ReasonNeeded, WrongDay, advance, because, still, touch
from sibai.recruitment.queries.rules import last_day_of_notice


class BadChoice(Refusal):
    """Somebody who is not in the running, or the same person twice."""

    field = "chosen"


@act("recruitment.choose")
def choose(
    *,
    actor: Actor,
    selection: Selection,
    version: int,
    chosen: UUID,
    reserves: Sequence[UUID],
    reason: str,
    now: datetime,
    due: date | None = None,
) -> Selection:
    """Choose one, and others in reserve in this order. Against the ranking it asks for a reason."""
    selection = still(selection, "choosing", version=version)
    candidates = {each.pk: each for each in in_the_running(selection)}
    order = [chosen, *reserves]
    if len(set(order)) != len(order) or set(order) - candidates.keys():
        raise BadChoice("人选和候补要从排名里选，每人只选一次。")
    by_rank = sorted(candidates.values(), key=lambda each: (each.rank or 0, each.number))
    as_ranked = order == [each.pk for each in by_rank[: len(order)]]
    if not as_ranked and not reason.strip():
        raise ReasonNeeded("没有按排名确定人选或候补，请写明理由。")
    changes = [(each, {"reserve": order.index(key) if key in reserves else None}) for key, each in candidates.items()]
    moved = advance(
        actor,
        selection,
        "chosen",
        now=now,
        due=not_past(due, now),
        applications=changes,
        chosen_id=chosen,
        chosen_why=reason.strip(),
    )
    who = candidates[chosen]
    record(
        actor,
        moved,
        at=now,
        facts={"number": who.number, "rank": who.rank, "reserves": len(reserves)},
        texts=because("理由", reason),
        person=who.person_id,
    )
    return moved


@act("recruitment.announce")
def announce(
    *, actor: Actor, selection: Selection, version: int, posted_on: date, where: str, now: datetime
) -> Selection:
    """Post the public notice: its last day by the rule, frozen. Refused while the county has not set its days."""
    selection = still(selection, "chosen", version=version)
    if posted_on > timezone.localdate(now):
        raise WrongDay("公示发布日不能晚于今天。", field="posted_on")
    chosen_at = selection.steps.filter(after="chosen").last()
    if chosen_at is not None and posted_on < timezone.localdate(chosen_at.at):
        raise WrongDay("公示发布日不能早于确定人选之日。", field="posted_on")
    answers = last_day_of_notice(posted_on)
    until = answers["public_notice_until"]
    frozen = freeze(actor, selection, "public_notice", answers, now=now)
    moved = advance(
        actor,
        selection,
        "public_notice",
        now=now,
        made=[frozen],
        notice_from=posted_on,
        notice_until=until,
        notice_where=where,
    )
    record(actor, moved, at=now, facts={"from": posted_on, "until": until})
    return moved


@act("recruitment.object")
def enter_objection(
    *, actor: Actor, selection: Selection, raised_by: str, content: str, received_on: date, now: datetime
) -> Objection:
    """Enter an objection against the chosen person, from the first day of the notice until it is handed in."""
    selection = still(selection, "public_notice")
    chosen, first = selection.chosen, selection.notice_from
    if chosen is None or first is None:
        raise NotYet("还没有公示，不能登记异议。")
    if not first <= received_on <= timezone.localdate(now):
        raise WrongDay(f"收到日期应在公示发布日（{first}）至今天之间。", field="received_on")
    objection = Objection.objects.create(
        selection=selection,
        application=chosen,
        received_on=received_on,
        raised_by=raised_by,
        content=content,
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    touch(selection)
    record(actor, selection, at=now, facts={"received_on": received_on}, texts={"content": content})
    return objection


class Answered(Refusal):
    """An objection is answered once."""


@act("recruitment.answer_objection")
def answer_objection(*, actor: Actor, objection: Objection, answer: str, upheld: bool, now: datetime) -> Objection:
    """Answer an objection. One that holds leaves the village to choose somebody else."""
    selection = still(objection.selection, "public_notice")
    answered = Objection.objects.filter(pk=objection.pk, answered_on__isnull=True).update(
        answer=answer, upheld=upheld, answered_on=timezone.localdate(now), answered_by_id=actor.user_id
    )
    if not answered:
        raise Answered("这条异议刚才已由别人答复，请刷新后再看。")
    touch(selection)
    objection.refresh_from_db()
    facts = {"upheld": "成立" if upheld else "不成立"}
    record(actor, selection, at=now, facts=facts, texts={"answer": answer})
    return objection


@act("recruitment.submit")
def submit(*, actor: Actor, selection: Selection, version: int, now: datetime, due: date | None = None) -> Selection:
    """Hand the choice in to the town: the notice is over, every objection answered, none holds."""
    selection = still(selection, "public_notice", version=version)
    _notice_over(selection, timezone.localdate(now))
    moved = advance(actor, selection, "submitted", now=now, due=not_past(due, now), submitted_by_id=actor.user_id)
    record(actor, moved, at=now, person=_person_of(moved.chosen))
    return moved


def _notice_over(selection: Selection, today: date) -> None:
    until = selection.notice_until
    if until is None or today <= until:
        raise NotYet(f"公示到{until}为止，第二天起可以报镇审核。")
    objections = list(selection.objections.filter(application=selection.chosen))
    if any(each.answered_on is None for each in objections):
        raise NotYet("还有异议没有答复，请先答复。")
    if any(each.upheld for each in objections):
        raise NotYet("有异议成立，此人选不能上报。请办理“人选退出”，再确定下一位。")


def _person_of(application: Application | None) -> UUID | None:
    return application.person_id if application is not None else None
