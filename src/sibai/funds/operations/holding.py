"""What the books hold about persons (`sibai.people.holders`): amounts with the person's key, which the books need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sibai.documents.words import in_yuan
from sibai.funds.accounts import BY_CODE
from sibai.funds.models import Line
from sibai.people.holders import Holder, Rows


def kept(_person_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Nothing of its own: how long wage records are kept is payroll's to say."""
    return {}


def told(person_id: UUID) -> list[tuple[str, Rows]]:
    """The lines of the books that are about a person."""
    rows = Line.objects.filter(person=person_id).select_related("entry").order_by("entry__number", "pk")
    said = [(f"{each.entry.label}　{BY_CODE[each.account].name}", f"{in_yuan(each.amount)}元") for each in rows]
    return [("资金账", said)] if said else []


def erase(_person_id: UUID, _now: datetime) -> int:
    """Nothing: a line has an amount and a key, no name and no number; the books stay whole."""
    return 0


HOLDER = Holder("funds", kept, told, erase)
