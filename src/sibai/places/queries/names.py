"""What a place was called on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sibai.places.models import PlaceName


def name_on(code: str, day: date) -> str:
    """The name of a place on a day; before its first the first, after its last the last, blank for no such place."""
    return names_on([code], day).get(code, "")


def names_on(codes: Iterable[str], day: date) -> dict[str, str]:
    """The names of places on a day, by code; one query."""
    names: dict[str, str] = {}
    for row in PlaceName.objects.filter(place__in=list(codes)).order_by("place_id", "start", "pk"):
        in_force = row.end is None or row.end >= row.start
        if in_force and (row.start <= day or str(row.place_id) not in names):
            names[str(row.place_id)] = row.name
    return names
