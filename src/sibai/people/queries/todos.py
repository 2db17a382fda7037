"""What waits for a user in this room."""

from __future__ import annotations

from datetime import date

from sibai.people.actor import Actor
from sibai.people.flow import Todo
from sibai.people.queries.accounts import account_todos
from sibai.people.queries.card_changes import card_todos
from sibai.people.queries.data_requests import request_todos


def todos(actor: Actor, today: date) -> list[Todo]:
    """Accounts for an administrator; changed accounts, requests about one's own data for whoever is at them."""
    return [*account_todos(actor, today), *request_todos(actor, today), *card_todos(actor)]
