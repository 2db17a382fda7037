"""Declared wages of a year: the list, entering one, confirming one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sibai.payroll.forms.cases import fen
from sibai.payroll.forms.contributions import DecideDeclaredForm, DeclareForm
from sibai.payroll.operations.declaring import FIRST_YEAR, decide_declared, declare_wage
from sibai.payroll.queries import declared as shown
from sibai.payroll.queries.case_pages import tabs
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


def year_in(year: int) -> int:
    """A year of the path; 404 outside the measure's years up to this one."""
    today, _ = clock()
    if not FIRST_YEAR <= year <= today.year:
        raise Http404
    return year


@only("GET")
def declared(request: HttpRequest, year: int) -> HttpResponse:
    """Everybody's declared wage of a year."""
    actor = actor_of(request)
    listing = shown.declared_list(actor, year_in(year), request.GET)
    return page(
        request,
        "web/listing.html",
        {"title": f"{year}年申报工资", "listing": listing.shown(), "tabs": tabs(actor, "insurance")},
    )


@only("GET", "POST")
def declare(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """Enter a declared wage."""
    _, now = clock()
    stint = found(shown.on_post_in(year_in(year), actor_of(request)), pk=pk)
    form = typed(request, DeclareForm)
    return act(
        request,
        form,
        lambda: shown.declare_page(stint, year),
        lambda actor: declare_wage(
            actor=actor,
            stint=stint,
            year=year,
            wage=fen(form.cleaned_data["wage"]),
            document=form.cleaned_data["document"],
            now=now,
        ),
        done="已登记，等公司审批人确认。",
        to=reverse("payroll:declared", args=[year]),
    )


@only("GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm a declared wage."""
    _, now = clock()
    row = found(shown.declared_rows(actor_of(request)), pk=pk)
    form = typed(request, DecideDeclaredForm, row)
    return act(
        request,
        form,
        lambda: shown.decide_page(row),
        lambda actor: decide_declared(actor=actor, row=row, now=now, **form.told()),
        done="已提交。",
    )
