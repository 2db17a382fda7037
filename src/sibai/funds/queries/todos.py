"""What waits for somebody in this room: questions to the state of the books."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from sibai.funds.queries import news
from sibai.people.actor import Actor
from sibai.people.flow import Todo


def todos(actor: Actor, _today: date) -> list[Todo]:
    """Everything of this room that waits for the actor; one query, none for who has nothing here."""
    if actor.role != "company_clerk":
        return []
    waiting = news.count(actor.scope)
    if not waiting:
        return []
    return [Todo("记账", f"{waiting}项已办好，还没有入账", reverse("funds:post"), "去记", actor.role, count=waiting)]
