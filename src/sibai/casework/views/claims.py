"""Travel claims: claimed on the phone or entered by the village, confirmed, recorded as paid."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sibai.attendance.queries.trips import trips
from sibai.casework.forms import claims as forms
from sibai.casework.models import TravelClaim
from sibai.casework.operations import claiming as acts
from sibai.casework.queries import claim_pages as shown
from sibai.casework.queries.injury_pages import my_injuries
from sibai.casework.queries.travel import claimable
from sibai.casework.queries.ways import begin, first_page, tabs
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.boxes import Plain
from sibai.people.pages.methods import only


def _one(request: HttpRequest, pk: UUID) -> TravelClaim:
    """A claim in scope."""
    return found(shown.claims(actor_of(request).scope), pk=pk)


@only("GET")
def start(request: HttpRequest) -> HttpResponse:
    """The entry of the menu: the first list that the role may open."""
    return redirect(first_page(actor_of(request)))


@only("GET")
def claims(request: HttpRequest) -> HttpResponse:
    """Everybody's claims."""
    actor = actor_of(request)
    context = {
        "title": "差旅费",
        "listing": shown.claim_list(actor, request.GET).shown(),
        "tabs": tabs(actor, "claims"),
        "act": begin(actor, "casework:claim_for", "登记差旅费"),
    }
    return page(request, "web/listing.html", context)


@only("GET")
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One claim."""
    return page(request, "web/flow.html", {"shown": shown.claim_page(_one(request, pk), actor_of(request))})


@only("GET")
def mine(request: HttpRequest) -> HttpResponse:
    """The coordinator's own claims and injuries, on the phone."""
    actor = actor_of(request)
    return page(request, "casework/mine.html", {"claims": shown.my_claims(actor), "injuries": my_injuries(actor)})


@only("GET")
def which(request: HttpRequest) -> HttpResponse:
    """Which trip is claimed for."""
    today, _ = clock()
    actor = actor_of(request)
    return page(request, "casework/choose.html", shown.trips_page(claimable(actor.scope, today), actor))


@only("GET", "POST")
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The coordinator claims."""
    return _new(request, pk, acts.ask_claim, "已提交，请交票据照片，由村（社区）确认。")


@only("GET", "POST")
def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The village enters a claim."""
    return _new(request, pk, acts.enter_claim, "已登记，收齐票据后确认。")


def _new(request: HttpRequest, pk: UUID, call: acts.NewClaim, done: str) -> HttpResponse:
    today, now = clock()
    trip = found(trips(actor_of(request).scope).filter(state="approved"), pk=pk)
    first, last = shown.free_of(trip)
    form = typed(request, forms.ClaimForm, start=first, end=last)
    return act(
        request,
        form,
        lambda: shown.new_page(trip, actor_of(request)),
        lambda actor: call(actor=actor, trip=trip, today=today, now=now, **form.given()),
        done=done,
        to=lambda row: reverse("casework:claim", args=[row.pk]),
    )


@only("GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The village confirms."""
    _, now = clock()
    row = _one(request, pk)
    form = typed(request, forms.DecideClaimForm, row)
    return act(
        request,
        form,
        lambda: shown.act_page(row, actor_of(request), "确认差旅费", ("asked",)),
        lambda actor: acts.decide_claim(actor=actor, claim=row, now=now, **form.told()),
        done="意见已提交。",
    )


@only("GET", "POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The coordinator takes a claim back."""
    _, now = clock()
    row = _one(request, pk)
    form = typed(request, Plain, row)
    return act(
        request,
        form,
        partial(shown.act_page, row, actor_of(request), "撤回差旅费", ("asked",), danger=True),
        lambda actor: acts.withdraw_claim(actor=actor, claim=row, now=now, **form.told()),
        done="已撤回，可以重新报。",
    )


@only("GET", "POST")
def pay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The village records the payment."""
    today, now = clock()
    row = _one(request, pk)
    form = typed(request, forms.PayClaimForm, row, paid_on=today)
    return act(
        request,
        form,
        lambda: shown.act_page(row, actor_of(request), "登记支付", ("to_pay",)),
        lambda actor: acts.pay_claim(actor=actor, claim=row, today=today, now=now, **form.told()),
        done="支付已登记。",
    )


@only("GET", "POST")
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The village takes its confirmation back."""
    _, now = clock()
    row = _one(request, pk)
    form = typed(request, forms.RevokeForm, row)
    return act(
        request,
        form,
        partial(shown.act_page, row, actor_of(request), "撤回确认", ("to_pay",), danger=True),
        lambda actor: acts.revoke_claim(actor=actor, claim=row, now=now, **form.told()),
        done="确认已撤回。",
    )
