"""What waits for somebody in this room: questions to the state of its rows."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from sibai.casework.flow import CLAIM
from sibai.casework.models import TravelClaim
from sibai.people.actor import Actor
from sibai.people.flow import Todo

BUTTON = "办理"


def todos(actor: Actor, today: date) -> list[Todo]:
    """Everything of this room that waits for the actor; at most one query."""
    return _claims(actor) if actor.role == "village" else []


def _claims(actor: Actor) -> list[Todo]:
    """Claims to confirm and to pay."""
    states = [step.state for step in CLAIM.steps]
    rows = TravelClaim.objects.within(actor.scope).filter(state__in=states).select_related("person", "trip")
    made = []
    for row in rows.order_by("start", "pk"):
        step = CLAIM.step(row.state)
        assert step is not None
        detail = f"{row.person.name}，{row.start}至{row.end}到{row.trip.to_where}"
        made.append(Todo(step.next, detail, reverse("casework:claim", args=[row.pk]), BUTTON, step.role))
    return made
