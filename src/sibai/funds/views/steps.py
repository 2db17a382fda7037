"""Posting, paying the tax office, reversing."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.funds.forms.journal import Plain, ReasonForm, RemitForm
from sibai.funds.operations import posting, remitting
from sibai.funds.queries import act_pages
from sibai.funds.queries.journal_pages import entries
from sibai.funds.queries.ways import booked_months
from sibai.people.actor import Actor
from sibai.people.pages import found
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only
from sibai.places.models import Place


def county_of(actor: Actor) -> Place:
    """The county that the actor works for."""
    county: Place = found(Place.objects.within(actor.scope), level="county")
    return county


@only("GET", "POST")
def post(request: HttpRequest) -> HttpResponse:
    """Bring the books up to date."""
    _, now = clock()
    return act(
        request,
        typed(request, Plain),
        lambda: act_pages.post_page(actor_of(request)),
        lambda actor: posting.post(actor=actor, county=county_of(actor), now=now),
        done="已记账。",
    )


@only("GET", "POST")
def remit(request: HttpRequest) -> HttpResponse:
    """A payment to the tax office."""
    today, now = clock()
    months = booked_months(actor_of(request).scope, today)
    form = typed(request, partial(RemitForm, choices={"month": months}), paid_on=today)
    return act(
        request,
        form,
        act_pages.remit_page,
        lambda actor: remitting.remit(actor=actor, county=county_of(actor), today=today, now=now, **form.told()),
        done="已登记，并已入账。",
    )


@only("GET", "POST")
def reverse_entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set an entry right by its opposite."""
    _, now = clock()
    row = found(entries(actor_of(request)), pk=pk)
    form = typed(request, ReasonForm)
    return act(
        request,
        form,
        lambda: act_pages.reverse_page(row),
        lambda actor: remitting.reverse(actor=actor, entry=row, reason=form.cleaned_data["reason"], now=now),
        done="已冲正。",
        to=lambda made: reverse("funds:entry", args=[made.pk]),
    )
