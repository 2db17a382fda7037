"""Setting a county up: its towns and villages from the published list of codes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources

from sibai.audit.operations import ActorLike, act, record
from sibai.audit.refusals import Refusal
from sibai.places.models import Place, PlaceName

COUNTIES = {"610929000000": "白河县"}
"""Counties whose list of villages is shipped, by code."""


class AlreadyLoaded(Refusal):
    """The county's places are there already."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many places were made."""

    county: Place
    towns: int
    villages: int


def shipped_villages(county_code: str) -> list[dict[str, str]]:
    """The rows of the shipped list: town_code, town_name, village_code, village_name."""
    file = resources.files("sibai.places").joinpath("villages").joinpath(f"{county_code[:6]}.csv")
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


@act("places.load")
def load_county(*, actor: ActorLike, county_code: str, start: date, document: str, now: datetime) -> Loaded:
    """Make the county with its towns and villages. AlreadyLoaded where any place exists."""
    if Place.objects.exists():
        raise AlreadyLoaded("区划已经建好了，不再重复建立；增减村（社区）请在“区划机构”里办理。")
    rows = shipped_villages(county_code)
    county = Place(code=county_code, name=COUNTIES[county_code], level="county", start=start)
    towns = {
        row["town_code"] + "000": Place(
            code=row["town_code"] + "000", name=row["town_name"], level="town", parent=county, start=start
        )
        for row in rows
    }
    villages = [
        Place(
            code=row["village_code"],
            name=row["village_name"],
            level="village",
            parent=towns[row["town_code"] + "000"],
            start=start,
        )
        for row in rows
    ]
    everything = [county, *towns.values(), *villages]
    Place.objects.bulk_create(everything)
    PlaceName.objects.bulk_create(
        PlaceName(place=place, name=place.name, start=start, document=document) for place in everything
    )
    record(actor, county, at=now, facts={"towns": len(towns), "villages": len(villages), "document": document})
    return Loaded(county, len(towns), len(villages))
