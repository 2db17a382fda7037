"""Whether a person's data may be erased on a day, and by when a request is answered: asked of the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sibai.measure import Single
from sibai.people.holders import holders
from sibai.people.models import DataRequest, Person
from sibai.people.queries.law import law_on
from sibai.people.request_flow import OPEN

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Keeping:
    """Until when one person's data are kept; `refusal` says why they cannot go yet, empty where they can."""

    until: date
    refusal: str


def keeping_of(person_ids: Sequence[UUID], today: date, *, but: UUID | None = None) -> dict[UUID, Keeping]:
    """The answer of the rules for each person, from what all rooms hold. `but`: a request that is being carried out."""
    facts: dict[UUID, dict[str, Any]] = {person_id: {"dealings_open": False} for person_id in person_ids}
    for known in [*(holder.kept(person_ids) for holder in holders()), _requests(person_ids, but)]:
        for person_id, told in known.items():
            _add(facts[person_id], told)
    law = law_on(today)
    return {person_id: _keeping(Single(law, {**told, "as_of": today})) for person_id, told in facts.items()}


def due(today: date) -> Iterator[Person]:
    """Persons whose periods are over, by code. Somebody of whom no room holds anything is nobody's to erase unasked."""
    rows = Person.objects.filter(erased_on=None).select_related("village").order_by("code")
    last = ""
    while batch := list(rows.filter(code__gt=last)[:AT_ONCE]):
        ids = [person.pk for person in batch]
        known = {person_id for holder in holders() for person_id in holder.kept(ids)}
        answers = keeping_of([person_id for person_id in ids if person_id in known], today)
        yield from (person for person in batch if person.pk in answers and not answers[person.pk].refusal)
        last = batch[-1].code


def _keeping(single: Single) -> Keeping:
    return Keeping(single.number("person_kept_until"), str(single.number("erasure_refusal")))


def _add(facts: dict[str, Any], told: Any) -> None:
    """The later day of two, and open where either is."""
    for name, value in told.items():
        if value is not None:
            facts[name] = max(facts[name], value) if name in facts else value


def _requests(person_ids: Sequence[UUID], but: UUID | None) -> dict[UUID, dict[str, Any]]:
    """An open request is something not done yet."""
    rows = DataRequest.objects.filter(person__in=person_ids, state__in=OPEN).exclude(pk=but)
    return {person_id: {"dealings_open": True} for person_id in rows.values_list("person", flat=True)}


def answer_by(received_on: date) -> date:
    """The last day to answer a request about one's own data."""
    last: date = Single(law_on(received_on), {"data_request_received_on": received_on}).number("data_request_until")
    return last


def request_kept_until(closed_on: date, today: date) -> date:
    """The last day on which the words of a request that was closed have to be kept."""
    last: date = Single(law_on(today), {"data_request_closed_on": closed_on}).number("data_request_kept_until")
    return last
