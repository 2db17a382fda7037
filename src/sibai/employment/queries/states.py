"""What runs at a post, read together with the stint: one query for any number of stints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from sibai.employment.models import Contract, Ending, Renewal, Resignation, Stint
from sibai.employment.queries.terms import standing_grades

PARTS = ("contract", "renewal", "resignation", "ending", "grade")


@dataclass(frozen=True, slots=True)
class Doc:
    """One paper or flow of a stint: `state` of its flow, `until` its own day (contract: last day; grade: none)."""

    id: UUID
    state: str
    version: int = 1
    start: date | None = None
    until: date | None = None
    by: date | None = None
    kind: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class PostState:
    """A stint with what runs: the last labour contract, renewal and resignation, the ending, the last grade."""

    stint: Stint
    contract: Doc | None
    renewal: Doc | None
    resignation: Doc | None
    ending: Doc | None
    grade: Doc | None

    def on_post(self, day: date) -> bool:
        """Whether the post is held on a day."""
        return self.stint.start <= day and (self.stint.end is None or self.stint.end >= day)


def with_states(rows: models.QuerySet[Stint]) -> models.QuerySet[Stint]:
    """Stints annotated with what runs, for `state_of`."""
    contracts = Contract.objects.filter(stint=OuterRef("pk"), kind=Contract.LABOUR).exclude(state="void")
    renewals = Renewal.objects.filter(stint=OuterRef("pk")).exclude(state="withdrawn")
    resignations = Resignation.objects.filter(stint=OuterRef("pk")).exclude(state="withdrawn")
    endings = Ending.objects.filter(stint=OuterRef("pk")).exclude(state="withdrawn")
    grades = standing_grades().filter(person=OuterRef("person"))
    common = {"id": "pk", "state": "state", "version": "version"}
    return rows.annotate(
        contract_doc=first(contracts.order_by("-end", "-start"), **common, start="start", until="end", by="sign_by"),
        renewal_doc=first(renewals.order_by("-proposed_at", "-pk"), **common, start="start", until="end"),
        resignation_doc=first(resignations.order_by("-entered_at", "-pk"), **common, until="last_day"),
        ending_doc=first(endings, **common, until="last_day", kind="kind"),
        grade_doc=first(grades.order_by("-year"), **common, kind="grade", number="year"),
    )


def first(rows: models.QuerySet[Any], **fields: str) -> Subquery:
    """The first of some rows as one annotation, for `doc`: names of `Doc` and the columns that they come from."""
    return Subquery(rows.values(doc=JSONObject(**fields))[:1])


def state_of(stint: Stint) -> PostState:
    """What runs at a stint that `with_states` read."""
    return PostState(stint, *(doc(getattr(stint, f"{part}_doc")) for part in PARTS))


def doc(told: Mapping[str, Any] | None) -> Doc | None:
    """A part as the database wrote it: keys and days as text."""
    if told is None:
        return None
    days = {name: date.fromisoformat(told[name]) for name in ("start", "until", "by") if told.get(name)}
    return Doc(
        id=UUID(str(told["id"])),
        state=str(told["state"]),
        version=int(told.get("version", 1)),
        kind=str(told.get("kind", "")),
        number=int(told.get("number", 0)),
        **days,
    )
