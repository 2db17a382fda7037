"""Erasing texts of the log when a person's data have to go: the chain keeps their commitments and stays whole."""

from __future__ import annotations

from uuid import UUID

from sibai.audit.models import Entry, EntryText


def erase_texts(person_id: UUID) -> int:
    """Erase the free texts of all entries about a person; how many. A plain function for the act that erases."""
    entries = Entry.objects.filter(person=person_id).values("seq")
    return EntryText.objects.filter(entry__in=entries).delete()[0]
