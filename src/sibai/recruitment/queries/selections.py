"""Rounds for pages and for the rooms above."""

from __future__ import annotations

from django.db import models

from sibai.db.querysets import Scope
from sibai.recruitment.models import Selection


def ready_to_sign(scope: Scope) -> models.QuerySet[Selection]:
    """Rounds whose chosen person has passed the pre-job training and can sign, with person and village at hand."""
    return (
        Selection.objects.within(scope)
        .filter(state="to_sign")
        .select_related("vacancy__village", "chosen__person")
        .order_by("vacancy__village_id", "number")
    )
