"""Benefits: recorded by the village, seen by the person and by the offices."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.attendance.forms import benefits as forms
from sibai.attendance.operations import benefits as acts
from sibai.attendance.queries import benefit_pages as shown
from sibai.attendance.queries.leave_pages import list_context, stints_now
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


@only("GET")
def benefits(request: HttpRequest) -> HttpResponse:
    """Everybody's benefits."""
    today, _ = clock()
    actor = actor_of(request)
    listing = shown.benefit_list(actor, request.GET)
    return page(request, "web/listing.html", list_context(actor, listing, "福利", "benefits", today, "attendance:give"))


@only("GET")
def benefit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One benefit."""
    actor = actor_of(request)
    row = found(shown.benefits(actor.scope), pk=pk)
    return page(request, "web/flow.html", {"shown": shown.benefit_page(row, actor)})


@only("GET")
def who(request: HttpRequest) -> HttpResponse:
    """Who was given something."""
    today, _ = clock()
    actor = actor_of(request)
    return page(request, "attendance/choose.html", shown.who_page(list(stints_now(actor.scope, today)), actor))


@only("GET", "POST")
def give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The village records what it gave."""
    today, now = clock()
    stint = found(stints_now(actor_of(request).scope, today), pk=pk)
    form = typed(request, forms.BenefitForm)
    return act(
        request,
        form,
        lambda: shown.give_page(stint, actor_of(request)),
        lambda actor: acts.record_benefit(actor=actor, stint=stint, today=today, now=now, **form.given()),
        done="福利已登记。",
        to=lambda row: reverse("attendance:benefit", args=[row.pk]),
    )


@only("GET", "POST")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The village writes off what it recorded by mistake."""
    _, now = clock()
    row = found(shown.benefits(actor_of(request).scope), pk=pk)
    form = typed(request, forms.CancelBenefitForm, row)
    return act(
        request,
        form,
        lambda: shown.cancel_page(row, actor_of(request)),
        lambda actor: acts.cancel_benefit(actor=actor, benefit=row, now=now, **form.told()),
        done="登记已撤销。",
    )
