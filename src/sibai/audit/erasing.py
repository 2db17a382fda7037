"""Erasing texts of the log when a person's data have to go: the chain keeps their commitments and stays whole."""

from __future__ import annotations

from uuid import UUID

from sibai.audit.models import Entry, EntryText
from sibai.audit.operations import note_erased


def erase_texts(person_id: UUID) -> int:
    """Erase the free texts of all entries about a person; how many. A plain function for the act that erases.

    Its entry then names these entries: a text that goes without being named is missing (`checking`).
    """
    texts = EntryText.objects.filter(entry__in=Entry.objects.filter(person=person_id).values("seq"))
    note_erased(texts.values_list("entry_id", flat=True))
    return texts.delete()[0]
