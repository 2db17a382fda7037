"""Invented people for tests: the generator is the demonstration's; here they are registered."""

from __future__ import annotations

from typing import Any

from sibai.demo.people import Invented, invented
from sibai.people.actor import system
from sibai.people.models import Person
from sibai.people.operations.persons import register
from sibai.places.models import Place
from tests.web_fixtures import COUNTY, NOW

__all__ = ["Invented", "invented", "person_in"]


def person_in(village: Place, number: int = 1, **others: Any) -> Person:
    """The invented person of a number, registered in a village by the system itself."""
    return register(system(COUNTY), village=village, facts=invented(number).facts(**others), now=NOW)
