"""Lists: coordinators and posts, contracts, renewals, resignations, endings; and the list as a workbook."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sibai.documents.answers import download
from sibai.documents.sheets import workbook
from sibai.employment.operations import papers as acts
from sibai.employment.queries.flow_lists import FLOW_LISTS, tabs
from sibai.employment.queries.people_list import EXPORT_COLUMNS, PeopleList, export_rows
from sibai.people.pages import page
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.methods import only

LIST = "web/listing.html"


@only("GET")
def people(request: HttpRequest) -> HttpResponse:
    """Coordinators and posts."""
    today, _ = clock()
    actor = actor_of(request)
    listing = PeopleList(actor, request.GET, today)
    shown = {"title": "人员和岗位", "listing": listing.shown(), "tabs": tabs(actor, "people")}
    return page(request, LIST, shown)


@only("GET")
def export(request: HttpRequest) -> HttpResponse:
    """The list as a workbook; that it was handed out is in the log."""
    today, now = clock()
    actor = actor_of(request)
    rows = export_rows(PeopleList(actor, request.GET, today))
    acts.export(actor=actor, what="人员和岗位", count=len(rows), now=now)
    content = workbook("人员和岗位", EXPORT_COLUMNS, rows, by=actor.user_name, at=now)
    return download(content, f"人员和岗位{today}", "xlsx")


def _flow_list(name: str) -> Callable[..., HttpResponseBase]:
    title, made = FLOW_LISTS[name]

    @only("GET")
    def view(request: HttpRequest) -> HttpResponse:
        today, _ = clock()
        actor = actor_of(request)
        listing = made(actor, request.GET, today)
        return page(request, LIST, {"title": title, "listing": listing.shown(), "tabs": tabs(actor, name)})

    return view


contracts = _flow_list("contracts")
renewals = _flow_list("renewals")
resignations = _flow_list("resignations")
endings = _flow_list("endings")
