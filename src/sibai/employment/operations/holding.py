"""What employment holds about persons: until when, all of it, and how it is erased (`sibai.people.holders`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from sibai.employment.flow import ENDING, LABOUR_CONTRACT
from sibai.employment.models import (
    Contract,
    Ending,
    Exemption,
    GradeFact,
    HandoverItem,
    LegalCheck,
    Renewal,
    Resignation,
    Stint,
    TrainingAttendance,
)
from sibai.employment.operations.intake.forgetting import drop_forgotten, forget_in_rosters
from sibai.people.holders import Holder, Rows, wipe

WAITING = {
    Contract: ("person", [step.state for step in LABOUR_CONTRACT.steps]),
    Ending: ("stint__person", [step.state for step in ENDING.steps]),
}
"""What keeps a person's data while it waits for somebody: the path to the person, the states."""
VOID = "void"


def kept(person_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Who is on a post, or in a flow, is kept; else the last contract and the last day on post count. Four queries."""
    found: dict[UUID, dict[str, Any]] = {}
    for person_id, end in Stint.objects.filter(person__in=person_ids).values_list("person", "end"):
        facts = found.setdefault(person_id, {})
        if end is None:
            facts["dealings_open"] = True
        else:
            _later(facts, "last_wage_on", end)
            _later(facts, "contract_ended_on", end)
    contracts = Contract.objects.filter(person__in=person_ids).exclude(state=VOID)
    for person_id, end in contracts.values_list("person", "end"):
        _later(found.setdefault(person_id, {}), "contract_ended_on", end)
    for model, (path, states) in WAITING.items():
        rows = model._default_manager.filter(**{f"{path}__in": person_ids, "state__in": states})
        for person_id in rows.values_list(path, flat=True):
            found.setdefault(person_id, {})["dealings_open"] = True
    return found


def _later(facts: dict[str, Any], name: str, day: Any) -> None:
    facts[name] = max(day, facts.get(name, day))


def told(person_id: UUID) -> list[tuple[str, Rows]]:
    """Posts, contracts, resignations, endings, grades and trainings of a person."""
    return [(part, rows) for part, rows in _parts(person_id) if rows]


def _parts(person_id: UUID) -> Iterator[tuple[str, Rows]]:
    mine, stints = {"person": person_id}, {"stint__person": person_id}
    posts = Stint.objects.filter(**mine).select_related("village").order_by("start", "pk")
    yield "在岗经历", [(each.label, f"{each.start}至{each.end or '今'}") for each in posts]
    contracts = Contract.objects.filter(**mine).order_by("start", "pk")
    yield "合同", [(each.get_kind_display(), f"{each.start}至{each.end}　{each.number}") for each in contracts]
    leaving = Resignation.objects.filter(**stints).order_by("notice_on", "pk")
    yield "辞职", [(f"{each.notice_on}告知", each.reason) for each in leaving]
    endings = Ending.objects.filter(**stints).order_by("prepared_at", "pk")
    yield "解除或终止", [(each.get_kind_display(), f"{each.last_day or ''}　{each.reason}") for each in endings]
    grades = GradeFact.objects.filter(**mine).order_by("year", "pk")
    yield "年度档次", [(f"{each.year}年", f"{each.grade}　{each.document}") for each in grades]
    trained = TrainingAttendance.objects.filter(**stints).select_related("training").order_by("pk")
    yield "培训", [(each.training.title, f"{each.training.held_on}　{each.result}　{each.note}") for each in trained]


def erase(person_id: UUID, now: datetime) -> int:
    """Wipe what is written in free words about a person, and the rosters with the person in them.

    The days of posts and contracts stay with the code.
    """
    forget_in_rosters(person_id, now)
    stints = {"stint__person": person_id}
    everything: list[models.QuerySet[Any]] = [
        Renewal.objects.filter(**stints),
        Resignation.objects.filter(**stints),
        Ending.objects.filter(**stints),
        LegalCheck.objects.filter(ending__stint__person=person_id),
        GradeFact.objects.filter(person=person_id),
        Exemption.objects.filter(person=person_id),
    ]
    plain = [
        (HandoverItem.objects.filter(resignation__stint__person=person_id), {"note": ""}),
        (TrainingAttendance.objects.filter(**stints), {"note": ""}),
        (Resignation.objects.filter(**stints), {"note": ""}),
        (Exemption.objects.filter(person=person_id), {"category": ""}),
    ]
    for rows, blank in plain:
        rows.update(**blank)
    return sum(wipe(rows) for rows in everything)


HOLDER = Holder("employment", kept, told, erase, drop_forgotten)
