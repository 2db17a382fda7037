"""What stands on the papers of the room: values for the Word templates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sibai.casework.models import TravelClaim
from sibai.casework.queries.travel import reckoned
from sibai.documents.paper_keys import blank
from sibai.employment.queries.employers import employer_name


def words_for(name: str, subject: Any, today: date) -> dict[str, Any]:
    """The values of the paper `name` about `subject`. KeyError for a paper that the subject does not have."""
    return {**blank(name), **PAPERS[name](subject, today)}


def _claim(claim: TravelClaim, today: date) -> dict[str, Any]:
    """A travel claim: the trip, each amount, the sum."""
    found = reckoned(claim)
    town = claim.village.parent
    nights = claim.nights if claim.nights is not None else (claim.end - claim.start).days
    return {
        "town": town.name if town else "",
        "village": claim.village.short_name,
        "issuer": claim.payer_name or employer_name(claim.village, claim.end),
        "made_on": today,
        "name": claim.person.name,
        "start": claim.start,
        "end": claim.end,
        "days": found.answers["trip_days"],
        "to_where": claim.trip.to_where,
        "purpose": claim.trip.purpose,
        "meals": found.answers["travel_meals"],
        "local": found.answers["travel_local"],
        "nights": nights if claim.lodging_paid else 0,
        "lodging": found.answers["travel_lodging"] if found.has_lodging else None if claim.lodging_paid else 0,
        "fares": claim.fares_paid,
        "total": found.total,
        "note": claim.note,
        "voucher": claim.voucher,
        "paid_on": claim.paid_on,
    }


PAPERS: dict[str, Callable[[Any, date], dict[str, Any]]] = {"travel_claim": _claim}
