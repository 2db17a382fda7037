"""What the site does by itself while it runs: sign the head of the log, clear sessions that ended long ago."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from sibai.audit.heads import sign

logger = logging.getLogger("sibai")
EVERY = timedelta(hours=1)


def one_round() -> None:
    """Once: a signed head where there is something new, old sessions away."""
    now = timezone.now()
    sign(now)
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
