"""Renewals: proposed, answered by the rules, approved, signed, filed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.employment.forms import contracts as forms
from sibai.employment.models import Renewal
from sibai.employment.operations import renewing as acts
from sibai.employment.queries import renewal_pages as shown
from sibai.employment.queries.flow_pages import renewal_page
from sibai.employment.queries.stint_pages import shown_stints
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


def one(request: HttpRequest, pk: UUID) -> Renewal:
    """A renewal in scope."""
    return found(shown.renewals(actor_of(request).scope), pk=pk)


def to(row: Renewal) -> str:
    """Its page."""
    return reverse("employment:renewal", args=[row.pk])


@only("GET")
def renewal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A renewal."""
    return page(request, "web/flow.html", {"shown": renewal_page(one(request, pk), actor_of(request))})


@only("GET", "POST")
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose a renewal; the page says what the rules say of the usual day."""
    today, now = clock()
    stint = found(shown_stints(actor_of(request).scope), pk=pk)
    at = shown.proposal(stint, today)
    form = typed(request, forms.RenewForm, to=at.usual)

    def asked() -> date | None:
        """The day that is looked at: the one typed, else the usual one."""
        return form.cleaned_data["to"] if form.is_bound and form.is_valid() else at.usual

    return act(
        request,
        form,
        lambda: shown.propose_page(at, asked(), today),
        lambda actor: acts.propose(actor=actor, stint=stint, to=form.cleaned_data["to"], today=today, now=now),
        done="已提出续签。",
        to=to,
    )


@only("GET", "POST")
def revise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose a returned renewal again."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, forms.RenewForm, row, to=row.end)
    return act(
        request,
        form,
        lambda: shown.act_page(row, "修改续签", ("returned",)),
        lambda actor: acts.revise(actor=actor, renewal=row, today=today, now=now, **form.told()),
        done="已重新提出，由镇上审核。",
    )


@only("GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve or return."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, forms.DecideForm, row)
    return act(
        request,
        form,
        lambda: shown.act_page(row, "审核续签", ("to_approve",)),
        lambda actor: acts.decide(actor=actor, renewal=row, today=today, now=now, **form.told()),
        done="审核意见已提交。",
    )


@only("GET", "POST")
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note the day of signing."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, forms.SignForm, row, signed_on=today)
    return act(
        request,
        form,
        lambda: shown.act_page(row, "登记续签签订", ("to_sign",)),
        lambda actor: acts.sign(actor=actor, renewal=row, today=today, now=now, **form.told()),
        done="已登记签订，由县人社局备案。",
    )


@only("GET", "POST")
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """File the renewed contract."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, forms.FileForm, row, filed_on=today)
    return act(
        request,
        form,
        lambda: shown.act_page(row, "登记续签备案", ("to_file",)),
        lambda actor: acts.file(actor=actor, renewal=row, today=today, now=now, **form.told()),
        done="续签已备案。",
    )


@only("GET", "POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a proposal back."""
    _, now = clock()
    row = one(request, pk)
    form = typed(request, forms.ReasonForm, row)
    return act(
        request,
        form,
        lambda: shown.act_page(row, "撤回续签", ("to_approve", "returned", "to_sign"), "撤回"),
        lambda actor: acts.withdraw(actor=actor, renewal=row, now=now, **form.told()),
        done="续签已撤回。",
    )
