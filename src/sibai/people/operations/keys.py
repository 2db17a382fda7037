"""A new encryption key, and everything sealed anew with it: in small steps, to be broken off and taken up at any time.

Old keys stay in their folder: backups made before still need them (docs/operations.md).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast

from sibai.audit.operations import act, record
from sibai.db import keys
from sibai.db.fields import EncryptedText
from sibai.db.sealed import LETTER, Unreadable, seal, unseal
from sibai.documents.operations.resealing import reseal as reseal_files
from sibai.people.actor import Actor

AT_ONCE = 500
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a run did: the number of the key, how many values and files were sealed anew, how many do not open."""

    key_number: int
    values: int
    files: int
    lost: int


def rotate(actor: Actor, now: datetime) -> Rotation:
    """Make a key, unless an earlier run was broken off, and seal everything with it. Two entries of the log.

    Each batch is a transaction of its own: whoever works meanwhile waits for a batch at most.
    """
    if not unfinished():
        begin(actor=actor, now=now)
    return finish_rotation(actor, now)


def finish_rotation(actor: Actor, now: datetime) -> Rotation:
    """Seal with the newest key and the cipher of the settings whatever is sealed otherwise; one entry when done."""
    values = lost = 0
    for model, field in sealed_columns():
        done, unreadable = _reseal(model, field)
        values, lost = values + done, lost + unreadable
    files = reseal_files()
    rotation = Rotation(keys.newest(), values, files.done, lost + files.lost)
    finish(actor=actor, rotation=rotation, now=now)
    return rotation


@act("people.rotate_keys")
def begin(*, actor: Actor, now: datetime) -> int:
    """Make the next key, which encrypts new values from now on; its number."""
    number = keys.add_key()
    record(actor, None, at=now, facts={"number": number}, label=f"{number}号数据密钥")
    return number


@act("people.keys_rotated")
def finish(*, actor: Actor, rotation: Rotation, now: datetime) -> None:
    """The entry of a run that came to its end."""
    facts = {
        "number": rotation.key_number,
        "values": rotation.values,
        "files": rotation.files,
        "lost": rotation.lost,
    }
    record(actor, None, at=now, facts=facts, label=f"{rotation.key_number}号数据密钥")


def unfinished() -> bool:
    """Whether the newest key exists and some value is still sealed with an older one."""
    if keys.newest() == min(keys.numbers(), default=1):
        return False
    return any(_waiting(model, field).exists() for model, field in sealed_columns())


def sealed_columns() -> Iterator[tuple[type[models.Model], EncryptedText]]:
    """Every sealed column of every table."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedText):
                yield model, field


def _waiting(model: type[models.Model], field: EncryptedText) -> models.QuerySet[Any]:
    """Rows whose value is sealed with another key or cipher; `raw` is the value as stored."""
    now_used = f"{LETTER[settings.OWN.cipher]}.{keys.newest()}."
    raw = Cast(field.attname, models.TextField())
    rows = model._default_manager.annotate(raw=raw).exclude(raw="").exclude(raw__startswith=now_used)
    return rows.order_by("pk")


def _reseal(model: type[models.Model], field: EncryptedText) -> tuple[int, int]:
    """One column, in batches; how many were sealed anew and how many do not open."""
    done = lost = 0
    waiting = _waiting(model, field).values_list("pk", "raw")
    batch = list(waiting[:AT_ONCE])
    while batch:
        with transaction.atomic():
            opened = [_reseal_one(model, field, pk, raw) for pk, raw in batch]
        done, lost = done + sum(opened), lost + len(opened) - sum(opened)
        batch = list(waiting.filter(pk__gt=batch[-1][0])[:AT_ONCE])
    return done, lost


def _reseal_one(model: type[models.Model], field: EncryptedText, pk: Any, raw: str) -> bool:
    """One value, unless somebody has changed it meanwhile. False where it does not open: it stays as it is."""
    try:
        sealed = seal(field.label, unseal(field.label, raw))
    except (Unreadable, keys.KeyMissing):
        logger.error("%s of %s cannot be opened", field.label, pk)
        return False
    rows = model._default_manager.annotate(raw=Cast(field.attname, models.TextField())).filter(pk=pk, raw=raw)
    rows.update(**{field.attname: Value(sealed, output_field=models.TextField())})
    return True
