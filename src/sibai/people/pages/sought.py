"""What people search for stays out of addresses: names and numbers are personal data, and addresses are kept.

A search is sent as a form (`find`); the session keeps the words under a short token, and the address has only that
(`q=~1a2b3c4d`). A token of another session finds nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlencode

FIELD, KEY = "find", "q"
KEPT = 20
"""How many searches a session remembers."""
LONGEST = 60
NOT_KEPT = frozenset({FIELD, KEY, "page", "csrfmiddlewaretoken"})
TOKEN_SIGN = "~"  # noqa: S105 - a sign, no secret


class Session(Protocol):
    """What is needed of a session."""

    def get(self, key: str, default: Any, /) -> Any:
        """A value."""

    def __setitem__(self, key: str, value: Any, /) -> None:
        """Set a value."""


def keep(session: Session, path: str, sent: Mapping[str, str]) -> str:
    """Keep the words that were sent; the address to go to, with the token in their place."""
    words = sent.get(FIELD, "").strip()[:LONGEST]
    kept = {name: value for name, value in sent.items() if name not in NOT_KEPT and value}
    if words:
        token = TOKEN_SIGN + secrets.token_hex(4)
        known = list(session.get("sought", {}).items())[-KEPT:]
        session["sought"] = {**dict(known), token: words}
        kept[KEY] = token
    return f"{path}?{urlencode(kept)}" if kept else path


def words_of(session: Session, token: str) -> str:
    """The words of a token; blank where this session has none. What is no token stands for itself."""
    return str(session.get("sought", {}).get(token, "")) if token.startswith(TOKEN_SIGN) else token
