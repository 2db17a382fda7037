"""After a new encryption key was made: every file sealed anew, one by one; a run may be broken off."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sibai.db import keys
from sibai.documents import vault
from sibai.documents.models import StoredFile

AT_ONCE = 100
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many files were sealed anew, and how many could not be opened and stay as they are."""

    done: int
    lost: int


def reseal() -> Resealed:
    """Seal with the newest key whatever is sealed with an older one.

    A file is replaced at one stroke and names its key itself; its row follows. A run that was broken off is taken up by
    the next. What is lost is told in the program's log by its number.
    """
    newest, done, lost = keys.newest(), 0, 0
    waiting = StoredFile.objects.filter(key_number__lt=newest, erased_at=None).order_by("pk")
    numbers = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    while numbers:
        for number in numbers:
            try:
                old = vault.sealed_with(number) < newest
                key_number = vault.put(number, vault.get(number)) if old else newest
            except vault.Lost:
                logger.error("stored file %s cannot be opened", number)
                lost += 1
                continue
            StoredFile.objects.filter(pk=number).update(key_number=key_number)
            done += 1
        numbers = list(waiting.filter(pk__gt=numbers[-1]).values_list("pk", flat=True)[:AT_ONCE])
    return Resealed(done, lost)
