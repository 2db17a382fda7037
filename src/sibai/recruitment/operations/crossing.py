"""Files of the two machines: notices out of the office and into the public machine, applications out of it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.db.models import Q

from sibai.audit.heads import public_key
from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.db import keys
from sibai.people.actor import Actor
from sibai.recruitment.crossing import notices_file, parcels, sealed_file
from sibai.recruitment.crossing.boxes import Damaged
from sibai.recruitment.crossing.sealed_file import Head, Item
from sibai.recruitment.crossing.signatures import name_of
from sibai.recruitment.models import LoadedNotices, SealedApplication
from sibai.recruitment.operations.sealed import boxed
from sibai.recruitment.queries.desk import loaded
from sibai.recruitment.queries.exporting import document
from sibai.recruitment.queries.public_notices import from_plain

NOTICES, SEALED = "公告和回执文件", "公众机器的报名文件"


class BadNotices(Refusal):
    """A notices file that is not loaded; what was loaded before stays."""


class NothingToSeal(Refusal):
    """Nothing waits to be carried across, or no notices are loaded yet."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a notices file brought: how many notices, how many boxes were emptied."""

    notices: int
    emptied: int


@act("recruitment.export_notices")
def export_notices(*, actor: Actor, now: datetime) -> bytes:
    """The notices file for the public machine, signed by the office."""
    made = document(now)
    facts = {"notices": len(made["notices"]), "states": len(made["states"])}
    record(actor, None, at=now, facts=facts, label=NOTICES)
    return notices_file.write(made, keys.signing_key())


@act("recruitment.load_notices")
def load_notices(*, actor: Actor, content: bytes, now: datetime) -> Loaded:
    """Machine apart: take the office's file in place of the one before, and empty the boxes that the office has.

    BadNotices where the file is damaged, another's or older than what is loaded.
    """
    made = _read(content)
    LoadedNotices.objects.all().delete()
    LoadedNotices.objects.create(
        issued_at=datetime.fromisoformat(made["issued_at"]),
        loaded_at=now,
        sha256=hashlib.sha256(content).hexdigest(),
        content=json.dumps(made, ensure_ascii=False),
    )
    states: Mapping[str, Mapping[str, Any]] = made["states"]
    emptied = 0
    for row in SealedApplication.objects.filter(taken_at__isnull=True).defer("box"):
        if row.receipt_digest in states:
            SealedApplication.objects.filter(pk=row.pk).update(box=b"", size=0, taken_at=now)
            emptied += 1
    _forget(states, {each["id"] for each in made["notices"]})
    record(actor, None, at=now, facts={"notices": len(made["notices"]), "taken": emptied}, label=NOTICES)
    return Loaded(len(made["notices"]), emptied)


def _read(content: bytes) -> dict[str, Any]:
    """The document of a file that may be loaded. BadNotices."""
    try:
        made = notices_file.read(content, settings.OWN.office_key)
        for each in made["notices"]:
            from_plain(each)
        issued = datetime.fromisoformat(made["issued_at"])
    except (Damaged, KeyError, TypeError, ValueError) as error:
        told = f"文件损坏、被改动过，或不是登记的办公网（{name_of(settings.OWN.office_key)}）签发的，没有装入。"
        raise BadNotices(told) from error
    last = LoadedNotices.objects.order_by("-issued_at").first()
    if last is not None and last.sha256 == hashlib.sha256(content).hexdigest():
        raise BadNotices("这个文件已经装入了，没有改动。")
    if last is not None and issued <= last.issued_at:
        raise BadNotices("已经装入了比这个更新的文件，没有改动。")
    return made


def _forget(states: Mapping[str, Any], rounds: set[str]) -> None:
    """Rows of which nothing is told any more: the office keeps no receipt, or it was withdrawn before it ever left."""
    for row in SealedApplication.objects.defer("box"):
        over = row.taken_at is not None and row.receipt_digest not in states
        never_left = row.withdrawn_at is not None and row.sealed_at is None and str(row.round) not in rounds
        if over or never_left:
            row.delete()


def waiting() -> list[SealedApplication]:
    """Machine apart: what the office does not have yet, and withdrawals that it does not know of; without the boxes."""
    states = loaded().get("states", {})
    not_there = Q(taken_at__isnull=True, withdrawn_at__isnull=True)
    gone = Q(withdrawn_at__isnull=False, sealed_at__isnull=False)
    rows = SealedApplication.objects.filter(not_there | gone).defer("box").order_by("received_at", "pk")
    return [row for row in rows if row.withdrawn_at is None or not states.get(row.receipt_digest, NEW)["withdrawal"]]


NEW: Mapping[str, Any] = {"withdrawal": False}
"""What the office says of an application that it does not know."""


@act("recruitment.seal_file")
def seal_file(*, actor: Actor, out: IO[bytes], now: datetime) -> Head:
    """Machine apart: write what waits as one file for the office. NothingToSeal.

    It stays until the office's next notices say that it arrived: a file that was lost is simply made again.
    """
    notices = loaded()
    rows = waiting()
    if not notices:
        raise NothingToSeal("还没有装入公告文件，先执行 sibai public load。")
    if not rows:
        raise NothingToSeal("没有等着送到县里的报名。")
    gone = {row.pk: _withdrawal(row) for row in rows if row.withdrawn_at is not None}
    head = Head(
        county=notices["county"],
        file=uuid.uuid4(),
        machine=public_key(),
        made_at=now,
        office=hashlib.sha256(bytes.fromhex(notices["seal_key"])).hexdigest(),
        items=tuple(_item(row, gone) for row in rows),
    )
    sealed_file.write(out, head, lambda item: gone[item.id] if item.id in gone else _box(item), keys.signing_key())
    for row in rows:
        SealedApplication.objects.filter(pk=row.pk, sealed_at__isnull=True).update(sealed_at=now)
    record(actor, None, at=now, facts={"items": len(rows)}, label=SEALED, place=notices["county"])
    return head


def _withdrawal(row: SealedApplication) -> bytes:
    words = {"round": str(row.round), "receipt_digest": row.receipt_digest}
    return boxed(row.pk, parcels.Parcel(parcels.WITHDRAWAL, words))


def _item(row: SealedApplication, gone: Mapping[uuid.UUID, bytes]) -> Item:
    if row.pk in gone:
        return Item(row.pk, len(gone[row.pk]), hashlib.sha256(gone[row.pk]).hexdigest())
    return Item(row.pk, row.size, row.sha256)


def _box(item: Item) -> bytes:
    return bytes(SealedApplication.objects.values_list("box", flat=True).get(pk=item.id))
