"""Stints and what hangs on them, found: who is on post, the contract that counts, what runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from sibai.db.querysets import Scope
from sibai.employment.models import Contract, Stint


def on_post(scope: Scope, day: date) -> models.QuerySet[Stint]:
    """The coordinators on post on a day, person and village at hand."""
    return (
        Stint.objects.within(scope)
        .filter(Q(end__isnull=True) | Q(end__gte=day), kind=Stint.COORDINATOR, start__lte=day)
        .select_related("person", "village__parent")
        .order_by("village_id")
    )


def stints(scope: Scope) -> models.QuerySet[Stint]:
    """All stints of coordinators in the scope, person and village at hand."""
    return (
        Stint.objects.within(scope).filter(kind=Stint.COORDINATOR).select_related("person__village", "village__parent")
    )


def with_contract_end(rows: models.QuerySet[Stint]) -> models.QuerySet[Stint]:
    """Stints with `contract_end`: the last day of the last labour contract that is not void."""
    contracts = Contract.objects.filter(stint=OuterRef("pk"), kind=Contract.LABOUR).exclude(state="void")
    return rows.annotate(contract_end=Subquery(contracts.order_by("-end").values("end")[:1]))


def last_contract(stint: Stint) -> Contract | None:
    """The labour contract of a stint that ends last."""
    rows = Contract.objects.filter(stint=stint, kind=Contract.LABOUR).exclude(state="void")
    return rows.order_by("-end", "-start").first()


def last_contracts(rows: Sequence[Stint]) -> dict[UUID, Contract]:
    """The same for many, by stint; one query."""
    found = Contract.objects.filter(stint__in=rows, kind=Contract.LABOUR).exclude(state="void").order_by("end", "start")
    return {contract.stint_id: contract for contract in found if contract.stint_id}


def stint_on(person_id: UUID, day: date) -> Stint | None:
    """The coordinator's stint of a person on a day: for rooms above."""
    return (
        Stint.objects.filter(Q(end__isnull=True) | Q(end__gte=day), person=person_id, start__lte=day)
        .filter(kind=Stint.COORDINATOR)
        .select_related("village")
        .first()
    )
