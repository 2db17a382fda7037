"""What the room holds about persons: until when, all of it, and how it is erased (`sibai.people.holders`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sibai.casework.flow import CLAIM
from sibai.casework.models import TravelClaim
from sibai.documents.words import in_yuan
from sibai.people.holders import Holder, Rows, wipe


def kept(person_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Whoever has something open here is kept. One query."""
    states = [step.state for step in CLAIM.steps]
    rows = TravelClaim.objects.filter(person__in=person_ids, state__in=states)
    return {person_id: {"dealings_open": True} for person_id in rows.values_list("person_id", flat=True)}


def told(person_id: UUID) -> list[tuple[str, Rows]]:
    """Travel claims of a person."""
    return [(heading, rows) for heading, rows in _parts(person_id) if rows]


def _parts(person_id: UUID) -> Iterator[tuple[str, Rows]]:
    claims = TravelClaim.objects.filter(person=person_id).order_by("start", "pk")
    yield "差旅费", [(f"{each.start}至{each.end}", _claim(each)) for each in claims]


def _claim(row: TravelClaim) -> str:
    amount = "" if row.total is None else f"{in_yuan(row.total)}元　"
    return f"{amount}{row.get_state_display()}　{row.note}"


def erase(person_id: UUID, _now: datetime) -> int:
    """Wipe free words; amounts and days stay with the code, as the employer's books need them."""
    return wipe(TravelClaim.objects.filter(person=person_id))


HOLDER = Holder("casework", kept, told, erase)
