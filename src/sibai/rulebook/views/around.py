"""What stands around the room's pages: tabs, the way back, and what the user may do there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

TABS = (("articles", "条文"), ("readings", "口径"), ("parameters", "参数"), ("decisions", "县里的决定"))


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The room's lists that the user may open."""
    return [
        {"label": label, "url": reverse(f"rulebook:{name}"), "current": name == current}
        for name, label in TABS
        if request.actor.may_open(f"rulebook:{name}")  # type: ignore[attr-defined]
    ]


def back_to(*stations: tuple[str, str]) -> list[dict[str, str]]:
    """The way back: labels and addresses from the room's front."""
    return [{"label": "办法", "url": reverse("rulebook:articles")}] + [
        {"label": label, "url": url} for label, url in stations
    ]


def rights(request: HttpRequest) -> dict[str, bool]:
    """What the user may do here, for the templates."""
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "may_decide": actor.may("rulebook.prepare"),
        "may_export": actor.may("rulebook.export"),
        "may_open_decisions": actor.may_open("rulebook:decision"),
    }
