"""A box that only the office can open: X25519 with a key made for one box, HKDF-SHA256, AES-256-GCM.

`box = public key of the box (32 bytes) + ciphertext and tag`. What the box is (`label`) is bound to it: a box put in
the place of another does not open.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PUBLIC_BYTES, KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 32, 12, 16
OVERHEAD = PUBLIC_BYTES + TAG_BYTES
INFO = b"sibai sealed box 1"


class Damaged(Exception):
    """What came across is not what was sent, or was sent to somebody else."""


def close_box(content: bytes, office: bytes, label: bytes) -> bytes:
    """`content` sealed to the office's public key (32 bytes)."""
    own = X25519PrivateKey.generate()
    public = own.public_key().public_bytes_raw()
    key, nonce = _derived(own.exchange(X25519PublicKey.from_public_bytes(office)), public, office)
    return public + AESGCM(key).encrypt(nonce, content, label)


def open_box(box: bytes, key: X25519PrivateKey, label: bytes) -> bytes:
    """The content again. Damaged where a bit was changed, the label is another's or the key does not fit."""
    public, hidden = box[:PUBLIC_BYTES], box[PUBLIC_BYTES:]
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(public))
        own_key, nonce = _derived(shared, public, key.public_key().public_bytes_raw())
        return AESGCM(own_key).decrypt(nonce, hidden, label)
    except (ValueError, InvalidTag) as error:
        raise Damaged("box") from error


def _derived(shared: bytes, public: bytes, office: bytes) -> tuple[bytes, bytes]:
    """The key and the nonce of one box; both belong to its own key pair, so neither ever comes twice."""
    made = HKDF(SHA256(), KEY_BYTES + NONCE_BYTES, salt=public + office, info=INFO).derive(shared)
    return made[:KEY_BYTES], made[KEY_BYTES:]
