"""Handing a kept file out: a personal one is an act, with its entry in the log."""

from __future__ import annotations

from datetime import datetime

from sibai.audit.operations import ActorLike, act, record
from sibai.documents import vault
from sibai.documents.models import StoredFile


def content_of(actor: ActorLike, file: StoredFile, now: datetime) -> bytes:
    """The bytes of a file that the actor's scope holds. `vault.Lost` where they are gone or damaged."""
    if file.person is None:
        return vault.get(file.pk)
    return open_personal(actor=actor, file=file, now=now)


@act("documents.open")
def open_personal(*, actor: ActorLike, file: StoredFile, now: datetime) -> bytes:
    """The bytes of a file about a person; who opened it stays in the log."""
    content = vault.get(file.pk)
    record(actor, file, at=now, facts={"kind": file.kind}, person=file.person)
    return content
