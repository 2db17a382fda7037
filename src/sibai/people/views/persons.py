"""A person's page, one full value, corrections, handing over to another village."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.people.actor import Actor
from sibai.people.forms.persons import ChangeForm, MoveForm, RevealForm
from sibai.people.models import Person
from sibai.people.operations import changing, revealing
from sibai.people.pages import PageForm, carry_out, found, page
from sibai.people.pages.methods import only
from sibai.people.pages.once import show_once
from sibai.people.queries.person_page import person_page, villages_within
from sibai.people.queries.persons import SEALED, may_reveal


def in_scope(request: HttpRequest, person_id: UUID) -> Person:
    """The person, 404 outside the actor's scope."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person: Person = found(Person.objects.within(actor.scope).select_related("village"), pk=person_id)
    return person


@only("GET")
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The page of a person."""
    shown = person_page(request.actor, in_scope(request, person_id))  # type: ignore[attr-defined]
    return page(request, "people/person.html", {"shown": shown, "person_id": person_id})


@only("GET", "POST")
def reveal(request: HttpRequest, person_id: UUID, field: str) -> HttpResponse:
    """GET asks why; POST shows the value, which no cache keeps and no reload shows again without a new reason."""
    if field not in SEALED:
        raise Http404
    whose = in_scope(request, person_id)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = RevealForm(request.POST or None)
    told = {"person": whose, "field": SEALED[field], "form": form}

    def again(status: int = 200) -> HttpResponse:
        return page(request, "people/reveal.html", told, status)

    if request.method != "POST":
        if not may_reveal(actor, field):
            raise PermissionDenied
        return again()
    return show_once(
        request,
        form,
        lambda actor: revealing.reveal(actor=actor, person=whose, field=field, now=timezone.now(), **form.facts()),
        show=lambda value: page(request, "people/revealed.html", {**told, "value": value}),
        again=again,
        instead=request.path,
        already="刚才已经看过一次。再看，请重新填写事由。",
    )


def _change_page(request: HttpRequest, form: PageForm, whose: Person, title: str, status: int) -> HttpResponse:
    back = reverse("people:person", args=[whose.pk])
    told = {"form": form, "title": title, "lead": f"{whose.name}　{whose.village.short_name}", "back": back}
    return page(request, "people/act.html", told, status)


@only("GET", "POST")
def change(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Correct what is registered."""
    whose = in_scope(request, person_id)
    form = ChangeForm(request.POST or None)

    def again(status: int = 200) -> HttpResponse:
        return _change_page(request, form, whose, "更正信息", status)

    def call(actor: Actor) -> None:
        reason = form.cleaned_data["reason"]
        changing.correct(actor=actor, person=whose, facts=form.given(), reason=reason, now=timezone.now())

    if request.method != "POST":
        return again()
    to = reverse("people:person", args=[whose.pk])
    return carry_out(request, form, call, done="已更正。", to=to, again=again)


@only("GET", "POST")
def move(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Hand a person over to another village of the actor's place."""
    whose = in_scope(request, person_id)
    form = MoveForm(request.POST or None, villages=villages_within(request.actor))  # type: ignore[attr-defined]

    def again(status: int = 200) -> HttpResponse:
        return _change_page(request, form, whose, "转到其他村（社区）", status)

    if request.method != "POST":
        return again()
    to = reverse("people:person", args=[whose.pk])
    return carry_out(
        request,
        form,
        lambda actor: changing.move(actor=actor, person=whose, now=timezone.now(), **form.facts()),
        done="已转过去，以后由那个村（社区）经办。",
        to=to,
        again=again,
    )
