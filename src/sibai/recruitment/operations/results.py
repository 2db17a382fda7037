"""Answers of the rules, frozen. Plain: part of the act that rests on them."""

from __future__ import annotations

from datetime import datetime

from sibai.people.actor import Actor
from sibai.recruitment.models import Application, Result, Selection
from sibai.rulebook.queries.asking import Answers


def freeze(
    actor: Actor,
    selection: Selection,
    kind: str,
    answers: Answers,
    *,
    now: datetime,
    application: Application | None = None,
    row: int | None = None,
) -> Result:
    """Keep answers with their explanation, parameters and readings; what stood before is superseded, not rewritten.

    Of answers for many rows only those of `row` are kept, with the row beside them.
    """
    supersede(selection, kind, application, now)
    result = Result(
        selection=selection, application=application, kind=kind, law_day=answers.on, at=now, by_id=actor.user_id
    )
    if row is None:
        result.keep(answers.json())
    else:
        of_row = Answers(answers.single, dict.fromkeys(answers.asked, (row,)), answers.on, answers.digest)
        result.keep({**of_row.json(), "row": row})
    result.save(force_insert=True)
    return result


def supersede(selection: Selection, kind: str, application: Application | None, now: datetime) -> None:
    """What stood no longer counts; it stays to be read."""
    Result.objects.filter(selection=selection, application=application, kind=kind, superseded_at__isnull=True).update(
        superseded_at=now
    )
