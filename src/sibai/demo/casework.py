"""Cases of the demonstration: travel claims on their way and paid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from sibai.attendance.models import Trip
from sibai.attendance.operations import trips
from sibai.attendance.queries.leave_pages import stints_now
from sibai.casework.operations import claiming
from sibai.casework.queries.travel import claimable
from sibai.db.querysets import area
from sibai.demo.logins import ON_POST, TOWN
from sibai.people.actor import Actor

ONE_DAY = timedelta(days=1)
FARES = 12_800
"""Fen: bus tickets there and back."""


@dataclass(frozen=True, slots=True)
class Cases:
    """What was made by today."""

    actor: Callable[[str, str], Actor]
    now: datetime

    @property
    def today(self) -> date:
        """The day of the demonstration."""
        return timezone.localdate(self.now)

    def go(self, coordinator: Actor) -> None:
        """All of it."""
        for trip in claimable(area(TOWN), self.today):
            self._paid(trip)
        self._asked(coordinator)

    def _spent(self, trip: Trip, fares: int) -> dict[str, Any]:
        days = {"start": trip.start, "end": trip.end, "nights": None}
        money = {"lodging_paid": 0, "fares_paid": fares, "note": "车票2张" if fares else ""}
        return {**days, **money, "trip": trip, "today": self.today, "now": self.now}

    def _paid(self, trip: Trip) -> None:
        """A claim that the village confirmed and paid."""
        clerk = self.actor("village", trip.village_id)
        claim = claiming.enter_claim(actor=clerk, **self._spent(trip, 0))
        told: dict[str, Any] = {"claim": claim, "now": self.now}
        claiming.decide_claim(actor=clerk, version=claim.version, agree=True, reason="", **told)
        paid: dict[str, Any] = {"paid_on": self.today, "voucher": "记-演示-1", "today": self.today}
        claiming.pay_claim(actor=clerk, version=claim.version, **paid, **told)

    def _asked(self, coordinator: Actor) -> None:
        """A claim of the coordinator of 田湾村; the receipts are still to come."""
        clerk = self.actor("village", ON_POST)
        stint = stints_now(coordinator.scope, self.today).get(village=ON_POST, end__isnull=True)
        days: dict[str, Any] = {"start": self.today - ONE_DAY * 4, "end": self.today - ONE_DAY * 3}
        words = {"to_where": "安康市", "purpose": "参加劳务协作业务培训"}
        trip = trips.enter_trip(actor=clerk, stint=stint, today=self.today, now=self.now, **days, **words)
        claiming.ask_claim(actor=coordinator, **self._spent(trip, FARES))
