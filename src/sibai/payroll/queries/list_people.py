"""Who joins and who leaves the insurance of an employer in a month (增员、减员): found from the stints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from sibai.audit.refusals import Refusal
from sibai.db.querysets import Scope
from sibai.employment.models import Ending, Stint
from sibai.employment.queries.stints import last_contracts
from sibai.measure.dates import add_months, month_last
from sibai.measure.insurance import SWITCHED, joined
from sibai.payroll.queries.declared import base_of, declared
from sibai.people.models import Person
from sibai.places.models import OrganisationRecord, Place
from sibai.places.queries.parties import employers_of
from sibai.rulebook.queries.asking import Asker, asker_on

Key = tuple[UUID, UUID | None]
"""Person and employer: the insured unit is the employer."""
Values = dict[str, Any]
INSURANCES = ("养老", "工伤")
"""What the measure names (art. 14)."""
ID_CARD = "居民身份证"


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation as lists name it."""

    name: str = ""
    credit_code: str = ""


NOBODY = Named()


def named(organisations: Sequence[UUID], day: date) -> dict[UUID, Named]:
    """Names and credit codes of organisations on a day; one query."""
    rows = OrganisationRecord.objects.filter(organisation__in=set(organisations), start__lte=day)
    rows = rows.filter(Q(end__isnull=True) | Q(end__gte=day)).order_by("start", "pk")
    return {row.organisation_id: Named(row.name, row.credit_code) for row in rows}


def of_person(person: Person, village: Place, employer: Named, month: date) -> Values:
    """What every list can say of somebody; the village's parent must be at hand."""
    return {
        "name": person.name,
        "id_type": ID_CARD,
        "id_number": person.id_number,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "phone": person.phone,
        "education": person.education,
        "code": person.code,
        "town": village.parent.short_name if village.parent else "",
        "village": village.short_name,
        "employer": employer.name,
        "credit_code": employer.credit_code,
        "month": f"{month:%Y-%m}",
    }


def joining(scope: Scope, month: date) -> list[Values]:
    """Who is insured by an employer in a month and was not the month before; seven queries."""
    before = month - timedelta(days=1)
    stints = _touching(scope, before.replace(day=1), month_last(month))
    now, then = _insured(stints, month), _insured(stints, before.replace(day=1))
    known = {person for person, _ in then}
    found = {key: stint for key, stint in now.items() if key not in then}
    employers = named([employer for _, employer in found if employer], month_last(month))
    contracts = last_contracts(list(found.values()))
    wages = declared([person for person, _ in found], month.year)
    asker = asker_on(month_last(month))
    rows = []
    for (person, employer), stint in found.items():
        contract = contracts.get(stint.pk)
        wage = wages.get(person)
        rows.append(
            {
                **of_person(stint.person, stint.village, employers.get(employer, NOBODY), month),  # type: ignore[arg-type]
                "started": stint.start,
                "contract_start": contract.start if contract else None,
                "contract_end": contract.end if contract else None,
                "insurances": insured_for(asker),
                "reason": "由其他用人单位转入" if person in known else "新上岗",
                "declared_wage": wage if wage else int(asker.in_force["wage_standard"].value),
                "contribution_base": base_of(asker, wage),
            }
        )
    return rows


def leaving(scope: Scope, month: date) -> list[Values]:
    """Whose last month of contributions with an employer it is, as far as is recorded; five queries.

    A month with one day on post is contributed wholly, so who leaves in it is taken off from the next.
    """
    after = add_months(month, 1)
    stints = _touching(scope, month, month_last(after))
    now, then = _insured(stints, month), _insured(stints, after)
    going_on = {person for person, _ in then}
    found = {key: stint for key, stint in now.items() if key not in then}
    employers = named([employer for _, employer in found if employer], month_last(month))
    endings = Ending.objects.filter(stint__in=[stint.pk for stint in found.values()]).exclude(state="withdrawn")
    kinds = {ending.stint_id: ending.get_kind_display() for ending in endings}
    insurances = insured_for(asker_on(month_last(month))) if found else ""
    return [
        {
            **of_person(stint.person, stint.village, employers.get(employer, NOBODY), month),  # type: ignore[arg-type]
            "ended": stint.end if stint.end and stint.end < after else None,
            "last_month": f"{month:%Y-%m}",
            "insurances": insurances,
            "reason": "转到其他用人单位" if person in going_on else kinds.get(stint.pk, "离岗"),
        }
        for (person, employer), stint in found.items()
    ]


def insured_for(asker: Asker) -> str:
    """The insurances that a law's month pays, in words: the measure's two and those that are switched on."""
    further = (SWITCHED[name][0].removesuffix("保险") for name in joined(asker.in_force))
    return "、".join((*INSURANCES, *further))


def _touching(scope: Scope, first: date, last: date) -> list[Stint]:
    """Coordinators' stints with a day between two days; one query."""
    rows = Stint.objects.within(scope).filter(kind=Stint.COORDINATOR, start__lte=last)
    rows = rows.filter(Q(end__isnull=True) | Q(end__gte=first)).select_related("person", "village__parent")
    return list(rows.order_by("village_id", "start", "pk"))


def _insured(stints: Sequence[Stint], month: date) -> Mapping[Key, Stint]:
    """Who is insured by whom in a month, with the last stint of it; nobody before the measure. One query."""
    last = month_last(month)
    here = [each for each in stints if each.start <= last and (each.end is None or each.end >= month)]
    try:
        asker = asker_on(last)
        employer = str(asker.in_force["employer"].value)
    except Refusal:
        return {}
    villages = {each.village_id: each.village for each in here}
    employers = employers_of(employer, list(villages.values()), last)
    return {(each.person_id, employers.get(each.village_id)): each for each in here}
