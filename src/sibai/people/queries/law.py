"""The law in force on a day, the county's own values included: the rulebook stands above, settings say where it is."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from sibai.measure.law import LawOn


def law_on(day: date) -> LawOn:
    """Parameters and readings of a day, from `settings.LAW_ON`."""
    law: LawOn = import_string(settings.LAW_ON)(day)
    return law
