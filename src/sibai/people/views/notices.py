"""The notice at collection."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from sibai.people.pages import page
from sibai.people.queries import notices


def notice(request: HttpRequest, version: str) -> HttpResponse:
    """One version of the notice, to read and to print."""
    shown = notices.notice(version)
    if shown is None:
        raise Http404
    return page(request, "people/notice.html", {"notice": shown})
