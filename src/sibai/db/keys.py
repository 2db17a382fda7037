"""Keys, which lie in a folder of their own outside the database: encryption by number, the index key, the signing key.

`data-1.key`, `data-2.key` … encrypt; the highest number encrypts new values, the others still open old ones.
`index.key` makes blind indexes. `signing.key` (Ed25519) signs the heads of the log and the files that cross between two
machines; `exchange.key` (X25519) opens what the public machine sealed. Losing the folder loses the data:
docs/operations.md says how it is kept.
"""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from sibai.db.durable import made

DATA_KEY = re.compile(r"data-(\d+)\.key")
KEY_BYTES = 32


class KeyMissing(Exception):
    """A key that a stored value names is not in the folder."""


def folder() -> Path:
    """The folder of the keys, made when it is not there yet."""
    path = Path(settings.KEYS)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def numbers() -> list[int]:
    """The numbers of the encryption keys that exist, ascending."""
    return sorted(int(match[1]) for file in folder().iterdir() if (match := DATA_KEY.fullmatch(file.name)))


@lru_cache
def data_key(number: int) -> bytes:
    """The encryption key of a number; the first of all is made. KeyMissing where its file is gone."""
    file = folder() / f"data-{number}.key"
    if not file.exists() and (number != 1 or numbers()):
        raise KeyMissing(f"密钥文件 data-{number}.key 不在密钥目录里")
    return made(file, secrets.token_bytes(KEY_BYTES))


def newest() -> int:
    """The number of the key that encrypts new values."""
    return max(numbers(), default=1)


def add_key() -> int:
    """Make the next encryption key; returns its number."""
    number = newest() + 1 if numbers() else 1
    made(folder() / f"data-{number}.key", secrets.token_bytes(KEY_BYTES))
    return number


@lru_cache
def index_key() -> bytes:
    """The key of the blind indexes: identity numbers can be guessed, so the index is worth nothing without it."""
    return made(folder() / "index.key", secrets.token_bytes(KEY_BYTES))


@lru_cache
def signing_key() -> Ed25519PrivateKey:
    """The key that signs the heads of the log."""
    return Ed25519PrivateKey.from_private_bytes(made(folder() / "signing.key", secrets.token_bytes(KEY_BYTES)))


@lru_cache
def exchange_key() -> X25519PrivateKey:
    """The key that opens what was sealed to this house; it never leaves the folder of the office."""
    return X25519PrivateKey.from_private_bytes(made(folder() / "exchange.key", secrets.token_bytes(KEY_BYTES)))


def forget() -> None:
    """Drop the keys held in memory, after the folder changed (rotation, tests)."""
    for held in (data_key, index_key, signing_key, exchange_key):
        held.cache_clear()
