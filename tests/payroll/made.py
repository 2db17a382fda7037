"""What the room's tests stand on: a reported month with coordinators who have cards, contracts and employers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sibai.employment.models import Stint
from sibai.people.actor import Actor
from sibai.places.models import Place
from tests.attendance.made import MAY, reported, stint_in, village
from tests.rulebook.deciding import confirmed
from tests.web_fixtures import COUNTY, NOW

__all__ = ["MAY", "county", "month_of", "reported", "settled_readings", "stint_in", "village"]
ActorOf = Callable[..., Actor]
FOR_A_YEAR = {"start": date(2025, 7, 1), "contract_end": date(2026, 6, 30)}


def county() -> Place:
    """白河县."""
    return Place.objects.get(pk=COUNTY)


def settled_readings(actor_of: ActorOf, **others: str) -> None:
    """The county has decided what pay hangs on."""
    for name, option in {"employer": "agent_company", "short_net": "refuse", **others}.items():
        confirmed(actor_of, name, f'"{option}"', start=date(2022, 6, 10))


def month_of(
    people: int, month: date = MAY, at: datetime = NOW, unpaid: Mapping[int, int] | None = None, **others: Any
) -> list[Stint]:
    """So many villages of 茅坪镇, each with a coordinator on post, the month reported by the town.

    `unpaid`: unpaid days by the village's number.
    """
    stints = [stint_in(number, **{**FOR_A_YEAR, **others}) for number in range(people)]
    for number in range(people):
        reported(village(number), month, at, (unpaid or {}).get(number, 0))
    return stints
