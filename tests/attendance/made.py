"""What the room's tests stand on: coordinators on post, sheets filled, checked, reported."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sibai.attendance.models import Sheet, SheetLine, TownReport
from sibai.attendance.queries.marks import known_of, taken_days
from sibai.attendance.queries.month import month_rules
from sibai.attendance.queries.standing import stints_in
from sibai.db.querysets import area
from sibai.employment.models import Stint
from sibai.places.models import Place
from tests.employment.made import on_post
from tests.web_fixtures import MAOPING, NOW, villages_of

MAY = date(2026, 5, 1)
__all__ = ["MAY", "filled", "on_post", "reported", "village"]


def village(number: int = 0) -> Place:
    """A village of 茅坪镇."""
    return villages_of(MAOPING)[number]


def filled(place: Place, month: date = MAY, state: str = "filled", **others: Any) -> Sheet:
    """A village's sheet as its acts leave it, with what is known."""
    rules = month_rules(month)
    sheet = Sheet.objects.create(village=place, month=month, until=rules.last, state=state, filled_at=NOW, **others)
    taken = taken_days(area(place.code), rules.first, rules.last)
    for stint in stints_in(area(place.code), rules.first, rules.last):
        known = known_of(stint, rules, taken.get(stint.person_id, {}))
        assert known is not None
        SheetLine.objects.create(sheet=sheet, stint=stint, person_id=stint.person_id, **columns(known))
    return sheet


def columns(known: Any) -> dict[str, Any]:
    """The columns of a line from what is known."""
    return {
        "on_from": known.on_from,
        "on_to": known.on_to,
        "marks": known.marks,
        "attended_days": known.attended_days,
        "unpaid_days": known.unpaid_days,
        "known_from": known.on_from,
        "known_to": known.on_to,
        "known_unpaid": known.unpaid_days,
    }


def reported(place: Place, month: date = MAY, at: datetime = NOW, unpaid: int = 0) -> Sheet:
    """A village's sheet that its town has reported, with so many unpaid days."""
    sheet = filled(place, month, "checked")
    if unpaid:
        sheet.lines.update(unpaid_days=unpaid)
    number = TownReport.objects.filter(town=place.parent_id, month=month).count() + 1
    report = TownReport.objects.create(
        town_id=place.parent_id,
        month=month,
        number=number,
        villages=1,
        people=sheet.lines.count(),
        due=month.replace(day=15),
        timing="按时",
        submitted_at=at,
    )
    Sheet.objects.filter(pk=sheet.pk).update(state="submitted", report=report, version=2)
    sheet.refresh_from_db()
    return sheet


def stint_in(number: int = 0, **others: Any) -> Stint:
    """A coordinator on post in a village of 茅坪镇."""
    return on_post(village(number), number + 1, **others)
