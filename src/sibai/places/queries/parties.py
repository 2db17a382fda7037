"""Organisations on a day: who signs, pays, is insured and claims under the reading `employer`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from sibai.audit.refusals import Refusal
from sibai.places.models import Organisation, OrganisationRecord, Place

KINDS = dict(Organisation.KINDS)
EMPLOYERS = {"village_company": "village_company", "town": "town_government", "agent_company": "agent_company"}
"""The kind of organisation behind each option of the reading `employer`."""
NEEDED = {"name": "名称", "credit_code": "统一社会信用代码", "legal_representative": "法定代表人（负责人）"}
"""What a contract must name of the employer (labour contract law, art. 17), besides the address."""
LONGEST_CHAIN = 20


class NotRecorded(Refusal):
    """No organisation of that kind stands there on that day; says which record to enter where."""


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as papers name it on a day; what is not recorded is blank."""

    organisation_id: UUID
    kind: str
    place_code: str
    name: str
    credit_code: str
    legal_representative: str
    address: str
    bank: str
    account: str

    @property
    def lacking(self) -> list[str]:
        """What a contract would need and is not recorded, in words."""
        return [label for field, label in {**NEEDED, "address": "住所"}.items() if not getattr(self, field)]


def party(employer: str, village_code: str, day: date) -> Party:
    """The employer of a village on a day; `employer` is the value of that reading. NotRecorded where there is none."""
    village = Place.objects.select_related("parent").get(pk=village_code)
    town = str(village.parent_id)
    county = str(village.parent.parent_id) if village.parent else ""
    where = {"village_company": village_code, "town": town, "agent_company": county}[employer]
    return party_of(EMPLOYERS[employer], where, day)


def party_of(kind: str, place_code: str, day: date) -> Party:
    """The organisation of a kind at a place on a day, or what succeeded it by then. NotRecorded where there is none."""
    organisation = organisation_on(kind, place_code, day)
    record = record_on(organisation, day) if organisation else None
    if organisation is None or record is None:
        place = Place.objects.filter(pk=place_code).first()
        where = place.short_name if place else place_code
        raise NotRecorded(
            f"{day}没有登记{where}的{KINDS[kind]}：请县人社局在“区划机构”的{where}页面登记机构，再办这一步。"
        )
    return Party(
        organisation.id,
        organisation.kind,
        organisation.place_code,
        record.name,
        record.credit_code,
        record.legal_representative,
        record.address,
        record.bank,
        record.account,
    )


def organisation_on(kind: str, place_code: str, day: date) -> Organisation | None:
    """The organisation that had the tasks of a kind at a place on a day: itself, or its successor after its end."""
    begun = Organisation.objects.filter(kind=kind, place=place_code, start__lte=day).order_by("-start", "-end")
    found = begun.filter(Q(end__isnull=True) | Q(end__gte=day)).first() or begun.first()
    for _ in range(LONGEST_CHAIN):
        if found is None or found.end is None or found.end >= day:
            return found
        found = found.successor
    return None


def employers_of(employer: str, villages: Sequence[Place], day: date) -> dict[str, UUID]:
    """The organisation that employs in each of some villages, by code; without those where none is recorded.

    `employer` is the value of that reading; parents must be at hand. One query, more only for what has ended.
    """
    kind = EMPLOYERS[employer]
    places = {str(place.pk): _seat(employer, place) for place in villages}
    open_ones = Organisation.objects.filter(kind=kind, place__in=set(places.values()), start__lte=day)
    found = dict(open_ones.filter(Q(end__isnull=True) | Q(end__gte=day)).values_list("place_id", "pk"))
    for code in set(places.values()) - set(found):
        later = organisation_on(kind, code, day)
        if later is not None:
            found[code] = later.pk
    return {village: found[code] for village, code in places.items() if code in found}


def _seat(employer: str, village: Place) -> str:
    """Where the employer of a village sits: the village, its town, its county."""
    if employer == "village_company":
        return str(village.pk)
    town = village.parent
    return str(village.parent_id) if employer == "town" or town is None else str(town.parent_id)


def record_on(organisation: Organisation, day: date) -> OrganisationRecord | None:
    """What an organisation was called on a day, who stood for it, where its account was."""
    rows = organisation.records.filter(Q(end__isnull=True) | Q(end__gte=day), start__lte=day)
    return rows.order_by("-start", "-pk").first()
