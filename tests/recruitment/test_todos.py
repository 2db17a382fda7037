"""Every state has exactly one role with a to-do, within scope; nobody else is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sibai.audit.acts import ROLES, registry
from sibai.employment.queries.todos import todos as of_employment
from sibai.people.actor import Actor
from sibai.people.flow import Todo
from sibai.recruitment.flow import APPLICATION, ENDED, GOING, OBJECTION, RETURNS, ROOM, SELECTION, VACANCY
from sibai.recruitment.models import Application, Selection
from sibai.recruitment.operations import applications, choice
from sibai.recruitment.queries.todos import todos as of_recruitment
from tests.recruitment.rounds import DEADLINE, POSTED, Round, at, facts_of
from tests.recruitment.test_pages import place_of
from tests.web_fixtures import LENGSHUI, MAOPING, villages_of

LATER = POSTED + timedelta(days=60)


def todos(actor: Actor, today: date) -> list[Todo]:
    """What the two rooms that a round goes through tell an actor."""
    return of_recruitment(actor, today) + of_employment(actor, today)


def told(made: Round, actor_of: Any) -> dict[str, list[str]]:
    """The to-dos of every role that has any, at the round's own place."""
    found = {}
    for role in ROLES:
        place = place_of(role, made.village.code)
        found[role] = [todo.detail for todo in todos(actor_of(role, place), LATER)]
    return {role: each for role, each in found.items() if each}


@pytest.mark.parametrize("state", GOING)
def test_a_state_waits_for_exactly_one_role(state: str, round_of: Any, actor_of: Any) -> None:
    made = round_of(state)
    step = SELECTION.step(state)
    assert step is not None
    assert {role: len(each) for role, each in told(made, actor_of).items()} == {step.role: 1}
    stranger = actor_of("village", villages_of(LENGSHUI)[0].code)
    other_town = actor_of("town", LENGSHUI)
    assert todos(stranger, LATER) == todos(other_town, LATER) == []
    for todo in todos(actor_of(step.role, place_of(step.role, made.village.code)), LATER):
        assert todo.role == step.role
        page = "recruitment:selection" if step.route.startswith(ROOM) else step.route
        assert todo.url == reverse(page, args=[made.selection.pk])


@pytest.mark.parametrize("state", ENDED)
def test_an_ended_round_waits_for_nobody_but_its_vacancy_does(state: str, round_of: Any, actor_of: Any) -> None:
    made = round_of("draft")
    Selection.objects.filter(pk=made.selection.pk).update(state=state)
    assert set(told(made, actor_of)) == {"village"}
    (todo,) = todos(actor_of("village", made.village.code), LATER)
    assert todo.url == reverse("recruitment:start", args=[made.vacancy.pk])
    type(made.vacancy).objects.update(closed_on=LATER)
    assert told(made, actor_of) == {}


def test_waiting_applications_and_objections_are_told_to_the_village(round_of: Any, actor_of: Any) -> None:
    made = round_of("published")
    applications.receive(
        actor=made.clerk,
        selection=made.selection,
        facts=facts_of(1),
        receipt_digest="a" * 64,
        applied_at=at(POSTED),
        now=at(POSTED),
    )
    assert Application.objects.get().state == APPLICATION.steps[0].state
    Selection.objects.update(state="review")
    assert told(made, actor_of) == {"village": ["还有1份报名没有审查"]}
    other = Round(villages_of(MAOPING)[1], actor_of, 10).until("public_notice")
    choice.enter_objection(
        actor=other.clerk,
        selection=other.selection,
        raised_by="匿名",
        content="测试",
        received_on=POSTED,
        now=at(POSTED),
    )
    assert told(other, actor_of)["village"] == ["有1条异议没有答复"]


def test_many_alike_become_one_to_do_in_two_queries(round_of: Any, actor_of: Any) -> None:
    round_of()
    for village in range(1, 8):
        Round(villages_of(MAOPING)[village], actor_of, 10 * village).until("draft")
        Selection.objects.filter(state="draft").update(state="submitted", due=DEADLINE)
    actor = actor_of("town", MAOPING)
    with CaptureQueriesContext(connection) as queries:
        (todo,) = of_recruitment(actor, LATER)
    assert (todo.count, todo.deadline, todo.url) == (7, DEADLINE, reverse("recruitment:approve_many"))
    assert len(queries) <= 2


def test_every_flow_of_the_room_names_roles_and_pages_that_exist() -> None:
    for flow in (VACANCY, SELECTION, APPLICATION, OBJECTION):
        for step in flow.steps:
            assert step.role in registry().routes[step.route]
    for state, targets in RETURNS.items():
        assert {state, *targets} <= set(GOING)
        assert all(GOING.index(to) < GOING.index(state) for to in targets)
