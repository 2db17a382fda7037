"""What employment does with a round when the chosen person takes up the post."""

from __future__ import annotations

from datetime import date, datetime

from sibai.audit.acts import SYSTEM
from sibai.audit.refusals import Overtaken
from sibai.people.actor import Actor
from sibai.recruitment.models import Selection, StepRecord
from sibai.recruitment.operations.vacancies import close_vacancy


def finish(*, selection: Selection, on: date, now: datetime, actor: Actor | None = None) -> None:
    """End a round whose person is on post from `on`, and close its vacancy. Plain: part of the act of taking up."""
    moved = Selection.objects.filter(pk=selection.pk, state="to_sign", version=selection.version).update(
        state="finished", version=selection.version + 1, acts=selection.acts + 1, due=None, closed_on=on
    )
    if not moved:
        raise Overtaken("这次选聘已由别人办理，请刷新后再看。")
    StepRecord.objects.create(
        selection=selection,
        kind="forward",
        before="to_sign",
        after="finished",
        by_id=actor.user_id if actor else None,
        on_behalf_of_id=actor.on_behalf_of if actor else None,
        role=actor.role if actor else SYSTEM,
        at=now,
        due=selection.due,
        acts=selection.acts + 1,
    )
    selection.refresh_from_db()
    close_vacancy(village=selection.vacancy.village, on=on, now=now)
