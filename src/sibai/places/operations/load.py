"""Setting a county up: its towns and villages from the published list of codes, and the measure's organisations."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources

from sibai.audit.operations import ActorLike, act, record
from sibai.audit.refusals import Refusal
from sibai.places.models import Organisation, OrganisationRecord, Place, PlaceName

COUNTIES = {"610929000000": "白河县"}
"""Counties whose list of villages is shipped, by code."""
NAMES = {
    "county": {
        "hr_bureau": "{place}人力资源和社会保障局",
        "revitalisation_bureau": "{place}乡村振兴局",
        "finance_bureau": "{place}财政局",
        "agent_company": "县派活儿劳务服务有限公司",
    },
    "town": {"town_government": "{place}人民政府"},
    "village": {"village_company": "{place}劳务帮扶服务公司"},
}
"""The organisations that the measure names, at each level, as they are called until the county enters their records."""


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
    """Make the county with its towns, villages and organisations. AlreadyLoaded where any place exists."""
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
    set_up(everything, start=start, document=document)
    record(actor, county, at=now, facts={"towns": len(towns), "villages": len(villages), "document": document})
    return Loaded(county, len(towns), len(villages))


def set_up(places: list[Place], *, start: date, document: str) -> list[Organisation]:
    """The organisations of the measure at places, with the names of NAMES and nothing else yet; plain."""
    named = [
        (Organisation(kind=kind, place=place, start=start), name.format(place=place.short_name))
        for place in places
        for kind, name in NAMES[place.level].items()
    ]
    Organisation.objects.bulk_create(organisation for organisation, _ in named)
    OrganisationRecord.objects.bulk_create(
        OrganisationRecord(organisation=organisation, name=name, start=start, document=document)
        for organisation, name in named
    )
    return [organisation for organisation, _ in named]
