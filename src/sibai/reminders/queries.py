"""To-dos are questions to the state of every room, asked anew each time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sibai.people.actor import Actor
from sibai.people.flow import Todo, in_order

ROOMS: tuple[Callable[[Actor, date], list[Todo]], ...] = ()


def todos(actor: Actor, today: date) -> list[Todo]:
    """Everything that waits for the actor, the most urgent first."""
    return in_order([todo for room in ROOMS for todo in room(actor, today)])
