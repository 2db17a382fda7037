"""Before a month is prepared: who can be paid, and one row for each thing in the way with a link to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from sibai.payroll.queries.computing import Sought
from sibai.payroll.queries.readiness import NOTE, PERSON, RUN, Obstacle, look_with_notes
from sibai.people.actor import Actor

TOLD = {RUN: ("late", "全部停下"), PERSON: ("due", "此人暂缓"), NOTE: ("plain", "请注意")}
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """`url`: where it is prepared, blank where it cannot be. `figures`: label, value, unit.

    `rows` are what is in the way, as web/parts/list.html takes it.
    """

    ready: bool
    url: str
    figures: list[tuple[str, Any, str]]
    listing: dict[str, Any]


def ready_page(actor: Actor, month: date, pay_month: date) -> ReadyPage:
    """The month looked at as it stands now; nothing is written."""
    ready = look_with_notes(Sought(actor.scope, month, pay_month))
    people = ready.payable()
    payable = sum(int(answers["payable"]) for _, answers in people)
    figures = [("可以发放", len(people), "人"), ("暂缓", len(ready.held()), "人"), ("实付合计", payable, "fen")]
    order = {RUN: 0, PERSON: 1, NOTE: 2}
    obstacles = sorted(ready.obstacles, key=lambda each: order[each.blocks])
    listing: dict[str, Any] = {
        "title": "还没有办好的事",
        "columns": [{"label": "村和人"}, {"label": "什么没有办好"}, {"label": "影响", "kind": "status"}, {"label": ""}],
        "rows": [_row(actor, each) for each in obstacles[:MOST_ROWS]],
        "empty": {"what": "没有要办的事，可以编制。"},
    }
    if len(obstacles) > MOST_ROWS:
        rest = {"text": f"还有{len(obstacles) - MOST_ROWS}件没有列出", "under": "办好上面的就会列出"}
        listing["rows"].append({"cells": [rest, "", None, None]})
    free = bool(people) and not ready.stops
    opens = free and actor.may_open("payroll:prepare")
    url = reverse("payroll:prepare", args=[f"{month:%Y-%m}"]) if opens else ""
    return ReadyPage(free, url, figures, listing)


def _row(actor: Actor, each: Obstacle) -> dict[str, Any]:
    who: dict[str, Any] = {"text": "全县"}
    if each.candidate is not None:
        who = {"text": each.candidate.stint.village.short_name, "under": each.candidate.person.name}
    tone, word = TOLD[each.blocks]
    return {"cells": [who, each.words, {"tone": tone, "word": word}, _mend(actor, each)]}


def _mend(actor: Actor, each: Obstacle) -> dict[str, Any] | None:
    """The link to the page where it is mended, for whoever may open it."""
    if not each.route or not actor.may_open(each.route):
        return None
    try:
        return {"text": each.button, "url": each.url}
    except NoReverseMatch:
        return None
