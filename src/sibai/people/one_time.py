"""Words that open once: passwords on letters, codes on paper for when the phone is lost. Random, easily copied."""

from __future__ import annotations

import re
import secrets

from sibai.db.sealed import blind_index

SMALL = "abcdefghjkmnpqrstuvwxyz"
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"
"""Without what is mistaken for something else on paper: i l o I O 0 1."""
GROUPS, GROUP_LETTERS = 3, 4
CODES = 10
NOT_IN_A_CODE = re.compile(r"[^A-Z0-9]")


def _groups(letters: str) -> str:
    return "-".join("".join(secrets.choice(letters) for _ in range(GROUP_LETTERS)) for _ in range(GROUPS))


def password() -> str:
    """A password for one login: twelve letters and digits in three groups, of all the kinds that are asked for."""
    while True:
        made = _groups(SMALL + CAPITALS + DIGITS)
        if all(any(letter in kind for letter in made) for kind in (SMALL, CAPITALS, DIGITS)):
            return made


def recovery_codes() -> list[str]:
    """Ten codes, each about 59 bits: too many to guess, so that a keyed digest keeps them safely."""
    return [_groups(CAPITALS + DIGITS) for _ in range(CODES)]


def recovery_digest(code: str) -> str:
    """What is kept of a code; capitals, blanks and dashes do not matter."""
    return blind_index("people.recovery", NOT_IN_A_CODE.sub("", code.upper()))
