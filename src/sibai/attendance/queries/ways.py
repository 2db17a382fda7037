"""The ways between the pages of a month: addresses, crumbs, tabs, months to choose from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from sibai.attendance.queries.month import after, before, called, code_of, this_month
from sibai.people.actor import Actor

MONTHS_SHOWN = 6


def url_of(name: str, month: date, code: str, *more: Any) -> str:
    """The address of a page of a month at a place."""
    return reverse(f"attendance:{name}", args=[code_of(month), code, *more])


def crumbs(actor: Actor, month: date, place: Any = None, *stations: str) -> list[dict[str, str]]:
    """The way back: the month, the place below the actor's own, further stations."""
    way = [(f"{called(month)}考勤", url_of("place", month, actor.place_code))]
    if place is not None and place.pk != actor.place_code:
        way.append((place.short_name, url_of("place", month, place.pk)))
    return [{"label": label, "url": url} for label, url in [*way, *((each, "") for each in stations)]]


def tabs(actor: Actor, here: str, month: date) -> list[dict[str, Any]]:
    """The pages of the room that the actor may open."""
    named = [
        ("place", "考勤表", url_of("place", month, actor.place_code)),
        ("leaves", "休假", reverse("attendance:leaves")),
        ("trips", "出差", reverse("attendance:trips")),
        ("benefits", "福利", reverse("attendance:benefits")),
        ("calendar", "日历", reverse("attendance:calendar", args=[code_of(month)])),
    ]
    return [
        {"label": label, "url": url, "current": name == here}
        for name, label, url in named
        if actor.may_open(f"attendance:{name}")
    ]


def months(month: date, today: date, url: Any, *, ahead: int = 0) -> list[dict[str, Any]]:
    """Months to choose from, as web/parts/chips.html takes them: the last ones first, and the one that is shown."""
    last = this_month(today)
    for _ in range(ahead):
        last = after(last)
    shown = [last]
    while len(shown) < MONTHS_SHOWN:
        shown.append(before(shown[-1]))
    if month not in shown:
        shown.append(month)
    chips = [{"label": called(each), "url": url(each), "on": each == month} for each in sorted(shown, reverse=True)]
    return [{"label": "月份", "chips": chips}]
