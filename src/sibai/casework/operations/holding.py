"""What the room holds about persons: until when, all of it, and how it is erased (`sibai.people.holders`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sibai.casework.flow import CHECK, CLAIM, CLAIM_CORRECTION, DISPUTE, INJURY
from sibai.casework.models import Check, ClaimCorrection, ClockEvent, Dispute, Injury, TravelClaim
from sibai.casework.queries.claim_corrections import way_of
from sibai.documents.models import StoredFile
from sibai.documents.operations import keeping
from sibai.documents.words import in_yuan
from sibai.people.flow import Flow
from sibai.people.holders import Holder, Rows, wipe

FLOWS: tuple[tuple[Flow, Any], ...] = (
    (CLAIM, TravelClaim),
    (CLAIM_CORRECTION, ClaimCorrection),
    (DISPUTE, Dispute),
    (INJURY, Injury),
    (CHECK, Check),
)


def kept(person_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Whoever has something open here is kept. One query a kind of thing."""
    found: dict[UUID, dict[str, Any]] = {}
    for flow, model in FLOWS:
        states = [step.state for step in flow.steps]
        rows = model.objects.filter(person__in=person_ids, state__in=states)
        found |= {person_id: {"dealings_open": True} for person_id in rows.values_list("person_id", flat=True)}
    return found


def told(person_id: UUID) -> list[tuple[str, Rows]]:
    """Travel claims, disputes, injuries and closed checks of a person. Who reported is told to nobody, what is open not
    yet."""
    return [(heading, rows) for heading, rows in _parts(person_id) if rows]


def _parts(person_id: UUID) -> Iterator[tuple[str, Rows]]:
    claims = TravelClaim.objects.filter(person=person_id).order_by("start", "pk")
    yield "差旅费", [(f"{each.start}至{each.end}", _claim(each)) for each in claims]
    corrected = ClaimCorrection.objects.filter(person=person_id).order_by("entered_at", "pk")
    yield "差旅费更正", [(f"{each.start}至{each.end}", _correction(each)) for each in corrected]
    disputes = Dispute.objects.filter(person=person_id).order_by("registered_at", "pk")
    yield "劳动争议", [(each.get_kind_display(), _dispute(each)) for each in disputes]
    injuries = Injury.objects.filter(person=person_id).order_by("happened_on", "pk")
    yield "工伤", [(f"{each.happened_on} {each.where}", _injury(each)) for each in injuries]
    clock = ClockEvent.objects.filter(person=person_id, void=False).order_by("start", "pk")
    yield "期限的中断、中止、延长", [(f"{each.start} {each.get_kind_display()}", each.words) for each in clock]
    checks = Check.objects.filter(person=person_id, state="ended").order_by("year", "number")
    yield "核查", [(each.label, each.get_outcome_display()) for each in checks]


def _dispute(row: Dispute) -> str:
    return f"{row.get_state_display()}　{row.demand}　{row.facts}　{row.result}"


def _injury(row: Injury) -> str:
    return f"{row.get_state_display()}　{row.what}　{row.harm}　{row.result}"


def _claim(row: TravelClaim) -> str:
    amount = "" if row.total is None else f"{in_yuan(row.total)}元　"
    return f"{amount}{row.get_state_display()}　{row.note}"


def _correction(row: ClaimCorrection) -> str:
    return f"{way_of(row.difference)}　{row.get_state_display()}　{row.reason}"


def erase(person_id: UUID, now: datetime) -> int:
    """Wipe free words, and the papers of checks, which are filed about nobody; amounts and days stay with the code, as
    the employer's books need them."""
    numbers = [str(pk) for pk in Check.objects.filter(person=person_id).values_list("pk", flat=True)]
    of_checks = {"papers__subject_type": "casework.check", "papers__subject_id__in": numbers}
    keeping.erase(StoredFile.objects.filter(**of_checks), now=now)
    wiped = wipe(ClockEvent.objects.filter(person=person_id))
    return wiped + sum(wipe(model.objects.filter(person=person_id)) for _, model in FLOWS)


HOLDER = Holder("casework", kept, told, erase)
