"""Letters with the first password of an account: shown once, to print, one a page."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.people.operations.letters import Letter
from sibai.people.pages.carrying import page


def letters_page(request: HttpRequest, letters: Sequence[Letter], back: str) -> HttpResponse:
    """Letters to print; shown this once."""
    told = {
        "letters": letters,
        "back": back,
        "at": timezone.localdate(),
        "site": request.build_absolute_uri(reverse("people:login")),
    }
    return page(request, "people/letters.html", told)
