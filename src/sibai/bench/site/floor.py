"""The floor: an empty page through the whole middleware, the bare frame, and one row by its index in plain SQL."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path, set_urlconf

from sibai.audit.acts import SIGNED_IN, registry
from sibai.people.models import Person

EMPTY, FRAME = "bench_empty", "bench_frame"


@dataclass(frozen=True, slots=True)
class Floors:
    """Medians in milliseconds."""

    empty_ms: float
    frame_ms: float
    row_ms: float


def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing at all."""
    return HttpResponse("")


def frame(request: HttpRequest) -> HttpResponse:
    """The frame of every page without content."""
    return HttpResponse(engines["django"].from_string('{% extends "web/base.html" %}').render({}, request))


urlpatterns = [
    path("bench/empty/", empty, name=EMPTY),
    path("bench/frame/", frame, name=FRAME),
    path("", include("sibai.urls")),
]


def measure(browser_of: Callable[[str], Any], requests: int) -> Floors:
    """Time the floors; from here on the bench's own two addresses are open to whoever is signed in."""
    registry().routes.update({EMPTY: frozenset({SIGNED_IN}), FRAME: frozenset({SIGNED_IN})})
    settings.ROOT_URLCONF = __name__
    set_urlconf(None)
    browser = browser_of("xian")
    times = {}
    for address in ("/bench/empty/", "/bench/frame/"):
        asked = [browser.get(address) for _ in range(requests)]
        if not asked[-1][0].startswith("200"):
            raise RuntimeError(f"{address}: {asked[-1][0]}")
        times[address] = median(ms for _, _, ms in asked)
    return Floors(times["/bench/empty/"], times["/bench/frame/"], median(_row_ms() for _ in range(requests)))


def _row_ms() -> float:
    """One row by its index, on an open connection."""
    code = f"P{Person.objects.count() // 2:06d}" if not _known else _known[0]
    _known[:] = [code]
    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute("SELECT id, code, village_id FROM people_person WHERE code = %s", [code])
        cursor.fetchone()
        return (time.perf_counter() - began) * 1000


_known: list[str] = []
