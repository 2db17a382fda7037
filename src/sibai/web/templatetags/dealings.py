"""What all rooms have about a person, for the person's page: the shell knows the rooms, the page's own does not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse

from sibai.employment.models import Stint
from sibai.people.actor import Actor
from sibai.recruitment.models import Application

register = template.Library()


@register.inclusion_tag("web/parts/dealings.html")
def dealings(actor: Actor, person_id: UUID) -> dict[str, Any]:
    """Posts and applications of a person in what the actor can see; two queries."""
    stints = Stint.objects.within(actor.scope).filter(person=person_id).select_related("village")
    posts = [
        {
            "name": f"{stint.village.short_name}协理员",
            "when": f"{stint.start}起" if stint.end is None else f"{stint.start}至{stint.end}",
            "tone": "done" if stint.end is None else "plain",
            "word": "在岗" if stint.end is None else "已离岗",
            "url": _link(actor, "employment:stint", stint.pk),
        }
        for stint in stints.order_by("-start")
    ]
    rows = Application.objects.within(actor.scope).filter(person=person_id).order_by("-applied_at")
    applications = [
        {
            "name": row.selection.label,
            "when": f"{row.number}号",
            "tone": "plain",
            "word": row.get_state_display(),
            "url": _link(actor, "recruitment:application", row.pk),
        }
        for row in rows.select_related("selection__vacancy__village")
    ]
    return {"dealings": [*posts, *applications]}


def _link(actor: Actor, route: str, pk: UUID) -> str:
    """The page of a thing, where the actor may open it."""
    return reverse(route, args=[pk]) if actor.may_open(route) else ""
