"""What waits in the room: for the leader, for the clerk, for nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sibai.audit.acts import ROLES
from sibai.rulebook.flow import DECISION
from sibai.rulebook.operations import decisions as acts
from sibai.rulebook.queries.todos import todos
from tests.rulebook.deciding import confirmed, prepared
from tests.web_fixtures import NOW, TODAY

TO_DECIDE = "须由县里确定的口径"


def labels(actor: Any) -> dict[str, int]:
    return {todo.label: todo.count for todo in todos(actor, TODAY)}


def test_a_prepared_decision_waits_for_the_leader_alone(actor_of: Any) -> None:
    decision = prepared(actor_of)
    (todo,) = todos(actor_of("county_leader"), TODAY)
    assert (todo.label, todo.url) == ("县里的决定待确认", f"/rulebook/decision/{decision.pk}/")
    for role in set(ROLES) - {"county_leader"}:
        assert "县里的决定待确认" not in labels(actor_of(role))


def test_many_are_one_line_with_their_number(actor_of: Any) -> None:
    prepared(actor_of)
    prepared(actor_of, start=date(2027, 1, 1))
    (todo,) = todos(actor_of("county_leader"), TODAY)
    assert (todo.count, todo.url) == (2, "/rulebook/decisions/?state=prepared")


def test_a_returned_decision_waits_for_the_clerk(actor_of: Any) -> None:
    decision = prepared(actor_of)
    acts.send_back(actor=actor_of("county_leader"), decision=decision, version=1, reason="核对", now=NOW)
    assert labels(actor_of("county_clerk"))["县里的决定退回修改"] == 1
    assert labels(actor_of("county_leader")) == {}


def test_what_the_county_must_decide_is_one_line_that_goes_when_it_is_decided(actor_of: Any) -> None:
    clerk = actor_of("county_clerk")
    all_open = labels(clerk)[TO_DECIDE]
    confirmed(actor_of, entry="below_bounds", value='"strict"', start=date(2022, 6, 10))
    prepared(actor_of, entry="fail_shares", value='"yes"', start=date(2022, 6, 10))
    assert labels(clerk)[TO_DECIDE] == all_open - 2
    assert TO_DECIDE not in labels(actor_of("town", "610929104000"))


@pytest.mark.parametrize("step", DECISION.steps, ids=lambda step: step.state)
def test_every_state_has_one_role_and_a_next_step(step: Any) -> None:
    assert step.role in ROLES
    assert step.next
