"""Reading about persons: masked, with the way to a full value where the role has one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from sibai.db.sealed import blind_index
from sibai.people.actor import Actor
from sibai.people.identity import mask_address, mask_card, mask_id, mask_phone
from sibai.people.models import Person

SEALED = {"id_number": "身份证号", "phone": "手机号", "card": "银行账号", "address": "住址"}
"""The sealed columns that can be revealed, as people call them."""
MASKS = {"id_number": mask_id, "phone": mask_phone, "card": mask_card, "address": mask_address}
OFFICES = frozenset({"county_clerk", "county_leader", "town", "village", "coordinator", "auditor"})
MAY_REVEAL = {"id_number": OFFICES, "phone": OFFICES, "card": OFFICES | {"company_clerk"}, "address": OFFICES}
"""Who may see a column in full, within the own scope: a coordinator only the own, the company what it pays to."""
CATEGORIES = {
    "poverty_relief": "脱贫劳动力",
    "hard_to_employ": "就业困难人员",
    "graduate": "高校毕业生",
    "veteran": "退役军人",
    "poverty_household": "脱贫户",
    "monitored_household": "监测户",
    "knows_village": "熟悉本村",
}
FACT_LABELS = {"name": "姓名", **SEALED, "education": "文化程度", **CATEGORIES, "notice_version": "告知书"}
"""Every fact that `people.operations.persons` takes, as people call it."""
CARD_WAITS = "card_waits"
CHANGED_LABELS = {**FACT_LABELS, CARD_WAITS: "银行账号（新账号待另一人核对）"}
"""What a change can come to, as people call it."""


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What a page shows of a person. `id_number`, `phone`, `card`, `address` are masked; `…_url` opens the reveal page.

    A `…_url` is blank where there is nothing to reveal or the role has no right.
    """

    id: UUID
    code: str
    name: str
    sex: str
    birth_date: date | None
    education: str
    village: str
    village_code: str
    categories: tuple[str, ...]
    id_number: str
    id_number_url: str
    phone: str
    phone_url: str
    card: str
    card_url: str
    address: str
    address_url: str
    notice_version: str
    notice_url: str
    noticed_at: datetime | None
    erased_on: date | None
    url: str


def may_reveal(actor: Actor, field: str) -> bool:
    """Whether the role may see a sealed column in full, of persons in its scope."""
    return actor.role in MAY_REVEAL.get(field, frozenset())


def card(person: Person, actor: Actor) -> PersonCard:
    """A person for a page. No query if the village was selected with the person."""
    masked = {field: mask(getattr(person, field)) for field, mask in MASKS.items()}
    urls = {
        f"{field}_url": reverse("people:reveal", args=[person.pk, field])
        if masked[field] and may_reveal(actor, field)
        else ""
        for field in SEALED
    }
    return PersonCard(
        id=person.pk,
        code=person.code,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        education=person.education,
        village=person.village.short_name,
        village_code=str(person.village_id),
        categories=tuple(label for field, label in CATEGORIES.items() if getattr(person, field)),
        notice_version=person.notice_version,
        notice_url=reverse("people:notice", args=[person.notice_version]) if person.notice_version else "",
        noticed_at=person.noticed_at,
        erased_on=person.erased_on,
        url=reverse("people:person", args=[person.pk]),
        **masked,
        **urls,
    )


def index_of(field: str, value: str) -> str:
    """The blind index of a person's `id_number`, `phone` or `card`."""
    return blind_index(f"people.person.{field}", value)


def find_by_id_number(number: str) -> Person | None:
    """Whoever has this number, in any place: for checks only, never shown without the scope."""
    return Person.objects.select_related("village").filter(id_index=index_of("id_number", number)).first()


def names_of_persons(person_ids: set[UUID]) -> dict[UUID, str]:
    """The names of persons by id; one query. The caller has seen to the scope."""
    return dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "name"))
