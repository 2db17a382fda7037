"""Resignations: notice, handover, consent, leaving."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.employment.forms import leaving as forms
from sibai.employment.models import Resignation
from sibai.employment.operations import resigning as acts
from sibai.employment.queries import leaving_pages as shown
from sibai.employment.queries.flow_pages import resignation_page
from sibai.employment.queries.stint_pages import shown_stints
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.boxes import Plain
from sibai.people.pages.methods import only


def one(request: HttpRequest, pk: UUID) -> Resignation:
    """A resignation in scope."""
    return found(shown.resignations(actor_of(request).scope), pk=pk)


@only("GET")
def resignation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A resignation."""
    return page(request, "web/flow.html", {"shown": resignation_page(one(request, pk), actor_of(request))})


@only("GET", "POST")
def resign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give notice: on paper to the village, or oneself on the phone."""
    today, now = clock()
    stint = found(shown_stints(actor_of(request).scope), pk=pk)
    myself = actor_of(request).role == "coordinator"
    form = typed(request, forms.ResignMyselfForm if myself else forms.ResignForm, notice_on=today)
    return act(
        request,
        form,
        lambda: shown.resign_page(stint, today, myself=myself),
        lambda actor: acts.give_notice(
            actor=actor,
            stint=stint,
            notice_on=form.cleaned_data.get("notice_on") or today,
            last_day=form.cleaned_data["last_day"],
            reason=form.cleaned_data["reason"],
            today=today,
            now=now,
        ),
        done="辞职已登记，由村（社区）列交接清单。",
        to=lambda row: reverse("employment:resignation", args=[row.pk]),
    )


@only("GET", "POST")
def list_handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what is handed over."""
    _, now = clock()
    row = one(request, pk)
    form = typed(request, forms.HandoverForm, row, items=forms.USUAL_ITEMS)
    return act(
        request,
        form,
        lambda: shown.resignation_act(row, "列出交接清单", ("notified",)),
        lambda actor: acts.list_handover(
            actor=actor,
            resignation=row,
            version=form.told()["version"],
            items=form.cleaned_data["items"].splitlines(),
            now=now,
        ),
        done="交接清单已列好，逐项接收。",
    )


@only("GET", "POST")
def tick(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Receive one thing."""
    today, now = clock()
    item = found(shown.items(actor_of(request).scope), pk=pk)
    form = typed(request, forms.TickForm, received_on=today, receiver=actor_of(request).user_name)
    return act(
        request,
        form,
        lambda: shown.tick_page(item),
        lambda actor: acts.tick(
            actor=actor,
            item=item,
            receiver=form.cleaned_data["receiver"],
            received_on=form.cleaned_data["received_on"],
            note=form.cleaned_data["note"],
            today=today,
            now=now,
        ),
        done="已登记接收。",
    )


@only("GET", "POST")
def consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The employer's consent."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, forms.ConsentForm, row)
    return act(
        request,
        form,
        lambda: shown.resignation_act(row, "用人单位意见", ("to_consent",)),
        lambda actor: acts.consent(actor=actor, resignation=row, today=today, now=now, **form.told()),
        done="意见已提交。",
    )


@only("GET", "POST")
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End the post."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, Plain, row)
    return act(
        request,
        form,
        lambda: shown.leave_page(row),
        lambda actor: acts.leave(actor=actor, resignation=row, today=today, now=now, **form.told()),
        done="已办理离岗，岗位列为空缺。",
        to=reverse("employment:stint", args=[row.stint_id]),
    )


@only("GET", "POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the notice back."""
    _, now = clock()
    row = one(request, pk)
    form = typed(request, forms.WithdrawForm, row)
    return act(
        request,
        form,
        lambda: shown.resignation_act(row, "撤回辞职", ("notified", "handover", "to_consent")),
        lambda actor: acts.withdraw(actor=actor, resignation=row, now=now, **form.told()),
        done="辞职已撤回。",
    )
