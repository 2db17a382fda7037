"""Rosters' files when their time is over: with whoever stands in them, or because nobody confirmed them. Plain."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from sibai.documents.models import StoredFile
from sibai.documents.operations.keeping import erase
from sibai.employment.models import RosterImport

WAITS = timedelta(days=30)
"""So long a roster waits to be confirmed before its file is taken away."""


def forget_in_rosters(person_id: UUID, now: datetime) -> int:
    """Erase the files of the imports that brought a person in: a file cannot lose one row. How many."""
    key = str(person_id)
    kept = RosterImport.objects.filter(state="imported", file__erased_at=None)
    files = [row.file_id for row in kept if key in row.touched or key in row.made.get("people", ())]
    return erase(StoredFile.objects.filter(pk__in=files), now=now)


def drop_forgotten(today: date, now: datetime) -> int:
    """Give up the rosters that nobody confirmed in time, and erase their files. How many."""
    waiting = RosterImport.objects.filter(state="uploaded")
    over = [row for row in waiting if timezone.localdate(row.uploaded_at) + WAITS < today]
    return drop_rosters(over, now)


def drop_rosters(rows: list[RosterImport], now: datetime) -> int:
    """Give imports up that wait: the files go, the rows say so. How many."""
    erase(StoredFile.objects.filter(pk__in=[row.file_id for row in rows]), now=now)
    return sum(
        RosterImport.objects.filter(pk=row.pk, state="uploaded").update(state="dropped", version=row.version + 1)
        for row in rows
    )
