"""Values encrypted at rest, and the blind index by which an exact value can still be found."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from sibai.db import keys

NONCE_BYTES, TAG_BYTES = 12, 16
ALGORITHMS = {"A": algorithms.AES, "S": algorithms.SM4}
LETTER = {"AES-256-GCM": "A", "SM4-GCM": "S"}
SM4_KEY_BYTES = 16


class Unreadable(Exception):
    """A stored value that does not open: damaged, or moved from the column that it was sealed for."""


def _cipher(letter: str, number: int, nonce: bytes, tag: bytes | None) -> Cipher[modes.GCM]:
    key = keys.data_key(number)
    if letter == "S":
        key = hashlib.sha256(b"sm4" + key).digest()[:SM4_KEY_BYTES]
    return Cipher(ALGORITHMS[letter](key), modes.GCM(nonce, tag))


def seal(label: str, text: str) -> str:
    """`text` sealed for the column `label`: `A.key number.base64(nonce, tag, ciphertext)`."""
    head, body = _sealed(label, text.encode())
    return f"{head}{base64.b64encode(body).decode()}"


def unseal(label: str, sealed: str) -> str:
    """The text again. Unreadable where it was changed, comes from another column, or its key is not there."""
    try:
        letter, number, body = sealed.split(".", 2)
        return _opened(label, letter, int(number), base64.b64decode(body, validate=True)).decode()
    except (ValueError, KeyError, InvalidTag, keys.KeyMissing) as error:
        raise Unreadable(f"{label} 的一个加密值打不开：已损坏，或密钥不对") from error


def seal_bytes(label: str, content: bytes) -> bytes:
    """The content of a file sealed for `label`: `A.key number.` in ASCII, then nonce, tag and ciphertext."""
    head, body = _sealed(label, content)
    return head.encode() + body


def unseal_bytes(label: str, sealed: bytes) -> bytes:
    """The content again. Unreadable where it was changed or was sealed for something else."""
    try:
        letter, number, body = sealed.split(b".", 2)
        return _opened(label, letter.decode(), int(number), body)
    except (ValueError, KeyError, InvalidTag, keys.KeyMissing) as error:
        raise Unreadable(f"{label} 的存档打不开：已损坏，或密钥不对") from error


def _sealed(label: str, content: bytes) -> tuple[str, bytes]:
    letter, number = LETTER[settings.OWN.cipher], keys.newest()
    nonce = secrets.token_bytes(NONCE_BYTES)
    encryptor = _cipher(letter, number, nonce, None).encryptor()
    encryptor.authenticate_additional_data(label.encode())
    hidden = encryptor.update(content) + encryptor.finalize()
    return f"{letter}.{number}.", nonce + encryptor.tag + hidden


def _opened(label: str, letter: str, number: int, raw: bytes) -> bytes:
    nonce, raw = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
    tag, hidden = raw[:TAG_BYTES], raw[TAG_BYTES:]
    decryptor = _cipher(letter, number, nonce, tag).decryptor()
    decryptor.authenticate_additional_data(label.encode())
    return decryptor.update(hidden) + decryptor.finalize()


def key_number(sealed: str) -> int:
    """Which key a stored value was sealed with."""
    return int(sealed.split(".", 2)[1])


def blind_index(label: str, value: str) -> str:
    """A keyed digest by which the exact value can be found, and nothing else told of it; blank for a blank."""
    if not value:
        return ""
    return hmac.new(keys.index_key(), f"{label}\n{value}".encode(), hashlib.sha256).hexdigest()
