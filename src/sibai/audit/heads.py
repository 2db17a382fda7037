"""Signed heads: what the log was at a moment, signed outside the database, so that other parties can hold it to it.

Signing is no entry of its own when the clock does it (`sign`): it says nothing new, and an entry would be one more to
sign. Somebody who asks for one at the page acts, and the head then covers the entry of that act.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction

from sibai.audit import chain
from sibai.audit.models import Head, SignedHead
from sibai.audit.operations import ActorLike, act, record
from sibai.audit.refusals import Refusal
from sibai.db import keys

PRINTED = ("county", "seq", "hash", "at", "previous", "public_key", "signature")


class NothingToSign(Refusal):
    """The log is empty."""


def public_key() -> str:
    """The key, in hex, by which anybody can check this house's signatures."""
    raw = keys.signing_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return raw.hex()


@transaction.atomic
def sign(*, county: str, now: datetime) -> SignedHead:
    """Sign the log as it stands; the same head is signed once. NothingToSign where there is no entry."""
    head = Head.objects.select_for_update().get(pk=1)
    if not head.seq:
        raise NothingToSign("日志还是空的，没有可签的内容。")
    last = SignedHead.objects.order_by("-seq").first()
    if last is not None and last.seq == head.seq:
        return last
    previous = hashlib.sha256(last.statement).hexdigest() if last is not None else chain.FIRST
    made = SignedHead(county=county, seq=head.seq, hash=head.hash, at=now, previous=previous, public_key=public_key())
    made.signature = keys.signing_key().sign(made.statement).hex()
    made.save(force_insert=True)
    return made


@act("audit.sign")
def ask_for_one(*, actor: ActorLike, county: str, now: datetime) -> SignedHead:
    """A party asks for a signed head now; it covers the entry that says so."""
    record(actor, None, at=now, label="日志头", place=county)
    return sign(county=county, now=now)


def is_signed(head: SignedHead) -> bool:
    """Whether the signature of a head is this house's own over its statement."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head.public_key))
        key.verify(bytes.fromhex(head.signature), head.statement)
    except (InvalidSignature, ValueError):
        return False
    return head.public_key == public_key()


def printed(head: SignedHead) -> dict[str, Any]:
    """A signed head as other parties keep it."""
    made: dict[str, Any] = {name: getattr(head, name) for name in PRINTED}
    return {**made, "at": chain.moment(head.at)}


def kept_line(head: SignedHead) -> bytes:
    """The line of the file that a party keeps (`verify.py --kept FILE`), without the line's end."""
    text = json.dumps({"signed": printed(head)}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
