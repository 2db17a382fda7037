"""Kinds of papers and who opens them: `papers.toml`, read once; what has no row is closed."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("papers.toml")


class UnknownKind(Exception):
    """A kind of paper without a row in papers.toml; a programmer's slip."""


@lru_cache(maxsize=1)
def readers() -> dict[str, frozenset[str]]:
    """The roles that open each kind of paper."""
    written = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    groups = written["groups"]
    return {
        kind: frozenset(role for name in names for role in groups.get(name, [name]))
        for kind, names in written["kinds"].items()
    }


def kinds_of(role: str) -> frozenset[str]:
    """The kinds of papers that a role opens."""
    return frozenset(kind for kind, roles in readers().items() if role in roles)


def opens(role: str, kind: str) -> bool:
    """Whether a role opens, prints and hands in papers of a kind, as far as its acts go."""
    return role in readers().get(kind, ())


def must_be_known(kind: str) -> None:
    """UnknownKind where nobody could ever open such a paper."""
    if kind not in readers():
        raise UnknownKind(kind)
