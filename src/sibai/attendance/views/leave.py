"""Leave: asked for on the phone, entered or decided by the village."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sibai.attendance.forms import leave as forms
from sibai.attendance.models import LeaveRequest, LeaveStanding
from sibai.attendance.operations import leave as acts
from sibai.attendance.queries import leave_pages as shown
from sibai.employment.models import Stint
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.boxes import Plain
from sibai.people.pages.methods import only

KINDS = dict(LeaveRequest.KINDS)


def one(request: HttpRequest, pk: UUID) -> LeaveRequest:
    """A leave in scope."""
    return found(shown.leaves(actor_of(request).scope), pk=pk)


def stint_in(request: HttpRequest, pk: UUID) -> Stint:
    """A post in scope that leave can be entered for."""
    today, _ = clock()
    return found(shown.stints_now(actor_of(request).scope, today), pk=pk)


@only("GET")
def leaves(request: HttpRequest) -> HttpResponse:
    """Everybody's leave."""
    today, _ = clock()
    actor = actor_of(request)
    listing = shown.leave_list(actor, request.GET, today)
    told = shown.list_context(actor, listing, "休假", "leaves", today, "attendance:enter")
    return page(request, "web/listing.html", told)


@only("GET")
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One leave."""
    return page(request, "web/flow.html", {"shown": shown.leave_page(one(request, pk), actor_of(request))})


@only("GET")
def kinds(request: HttpRequest) -> HttpResponse:
    """Which kind of leave."""
    today, _ = clock()
    actor = actor_of(request)
    stints = list(shown.stints_now(actor.scope, today))
    stints = stints[-1:] if actor.role == "coordinator" else stints
    return page(request, "attendance/choose.html", shown.kinds_page(stints, actor))


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind


@only("GET", "POST")
def ask(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The coordinator asks."""
    today, now = clock()
    stint, named = stint_in(request, pk), _kind(kind)
    form = typed(request, forms.leave_form(named))
    return act(
        request,
        form,
        lambda: shown.ask_page(stint, named, actor_of(request), today),
        lambda actor: acts.ask_leave(actor=actor, stint=stint, kind=named, today=today, now=now, **form.given()),
        done="已提交，由村（社区）审批。",
        to=lambda row: reverse("attendance:leave", args=[row.pk]),
    )


@only("GET", "POST")
def enter(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The village enters a leave that it granted on paper, or absence."""
    today, now = clock()
    stint, named = stint_in(request, pk), _kind(kind)
    form = typed(request, forms.leave_form(named))
    return act(
        request,
        form,
        lambda: shown.ask_page(stint, named, actor_of(request), today),
        lambda actor: acts.enter_leave(actor=actor, stint=stint, kind=named, today=today, now=now, **form.given()),
        done="休假已登记。",
        to=lambda row: reverse("attendance:leave", args=[row.pk]),
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
        lambda: shown.decide_page(row, actor_of(request)),
        lambda actor: acts.decide_leave(actor=actor, leave=row, today=today, now=now, **form.told()),
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
        lambda: shown.withdraw_page(row, actor_of(request)),
        lambda actor: acts.withdraw_leave(actor=actor, leave=row, now=now, **form.told()),
        done="申请已撤回。",
    )


@only("GET", "POST")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The village cancels an approved leave."""
    _, now = clock()
    row = one(request, pk)
    form = typed(request, forms.CancelForm, row)
    return act(
        request,
        form,
        lambda: shown.cancel_page(row, actor_of(request)),
        lambda actor: acts.cancel_leave(actor=actor, leave=row, now=now, **form.told()),
        done="休假已取消。",
    )


@only("GET", "POST")
def standing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Since when the person works."""
    today, now = clock()
    stint = stint_in(request, pk)
    known = LeaveStanding.objects.within(actor_of(request).scope).filter(person=stint.person_id).first()
    before = {name: getattr(known, name) for name in ("first_work_on", "continuous_since", "document")} if known else {}
    form = typed(request, forms.StandingForm, known, **before)
    return act(
        request,
        form,
        lambda: shown.standing_page(stint, actor_of(request), known),
        lambda actor: acts.record_standing(actor=actor, stint=stint, today=today, now=now, **form.told()),
        done="休假工龄已登记。",
    )
