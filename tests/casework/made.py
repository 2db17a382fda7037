"""What the room's tests stand on: trips approved, claims made, scans handed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from sibai.attendance.models import Trip
from sibai.casework.models import TravelClaim
from sibai.casework.operations import claiming
from sibai.employment.models import Stint
from sibai.people.actor import Actor
from tests.attendance.made import stint_in
from tests.documents.samples import photo
from tests.web_fixtures import NOW, TODAY

SPENT: dict[str, Any] = {"nights": None, "lodging_paid": 0, "fares_paid": 0, "note": ""}
__all__ = ["SPENT", "claim_of", "scan", "stint_in", "trip_of"]


def trip_of(stint: Stint, start: date = date(2026, 5, 6), end: date = date(2026, 5, 8), **others: Any) -> Trip:
    """A trip as the village's word leaves it."""
    return Trip.objects.create(
        stint=stint,
        person_id=stint.person_id,
        village_id=stint.village_id,
        start=start,
        end=end,
        to_where="安康市",
        asked_at=NOW,
        **{"purpose": "参加培训", "state": "approved", **others},
    )


def claim_of(actor: Actor, trip: Trip, **given: Any) -> TravelClaim:
    """A claim for a trip, all of its days unless told otherwise."""
    days = {"start": trip.start, "end": trip.end}
    call = claiming.ask_claim if actor.role == "coordinator" else claiming.enter_claim
    return call(actor=actor, trip=trip, today=TODAY, now=NOW, **{**SPENT, **days, **given})


def scan(name: str = "票据.jpg") -> SimpleUploadedFile:
    """A photo of a receipt."""
    return SimpleUploadedFile(name, photo(), content_type="image/jpeg")
