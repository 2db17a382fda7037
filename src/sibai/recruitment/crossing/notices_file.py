"""The file from the office to the public machine: notices, the text for applicants, states of what was taken in.

`SIBAI-NOTICES-1`, a line of JSON, the signature in hex: three lines, each with its end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sibai.recruitment.crossing.boxes import Damaged
from sibai.recruitment.crossing.signatures import is_signed, signed

MAGIC = b"SIBAI-NOTICES-1"
KIND = b"sibai notices file 1"
SIGNATURE = re.compile(rb"[0-9a-f]{128}")
LARGEST = 32 * 1024 * 1024


def write(document: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """The file of a document, signed by the office."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return b"\n".join((MAGIC, text, signed(KIND, text, key).hex().encode(), b""))


def read(content: bytes, office: str) -> dict[str, Any]:
    """The document again. Damaged where it is none, or not wholly as the owner of the key `office` signed it."""
    parts = content.split(b"\n")
    if len(parts) != 4 or parts[0] != MAGIC or parts[3] or not SIGNATURE.fullmatch(parts[2]):
        raise Damaged("form")
    if not is_signed(KIND, parts[1], bytes.fromhex(parts[2].decode()), office):
        raise Damaged("signature")
    return dict(json.loads(parts[1]))
