"""Keeping uploads: plain functions that run inside the act of a higher room; they write no entry of the log."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction

from sibai.audit.operations import ActorLike
from sibai.documents import vault
from sibai.documents.checking import SCANS, BadUpload, Checked, check
from sibai.documents.kinds import must_be_known
from sibai.documents.models import Paper, StoredFile

__all__ = ["BadUpload", "attach", "erase", "keep", "void"]
logger = logging.getLogger(__name__)


class Keeper(ActorLike, Protocol):
    """Whoever hands a file in, with the name to show beside it."""

    @property
    def user_name(self) -> str:
        """The user's own name."""


def keep(
    actor: Keeper,
    upload: Any,
    *,
    place_code: str,
    kind: str,
    now: datetime,
    person_id: uuid.UUID | None = None,
    accept: frozenset[str] = SCANS,
) -> StoredFile:
    """Check an upload and keep it: sealed on disk, then its row. BadUpload where it cannot be kept.

    `accept`: SCANS, or TABLES where a workbook is asked for. `person_id`: whom the file is about; opening it is then an
    entry of the log, and a coordinator sees only the own ones.
    """
    checked = check(upload, accept)
    return keep_content(actor, checked, place_code=place_code, kind=kind, now=now, person_id=person_id)


def keep_content(
    actor: Keeper, checked: Checked, *, place_code: str, kind: str, now: datetime, person_id: uuid.UUID | None = None
) -> StoredFile:
    """Keep what was checked before."""
    number = uuid.uuid4()
    key_number = vault.put(number, checked.content)
    return StoredFile.objects.create(
        id=number,
        place_code=place_code,
        person=person_id,
        kind=kind,
        name=checked.name,
        sha256=checked.sha256,
        size=len(checked.content),
        content_type=checked.content_type,
        key_number=key_number,
        kept_at=now,
        kept_by=actor.user_id,
        kept_by_name=actor.user_name,
    )


def attach(
    actor: Keeper,
    subject: models.Model,
    kind: str,
    upload: Any,
    *,
    now: datetime,
    person_id: uuid.UUID | None = None,
    accept: frozenset[str] = SCANS,
) -> Paper:
    """Keep an upload as a paper of an object, which says where it is (`place_code`). BadUpload as `keep`.

    The same bytes as the same paper of the same object are kept once: the paper that is there is returned.
    """
    must_be_known(kind)
    checked = check(upload, accept)
    of = {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk), "kind": kind}
    there = Paper.objects.filter(**of, voided_at__isnull=True, file__sha256=checked.sha256, file__erased_at=None)
    paper: Paper | None = there.order_by("at").first()
    if paper is not None:
        return paper
    place_code = str(subject.place_code)  # type: ignore[attr-defined]
    file = keep_content(actor, checked, place_code=place_code, kind=kind, now=now, person_id=person_id)
    return Paper.objects.create(**of, file=file, at=now, by=actor.user_id)


def void(actor: Keeper, paper: Paper, *, reason: str, now: datetime) -> None:
    """A paper handed in by mistake no longer counts; its file stays as evidence. Nothing where it is void already."""
    Paper.objects.filter(pk=paper.pk, voided_at=None).update(voided_at=now, voided_by=actor.user_id, void_reason=reason)


def erase(files: models.QuerySet[StoredFile], *, now: datetime) -> int:
    """Erase contents and names when their time of keeping is over; the rows stay with the hash. Returns how many.

    What is on disk goes once the transaction is committed; what a crash leaves is swept.
    """
    numbers = list(files.filter(erased_at=None).values_list("pk", flat=True))
    StoredFile.objects.filter(pk__in=numbers).update(erased_at=now, name="")

    def clear() -> None:
        for number in numbers:
            vault.remove(vault.path_of(number))

    transaction.on_commit(clear)
    return len(numbers)
