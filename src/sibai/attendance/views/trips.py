"""Trips: asked for on the phone, entered or decided by the village."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.attendance.forms import leave as forms
from sibai.attendance.models import Trip
from sibai.attendance.operations import trips as acts
from sibai.attendance.queries import trip_pages as shown
from sibai.attendance.queries.leave_pages import list_context, stints_now
from sibai.attendance.queries.trips import trips as trips_in
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.boxes import Plain
from sibai.people.pages.methods import only


def one(request: HttpRequest, pk: UUID) -> Trip:
    """A trip in scope."""
    return found(trips_in(actor_of(request).scope), pk=pk)


@only("GET")
def trips(request: HttpRequest) -> HttpResponse:
    """Everybody's trips."""
    today, _ = clock()
    actor = actor_of(request)
    listing = shown.trip_list(actor, request.GET, today)
    told = list_context(actor, listing, "出差", "trips", today, "attendance:trip_for")
    return page(request, "web/listing.html", told)


@only("GET")
def trip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One trip."""
    return page(request, "web/flow.html", {"shown": shown.trip_page(one(request, pk), actor_of(request))})


@only("GET")
def who(request: HttpRequest) -> HttpResponse:
    """Who goes on the trip."""
    today, _ = clock()
    actor = actor_of(request)
    return page(request, "attendance/choose.html", shown.posts_page(list(stints_now(actor.scope, today)), actor))


@only("GET", "POST")
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The coordinator asks."""
    return _new(request, pk, acts.ask_trip, "已提交，由村（社区）审批。")


@only("GET", "POST")
def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The village enters a trip."""
    return _new(request, pk, acts.enter_trip, "出差已登记。")


def _new(request: HttpRequest, pk: UUID, call: acts.NewTrip, done: str) -> HttpResponse:
    today, now = clock()
    stint = found(stints_now(actor_of(request).scope, today), pk=pk)
    form = typed(request, forms.TripForm)

    def made(actor: object) -> Trip:
        told = {name: value for name, value in form.told().items() if name != "version"}
        return call(actor=actor, stint=stint, today=today, now=now, **told)

    return act(
        request,
        form,
        lambda: shown.ask_page(stint, actor_of(request)),
        made,
        done=done,
        to=lambda row: reverse("attendance:trip", args=[row.pk]),
    )


@only("GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The village decides."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, forms.DecideForm, row)
    return act(
        request,
        form,
        lambda: shown.act_page(row, actor_of(request), "审批出差", ("asked",)),
        lambda actor: acts.decide_trip(actor=actor, trip=row, today=today, now=now, **form.told()),
        done="意见已提交。",
    )


@only("GET", "POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The coordinator takes a request back."""
    _, now = clock()
    row = one(request, pk)
    form = typed(request, Plain, row)
    return act(
        request,
        form,
        lambda: shown.act_page(row, actor_of(request), "撤回出差申请", ("asked",)),
        lambda actor: acts.withdraw_trip(actor=actor, trip=row, now=now, **form.told()),
        done="申请已撤回。",
    )


@only("GET", "POST")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The village cancels an approved trip."""
    _, now = clock()
    row = one(request, pk)
    form = typed(request, forms.CancelForm, row)
    return act(
        request,
        form,
        lambda: shown.act_page(row, actor_of(request), "取消出差", ("approved",), danger=True),
        lambda actor: acts.cancel_trip(actor=actor, trip=row, now=now, **form.told()),
        done="出差已取消。",
    )
