"""Held pay that cites a case: payroll's own rows, found by the number of the case."""

from __future__ import annotations

from django.db import models

from sibai.casework.models import Check
from sibai.payroll.models import Hold


def holds_of(check: Check) -> models.QuerySet[Hold]:
    """The holds of the person that cite a case as their ground, in order."""
    return Hold.objects.filter(person=check.person_id, document=check.label).order_by("proposed_at", "pk")
