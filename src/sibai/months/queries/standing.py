"""Whether a month is closed, and what was done in it when."""

from __future__ import annotations

from datetime import date

from django.db import models

from sibai.db.querysets import Scope
from sibai.months.models import ClosedMonth, Deed


def is_closed(month: date) -> bool:
    """Whether the payroll of a month is closed."""
    return ClosedMonth.objects.filter(month=month).exists()


def deeds(month: date, kind: str, scope: Scope) -> models.QuerySet[Deed]:
    """The deeds of a kind in a month, place by place."""
    return Deed.objects.within(scope).filter(month=month, kind=kind).order_by("place_code")
