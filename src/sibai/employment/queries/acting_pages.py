"""The pages of acting for a post."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from sibai.employment.models import Acting, Stint
from sibai.employment.queries.records import without_acting
from sibai.people.actor import Actor
from sibai.people.pages.shown import ActPage, day, fact, note
from sibai.places.models import Place

CHOOSE = "choose"
"""In the place of a village's code: choose one first."""
TITLE = "指定代管"


def begin(actor: Actor) -> dict[str, str] | None:
    """The way to appoint somebody: a village its own post, a town chooses."""
    if not actor.may_open("employment:appoint_acting"):
        return None
    code = actor.place_code if actor.role == "village" else CHOOSE
    return {"label": TITLE, "url": reverse("employment:appoint_acting", args=[code])}


def villages_page(actor: Actor) -> dict[str, Any]:
    """Villages where nobody minds the post."""
    named = without_acting(actor)
    ways = [{"label": name, "url": reverse("employment:appoint_acting", args=[code])} for code, name in named]
    return {"title": TITLE, "crumbs": _crumbs(TITLE), "ways": ways}


def cause_of(village: Place) -> str:
    """Vacant, or somebody is on post."""
    held = Stint.objects.filter(village=village, kind=Stint.COORDINATOR, end__isnull=True).exists()
    return "absent" if held else "vacant"


def appoint_page(village: Place) -> ActPage:
    """Appointing somebody."""
    notes = [note("代管有范围、有止日，不另发报酬；代管时间不计入任何人的任职年限。")]
    facts = [fact("村（社区）", village.short_name)]
    return ActPage(TITLE, reverse("employment:acting"), _crumbs(TITLE), facts, notes)


def end_page(row: Acting) -> ActPage:
    """Ending a stand-in."""
    facts = [
        fact("村（社区）", row.village.short_name),
        fact("代管人", row.who),
        day("起", row.start),
        day("止", row.end),
    ]
    closed = "这次代管已经结束。" if row.closed_on else ""
    return ActPage("结束代管", reverse("employment:acting"), _crumbs("结束代管"), facts, closed=closed)


def _crumbs(title: str) -> list[dict[str, str]]:
    return [{"label": "岗位代管", "url": reverse("employment:acting")}, {"label": title, "url": ""}]
