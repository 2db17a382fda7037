"""Words that open once: passwords on letters, codes on paper for when the phone is lost. Random, easily copied."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher

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


class LetterHasher(Argon2PasswordHasher):
    """Argon2id for many letters at once: the least that OWASP asks for, on one thread each.

    A letter's password is random and has 69 bits, so that no guessing comes near it whatever a guess costs; Django
    hashes it anew at full cost when it is used, and then its owner has to choose another.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


def hashed(words: Sequence[str]) -> list[str]:
    """The passwords of many letters as they are kept, in their order; on all cores, since Argon2 lets them run."""
    usual = get_hasher()
    hasher = LetterHasher() if isinstance(usual, Argon2PasswordHasher) else usual
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda word: str(hasher.encode(word, hasher.salt())), words))


def recovery_codes() -> list[str]:
    """Ten codes, each about 59 bits: too many to guess, so that a keyed digest keeps them safely."""
    return [_groups(CAPITALS + DIGITS) for _ in range(CODES)]


def recovery_digest(code: str) -> str:
    """What is kept of a code; capitals, blanks and dashes do not matter."""
    return blind_index("people.recovery", NOT_IN_A_CODE.sub("", code.upper()))
