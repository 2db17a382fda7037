"""Lending one's role for a time: what is lent and to whom, lending, taking back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from sibai.people.forms.accounts import DelegationForm
from sibai.people.forms.signing_in import ActForm
from sibai.people.models import Delegation, User
from sibai.people.operations import delegations as operations
from sibai.people.pages import carry_out, found, page
from sibai.people.pages.methods import only
from sibai.people.queries.delegations import delegations_page, lendable, stand_ins
from sibai.people.queries.own import own_tabs


@only("GET")
def delegations(request: HttpRequest) -> HttpResponse:
    """What one lent and was lent."""
    user: Any = request.user
    shown = delegations_page(user.pk, timezone.localdate())
    tabs = own_tabs(request.actor, "people:delegations")  # type: ignore[attr-defined]
    return page(request, "people/delegations.html", {"shown": shown, "form": ActForm(), "tabs": tabs})


@only("GET", "POST")
def delegate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lend one role of one's own."""
    user: Any = request.user
    today = timezone.localdate()
    holding = next((each for each in lendable(user.pk, today) if each.pk == pk), None)
    if holding is None:
        raise Http404
    people = [(str(each.user.pk), each.label) for each in stand_ins(holding, today)]
    form = DelegationForm(request.POST or None, holding=holding, people=people, today=today)

    def again(status: int = 200) -> HttpResponse:
        return page(request, "people/delegate.html", {"form": form, "holding": holding, "people": people}, status)

    if request.method != "POST":
        return again()

    def call(actor: Any) -> Delegation:
        given = form.cleaned_data
        return operations.lend(
            actor=actor,
            holding=holding,
            to=User.objects.get(pk=given["to"]),
            start=given["start"],
            end=given["end"],
            reason=given["reason"],
            now=timezone.now(),
        )

    done = f"已委托：{holding.label}。对方登录后可在右上角换到这个身份。"
    return carry_out(request, form, call, done=done, to=reverse("people:delegations"), again=again)


@only("POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a lent role back."""
    rows = Delegation.objects.select_related("holding__place", "to")
    delegation = found(rows, pk=pk, holding__user=request.user)
    form = ActForm(request.POST)

    def again(status: int) -> HttpResponse:
        messages.warning(
            request, "；".join(str(error) for error in form.non_field_errors()) or "没有办成，请再试一次。"
        )
        return redirect("people:delegations")

    return carry_out(
        request,
        form,
        lambda actor: operations.withdraw(actor=actor, delegation=delegation, now=timezone.now()),
        done="已收回，对方马上不能再用这个身份。",
        to=reverse("people:delegations"),
        again=again,
    )
