"""Whatever people do in whatever order: one open vacancy, one responsible role, a whole log, and states that agree."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sibai.audit.checking import verify
from sibai.audit.refusals import Refusal
from sibai.recruitment.flow import ENDED, RETURNS, SELECTION, VACANCY
from sibai.recruitment.models import Application, Result, Selection, StepRecord, Vacancy
from sibai.recruitment.operations import returning, rounds
from sibai.recruitment.queries.todos import todos
from tests.recruitment.rounds import UNTIL, Round, at
from tests.recruitment.test_pages import place_of

SEQUENCES, LENGTH = 12, 30
LATER = UNTIL + timedelta(days=9)


def _moves(made: Round, chance: random.Random) -> list[Callable[[], Any]]:
    """What somebody may try now: the next step, a step back, a return, the end of the round, a new one."""
    state = made.selection.state
    step = SELECTION.step(state)
    if step is None:
        return [lambda: _again(made)]
    actor = {"village": made.clerk, "town": made.town, "county_clerk": made.county, "company_clerk": made.company}
    following = {each.state: after.state for each, after in zip(SELECTION.steps, SELECTION.steps[1:], strict=False)}
    tried: list[Callable[[], Any]] = [
        lambda: made.step(returning.take_back, chance.choice([*actor.values()]), LATER, reason=""),
        lambda: made.step(returning.drop, made.clerk, LATER, reason="放弃"),
        lambda: made.step(rounds.close, made.clerk, LATER, outcome="no_candidate", reason="无人"),
    ]
    if state in RETURNS:
        to = chance.choice([*RETURNS[state]])
        tried.append(lambda: made.step(returning.give_back, actor[step.role], LATER, to=to, reason="退回"))
    if state == "training":
        tried.append(lambda: made.to_sign("failed"))
    if state in following:
        tried += [getattr(made, following[state])] * 8
    return tried


def _again(made: Round) -> None:
    made.selection = rounds.start(actor=made.clerk, vacancy=made.vacancy, now=at(LATER))
    made.fill()


def _holds(made: Round, actor_of: Any) -> None:
    """The invariants of the room."""
    assert Vacancy.objects.filter(village=made.village, closed_on__isnull=True).count() == 1
    assert Selection.objects.filter(vacancy=made.vacancy).exclude(state__in=ENDED).count() <= 1
    selection = Selection.objects.get(pk=made.selection.pk)
    step = SELECTION.step(selection.state)
    expected = step.role if step else VACANCY.steps[0].role
    expected = "" if selection.state == "to_sign" else expected  # the room of the agreement tells that one
    for role in ("village", "town", "county_clerk", "company_clerk"):
        waiting = todos(actor_of(role, place_of(role, made.village.code)), LATER)
        assert len(waiting) == (1 if role == expected else 0), (selection.state, role)
    chosen = selection.state in {"chosen", "public_notice", "submitted", "approved", "training", "to_sign"}
    assert (selection.chosen_id is not None) == chosen, selection.state
    assert (selection.filed_on is not None) == (selection.state in {"training", "to_sign"})
    assert made.vacancy.__class__.objects.get(pk=made.vacancy.pk).filed_on == selection.filed_on
    ranked = Application.objects.filter(selection=selection, rank__isnull=False)
    standing = Result.objects.filter(selection=selection, kind="ranking", superseded_at__isnull=True)
    assert ranked.count() == standing.count()
    last = StepRecord.objects.filter(selection=selection).last()
    assert last is None or last.after == selection.state


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_random_acts_keep_the_room_whole(seed: int, round_of: Any, actor_of: Any) -> None:
    chance = random.Random(seed)
    made = round_of("draft")
    for _ in range(LENGTH):
        move = chance.choice(_moves(made, chance))
        try:
            move()
        except Refusal:
            made.selection = Selection.objects.select_related("vacancy__village").get(pk=made.selection.pk)
        _holds(made, actor_of)
    assert not verify().broken
