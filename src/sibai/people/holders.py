"""Rooms that hold data about persons: until when the law keeps them, what they are, how they are erased.

The rooms stand above this one; `settings.HOLDERS` names their `Holder`s, and what is asked of a person is asked of all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from sibai.db.fields import EncryptedText

Rows = Sequence[tuple[str, str]]
"""Label and value, as a copy of somebody's data tells them."""


@dataclass(frozen=True, slots=True)
class Holder:
    """What one room answers about persons.

    `kept`: the facts of `sibai.measure.retention` by person (`application_closed_on`, `contract_ended_on`,
    `last_wage_on`, `dealings_open`), for those it knows. `told`: all that it holds about one, by heading.
    `erase`: wipes what is personal in its own rows, without an entry of the log (plain), and says how many rows.
    `sweep`: wipes what is over and belongs to nobody registered, on a day; plain too.
    """

    room: str
    kept: Callable[[Sequence[UUID]], Mapping[UUID, Mapping[str, Any]]]
    told: Callable[[UUID], Sequence[tuple[str, Rows]]]
    erase: Callable[[UUID, datetime], int]
    sweep: Callable[[date, datetime], int] = lambda _today, _now: 0


def holders() -> list[Holder]:
    """All rooms that hold data about persons."""
    return [import_string(path) for path in settings.HOLDERS]


def wipe(rows: models.QuerySet[Any], others: Mapping[str, Any] | None = None, *, but: Sequence[str] = ()) -> int:
    """Blank every sealed column of some rows, but for those named; `others` are set beside it. How many rows."""
    fields = rows.model._meta.local_concrete_fields
    sealed = {each.attname: "" for each in fields if isinstance(each, EncryptedText) and each.attname not in but}
    return rows.update(**sealed, **(others or {}))
