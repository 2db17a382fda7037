"""Who the employer is: the reading `employer` on a day, and the organisation that stands for it then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sibai.employment.queries.terms import under_the_measure
from sibai.places.models import OrganisationRecord, Place
from sibai.rulebook.queries.law import value_on

KINDS = {"village_company": "village_company", "town": "town_government", "agent_company": "agent_company"}
"""The kind of organisation behind each option of the reading."""


@dataclass(frozen=True, slots=True)
class Party:
    """The employer as papers name it; what is not recorded is blank. `recorded` tells whether it is set up."""

    name: str
    credit_code: str = ""
    legal_representative: str = ""
    address: str = ""
    recorded: bool = False


def employer_of(village: Place, day: date) -> Party:
    """The employer of a village's coordinator on a day; where it was not set up, its name as people say it."""
    option = str(value_on("employer", under_the_measure(day)))
    town = village.parent
    assert town is not None
    places = {"village_company": village.pk, "town": town.pk, "agent_company": town.parent_id}
    record = (
        OrganisationRecord.objects.filter(
            Q(end__isnull=True) | Q(end__gte=day),
            organisation__kind=KINDS[option],
            organisation__place=places[option],
            start__lte=day,
        )
        .order_by("-start")
        .first()
    )
    if record is None:
        names = {
            "village_company": f"{village.short_name}劳务帮扶服务公司",
            "town": f"{town.name}人民政府",
            "agent_company": "县派活儿劳务服务有限公司",
        }
        return Party(names[option])
    return Party(record.name, record.credit_code, record.legal_representative, record.address, True)
