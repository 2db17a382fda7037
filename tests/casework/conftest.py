"""A trip that the room's tests begin with, and the village that deals with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sibai.attendance.models import Trip
from sibai.people.actor import Actor
from sibai.places.models import Place
from tests.casework.made import stint_in, trip_of


@pytest.fixture
def trip(county: Place) -> Trip:
    """An approved trip of a coordinator."""
    return trip_of(stint_in())


@pytest.fixture
def village(actor_of: Callable[..., Actor], trip: Trip) -> Actor:
    """The clerk of the coordinator's village."""
    return actor_of("village", trip.village_id)
