"""What this room holds about persons who applied: until when, what it is, how it is erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from sibai.people.holders import Holder, Rows, sealed_rows, wipe
from sibai.recruitment.flow import ENDED
from sibai.recruitment.models import Application, Kinship, Objection, Result, Training

OUT = ("refused", "withdrawn")


def kept(person_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """The last day on which a selection was over for each person; open where one still goes on."""
    rows = Application.objects.filter(person__in=person_ids).select_related("selection")
    told: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        facts = told.setdefault(row.person_id, {})  # type: ignore[arg-type]
        if row.selection.state not in ENDED and row.state not in OUT and row.out_on is None:
            facts["dealings_open"] = True
        else:
            facts["application_closed_on"] = max(_over(row), facts.get("application_closed_on", date.min))
    return told


def _over(row: Application) -> date:
    """When the selection was over for somebody: the round's end, or being out of it before."""
    closed: date | None = row.selection.closed_on or row.out_on
    return closed or timezone.localdate(row.decided_at or row.entered_at)


def told(person_id: UUID) -> Sequence[tuple[str, Rows]]:
    """All applications of a person with what was decided."""
    return sealed_rows(Application.objects.filter(person=person_id).order_by("entered_at"))


def erase(person_id: UUID, now: datetime) -> int:
    """Blank what is personal in the applications of a person and in what hangs on them."""
    mine = Application.objects.filter(person=person_id)
    count = wipe(Result.objects.filter(application__in=mine))
    count += wipe(Objection.objects.filter(application__in=mine))
    count += wipe(Training.objects.filter(application__in=mine))
    count += wipe(Kinship.objects.filter(application__in=mine))
    gone = {"erased_on": timezone.localdate(now), "receipt_digest": None, "id_index": ""}
    return count + wipe(mine, **gone)


HOLDER = Holder("recruitment", kept, told, erase)
