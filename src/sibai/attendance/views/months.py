"""The month: a village's sheet, a town's villages, the county's towns; the calendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sibai.attendance.queries import town_pages as shown
from sibai.attendance.queries.calendar_pages import calendar_page
from sibai.attendance.queries.month import code_of, this_month
from sibai.attendance.queries.sheet_pages import sheet_page
from sibai.attendance.queries.sheets import sheets
from sibai.attendance.views.finding import FAR, month_in, place_in
from sibai.people.pages import page
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.methods import only


@only("GET")
def now(request: HttpRequest) -> HttpResponse:
    """This month at one's own place."""
    today, _ = clock()
    return redirect("attendance:place", month=code_of(this_month(today)), code=actor_of(request).place_code)


@only("GET")
def place(request: HttpRequest, month: str, code: str) -> HttpResponse:
    """A month at a place."""
    today, _ = clock()
    actor, rules = actor_of(request), month_in(month)
    sheet = sheets(actor.scope).filter(village=code, month=rules.month).first()
    at = sheet.village if sheet else place_in(request, code, "county", "town", "village")
    if at.level == "village":
        return page(request, "attendance/sheet.html", {"shown": sheet_page(at, sheet, rules, actor, today)})
    made = (shown.town_page if at.level == "town" else shown.county_page)(at, rules, actor, today)
    return page(request, "attendance/month.html", {"shown": made})


@only("GET")
def calendar(request: HttpRequest, month: str) -> HttpResponse:
    """A month's working days and holidays."""
    today, _ = clock()
    made = calendar_page(month_in(month, ahead=FAR), actor_of(request), today)
    return page(request, "attendance/calendar.html", {"shown": made})
