"""A page that only reads asks for the county's rules once, however many rooms it looks into."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sibai.rulebook.queries.law import read_once

READING = frozenset({"GET", "HEAD"})


def rules_once(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware. What is sent may confirm a decision, so it reads anew each time."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return get_response(request)
        with read_once():
            return get_response(request)

    return answer
