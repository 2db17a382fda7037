"""Pages that belong to no single room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sibai.people.pages import page
from sibai.people.queries.search import find
from sibai.reminders.queries import todos
from sibai.web.patterns import sample
from sibai.web.standing import standing


def home(request: HttpRequest) -> HttpResponse:
    """What is waiting for me, the most urgent first; below it what my role does and where it may look."""
    today = timezone.localdate()
    waiting = [todo.shown(today) for todo in todos(request.actor, today)]  # type: ignore[attr-defined]
    context = {"todos": waiting, "today": today, "standing": standing(request.actor)}  # type: ignore[attr-defined]
    return page(request, "web/home.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """People and places by name, pinyin, number or code, in what the user can see. The words are not in the address."""
    words = request.sought.strip()  # type: ignore[attr-defined]
    found = find(request.actor, words, timezone.localdate()) if words else None  # type: ignore[attr-defined]
    return page(request, "web/search.html", {"sought": words, "found": found})


def patterns(request: HttpRequest) -> HttpResponse:
    """Every component of the pages, with sample data."""
    return page(request, "web/patterns.html", sample())
