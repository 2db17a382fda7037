"""Trainings after hiring: plan, sign-in, result."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.employment.forms.contracts import ReasonForm
from sibai.employment.forms.records import TrainingForm, attendance_form
from sibai.employment.models import Training
from sibai.employment.operations import training as acts
from sibai.employment.queries import training_pages as shown
from sibai.employment.queries.flow_lists import tabs
from sibai.employment.queries.records import training_list
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


def one(request: HttpRequest, pk: UUID) -> Training:
    """A training in which the actor's coordinators take part."""
    return found(shown.trainings(actor_of(request)), pk=pk)


@only("GET")
def trainings(request: HttpRequest) -> HttpResponse:
    """Trainings."""
    today, _ = clock()
    actor = actor_of(request)
    listing = training_list(actor, request.GET, today).shown()
    context = {"title": "在岗培训", "listing": listing, "tabs": tabs(actor, "trainings"), "act": shown.begin(actor)}
    return page(request, "web/listing.html", context)


@only("GET")
def training(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One training with who was called."""
    return page(request, "web/flow.html", {"shown": shown.training_page(one(request, pk), actor_of(request))})


@only("GET", "POST")
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a training."""
    today, now = clock()
    places = shown.places(actor_of(request))
    named = [(code, place.short_name) for code, place in places.items()]
    form = typed(request, partial(TrainingForm, places=named), held_on=today)
    return act(
        request,
        form,
        shown.plan_page,
        lambda actor: acts.plan(actor=actor, now=now, **{**form.facts(), "place": places[form.cleaned_data["place"]]}),
        done="培训计划已保存。",
        to=lambda row: reverse("employment:training", args=[row.pk]),
    )


@only("GET", "POST")
def sign_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was there."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, attendance_form(shown.called(row, False), results=False), row)
    return act(
        request,
        form,
        lambda: shown.act_page(row, "登记签到", ("planned",)),
        lambda actor: acts.sign_in(
            actor=actor,
            training=row,
            version=form.told()["version"],
            present=form.present(),
            today=today,
            now=now,
        ),
        done="签到已登记，接着登记结果。",
    )


@only("GET", "POST")
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The result of each who was there."""
    _, now = clock()
    row = one(request, pk)
    form = typed(request, attendance_form(shown.called(row, True), results=True), row)
    return act(
        request,
        form,
        lambda: shown.act_page(row, "登记培训结果", ("held",)),
        lambda actor: acts.close(
            actor=actor, training=row, version=form.told()["version"], results=form.outcome(), now=now
        ),
        done="培训结果已登记。",
    )


@only("GET", "POST")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A planned training does not take place."""
    _, now = clock()
    row = one(request, pk)
    form = typed(request, ReasonForm, row)
    return act(
        request,
        form,
        lambda: shown.act_page(row, "取消培训", ("planned",)),
        lambda actor: acts.cancel(actor=actor, training=row, now=now, **form.told()),
        done="培训已取消。",
    )
