"""A person's page, and the page that shows one full value."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sibai.audit.refusals import Refusal
from sibai.people.actor import Actor
from sibai.people.forms.persons import RevealForm
from sibai.people.models import Person
from sibai.people.operations import revealing
from sibai.people.pages import found, page
from sibai.people.queries.person_page import person_page
from sibai.people.queries.persons import SEALED, may_reveal


def in_scope(request: HttpRequest, person_id: UUID) -> Person:
    """The person, 404 outside the actor's scope."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return found(Person.objects.within(actor.scope).select_related("village"), pk=person_id)


def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The page of a person."""
    shown = person_page(request.actor, in_scope(request, person_id))  # type: ignore[attr-defined]
    return page(request, "people/person.html", {"shown": shown, "person_id": person_id})


@never_cache
def reveal(request: HttpRequest, person_id: UUID, field: str) -> HttpResponse:
    """GET asks why; POST shows the value, which no cache keeps and no reload shows again without a new reason."""
    if field not in SEALED:
        raise Http404
    whose = in_scope(request, person_id)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = RevealForm(request.POST or None)
    told = {"person": whose, "field": SEALED[field], "form": form}
    if request.method != "POST":
        if not may_reveal(actor, field):
            raise PermissionDenied
        return page(request, "people/reveal.html", told)
    if not form.is_valid():
        return page(request, "people/reveal.html", told, 422)
    ordered = actor.ordered(form.cleaned_data["command"])
    try:
        value = revealing.reveal(
            actor=ordered, person=whose, field=field, reason=form.cleaned_data["reason"], now=timezone.now()
        )
    except Refusal as refusal:
        form.show_refusal(str(refusal), refusal.field)
        return page(request, "people/reveal.html", told, refusal.status)
    return page(request, "people/revealed.html", {**told, "value": value})
