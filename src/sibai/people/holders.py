"""Rooms that hold data about persons: until when the law keeps them, what they are, how they are erased.

The rooms stand above this one; `settings.HOLDERS` names their `Holder`s, and what is asked of a person is asked of all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

Rows = Sequence[tuple[str, str]]
"""Label and value, as a copy of somebody's data tells them."""


@dataclass(frozen=True, slots=True)
class Holder:
    """What one room answers about persons.

    `kept`: the facts of `sibai.measure.retention` by person (`application_closed_on`, `contract_ended_on`,
    `last_wage_on`, `dealings_open`), for those it knows. `told`: all that it holds about one, by heading.
    `erase`: wipes what is personal in its own rows, without an entry of the log (plain), and says how many rows.
    """

    room: str
    kept: Callable[[Sequence[UUID]], Mapping[UUID, Mapping[str, Any]]]
    told: Callable[[UUID], Sequence[tuple[str, Rows]]]
    erase: Callable[[UUID, datetime], int]


def holders() -> list[Holder]:
    """All rooms that hold data about persons."""
    return [import_string(path) for path in settings.HOLDERS]
