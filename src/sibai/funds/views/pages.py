"""The pages of the room that only read: balances, the journal, an entry, payments to the tax office, checks."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sibai.documents.answers import download
from sibai.funds.operations.handing_out import export as export_entries
from sibai.funds.operations.remitting import REVERSIBLE
from sibai.funds.queries import balance_pages, journal_pages
from sibai.funds.queries.ways import month_of, tabs
from sibai.people.pages import found, page
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.methods import only

LISTING = "web/listing.html"


@only("GET")
def balances(request: HttpRequest) -> HttpResponse:
    """What there is, by month and source."""
    return page(request, "funds/balances.html", {"shown": balance_pages.balance_page(actor_of(request))})


@only("GET")
def journal(request: HttpRequest) -> HttpResponse:
    """All entries."""
    actor = actor_of(request)
    listing = journal_pages.journal(actor, request.GET, journal_pages.months_with_entries(actor))
    context = {"title": "凭证", "listing": listing.shown(), "tabs": tabs(actor, "funds:journal")}
    return page(request, LISTING, context)


@only("GET")
def export(request: HttpRequest) -> HttpResponse:
    """The lines of the entries that the list shows."""
    _, now = clock()
    actor = actor_of(request)
    listing = journal_pages.journal(actor, request.GET, journal_pages.months_with_entries(actor))
    return download(export_entries(actor=actor, selected=listing.selected(), now=now), "凭证", "xlsx")


@only("GET")
def entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One entry."""
    actor = actor_of(request)
    row = found(journal_pages.entries(actor), pk=pk)
    shown = journal_pages.entry_page(row, actor, request.GET, reversible=row.kind in REVERSIBLE)
    return page(request, "funds/entry.html", {"shown": shown})


@only("GET")
def remittances(request: HttpRequest) -> HttpResponse:
    """What was paid to the tax office."""
    actor = actor_of(request)
    may = actor.may_open("funds:remit")
    context = {
        "title": "缴纳",
        "listing": balance_pages.remittance_table(actor),
        "tabs": tabs(actor, "funds:remittances"),
        "act": {"label": "登记缴纳", "url": reverse("funds:remit")} if may else None,
    }
    return page(request, LISTING, context)


@only("GET")
def checks(request: HttpRequest) -> HttpResponse:
    """The months that can be checked."""
    actor = actor_of(request)
    context = {"title": "对账", "listing": balance_pages.check_months(actor), "tabs": tabs(actor, "funds:checks")}
    return page(request, LISTING, context)


@only("GET")
def check(request: HttpRequest, month: str) -> HttpResponse:
    """One month's cross-check."""
    first = month_of(month)
    if first is None:
        raise Http404
    return page(request, "funds/check.html", {"shown": balance_pages.check_page(actor_of(request), first)})
