"""How an entry is written as bytes and chained: documented to the byte, so that a stranger can check it.

The hash of an entry is the SHA-256, in lower-case hex, of 0x00 and the UTF-8 JSON of its fields (`FIELDS`, keys
sorted, no blanks, no escapes for Chinese), in which `prev` is the hash of the entry before, sixty-four zeros for the
first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64
FIELDS = (
    "seq",
    "at",
    "user",
    "account",
    "role",
    "place",
    "on_behalf_of",
    "address",
    "action",
    "outcome",
    "object_type",
    "object_id",
    "object_label",
    "person",
    "facts",
    "commitments",
    "command",
    "prev",
)


def canonical(entry: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed."""
    fields = {name: entry[name] for name in FIELDS}
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def entry_hash(entry: Mapping[str, Any]) -> str:
    """The hash of an entry, which covers the hash of the one before."""
    return hashlib.sha256(b"\x00" + canonical(entry)).hexdigest()


def moment(at: datetime) -> str:
    """A moment as the chain writes it: UTC, microseconds, Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def commitment(salt: str, text: str) -> str:
    """What the chain keeps of a text that may have to be erased."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def line(entry: Mapping[str, Any], own_hash: str) -> bytes:
    """An entry as an export writes it, without the line's end: the bytes that are hashed stand in it unchanged."""
    return b'{"entry":' + canonical(entry) + b',"hash":"' + own_hash.encode() + b'"}'


HEAD_DOMAIN = "sibai-head-v1"


def statement(county: str, seq: int, head: str, at: str, previous: str) -> bytes:
    """The bytes that a signed head signs: six lines of UTF-8, each ended by one line feed.

    The words `sibai-head-v1`, the county's code, the number of the last entry, its hash, the moment as `moment` writes
    it, and the SHA-256 in hex of the statement of the signed head before (sixty-four zeros for the first).
    """
    return "".join(f"{part}\n" for part in (HEAD_DOMAIN, county, seq, head, at, previous)).encode()


def in_groups(digits: str) -> str:
    """Hex digits in groups of four, as people read them aloud."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


SHORT = 16
"""So many hex digits of a hash are enough to print: nobody finds another chain that begins with the same."""


def short(digits: str) -> str:
    """The short form of a hash: its first sixteen digits in four groups."""
    return in_groups(digits[:SHORT])
