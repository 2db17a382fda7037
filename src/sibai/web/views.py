"""Pages that belong to no single room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sibai.people.pages import page
from sibai.people.queries.search import find
from sibai.reminders.queries import todos
from sibai.web.patterns import sample

SHORTEST_SEARCH = 1


def home(request: HttpRequest) -> HttpResponse:
    """What is waiting for me, the most urgent first."""
    today = timezone.localdate()
    waiting = [todo.shown(today) for todo in todos(request.actor, today)]  # type: ignore[attr-defined]
    return page(request, "web/home.html", {"todos": waiting, "today": today})


def search(request: HttpRequest) -> HttpResponse:
    """People by name, pinyin, number or village, in what the user can see."""
    sought = request.GET.get("q", "").strip()[:60]
    hits = find(request.actor, sought, timezone.localdate()) if sought else []  # type: ignore[attr-defined]
    return page(request, "web/search.html", {"sought": sought, "hits": hits})


def patterns(request: HttpRequest) -> HttpResponse:
    """Every component of the pages, with sample data."""
    return page(request, "web/patterns.html", sample())
