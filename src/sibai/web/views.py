"""Pages that belong to no single room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sibai.people.pages import page


def home(request: HttpRequest) -> HttpResponse:
    """What is waiting for me."""
    return page(request, "web/home.html")
