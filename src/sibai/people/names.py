"""Names that people sign in with: how they are written, how they are made for places, and their digest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from sibai.db.sealed import blind_index
from sibai.people.pinyin import whole

ACCOUNT = re.compile(r"[a-z][a-z0-9._-]{2,39}")
"""Small letters, digits and three signs; begins with a letter; three to forty of them."""
UNNAMED = "经办"
"""How the name of an account ends that was made for a place and not yet taken over by somebody by name."""
NOT_IN_A_NAME = re.compile(r"[^a-z0-9]")
VILLAGE_DIGITS = 6


def normalised(typed: str) -> str:
    """As it was meant: full-width letters of a Chinese input method, capitals and blanks around do not matter."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def digest_of(account: str) -> str:
    """Under which failed attempts are counted and told: people type passwords into the wrong box."""
    return blind_index("people.account", normalised(account))


def for_axes(_request: object, credentials: Mapping[str, Any] | None) -> str:
    """The name as django-axes counts it: the digest, so that its tables hold no word that somebody typed."""
    return digest_of(str((credentials or {}).get("account") or ""))


def for_place(short_name: str, code: str, taken: set[str]) -> str:
    """An account name for a place that is not in `taken`: its pinyin, where that is taken with the end of its code."""
    plain = NOT_IN_A_NAME.sub("", whole(short_name))
    wanted = plain if ACCOUNT.fullmatch(plain) else f"c{code}"
    if wanted in taken:
        wanted = f"{wanted[: 39 - VILLAGE_DIGITS]}-{code[-VILLAGE_DIGITS:]}"
    return wanted if wanted not in taken else f"c{code}"
