"""Notices as the public reads them: what, where, the conditions of article 5 as the law has them on the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sibai.measure.choices import Education
from sibai.measure.law import LawOn
from sibai.recruitment.flow import GOING
from sibai.recruitment.models import Selection
from sibai.rulebook.queries.law import county_law

MONTHS_A_YEAR = 12
OF_THE_MEASURE = "高中或中职、技校及以上文化水平"
"""Article 5's own words for the lowest schooling that it sets."""
TAKING = "published"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What article 5 asks, what is paid (fen), for how long (articles 5, 6, 8, 9, 11), on the day of the notice."""

    age_low: int
    age_high: int
    age_by_hire: bool
    schooling: str
    wage: int
    base_wage: int
    performance_wage: int
    contract_months: int
    most_months: int
    notice_days: int | None


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """One notice. `taking`: the round is in the state in which people apply; `online`: also on these pages."""

    id: UUID
    village_code: str
    village: str
    town_code: str
    town: str
    number: int
    published_on: date
    deadline: date
    where: str
    contact: str
    phone: str
    conditions: str
    posted_at: str
    online: bool
    taking: bool
    items: tuple[tuple[str, int], ...]
    rules: Conditions

    def open_on(self, day: date) -> bool:
        """Whether people can still apply on a day, on paper or here."""
        return self.taking and day <= self.deadline


def notices_of_the_office(**only: Any) -> list[PublicNotice]:
    """Every round that is out and goes on, by deadline and village; three queries. `only`: filters, as `pk`."""
    rounds = (
        Selection.objects.filter(**only, state__in=GOING, published_on__isnull=False, deadline__isnull=False)
        .exclude(state=GOING[0])
        .select_related("vacancy__village__parent")
        .prefetch_related("items")
        .order_by("deadline", "vacancy__village_id")
    )
    law = county_law()
    rules = lru_cache(lambda day: _conditions(law.on(day)))
    return [_notice(each, rules(each.published_on)) for each in rounds]


def _notice(selection: Selection, rules: Conditions) -> PublicNotice:
    village = selection.vacancy.village
    town = village.parent
    assert selection.published_on is not None
    assert selection.deadline is not None
    return PublicNotice(
        id=selection.pk,
        village_code=village.code,
        village=village.short_name,
        town_code=town.code if town else "",
        town=town.short_name if town else "",
        number=selection.number,
        published_on=selection.published_on,
        deadline=selection.deadline,
        where=selection.where,
        contact=selection.contact,
        phone=selection.phone,
        conditions=selection.conditions,
        posted_at=selection.posted_at,
        online=selection.online,
        taking=selection.state == TAKING,
        items=tuple((each.name, each.weight) for each in selection.items.all()),
        rules=rules,
    )


def _conditions(law: LawOn) -> Conditions:
    lowest, days = law["lowest_education"].value, law["public_notice_days"]
    return Conditions(
        age_low=law["age_from"].value,
        age_high=law["age_to"].value,
        age_by_hire=law["age_on"].value == "hire",
        schooling=OF_THE_MEASURE if lowest == Education.SENIOR else f"{lowest.label}及以上文化水平",
        wage=law["wage_standard"].value,
        base_wage=law["base_standard"].value,
        performance_wage=law["performance_standard"].value,
        contract_months=law["contract_length"].value,
        most_months=law["term_cap"].value,
        notice_days=None if days.dated.missing else days.value,
    )


def as_plain(notice: PublicNotice) -> dict[str, Any]:
    """A notice as it crosses to the public machine."""
    plain = asdict(notice)
    return {**plain, **{name: str(plain[name]) for name in ("id", "published_on", "deadline")}}


def from_plain(plain: Mapping[str, Any]) -> PublicNotice:
    """A notice as it crossed. ValueError, KeyError, TypeError where it is none."""
    return PublicNotice(
        **{
            **plain,
            "id": UUID(plain["id"]),
            "published_on": date.fromisoformat(plain["published_on"]),
            "deadline": date.fromisoformat(plain["deadline"]),
            "items": tuple((str(name), int(weight)) for name, weight in plain["items"]),
            "rules": Conditions(**plain["rules"]),
        }
    )
