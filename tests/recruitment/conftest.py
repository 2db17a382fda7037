"""What the tests of the room stand on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sibai.people.actor import Actor
from tests.recruitment.rounds import Round, decide_notice_days
from tests.web_fixtures import MAOPING, villages_of


@pytest.fixture
def round_of(actor_of: Callable[..., Actor]) -> Callable[..., Round]:
    """Makes a round of a village of 茅坪镇 (by its place in the list) and carries it to a state."""
    decide_notice_days()

    def make(state: str = "", village: int = 0) -> Round:
        made = Round(villages_of(MAOPING)[village], actor_of, 10 * village)
        return made.until(state) if state else made

    return make
