"""The ways between the pages of the room: tabs, crumbs, where each role comes in."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse

from sibai.people.actor import Actor

PAGES = (
    ("claims", "差旅费"),
    ("disputes", "劳动争议"),
    ("injuries", "工伤"),
    ("checks", "核查"),
    ("findings", "核查线索"),
    ("tip_about", "登记举报"),
)
"""The lists of the room, the one that a role finds first foremost."""
TIP = "tip_about"
"""A tab of its own only for a town, which sees no checks."""
Step = tuple[str, str]


def first_page(actor: Actor) -> str:
    """Where the entry of the menu leads: the checks of who has them, else the first list that the role may open."""
    names = ("checks", *(name for name, _ in PAGES))
    return next(reverse(f"casework:{name}") for name in names if actor.may_open(f"casework:{name}"))


def tabs(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The lists that the actor may open; none where there is only one."""
    made = [
        {"label": label, "url": reverse(f"casework:{name}"), "current": name == here}
        for name, label in PAGES
        if actor.may_open(f"casework:{name}") and (name != TIP or not actor.may_open("casework:checks"))
    ]
    return made if len(made) > 1 else []


def crumbs(actor: Actor, here: str, *stations: Step) -> list[dict[str, str]]:
    """The way back: the list (a coordinator's own page), then further stations."""
    own = ("我的差旅费", reverse("casework:mine"))
    home = own if actor.role == "coordinator" else (dict(PAGES)[here], reverse(f"casework:{here}"))
    return [{"label": label, "url": url} for label, url in [home, *stations]]


def begin(actor: Actor, route: str, label: str) -> dict[str, str] | None:
    """The main act of a list, for who may begin it."""
    return {"label": label, "url": reverse(route)} if actor.may_open(route) else None


def sought(text: str) -> Q:
    """The search by name, pinyin, village or code."""
    return (
        Q(person__name__contains=text)
        | Q(person__pinyin__startswith=text.lower())
        | Q(village__name__contains=text)
        | Q(person__code__iexact=text)
    )
