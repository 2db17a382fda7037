"""Corrections of paid travel claims: entered by the village, confirmed by the town, settled."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.casework.forms import claims as forms
from sibai.casework.models import ClaimCorrection
from sibai.casework.operations import claim_correcting as acts
from sibai.casework.queries import claim_corrections as shown
from sibai.casework.queries.claim_pages import claims
from sibai.people.pages import found
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


def _page_of(row: ClaimCorrection) -> str:
    return reverse("casework:claim", args=[row.claim_id])


@only("GET", "POST")
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The village says what a paid claim should have been."""
    _, now = clock()
    claim = found(claims(actor_of(request).scope), pk=pk)
    known = forms.known_of(shown.standing(claim))
    form = typed(request, forms.CorrectClaimForm, claim, **known)
    return act(
        request,
        form,
        lambda: shown.correct_page(claim, actor_of(request)),
        lambda actor: acts.correct(actor=actor, claim=claim, now=now, **form.given()),
        done="更正已登记，由镇上确认。",
        to=_page_of,
    )


@only("GET", "POST")
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The town's word."""
    _, now = clock()
    row = found(shown.corrections(actor_of(request).scope), pk=pk)
    form = typed(request, forms.ConfirmCorrectionForm, row)
    return act(
        request,
        form,
        lambda: shown.step_page(row, actor_of(request), "确认差旅费更正", "entered"),
        lambda actor: acts.confirm(actor=actor, row=row, now=now, **form.told()),
        done="意见已提交。",
        to=_page_of,
    )


@only("GET", "POST")
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The difference is paid, or given back."""
    today, now = clock()
    row = found(shown.corrections(actor_of(request).scope), pk=pk)
    form = typed(request, forms.SettleCorrectionForm, row, settled_on=today)
    return act(
        request,
        form,
        lambda: shown.step_page(row, actor_of(request), "登记补付或退回", "to_settle"),
        lambda actor: acts.settle(actor=actor, row=row, today=today, now=now, **form.told()),
        done="已登记。",
        to=_page_of,
    )
