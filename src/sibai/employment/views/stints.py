"""The page of one post, its tabs, and the exemption from severance."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.employment.forms.records import ExemptionForm
from sibai.employment.models import Stint
from sibai.employment.operations.standing import record_exemption
from sibai.employment.queries import stint_pages as shown
from sibai.employment.queries.leaving_pages import exemption_page, known_exemption
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


def one(request: HttpRequest, pk: UUID) -> Stint:
    """A stint in scope."""
    return found(shown.shown_stints(actor_of(request).scope), pk=pk)


@only("GET")
def stint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who, the service clock, contracts, what comes next."""
    today, _ = clock()
    made = shown.stint_page(one(request, pk), actor_of(request), today)
    return page(request, "employment/stint.html", {"shown": made})


@only("GET")
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Grades, training, certificates, severance."""
    today, _ = clock()
    made = shown.record_page(one(request, pk), actor_of(request), today)
    return page(request, "employment/stint.html", {"shown": made})


@only("GET")
def log(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What happened."""
    today, _ = clock()
    made = shown.log_page(one(request, pk), actor_of(request), today)
    return page(request, "employment/stint.html", {"shown": made, "is_log": True})


@only("GET", "POST")
def exemption(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record what of the exemption from severance holds."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, ExemptionForm, since=today, **known_exemption(row, today))
    return act(
        request,
        form,
        lambda: exemption_page(row, today),
        lambda actor: record_exemption(
            actor=actor,
            stint=row,
            since=form.cleaned_data["since"],
            told={name: value for name, value in form.facts().items() if name not in ("since", "version")},
            today=today,
            now=now,
        ),
        done="已登记。",
        to=reverse("employment:record", args=[row.pk]),
    )
