"""Who minds a vacant or absent post."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.employment.forms.leaving import ActingForm, EndActingForm
from sibai.employment.models import Acting
from sibai.employment.operations import standing as acts
from sibai.employment.queries import acting_pages as shown
from sibai.employment.queries.flow_lists import tabs
from sibai.employment.queries.records import acting_list
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only
from sibai.places.models import Place


@only("GET")
def acting(request: HttpRequest) -> HttpResponse:
    """Stand-ins, now and before."""
    today, _ = clock()
    actor = actor_of(request)
    listing = acting_list(actor, request.GET, today).shown()
    context = {"title": "岗位代管", "listing": listing, "tabs": tabs(actor, "acting"), "act": shown.begin(actor)}
    return page(request, "web/listing.html", context)


@only("GET", "POST")
def appoint(request: HttpRequest, code: str) -> HttpResponse:
    """Appoint somebody for a village; a town chooses the village first."""
    today, now = clock()
    actor = actor_of(request)
    if code == shown.CHOOSE:
        return page(request, "employment/villages.html", {"shown": shown.villages_page(actor)})
    village = found(Place.objects.within(actor.scope).filter(level="village", end__isnull=True), pk=code)
    form = typed(request, ActingForm, start=today, cause=shown.cause_of(village))
    return act(
        request,
        form,
        lambda: shown.appoint_page(village),
        lambda actor: acts.appoint(
            actor=actor,
            village=village,
            today=today,
            now=now,
            **{name: value for name, value in form.facts().items() if name != "version"},
        ),
        done="代管已指定。",
        to=reverse("employment:acting"),
    )


@only("GET", "POST")
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a stand-in."""
    today, now = clock()
    row = found(Acting.objects.within(actor_of(request).scope).select_related("village"), pk=pk)
    form = typed(request, EndActingForm, row, on=min(today, row.end))
    return act(
        request,
        form,
        lambda: shown.end_page(row),
        lambda actor: acts.end(actor=actor, acting=row, today=today, now=now, **form.told()),
        done="代管已结束。",
        to=reverse("employment:acting"),
    )
