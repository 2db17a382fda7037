"""Notices to coordinators, and who has read them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.employment.forms.contracts import ReasonForm
from sibai.employment.forms.records import NoticeForm
from sibai.employment.operations import noticing as acts
from sibai.employment.queries import notice_pages as shown
from sibai.employment.queries.flow_lists import tabs
from sibai.employment.queries.records import notice_list, readers
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


@only("GET")
def notices(request: HttpRequest) -> HttpResponse:
    """Notices."""
    today, _ = clock()
    actor = actor_of(request)
    listing = notice_list(actor, request.GET, today).shown()
    context = {"title": "通知", "listing": listing, "tabs": tabs(actor, "notices"), "act": shown.begin(actor)}
    return page(request, "web/listing.html", context)


@only("GET", "POST")
def write(request: HttpRequest) -> HttpResponse:
    """Write a notice."""
    today, now = clock()
    form = typed(request, NoticeForm)
    return act(
        request,
        form,
        shown.write_page,
        lambda actor: acts.write(actor=actor, today=today, now=now, **form.facts()),
        done="通知已发出。",
        to=lambda row: reverse("employment:notice", args=[row.pk]),
    )


@only("GET")
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One notice and who has not read it."""
    actor = actor_of(request)
    row = found(shown.notices(actor), pk=pk)
    listing = readers(row, request.GET, actor).shown()
    return page(request, "employment/notice.html", {"shown": shown.notice_page(row, actor), "listing": listing})


@only("GET", "POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a notice back: only what one's own place has written."""
    _, now = clock()
    actor = actor_of(request)
    row = found(shown.notices(actor).filter(place=actor.place_code), pk=pk)
    form = typed(request, ReasonForm)
    return act(
        request,
        form,
        lambda: shown.withdraw_page(row),
        lambda actor: acts.withdraw(actor=actor, notice=row, reason=form.cleaned_data["reason"], now=now),
        done="通知已撤回。",
    )
