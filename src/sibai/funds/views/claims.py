"""Subsidy claims and the advances that they give back."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sibai.documents.answers import download
from sibai.documents.models import Paper
from sibai.funds.forms.claims import ClaimForm, DecideForm, GiveBackForm, ReceiveForm
from sibai.funds.operations import claiming, handing_out
from sibai.funds.queries import advance_pages, claim_pages, claim_scans
from sibai.funds.queries.ways import booked_months, tabs
from sibai.funds.views.steps import county_of
from sibai.people.actor import Actor
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only
from sibai.people.pages.scans import hand_in


def yuan_box(fen: int) -> str:
    """An amount as a box is filled with it."""
    return f"{fen // 100}.{fen % 100:02d}"


@only("GET")
def claims(request: HttpRequest) -> HttpResponse:
    """All claims."""
    actor = actor_of(request)
    may = actor.may_open("funds:make_claim")
    context = {
        "title": "补贴",
        "listing": claim_pages.shown_claims(actor, request.GET),
        "tabs": tabs(actor, "funds:claims"),
        "act": {"label": "申报补贴", "url": reverse("funds:make_claim")} if may else None,
    }
    return page(request, "web/listing.html", context)


@only("GET", "POST")
def make_claim(request: HttpRequest) -> HttpResponse:
    """Claim what is open."""
    today, now = clock()

    months = booked_months(actor_of(request).scope, today)
    form = typed(request, partial(ClaimForm, choices={"first": months, "last": months}))
    return act(
        request,
        form,
        lambda: claim_pages.make_page(today),
        lambda actor: claiming.claim(actor=actor, county=county_of(actor), now=now, **form.told()),
        done="已申报，等县人社局审核。",
        to=lambda row: reverse("funds:claim", args=[row.pk]),
    )


@only("GET")
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One claim."""
    actor = actor_of(request)
    row = found(claim_pages.claims(actor), pk=pk)
    return page(request, "funds/claim.html", {"shown": claim_pages.claim_page(row, actor, request.GET)})


@only("GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How much is granted."""
    _, now = clock()
    row = found(claim_pages.claims(actor_of(request)), pk=pk)
    people = claim_pages.people_of(row)
    form = typed(request, partial(DecideForm, choices={"refused": people}), row, granted=yuan_box(row.asked))
    lead = "少批的按比例分到每个人，勾选的人除外；社保补贴不够的部分，由公司另报县财政列支。"
    return act(
        request,
        form,
        lambda: claim_pages.step_page(row, "审核补贴", ("claimed",), lead, "审核完成"),
        lambda actor: claiming.decide(actor=actor, row=row, now=now, **form.told()),
        done="已审核。",
    )


@only("GET", "POST")
def receive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The money has come."""
    today, now = clock()
    row = found(claim_pages.claims(actor_of(request)), pk=pk)
    form = typed(request, ReceiveForm, row, received_on=today, amount=yuan_box(row.coming))
    lead = "到账以后，对应的垫缴才算收回；分几次到的，按到了的算，每人按比例。"
    return act(
        request,
        form,
        lambda: claim_pages.step_page(row, "确认补贴到账", claiming.ARRIVING, lead, "登记到账"),
        lambda actor: claiming.receive(actor=actor, row=row, today=today, now=now, **form.told()),
        done="到账已登记，并已入账。",
    )


@only("GET", "POST")
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came beyond what was granted is given back."""
    today, now = clock()
    row = found(claim_pages.claims(actor_of(request)), pk=pk)
    form = typed(request, GiveBackForm, row, given_on=today, amount=yuan_box(row.excess))
    states = claiming.ARRIVING if row.excess else ()
    lead = "多到的款退给拨款单位以后登记，账上不再挂着。"
    return act(
        request,
        form,
        lambda: claim_pages.step_page(row, "登记多到款退回", states, lead, "登记退回"),
        lambda actor: claiming.give_back(actor=actor, row=row, today=today, now=now, **form.told()),
        done="已登记退回，并已入账。",
    )


@only("GET")
def export_claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A claim's lines as a workbook."""
    _, now = clock()
    actor = actor_of(request)
    row = found(claim_pages.claims(actor), pk=pk)
    return download(handing_out.export_claim(actor=actor, row=row, now=now), row.label, "xlsx")


@only("GET")
def print_claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A claim's application in Word."""
    today, now = clock()
    actor = actor_of(request)
    row = found(claim_pages.claims(actor), pk=pk)
    content = handing_out.print_claim(actor=actor, row=row, today=today, now=now)
    return download(content, row.label, "docx")


@only("POST")
def attach_claim(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Take a scan of one of a claim's papers in."""
    _, now = clock()
    row = found(claim_pages.claims(actor_of(request)), pk=pk)
    label = claim_scans.label_of(row, kind)
    if label is None or not claim_scans.hands_in(actor_of(request), kind):
        raise Http404

    def keep(actor: Actor, upload: Any) -> Paper:
        return handing_out.attach_claim(actor=actor, row=row, kind=kind, label=label, upload=upload, now=now)

    return hand_in(request, label, reverse("funds:claim", args=[row.pk]), keep)


@only("GET")
def advances(request: HttpRequest) -> HttpResponse:
    """How old the advances are."""
    today, _ = clock()
    actor = actor_of(request)
    context = {
        "tabs": tabs(actor, "funds:advances"),
        "months": advance_pages.by_month(actor, today),
        "listing": advance_pages.advance_list(actor, request.GET).shown(),
    }
    return page(request, "funds/advances.html", context)
