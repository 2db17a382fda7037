"""Contributions made up for people who have left: who has to pay in, and that they have."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from sibai.payroll.forms.cases import CashForm, fen
from sibai.payroll.operations.collecting import collect_made_up
from sibai.payroll.queries import leavers as shown
from sibai.payroll.queries.case_pages import tabs
from sibai.people.models import Person
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


@only("GET")
def leavers(request: HttpRequest) -> HttpResponse:
    """Who has to pay in."""
    today, _ = clock()
    actor = actor_of(request)
    context = {"title": shown.TITLE, "listing": shown.leaver_list(actor, today), "tabs": tabs(actor, "recoveries")}
    return page(request, "web/listing.html", context)


@only("GET", "POST")
def collect(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody has paid in."""
    today, now = clock()
    actor = actor_of(request)
    person = found(Person.objects.within(actor.scope), pk=pk)
    form = typed(request, CashForm)
    return act(
        request,
        form,
        lambda: shown.collect_page(person, actor, today),
        lambda actor: collect_made_up(
            actor=actor,
            person=person,
            amount=fen(form.cleaned_data["amount"]),
            document=form.cleaned_data["document"],
            today=today,
            now=now,
        ),
        done="已登记，以后的工资不再补扣。",
    )
