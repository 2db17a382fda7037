"""Pages that belong to no single room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sibai.people.pages import page
from sibai.reminders.queries import todos
from sibai.web.patterns import sample


def home(request: HttpRequest) -> HttpResponse:
    """What is waiting for me, the most urgent first."""
    today = timezone.localdate()
    waiting = [todo.shown(today) for todo in todos(request.actor, today)]  # type: ignore[attr-defined]
    return page(request, "web/home.html", {"todos": waiting, "today": today})


def patterns(request: HttpRequest) -> HttpResponse:
    """Every component of the pages, with sample data."""
    return page(request, "web/patterns.html", sample())
