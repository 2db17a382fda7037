"""Who made a file: Ed25519 over a name for its kind, a line end and its bytes, so that no signature serves twice."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE_BYTES = 64


def signed(kind: bytes, content: bytes, key: Ed25519PrivateKey) -> bytes:
    """The signature of a file."""
    return key.sign(kind + b"\n" + content)


def is_signed(kind: bytes, content: bytes, signature: bytes, key: str) -> bool:
    """Whether the owner of a key (hex) signed this very file."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, kind + b"\n" + content)
    except (ValueError, InvalidSignature):
        return False
    return True


def name_of(key: str) -> str:
    """The first digits of a key in groups, for people to compare."""
    return "-".join(key[start : start + 4] for start in range(0, 16, 4))
