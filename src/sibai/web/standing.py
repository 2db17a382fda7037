"""What a role does here and where it may look: said on its home page, so that nobody stands before an empty page."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from sibai.people.actor import Actor
from sibai.web.menu import MENU, link

DOES, ARTICLES = "does", "articles"


@dataclass(frozen=True, slots=True)
class Door:
    """A page that the role may open, and what is found there."""

    label: str
    url: str
    what: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a role does, in a sentence with its articles, and its doors in the order of the menu."""

    does: str
    articles: tuple[str, ...]
    doors: tuple[Door, ...]


def standing(actor: Actor) -> Standing:
    """What the actor's role does and finds; only pages that exist and that the role may open. No query."""
    words = told().get(actor.role, {})
    doors = (
        Door(entry.label, link(entry.route), words[entry.route])
        for entry in MENU
        if entry.route in words and actor.may_open(entry.route) and link(entry.route)
    )
    return Standing(words.get(DOES, ""), tuple(words.get(ARTICLES, ())), tuple(doors))


@lru_cache(maxsize=1)
def told() -> dict[str, dict[str, Any]]:
    """The words of every role, as `standing.toml` says them."""
    return tomllib.loads(resources.files("sibai.web").joinpath("standing.toml").read_text(encoding="utf-8"))
