"""Cases of the demonstration: travel claims, a dispute, injuries, checks, each somewhere on its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from sibai.attendance.models import Trip
from sibai.attendance.operations import trips
from sibai.attendance.queries.leave_pages import stints_now
from sibai.casework.models import Injury
from sibai.casework.operations import checking, claiming, disputing, injuring
from sibai.casework.queries.travel import claimable
from sibai.db.querysets import area
from sibai.demo.logins import ON_POST, TOWN
from sibai.employment.models import Stint
from sibai.employment.queries.stints import stints
from sibai.payroll.operations import holds
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
        others = [each for each in stints(area(TOWN)).filter(end__isnull=True) if each.village_id != ON_POST]
        self._dispute(others[3])
        self._injury(others[4], 12)
        self._hurt_and_applied(others[5], 33)
        self._tip(others[6])
        self._visited(others[7])

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
        words: dict[str, Any] = {"to_where": "安康市", "purpose": "参加劳务协作业务培训"}
        trip = trips.enter_trip(actor=clerk, stint=stint, today=self.today, now=self.now, **days, **words)
        claiming.ask_claim(actor=coordinator, **self._spent(trip, FARES))

    def _clock(self) -> dict[str, Any]:
        return {"today": self.today, "now": self.now}

    def _dispute(self, stint: Stint) -> None:
        """A dispute about leave that is before the arbitration commission."""
        clerk = self.actor("company_clerk", "")
        row = disputing.register_dispute(
            actor=clerk,
            stint=stint,
            kind="leave",
            knew_on=self.today - ONE_DAY * 40,
            demand="补休两天年休假",
            facts="考勤记为事假，本人说是年休假（演示）",
            amount=None,
            **self._clock(),
        )
        on = self.today - ONE_DAY * 3
        told: dict[str, Any] = {"to": "asked", "on": on, "words": "仲裁申请已递交（演示）"}
        disputing.advance_dispute(actor=clerk, dispute=row, version=row.version, **told, **self._clock())

    def _injury(self, stint: Stint, days: int) -> Injury:
        """An accident so many days ago, reported by the village."""
        return injuring.report_injury(
            actor=self.actor("village", stint.village_id),
            stint=stint,
            happened_on=self.today - ONE_DAY * days,
            at_time="上午10时",
            where="入户路上",
            what="入户登记途中在坡道上滑倒（演示）",
            harm="左手腕扭伤",
            **self._clock(),
        )

    def _hurt_and_applied(self, stint: Stint, days: int) -> None:
        """One for which the employer applied in time, and that was accepted."""
        row = self._injury(stint, days)
        clerk = self.actor("company_clerk", "")
        first: dict[str, Any] = {"on": self.today - ONE_DAY * (days - 9), "applicant": "employer"}
        for told in (first, {"on": self.today - ONE_DAY * (days - 14), "clear": False}):
            row = injuring.advance_injury(actor=clerk, injury=row, version=row.version, **told, **self._clock())

    def _tip(self, stint: Stint) -> None:
        """A tip-off without a name, taken down by the town; the county decides."""
        checking.report_tip(
            actor=self.actor("town", TOWN),
            stint=stint,
            found_on=self.today - ONE_DAY,
            way="phone",
            words="好几个月没见这个人上班，村里的表都是别人填的（演示）",
            reporter="",
            **self._clock(),
        )

    def _visited(self, stint: Stint) -> None:
        """A visit that found nobody; holding the pay from next month on is proposed, the leader decides."""
        row = checking.enter_check(
            actor=self.actor("revitalisation", ""),
            stint=stint,
            kind="visit",
            found_on=self.today - ONE_DAY * 2,
            words="上午10时到村，办公室没有人，打电话没有接（演示）",
            **self._clock(),
        )
        next_month = (self.today.replace(day=1) + ONE_DAY * 31).replace(day=1)
        told: dict[str, Any] = {"since": next_month, "reason": "突击走访不在岗（演示）", "document": row.label}
        holds.propose_hold(actor=self.actor("county_clerk", ""), person=row.person, now=self.now, **told)
