"""Scope, applied once: what lies outside a user's place does not exist for that user.

Area codes have twelve digits whose prefix is the town and the county, so an area is a range of codes: one comparison
that an index serves on both engines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

CODE_DIGITS = 12
COUNTY_DIGITS, TOWN_DIGITS = 6, 9


@dataclass(frozen=True, slots=True)
class Scope:
    """The codes from `low` to `high`, both included; for a coordinator only what is about `person_id`."""

    low: str = ""
    high: str = ""
    person_id: UUID | None = None

    @property
    def nothing(self) -> bool:
        """Whether no business data lie in this scope at all."""
        return not self.low

    def holds(self, code: str) -> bool:
        """Whether a place lies in this scope."""
        return bool(self.low) and self.low <= code <= self.high


NOTHING = Scope()


def area(code: str) -> Scope:
    """The scope of a place: a county's, a town's or a village's code."""
    for digits in (COUNTY_DIGITS, TOWN_DIGITS):
        if code[digits:] == "0" * (CODE_DIGITS - digits):
            return Scope(code, code[:digits] + "9" * (CODE_DIGITS - digits))
    return Scope(code, code)


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset of rows that belong to a place. The model says where the code stands: `SCOPE = "village_id"`.

    `PERSON_SCOPE` is the path to the person a row is about; without it a coordinator sees none of the rows.
    """

    def within(self, scope: Scope) -> Self:
        """Only what lies in the scope."""
        if scope.nothing:
            return self.none()
        path = self.model.SCOPE
        rows = self.filter(**{f"{path}__gte": scope.low, f"{path}__lte": scope.high})
        if scope.person_id is None:
            return rows
        about = getattr(self.model, "PERSON_SCOPE", None)
        return rows.filter(Q(**{about: scope.person_id})) if about else self.none()
