"""Hiring: the agreement, the first day on post, the labour contract and its filing."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.employment.forms import contracts as forms
from sibai.employment.models import Contract
from sibai.employment.operations import taking_up as acts
from sibai.employment.queries import hiring_pages as shown
from sibai.employment.queries.flow_pages import contract_page
from sibai.employment.queries.stint_pages import shown_stints
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


def one(request: HttpRequest, pk: UUID) -> Contract:
    """A contract in scope."""
    return found(shown.contracts(actor_of(request).scope), pk=pk)


@only("GET")
def contract(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An agreement or a labour contract."""
    return page(request, "web/flow.html", {"shown": contract_page(one(request, pk), actor_of(request))})


@only("GET", "POST")
def prepare_agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Prepare the agreement of a round's chosen person."""
    today, now = clock()
    selection = found(shown.rounds(actor_of(request).scope), pk=pk)
    form = typed(request, forms.PrepareForm, start=today)
    return act(
        request,
        form,
        lambda: shown.prepare_page(selection, today),
        lambda actor: acts.prepare_agreement(
            actor=actor,
            selection=selection,
            start=form.cleaned_data["start"],
            number=form.cleaned_data["number"],
            today=today,
            now=now,
        ),
        done="聘用协议已拟好，打印签字后登记签订。",
        to=lambda made: reverse("employment:contract", args=[made.pk]),
    )


@only("GET", "POST")
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note the day of signing."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, forms.SignForm, row, signed_on=today, number=row.number)
    return act(
        request,
        form,
        lambda: shown.sign_page(row, today),
        lambda actor: acts.sign(actor=actor, contract=row, today=today, now=now, **form.told()),
        done=f"已登记{row.get_kind_display()}签订。",
    )


@only("GET", "POST")
def void_agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Drop an agreement."""
    _, now = clock()
    row = one(request, pk)
    form = typed(request, forms.ReasonForm, row)
    return act(
        request,
        form,
        lambda: shown.void_page(row),
        lambda actor: acts.void_agreement(actor=actor, contract=row, now=now, **form.told()),
        done="协议已作废，可以重新拟。",
    )


@only("GET", "POST")
def take_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the person on post."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, forms.TakeUpForm, row, start=row.start)
    return act(
        request,
        form,
        lambda: shown.take_up_page(row, today),
        lambda actor: acts.take_up(actor=actor, contract=row, today=today, now=now, **form.told()),
        done="已上岗，岗位空缺已补上；劳动合同已拟好，请在一个月内签订。",
        to=lambda stint: reverse("employment:stint", args=[stint.pk]),
    )


@only("GET", "POST")
def file_contract(request: HttpRequest, pk: UUID) -> HttpResponse:
    """File a labour contract."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, forms.FileForm, row, filed_on=today)
    return act(
        request,
        form,
        lambda: shown.file_page(row),
        lambda actor: acts.file_contract(actor=actor, contract=row, today=today, now=now, **form.told()),
        done="劳动合同已备案。",
    )


@only("GET", "POST")
def draft_contract(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a labour contract that a post lacks."""
    today, now = clock()
    stint = found(shown_stints(actor_of(request).scope), pk=pk)
    form = typed(request, forms.DraftForm, start=stint.start)
    return act(
        request,
        form,
        lambda: shown.draft_page(stint, today),
        lambda actor: acts.draft_contract(
            actor=actor, stint=stint, start=form.cleaned_data["start"], today=today, now=now
        ),
        done="劳动合同已拟好，打印签字后登记签订。",
        to=lambda made: reverse("employment:contract", args=[made.pk]),
    )
