"""Endings other than resignation: chosen, prepared, held against the law, decided, received."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sibai.employment.forms import contracts, leaving
from sibai.employment.models import Ending
from sibai.employment.operations import ending as acts
from sibai.employment.queries import leaving_pages as shown
from sibai.employment.queries.flow_pages import ending_page
from sibai.employment.queries.grounds import GROUNDS
from sibai.employment.queries.legal import QUESTIONS
from sibai.employment.queries.stint_pages import shown_stints
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


def one(request: HttpRequest, pk: UUID) -> Ending:
    """An ending in scope."""
    return found(shown.endings(actor_of(request).scope), pk=pk)


@only("GET")
def ending(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An ending."""
    return page(request, "web/flow.html", {"shown": ending_page(one(request, pk), actor_of(request))})


@only("GET")
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which way a post ends."""
    stint = found(shown_stints(actor_of(request).scope), pk=pk)
    return page(request, "employment/choose.html", {"shown": shown.choose_page(stint)})


@only("GET", "POST")
def prepare(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Prepare an ending of a kind."""
    if kind not in GROUNDS:
        raise Http404
    today, now = clock()
    stint = found(shown_stints(actor_of(request).scope), pk=pk)
    form_of = leaving.asking(leaving.EndForm, GROUNDS[kind].asks)
    at = shown.leaving_of(stint, today)
    form = typed(request, form_of, last_day=at.usual_day(kind))
    return act(
        request,
        form,
        lambda: shown.prepare_page(at, kind, today),
        lambda actor: acts.prepare(actor=actor, stint=stint, kind=kind, today=today, now=now, **form.given()),
        done="已拟好，接着核对法律事项。",
        to=lambda row: reverse("employment:ending", args=[row.pk]),
    )


@only("GET", "POST")
def revise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a prepared ending."""
    today, now = clock()
    row = one(request, pk)
    if row.kind not in GROUNDS:
        raise Http404
    form_of = leaving.asking(leaving.EndForm, GROUNDS[row.kind].asks)
    known = {name: value for name, value in acts.read_facts(row).items() if value is not None}
    form = typed(request, form_of, row, last_day=row.last_day, reason=row.reason, **known)
    return act(
        request,
        form,
        lambda: shown.prepare_page(shown.leaving_of(row.stint, today), row.kind, today, row),
        lambda actor: acts.revise(
            actor=actor, ending=row, version=form.told()["version"], today=today, now=now, **form.given()
        ),
        done="已修改，接着核对法律事项。",
    )


@only("GET", "POST")
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hold an ending against articles 40, 42, 43 and 45."""
    today, now = clock()
    row = one(request, pk)
    known = acts.read_facts(row)
    initial = {name: known[name] for name in QUESTIONS if known.get(name) is not None}
    form = typed(request, leaving.asking(leaving.CheckForm, QUESTIONS), row, **initial)
    return act(
        request,
        form,
        lambda: shown.check_page(row),
        lambda actor: acts.check(
            actor=actor,
            ending=row,
            version=form.told()["version"],
            told=form.answers(),
            today=today,
            now=now,
        ),
        done="已核对。",
    )


@only("GET", "POST")
def override(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A leader's decision about a stopped ending."""
    _, now = clock()
    row = one(request, pk)
    form = typed(request, leaving.OverrideForm, row)
    return act(
        request,
        form,
        lambda: shown.ending_act(row, "决定是否继续", ("stopped",)),
        lambda actor: acts.override(actor=actor, ending=row, now=now, **form.told()),
        done="决定已提交。",
    )


@only("GET", "POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The town's decision."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, leaving.DecideEndingForm, row)
    return act(
        request,
        form,
        lambda: shown.decide_page(row),
        lambda actor: acts.decide(actor=actor, ending=row, today=today, now=now, **form.told()),
        done="决定已提交。",
    )


@only("GET", "POST")
def receive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A bureau's receipt."""
    today, now = clock()
    row = one(request, pk)
    form = typed(request, leaving.ReceiveForm, row, received_on=today)
    at = "at_revitalisation" if actor_of(request).role == "revitalisation" else "at_county"
    return act(
        request,
        form,
        lambda: shown.ending_act(row, "签收备案", (at,)),
        lambda actor: acts.receive(actor=actor, ending=row, today=today, now=now, **form.told()),
        done="已签收。",
    )


@only("GET", "POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an ending back."""
    _, now = clock()
    row = one(request, pk)
    form = typed(request, contracts.ReasonForm, row)
    return act(
        request,
        form,
        lambda: shown.ending_act(row, "撤回", ("preparing", "stopped", "to_decide", "returned"), button="撤回"),
        lambda actor: acts.withdraw(actor=actor, ending=row, now=now, **form.told()),
        done="已撤回。",
        to=reverse("employment:stint", args=[row.stint_id]),
    )
