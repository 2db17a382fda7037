"""What tests of the books' opening begin with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sibai.employment.models import Stint
from sibai.people.actor import Actor
from tests.payroll.made import month_of, settled_readings


@pytest.fixture
def stints(actor_of: Callable[..., Actor]) -> list[Stint]:
    """Two people of 茅坪镇 on post in May."""
    settled_readings(actor_of)
    return month_of(2)
