"""The coordinator's own attendance on the phone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sibai.attendance.queries.mine_pages import my_attendance
from sibai.people.pages import page
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.methods import only


@only("GET")
def mine(request: HttpRequest) -> HttpResponse:
    """Leave left, requests, the month."""
    today, _ = clock()
    return page(request, "attendance/mine.html", {"shown": my_attendance(actor_of(request), today)})
