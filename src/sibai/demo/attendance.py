"""Attendance in the demonstration: months reported by every town, the present one on its way, leave and trips."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from sibai.attendance.models import Sheet
from sibai.attendance.operations import benefits, filling, leave, reporting, trips
from sibai.attendance.queries.leave_pages import stints_now
from sibai.attendance.queries.month import month_rules, this_month
from sibai.attendance.queries.sheets import digest_of, prefilled_village, villages_in
from sibai.db.querysets import area
from sibai.demo.logins import ON_POST, TOWN
from sibai.employment.models import Stint
from sibai.people.actor import Actor
from sibai.places.models import Place

Now = Callable[[], datetime]
FILLED_ON = 12
"""On this day of a month the villages fill their sheets."""
AHEAD = 3
"""So many villages of 茅坪镇 have not filled the present month's sheet, and as many are checked already."""
ONE_DAY = timedelta(days=1)


def months_before(now: datetime, days: int) -> list[datetime]:
    """The moments in the last days on which villages fill their sheets."""
    moments = (now - timedelta(days=back) for back in range(days, 0, -1))
    return [moment for moment in moments if timezone.localdate(moment).day == FILLED_ON]


@dataclass(frozen=True, slots=True)
class Months:
    """The monthly reports: every village fills, every town checks and reports."""

    actor: Callable[[str, str], Actor]
    now: Now
    today: date

    def go(self) -> Iterator[int]:
        """One month: filled, checked the next day, reported the day after; in 茅坪镇 the present one waits."""
        month = this_month(timezone.localdate(self.now()))
        towns = list(Place.objects.filter(level="town").order_by("code"))
        if month == this_month(self.today):
            towns = [town for town in towns if town.pk != TOWN]
        for town in towns:
            self._fill(town, month, _villages(town, month))
        yield 1
        for town in towns:
            self._check(town, month)
        yield 1
        for town in towns:
            clerk = self.actor("town", town.pk)
            today = timezone.localdate(self.now())
            reporting.submit(actor=clerk, town=town, month=month, today=today, now=self.now())

    def begin(self) -> Iterator[int]:
        """The present month in 茅坪镇: some villages checked, some filled, some still to fill."""
        month = this_month(timezone.localdate(self.now()))
        town = Place.objects.get(pk=TOWN)
        reported = set(Sheet.objects.filter(month=month).values_list("village", flat=True))
        villages = [each for each in _villages(town, month) if each.pk not in reported and each.pk != ON_POST]
        self._fill(town, month, villages[:AHEAD])
        yield 1
        if villages:
            self._check(town, month)
        self._fill(town, month, villages[AHEAD:-AHEAD])

    def _fill(self, town: Place, month: date, villages: Sequence[Place]) -> None:
        """Villages of a town fill their sheets, all by the hand of one account: it is a demonstration."""
        hand = self.actor("village", ON_POST)
        today = timezone.localdate(self.now())
        for village in villages:
            filling.fill(
                actor=replace(hand, place_code=village.pk),
                village=village,
                month=month,
                version=0,
                digest=digest_of(prefilled_village(village.pk, month_rules(month))),
                chosen={},
                notes={},
                today=today,
                now=self.now(),
            )

    def _check(self, town: Place, month: date) -> None:
        rows = Sheet.objects.filter(village__parent=town, month=month, state="filled")
        ids = list(rows.values_list("pk", flat=True))
        if ids:
            clerk = self.actor("town", town.pk)
            reporting.check_many(actor=clerk, town=town, month=month, sheet_ids=ids, now=self.now())


def _villages(town: Place, month: date) -> list[Place]:
    return list(villages_in(area(town.pk), month_rules(month)))


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave, trips and a benefit of a few people."""

    actor: Callable[[str, str], Actor]
    now: Now

    def go(self) -> Iterator[int]:
        """Working years on file, some leave before a report and some after it, trips."""
        mine = self._stint(ON_POST)
        self._standing(mine)
        yield 1
        self._enter(mine, "sick", 2, 3, "感冒发热")
        others = [each for each in self._near() if each.village_id != ON_POST]
        self._enter(others[0], "personal", 3, 5, "家里秋收")
        self._trip(others[1], 6, "安康市", "参加业务培训")
        yield 27
        self._enter(mine, "personal", -4, -4, "陪老人看病")
        self._give(mine)

    def _near(self) -> list[Stint]:
        rows = stints_now(area(TOWN), timezone.localdate(self.now()))
        return list(rows.filter(end__isnull=True))

    def _stint(self, village: str) -> Stint:
        return next(each for each in self._near() if each.village_id == village)

    def _standing(self, stint: Stint) -> None:
        today = timezone.localdate(self.now())
        leave.record_standing(
            actor=self.actor("village", stint.village_id),
            stint=stint,
            version=0,
            first_work_on=date(today.year - 11, 3, 1),
            continuous_since=date(today.year - 3, 3, 1),
            document="社保缴费记录（演示）",
            today=today,
            now=self.now(),
        )

    def _enter(self, stint: Stint, kind: str, first: int, last: int, reason: str) -> None:
        """Leave from so many days from now to so many; moved on to working days."""
        today = timezone.localdate(self.now())
        start = _working(today + ONE_DAY * first)
        end = max(start, _working(today + ONE_DAY * last))
        clock: dict[str, Any] = {"today": today, "now": self.now()}
        clerk = self.actor("village", stint.village_id)
        leave.enter_leave(actor=clerk, stint=stint, kind=kind, start=start, end=end, told={}, reason=reason, **clock)

    def _give(self, stint: Stint) -> None:
        """A small thing that the village gave."""
        today = timezone.localdate(self.now())
        benefits.record_benefit(
            actor=self.actor("village", stint.village_id),
            stint=stint,
            given_on=today,
            kind="gear",
            what="雨衣、雨靴一套",
            worth=8600,
            document="村务会纪要（演示）",
            today=today,
            now=self.now(),
        )

    def _trip(self, stint: Stint, days: int, to_where: str, purpose: str) -> None:
        today = timezone.localdate(self.now())
        day = _working(today + ONE_DAY * days)
        trips.enter_trip(
            actor=self.actor("village", stint.village_id),
            stint=stint,
            start=day,
            end=day,
            to_where=to_where,
            purpose=purpose,
            today=today,
            now=self.now(),
        )


def _working(day: date) -> date:
    """A working day: this one or the next."""
    calendar = month_rules(this_month(day)).calendar
    while not calendar.works(day):
        day += ONE_DAY
    return day


def ask(actor: Actor, now: datetime) -> None:
    """The coordinator of 田湾村 asks for a day of annual leave, and for a trip: the village decides."""
    today = timezone.localdate(now)
    stint = stints_now(actor.scope, today).get(village=ON_POST, end__isnull=True)
    clock: dict[str, Any] = {"today": today, "now": now}
    day = _working(today + timedelta(days=9))
    leave.ask_leave(actor=actor, stint=stint, kind="annual", start=day, end=day, told={}, reason="家中有事", **clock)
    day = _working(day + ONE_DAY)
    trips.ask_trip(actor=actor, stint=stint, start=day, end=day, to_where="白河县城", purpose="报送台账", **clock)
