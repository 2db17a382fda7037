"""How a round goes from one state to the next: the row, its record, and what taking the step back restores.

Acts are carried out one after another (the log's head is locked), so what is read here is still so when it is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from sibai.audit.acts import SYSTEM
from sibai.audit.refusals import Overtaken, Refusal
from sibai.people.actor import Actor
from sibai.recruitment.flow import SELECTION
from sibai.recruitment.models import Application, Result, Selection, StepRecord, Training, Vacancy

Changed = Sequence[tuple[Application, Mapping[str, Any]]]


class NotYet(Refusal):
    """Something has to be done before this step."""


class WrongDay(Refusal):
    """A day that cannot be right."""


class ReasonNeeded(Refusal):
    """This cannot be done without a written reason."""

    field = "reason"


def still(selection: Selection, *states: str, version: int | None = None) -> Selection:
    """The round as it is now. Overtaken where it has left these states, or moved since the page was opened."""
    now: Selection = Selection.objects.select_related("vacancy__village").get(pk=selection.pk)
    if now.state not in states or (version is not None and now.version != version):
        raise Overtaken(_who_moved(now))
    return now


def _who_moved(selection: Selection) -> str:
    last = selection.steps.select_related("by").last()
    who = last.by.name if last is not None and last.by else "系统"
    at = f"{timezone.localtime(last.at):%m月%d日 %H:%M}" if last is not None else ""
    return f"{who}{at}已把这次选聘办到“{SELECTION.label(selection.state)}”，请刷新后再看。"


def because(what: str, words: str) -> dict[str, str]:
    """Free words as the end of a sentence of the log; nothing where there are none."""
    return {"because": f"。{what}：{words.strip()}"} if words.strip() else {}


def touch(selection: Selection) -> None:
    """Something was done in the round: who took the last step can no longer take it back."""
    Selection.objects.filter(pk=selection.pk).update(acts=models.F("acts") + 1)


def advance(
    actor: Actor | None,
    selection: Selection,
    to: str,
    *,
    now: datetime,
    kind: str = "forward",
    reason: str = "",
    due: date | None = None,
    applications: Changed = (),
    made: Sequence[Result | Training] = (),
    filed: date | None = None,
    unfiled: bool = False,
    **fields: Any,
) -> Selection:
    """Move a round on, with what changes along: fields of the round (keys as `chosen_id`), of applications, the
    vacancy's filing day.

    `made` are rows that belong to this step and no longer count if it is taken back. `due`: by when the next step
    should be done. `filed` is the county filing of the successor, `unfiled` takes it away. Overtaken where
    somebody else moved the round meanwhile.
    """
    vacancy = selection.vacancy
    fields = {**fields, "due": due, "returned_why": reason if kind == "return" else ""}
    undo = {
        "selection": {name: _plain(getattr(selection, name)) for name in fields},
        "applications": {
            str(each.pk): {name: _plain(getattr(each, name)) for name in changed} for each, changed in applications
        },
        "made": [str(each.pk) for each in made],
        "filed_on": _plain(vacancy.filed_on),
    }
    _write(actor, selection, to, now, kind, reason, undo, fields)
    for each, changed in applications:
        Application.objects.filter(pk=each.pk).update(**changed)
    if filed is not None or unfiled:
        Vacancy.objects.filter(pk=vacancy.pk).update(filed_on=filed)
    moved: Selection = Selection.objects.select_related("vacancy__village").get(pk=selection.pk)
    return moved


def _write(
    actor: Actor | None,
    selection: Selection,
    to: str,
    now: datetime,
    kind: str,
    reason: str,
    undo: Mapping[str, Any],
    fields: Mapping[str, Any],
) -> None:
    """The row, conditionally on nobody having moved it, and the record of the step."""
    moved = Selection.objects.filter(pk=selection.pk, version=selection.version, state=selection.state).update(
        **fields, state=to, version=selection.version + 1, acts=selection.acts + 1
    )
    if not moved:
        raise Overtaken(_who_moved(Selection.objects.get(pk=selection.pk)))
    StepRecord.objects.create(
        selection=selection,
        kind=kind,
        before=selection.state,
        after=to,
        by_id=actor.user_id if actor else None,
        role=actor.role if actor else SYSTEM,
        on_behalf_of_id=actor.on_behalf_of if actor else None,
        at=now,
        due=selection.due,
        reason=reason,
        acts=selection.acts + 1,
        undo=json.dumps(undo),
    )


def _plain(value: Any) -> Any:
    """A value as JSON keeps it; `returning` reads it back through its field."""
    return str(value) if isinstance(value, date | datetime | UUID) else value
