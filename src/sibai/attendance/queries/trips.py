"""Approved trips: facts of attendance that a travel claim cites."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import models

from sibai.attendance.models import Trip
from sibai.db.querysets import Scope
from sibai.measure.dates import month_last


def trips(scope: Scope) -> models.QuerySet[Trip]:
    """Trips in the scope, person and village at hand."""
    return Trip.objects.within(scope).select_related("person", "village__parent", "stint")


def approved(person_id: UUID, month: date) -> models.QuerySet[Trip]:
    """The approved trips of a person with a day in a month, in order."""
    rows = Trip.objects.filter(person=person_id, state="approved", start__lte=month_last(month), end__gte=month)
    return rows.select_related("village").order_by("start", "pk")
