"""Article 15: what a claim comes to by the rules, and which trips can still be claimed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol
from uuid import UUID

from sibai.attendance.models import Trip
from sibai.attendance.queries.trips import trips
from sibai.audit.refusals import Refusal
from sibai.casework.models import ClaimDay, TravelClaim
from sibai.db.querysets import Scope
from sibai.rulebook.queries.asking import Answers, Kept, ask

ALLOWANCE = ("trip_days", "travel_meals", "travel_local")
WITH_LODGING, WITHOUT = "travel_claim", "travel_without_lodging"
ONE_DAY = timedelta(days=1)
LONG_AGO = timedelta(days=400)
"""Trips that ended so long ago are not offered any more; a claim is written down within the year."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a claim comes to. `total` and `lodging` are None where the cap of lodging is unknown; `missing` says so."""

    answers: Answers | Kept
    total_name: str
    missing: str = ""

    @property
    def total(self) -> int | None:
        """The amount in fen."""
        return None if self.missing else int(self.answers[self.total_name])

    @property
    def has_lodging(self) -> bool:
        """Whether lodging was reckoned."""
        return self.total_name == WITH_LODGING and not self.missing


class Spent(Protocol):
    """What the rates are asked with: a claim, or what it should have been. Amounts in fen."""

    start: date
    end: date
    nights: int | None
    lodging_paid: int
    fares_paid: int


def reckon(row: Spent) -> Reckoned:
    """A claim by the rates of its last day. Refusal before the measure took effect."""
    facts: dict[str, Any] = {
        "trip_from": row.start,
        "trip_to": row.end,
        "lodging_nights": row.nights,
        "lodging_paid": row.lodging_paid,
        "fares_paid": row.fares_paid,
    }
    without = ask((*ALLOWANCE, WITHOUT), facts, on=row.end)
    if not row.lodging_paid:
        return Reckoned(without, WITHOUT)
    try:
        return Reckoned(ask((*ALLOWANCE, "travel_lodging", WITH_LODGING), facts, on=row.end), WITH_LODGING)
    except Refusal as refusal:  # the county has not set the cap: nothing is invented in its place
        return Reckoned(without, WITHOUT, str(refusal))


def reckoned(row: TravelClaim) -> Reckoned:
    """As it was frozen when the village confirmed it, else as it comes to now."""
    if not row.answers:
        return reckon(row)
    kept = Kept(json.loads(row.answers))
    has_lodging = f"{WITH_LODGING}" in kept.written["values"]
    return Reckoned(kept, WITH_LODGING if has_lodging else WITHOUT)


def claimed_days(trip_ids: Iterable[UUID]) -> dict[UUID, set[date]]:
    """The days of trips that are claimed already; one query."""
    found: dict[UUID, set[date]] = {pk: set() for pk in trip_ids}
    rows = ClaimDay.objects.filter(claim__trip__in=list(found))
    for trip_id, day in rows.values_list("claim__trip_id", "day"):
        found[trip_id].add(day)
    return found


def claimable(scope: Scope, today: date) -> list[Trip]:
    """Approved trips that are over and have a day that nobody claimed, the last one first; two queries."""
    rows = list(
        trips(scope).filter(state="approved", end__lte=today, end__gte=today - LONG_AGO).order_by("-start", "pk")
    )
    taken = claimed_days(row.pk for row in rows)
    return [row for row in rows if free_days(row, taken[row.pk])]


def free_days(trip: Trip, taken: set[date]) -> list[date]:
    """The days of a trip that nobody claimed, in order."""
    days = (trip.start + ONE_DAY * number for number in range((trip.end - trip.start).days + 1))
    return [day for day in days if day not in taken]
