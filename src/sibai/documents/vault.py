"""Where files lie: sealed, each under its own random number, in `settings.FILES/ab/abcdef…`.

A file is on disk before the row that names it is committed; one that a rolled back transaction left behind is swept.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from sibai.db.durable import settle
from sibai.db.sealed import Unreadable, key_number, seal_bytes, unseal_bytes

HEAD = 32
LABEL = "documents.storedfile"


class Lost(Exception):
    """A file that the row names does not lie in the folder, or does not open."""


def path_of(number: uuid.UUID) -> Path:
    """Where a file lies."""
    return Path(settings.FILES) / number.hex[:2] / number.hex


def put(number: uuid.UUID, content: bytes) -> int:
    """Seal and write a file durably; returns the number of the key. A file in its place is replaced at one stroke."""
    path = path_of(number)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealed = seal_bytes(f"{LABEL}.{number.hex}", content)
    new = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    settle(path.parent)
    return _key(sealed)


def get(number: uuid.UUID) -> bytes:
    """The content of a file. Lost where it is gone, damaged or another's."""
    try:
        return unseal_bytes(f"{LABEL}.{number.hex}", path_of(number).read_bytes())
    except (OSError, Unreadable) as error:
        raise Lost(f"file {number}") from error


def sealed_with(number: uuid.UUID) -> int:
    """The number of the key that a file is sealed with, read from the file itself. Lost where it is gone."""
    try:
        with path_of(number).open("rb") as file:
            return _key(file.read(HEAD))
    except (OSError, ValueError) as error:
        raise Lost(f"file {number}") from error


def remove(path: Path) -> None:
    """Take a file away; that it is gone already does not matter."""
    path.unlink(missing_ok=True)


def everything() -> Iterator[Path]:
    """Every file that lies in the folder, whatever it is."""
    folder = Path(settings.FILES)
    return (path for path in sorted(folder.glob("*/*")) if path.is_file())


def _key(sealed: bytes) -> int:
    """The number of the key from the first bytes. ValueError where they are no sealed file's."""
    letter, number, _ = sealed[:HEAD].split(b".", 2)
    return key_number(f"{letter.decode()}.{number.decode()}.")
