"""What lies in a box: one application with its scans, or the withdrawal of one.

`length of the words (4 bytes, high byte first) · the words (JSON) · the scans, one after another`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sibai.recruitment.crossing.boxes import Damaged

LENGTH = struct.Struct(">I")
APPLICATION, WITHDRAWAL = "application", "withdrawal"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One scan: which paper it is, under which name it came, its bytes."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """The words of a parcel (what: APPLICATION or WITHDRAWAL, and the rest by name) and its scans."""

    what: str
    words: Mapping[str, Any]
    scans: Sequence[Enclosed] = ()


def pack(parcel: Parcel) -> bytes:
    """The bytes of a parcel."""
    scans = [{"kind": each.kind, "name": each.name, "size": len(each.content)} for each in parcel.scans]
    words = json.dumps({"what": parcel.what, "words": parcel.words, "scans": scans}, ensure_ascii=False).encode()
    return LENGTH.pack(len(words)) + words + b"".join(each.content for each in parcel.scans)


def unpack(content: bytes) -> Parcel:
    """The parcel again. Damaged where it is none."""
    try:
        (length,) = LENGTH.unpack(content[: LENGTH.size])
        end = LENGTH.size + length
        plain = json.loads(content[LENGTH.size : end])
        scans = []
        for each in plain["scans"]:
            scans.append(Enclosed(str(each["kind"]), str(each["name"]), content[end : end + int(each["size"])]))
            end += int(each["size"])
        parcel = Parcel(plain["what"], dict(plain["words"]), tuple(scans))
    except (struct.error, ValueError, KeyError, TypeError) as error:
        raise Damaged("parcel") from error
    if end != len(content):
        raise Damaged("parcel")
    return parcel
