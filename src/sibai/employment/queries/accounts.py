"""Which coordinators on post have no account yet."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q

from sibai.db.querysets import Scope
from sibai.employment.models import Stint
from sibai.employment.queries.stints import on_post
from sibai.people.models import Holding


def without_account(scope: Scope, today: date) -> models.QuerySet[Stint]:
    """Stints running today whose person cannot sign in as a coordinator, in the order of the villages."""
    held = Holding.objects.filter(
        Q(end__isnull=True) | Q(end__gte=today), user__person=OuterRef("person"), role="coordinator"
    )
    return on_post(scope, today).exclude(Exists(held)).select_related("person", "village").order_by("village_id")
