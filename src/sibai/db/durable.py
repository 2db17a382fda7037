"""Files that are there as a whole or not at all, also after the power failed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def made(file: Path, content: bytes) -> bytes:
    """The content of a small secret file: written once, readable by its owner only, never replaced."""
    if not file.exists():
        new = file.with_name(f"{file.name}.{secrets.token_hex(4)}.new")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as half:
            half.write(content)
            half.flush()
            os.fsync(half.fileno())
        try:
            os.link(new, file)  # unlike a move it never replaces what another process made meanwhile
        except FileExistsError:
            pass
        finally:
            new.unlink()
        settle(file.parent)
    return file.read_bytes()


def settle(folder: Path) -> None:
    """A folder's own entries made durable; Windows cannot open a folder and needs nothing."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
