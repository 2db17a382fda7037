"""What the room's views find: a month by its address, a place, a sheet, all in scope or 404."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from sibai.attendance.models import Sheet
from sibai.attendance.queries.month import MonthRules, month_of, month_rules, this_month
from sibai.attendance.queries.sheets import sheets
from sibai.audit.refusals import Refusal
from sibai.people.pages import found
from sibai.people.pages.acting import actor_of, clock
from sibai.places.models import Place

FAR = 400
"""So many days ahead a calendar can be looked at."""


def month_in(text: str, *, ahead: int = 0) -> MonthRules:
    """A month that has begun (or begins within `ahead` days), by its address."""
    today, _ = clock()
    month = month_of(text)
    if month is None or (month - this_month(today)).days > ahead:
        raise Http404
    return rules_of(month)


def rules_of(month: date) -> MonthRules:
    """A month as the rules see it; there is none before the measure took effect."""
    try:
        return month_rules(month)
    except Refusal as refusal:
        raise Http404 from refusal


def place_in(request: HttpRequest, code: str, *levels: str) -> Place:
    """A place in scope, of one of some levels."""
    rows: Any = Place.objects.within(actor_of(request).scope).select_related("parent")
    return found(rows.filter(level__in=levels), pk=code)  # type: ignore[no-any-return]


def sheet_in(request: HttpRequest, rules: MonthRules, code: str) -> Sheet:
    """A village's sheet in scope."""
    return found(sheets(actor_of(request).scope), village=code, month=rules.month)
