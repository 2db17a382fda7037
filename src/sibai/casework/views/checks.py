"""Checks: findings, tip-offs, visits, and what came of them. Pages of the county; a town only registers tip-offs."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sibai.casework.forms import checks as forms
from sibai.casework.models import Check
from sibai.casework.operations import checking as acts
from sibai.casework.queries import check_pages as shown
from sibai.casework.queries.findings import KINDS
from sibai.casework.queries.findings import findings as found_now
from sibai.casework.queries.people import posts_list
from sibai.casework.queries.ways import begin, tabs
from sibai.employment.models import Stint
from sibai.employment.queries.stints import stints
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.boxes import Plain
from sibai.people.pages.methods import only

LIST = "web/listing.html"


def _one(request: HttpRequest, pk: UUID) -> Check:
    """A check in scope."""
    return found(shown.checks(actor_of(request).scope), pk=pk)


def _post(request: HttpRequest, pk: UUID) -> Stint:
    """A post in scope."""
    return found(stints(actor_of(request).scope), pk=pk)


def _to(request: HttpRequest, row: Check) -> str:
    """The page of a check, for who may open it."""
    sees = actor_of(request).may_open("casework:check")
    return reverse("casework:check", args=[row.pk]) if sees else reverse("casework:list")


@only("GET")
def checks(request: HttpRequest) -> HttpResponse:
    """All checks."""
    actor = actor_of(request)
    context = {
        "title": "核查",
        "listing": shown.check_list(actor, request.GET).shown(),
        "tabs": tabs(actor, "checks"),
        "act": begin(actor, "casework:check_of", "登记核查") or begin(actor, "casework:tip_about", "登记举报"),
    }
    return page(request, LIST, context)


@only("GET")
def findings(request: HttpRequest) -> HttpResponse:
    """What the site found."""
    today, _ = clock()
    actor = actor_of(request)
    context = {
        "title": "核查线索",
        "listing": shown.findings_page(actor, today),
        "tabs": tabs(actor, "findings"),
        "act": begin(actor, "casework:match", "名单比对"),
    }
    return page(request, LIST, context)


@only("GET")
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One check."""
    return page(request, "web/flow.html", {"shown": shown.check_page(_one(request, pk), actor_of(request))})


@only("GET")
def tip_about(request: HttpRequest) -> HttpResponse:
    """Whom a tip-off is about."""
    actor = actor_of(request)
    listing = posts_list(actor, request.GET, "casework:report_tip", on_post=True).shown()
    return page(request, LIST, {"title": "登记举报：关于谁", "listing": listing, "tabs": tabs(actor, "tip_about")})


@only("GET")
def check_of(request: HttpRequest) -> HttpResponse:
    """Whom a check is about."""
    actor = actor_of(request)
    listing = posts_list(actor, request.GET, "casework:enter_check", on_post=True).shown()
    tip = begin(actor, "casework:tip_about", "登记举报")
    return page(request, LIST, {"title": "登记核查：关于谁", "listing": listing, "act": tip})


@only("GET", "POST")
def report_tip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a tip-off down."""
    today, now = clock()
    stint = _post(request, pk)
    form = typed(request, forms.TipForm, found_on=today)
    return act(
        request,
        form,
        lambda: shown.tip_page(stint, actor_of(request)),
        lambda actor: acts.report_tip(
            actor=actor,
            stint=stint,
            found_on=form.cleaned_data["found_on"],
            way=form.cleaned_data["way"],
            words=form.cleaned_data["words"],
            reporter=form.cleaned_data["reporter"],
            today=today,
            now=now,
        ),
        done="举报已登记，由县人社局决定是否核查。",
        to=partial(_to, request),
    )


@only("GET", "POST")
def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a check on what was found outside."""
    today, now = clock()
    stint = _post(request, pk)
    form = typed(request, forms.EnterForm, found_on=today)
    return act(
        request,
        form,
        lambda: shown.enter_page(stint, actor_of(request)),
        lambda actor: acts.enter_check(
            actor=actor,
            stint=stint,
            kind=form.cleaned_data["kind"],
            found_on=form.cleaned_data["found_on"],
            words=form.cleaned_data["words"],
            today=today,
            now=now,
        ),
        done="已登记。",
        to=partial(_to, request),
    )


@only("GET", "POST")
def open_one(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Open a case on a finding."""
    today, now = clock()
    stint = _post(request, pk)
    if kind not in KINDS:
        raise Http404
    return act(
        request,
        typed(request, Plain),
        lambda: shown.open_page(
            next((each for each in found_now(actor_of(request).scope, today, stint) if each.kind == kind), None),
            stint,
            actor_of(request),
        ),
        lambda actor: acts.open_check(actor=actor, stint=stint, kind=kind, today=today, now=now),
        done="已立案。",
        to=partial(_to, request),
    )


@only("GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether a tip-off is checked."""
    _, now = clock()
    row = _one(request, pk)
    form = typed(request, forms.DecideForm, row)
    return act(
        request,
        form,
        lambda: shown.act_page(row, actor_of(request), "决定是否核查", ("received",)),
        lambda actor: acts.decide_check(actor=actor, check=row, now=now, **form.told()),
        done="意见已提交。",
    )


@only("GET", "POST")
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came of it."""
    today, now = clock()
    row = _one(request, pk)
    form = typed(request, forms.EndForm, row, on=today)
    return act(
        request,
        form,
        lambda: shown.act_page(row, actor_of(request), "登记核查结果", ("checking",)),
        lambda actor: acts.end_check(actor=actor, check=row, today=today, now=now, **form.told()),
        done="已结案。",
    )
