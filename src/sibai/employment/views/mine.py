"""The coordinator's own pages on the phone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.employment.models import Receipt
from sibai.employment.operations import noticing as acts
from sibai.employment.queries.mine import my_page
from sibai.people.pages import carry_out, found, page
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.boxes import Plain
from sibai.people.pages.methods import only


@only("GET")
def mine(request: HttpRequest) -> HttpResponse:
    """My post, days left, notices, certificates."""
    today, _ = clock()
    return page(request, "employment/mine.html", {"shown": my_page(actor_of(request), today)})


@only("GET", "POST")
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read a notice and say so."""
    _, now = clock()
    actor = actor_of(request)
    row = found(Receipt.objects.within(actor.scope).select_related("notice__place"), pk=pk)
    form = Plain(request.POST or None)

    def again(status: int = 200) -> HttpResponse:
        return page(request, "employment/read.html", {"receipt": row, "form": form}, status)

    if request.method != "POST":
        return again()
    return carry_out(
        request,
        form,
        lambda actor: acts.read(actor=actor, receipt=row, now=now),
        done="已留下阅读回执。",
        to=reverse("employment:mine"),
        again=again,
    )
