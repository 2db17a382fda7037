"""What the site does by itself while it runs: sign the log, sweep files that no row names, clear old sessions."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from sibai.audit.heads import sign
from sibai.audit.models import Head
from sibai.documents.operations.sweeping import sweep
from sibai.people.actor import system
from sibai.places.models import Place

logger = logging.getLogger("sibai")
EVERY = timedelta(hours=1)


def one_round() -> None:
    """Once: a signed head where there is something new, old sessions away."""
    now = timezone.now()
    county = str(Place.objects.filter(level="county").values_list("code", flat=True).first() or "")
    if county and Head.objects.filter(seq__gt=0).exists():
        sign(county=county, now=now)
        sweep(system(county), now)
    Session.objects.filter(expire_date__lt=now - timedelta(hours=settings.OWN.session_hours)).delete()


def keep_rounds() -> None:
    """For ever, hourly; a database that is busy is tried again the next time."""
    while True:
        try:
            one_round()
        except DatabaseError as error:
            logger.warning("round: %s", type(error).__name__)
        finally:
            close_old_connections()
        time.sleep(EVERY.total_seconds())
