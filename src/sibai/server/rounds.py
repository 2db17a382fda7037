"""What the site does by itself while it runs: sign the log, sweep files that no row names, end and clear sessions.

It is a process of its own beside the server: SQLite's locks do not survive a fork, so nothing that holds a connection
may live in the process that the server's workers are forked from.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from sibai.audit.heads import sign
from sibai.audit.models import Head
from sibai.documents.operations.sweeping import sweep
from sibai.people.actor import system
from sibai.people.operations.sessions import run_out_all
from sibai.places.models import Place

logger = logging.getLogger("sibai")
EVERY = timedelta(hours=1)
LOOK_EVERY = 5.0
"""Seconds between two looks at whether the server is still there."""


def one_round() -> None:
    """Once: a signed head where there is something new, stray files away, sessions ended that ran out."""
    now = timezone.now()
    county = str(Place.objects.filter(level="county").values_list("code", flat=True).first() or "")
    if county and Head.objects.filter(seq__gt=0).exists():
        sign(county=county, now=now)
        sweep(system(county), now)
    if county:
        run_out_all(county, now)
    Session.objects.filter(expire_date__lt=now - timedelta(hours=settings.OWN.session_hours)).delete()


def keep_rounds(server: int | None = None) -> int:
    """Hourly, as long as the server lives; a database that is busy is tried again the next time.

    `server` is the server's process: one that fell before this one woke has left it to another parent.
    """
    server = server or os.getppid()
    while os.getppid() == server:
        try:
            one_round()
        except DatabaseError as error:
            logger.warning("round: %s", type(error).__name__)
        finally:
            close_old_connections()
            connection.close()
        until = time.monotonic() + EVERY.total_seconds()
        while time.monotonic() < until:
            if os.getppid() != server:
                return 0
            time.sleep(LOOK_EVERY)
    return 0


def beside() -> subprocess.Popen[bytes]:
    """Start the rounds beside the server; they end by themselves when it does."""
    command = [sys.executable, "-m", "sibai.cli", "rounds", "--server", str(os.getpid())]
    return subprocess.Popen(command)  # noqa: S603 - our own program
