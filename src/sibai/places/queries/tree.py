"""The county as a tree: towns with their villages, as far as a scope reaches, on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sibai.db.querysets import Scope
from sibai.places.models import Place
from sibai.places.queries.names import names_on


@dataclass(frozen=True, slots=True)
class Branch:
    """A place with what lies below it, by code; `name` as on the day, `short` as people say it."""

    code: str
    name: str
    short: str
    level: str
    below: tuple[Branch, ...]


def existing(on: date) -> Q:
    """The places that exist on a day."""
    return Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))


def tree(scope: Scope, on: date) -> list[Branch]:
    """The highest places of a scope that exist on a day, each with what lies below; two queries."""
    places = list(Place.objects.within(scope).filter(existing(on)).order_by("code"))
    names = names_on([place.code for place in places], on)
    for place in places:
        place.name = names.get(place.code, place.name)
    below: dict[str, list[Place]] = {}
    for place in places:
        below.setdefault(str(place.parent_id or ""), []).append(place)
    seen = {place.code for place in places}
    return [_branch(place, below) for place in places if place.parent_id not in seen]


def _branch(place: Place, below: dict[str, list[Place]]) -> Branch:
    lower = tuple(_branch(each, below) for each in below.get(place.code, []))
    return Branch(place.code, place.name, place.short_name, place.level, lower)
