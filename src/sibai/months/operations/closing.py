"""A month is closed once; a deed of its cycle is written once. Plain: called inside the acts of rooms above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sibai.months.models import ClosedMonth, Deed


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deed stands to its day, as the rules said: the due day, the timing's word, the answers to keep."""

    due: date
    timing: str
    answers: Mapping[str, Any]


def close(*, month: date, by: UUID | None, now: datetime) -> ClosedMonth:
    """Close a month; closed again, it stays as it was closed first."""
    return ClosedMonth.objects.get_or_create(month=month, defaults={"closed_at": now, "closed_by": by})[0]


def done(*, month: date, place_code: str, kind: str, standing: Standing, by: UUID | None, now: datetime) -> Deed:
    """Write that a deed was done; done again, the first time counts."""
    facts = {
        "done_at": now,
        "done_by": by,
        "due": standing.due,
        "timing": standing.timing,
        "answers": dict(standing.answers),
    }
    return Deed.objects.get_or_create(month=month, place_code=place_code, kind=kind, defaults=facts)[0]
