"""The file from the public machine to the office: a signed list of boxes, and the boxes behind it.

    SIBAI-SEALED-1\\n · length of the list (4 bytes, high byte first) · the list (JSON) · its signature (64) · the boxes

The list has for each box its number, size and SHA-256, so the one signature holds them all; it says nothing of anybody.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, BinaryIO
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sibai.recruitment.crossing.boxes import Damaged
from sibai.recruitment.crossing.signatures import SIGNATURE_BYTES, is_signed, signed

MAGIC = b"SIBAI-SEALED-1\n"
KIND = b"sibai sealed file 1"
LENGTH = struct.Struct(">I")
LONGEST_LIST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Item:
    """One box in the list."""

    id: UUID
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """The list: which county, file and machine, when, for which key of the office, and the boxes."""

    county: str
    file: UUID
    machine: str
    made_at: datetime
    office: str
    items: tuple[Item, ...]

    def encoded(self) -> bytes:
        """As it stands in the file."""
        items = [{"id": str(each.id), "size": each.size, "sha256": each.sha256} for each in self.items]
        plain = {
            "county": self.county,
            "file": str(self.file),
            "machine": self.machine,
            "made_at": self.made_at.isoformat(),
            "office": self.office,
            "items": items,
        }
        return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()


def write(out: IO[bytes], head: Head, boxes: Callable[[Item], bytes], key: Ed25519PrivateKey) -> None:
    """Write the file; `boxes` gives the box of an item, one at a time."""
    listed = head.encoded()
    before = MAGIC + LENGTH.pack(len(listed)) + listed
    out.write(before + signed(KIND, before, key))
    for item in head.items:
        out.write(boxes(item))


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file whose list and length are right; each box is judged as it is taken out."""

    stream: BinaryIO
    head: Head
    start: int
    sha256: str

    def box(self, item: Item) -> bytes:
        """One box. Damaged where it is not the one of the list."""
        before = sum(each.size for each in self.head.items[: self.head.items.index(item)])
        self.stream.seek(self.start + before)
        content = self.stream.read(item.size)
        if hashlib.sha256(content).hexdigest() != item.sha256:
            raise Damaged("box")
        return content


def read(stream: BinaryIO, machine: str) -> Sealed:
    """The file again. Damaged where it is none, or the machine whose key this is did not make it just so."""
    stream.seek(0)
    opening = stream.read(len(MAGIC) + LENGTH.size)
    if not opening.startswith(MAGIC) or len(opening) != len(MAGIC) + LENGTH.size:
        raise Damaged("form")
    (length,) = LENGTH.unpack(opening[len(MAGIC) :])
    if length > LONGEST_LIST:
        raise Damaged("form")
    listed, signature = stream.read(length), stream.read(SIGNATURE_BYTES)
    if not is_signed(KIND, opening + listed, signature, machine):
        raise Damaged("signature")
    head = _head(json.loads(listed))
    start = stream.tell()
    if stream.seek(0, 2) != start + sum(item.size for item in head.items):
        raise Damaged("length")
    return Sealed(stream, head, start, hashlib.sha256(opening + listed + signature).hexdigest())


def _head(plain: dict[str, Any]) -> Head:
    items: Sequence[dict[str, Any]] = plain["items"]
    return Head(
        plain["county"],
        UUID(plain["file"]),
        plain["machine"],
        datetime.fromisoformat(plain["made_at"]),
        plain["office"],
        tuple(Item(UUID(each["id"]), int(each["size"]), each["sha256"]) for each in items),
    )
