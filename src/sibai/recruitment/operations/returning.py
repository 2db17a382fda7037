"""Going back: a step taken back by who took it, a round returned with a reason, a choice that fell through."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.people.actor import Actor
from sibai.recruitment.flow import CLOSED, ENDED, GOING, RETURNS, SELECTION
from sibai.recruitment.models import Application, Result, Selection, Training, Vacancy
from sibai.recruitment.operations.steps import NotYet, ReasonNeeded, advance, because, still
from sibai.recruitment.queries.offers import can_take_back

MADE_IN: dict[str, dict[str, Any]] = {
    "choosing": {"chosen_id": None, "chosen_why": ""},
    "chosen": {"notice_from": None, "notice_until": None, "notice_where": ""},
    "public_notice": {"submitted_by_id": None},
    "submitted": {"approved_by_id": None, "approved_on": None},
    "approved": {"filed_by_id": None, "filed_on": None, "filing_number": ""},
}
"""What each state's step writes on the round, as it is before the step: going back clears it."""


class CannotTakeBack(Refusal):
    """Only who took the last step can take it back, as long as nothing was done since."""


def cleared(to: str) -> dict[str, Any]:
    """What is blank again when a round goes back to a state."""
    back = GOING.index(to)
    return {name: blank for state in MADE_IN if GOING.index(state) >= back for name, blank in MADE_IN[state].items()}


@act("recruitment.take_back")
def take_back(*, actor: Actor, selection: Selection, version: int, reason: str, now: datetime) -> Selection:
    """Take the last step back: everything is as it was before it. CannotTakeBack for anybody else, or too late."""
    selection = still(selection, *GOING, *CLOSED, version=version)
    last = selection.steps.last()
    if last is None or not can_take_back(actor, selection, last):
        raise CannotTakeBack("只有办理上一步的人，在别人接着办理之前，可以撤回这一步。")
    if selection.state in CLOSED and selection.vacancy.selections.exclude(state__in=ENDED).exists():
        raise CannotTakeBack("已经开始了新的一次选聘，这一次不能再恢复。")
    undo = json.loads(last.undo)
    fields = _again(Selection, undo["selection"])
    due, why = fields.pop("due"), fields.pop("returned_why")
    Result.objects.filter(pk__in=undo["made"]).update(superseded_at=now)
    Training.objects.filter(pk__in=undo["made"]).update(voided_at=now)
    moved = advance(actor, selection, last.before, now=now, kind="withdraw", reason=reason, due=due, **fields)
    Selection.objects.filter(pk=moved.pk).update(returned_why=why)
    for key, written in undo["applications"].items():
        Application.objects.filter(pk=key).update(**_again(Application, written))
    filed_on = date.fromisoformat(undo["filed_on"]) if undo["filed_on"] else None
    Vacancy.objects.filter(pk=moved.vacancy_id).update(filed_on=filed_on)
    facts = {"before": SELECTION.label(last.after), "after": SELECTION.label(last.before)}
    record(actor, moved, at=now, facts=facts, texts=because("原因", reason))
    return moved


def _again(model: type[models.Model], written: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as they were, read back from what the record of the step keeps."""
    return {name: model._meta.get_field(name).to_python(value) for name, value in written.items()}  # type: ignore[union-attr]


@act("recruitment.return")
def give_back(*, actor: Actor, selection: Selection, version: int, to: str, reason: str, now: datetime) -> Selection:
    """Return a round with a reason, to a state that its present state allows (flow.RETURNS)."""
    selection = still(selection, *RETURNS, version=version)
    step = SELECTION.step(selection.state)
    if step is None or step.role != actor.role:
        raise Overtaken(f"现在不是{actor.role_label}办理的步骤，请刷新后再看。")
    if to not in RETURNS[selection.state]:
        raise NotYet("请选择退回到哪一步。", field="to")
    if not reason.strip():
        raise ReasonNeeded("请写明退回的原因。")
    moved = advance(actor, selection, to, now=now, kind="return", reason=reason, unfiled=True, **cleared(to))
    record(actor, moved, at=now, facts={"after": SELECTION.label(to)}, texts={"reason": reason})
    return moved


@act("recruitment.drop")
def drop(*, actor: Actor, selection: Selection, version: int, reason: str, now: datetime) -> Selection:
    """The chosen person is out (gave up, an objection holds): back to the choice of the next, with a reason."""
    selection = still(selection, "chosen", "public_notice", "to_sign", version=version)
    if not reason.strip():
        raise ReasonNeeded("请写明人选退出的原因。")
    chosen = selection.chosen
    moved = back_to_choice(actor, selection, reason=reason, now=now)
    record(
        actor,
        moved,
        at=now,
        facts={"number": chosen.number if chosen else None},
        texts={"reason": reason},
        person=chosen.person_id if chosen else None,
    )
    return moved


def back_to_choice(
    actor: Actor, selection: Selection, *, reason: str, now: datetime, made: tuple[Training, ...] = ()
) -> Selection:
    """Plain: the chosen application leaves the running, and the village chooses the next."""
    chosen = selection.chosen
    out = [(chosen, {"out_on": timezone.localdate(now), "out_why": reason})] if chosen else []
    return advance(
        actor,
        selection,
        "choosing",
        now=now,
        kind="return",
        reason=reason,
        applications=out,
        made=made,
        unfiled=True,
        **cleared("choosing"),
    )
