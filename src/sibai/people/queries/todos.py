"""What waits for a user in this room."""

from __future__ import annotations

from datetime import date
from typing import Any

from sibai.people.actor import Actor
from sibai.people.flow import Todo
from sibai.people.queries.accounts import account_todos
from sibai.people.queries.card_changes import card_todos, compares, waiting_cards
from sibai.people.queries.data_requests import request_steps, request_todos, waiting_requests


def todos(actor: Actor, today: date) -> list[Todo]:
    """Accounts for an administrator; changed bank accounts and requests about one's own data, asked for at once."""
    asked: list[Any] = []
    if request_steps(actor):
        asked.append(waiting_requests(actor))
    if compares(actor):
        asked.append(waiting_cards(actor))
    first, *more = asked or [None]
    waiting = list(first.union(*more, all=True) if more else first or ())
    return [*account_todos(actor, today), *request_todos(actor, waiting), *card_todos(actor, waiting)]
