"""Injuries at work: reported by village, town or company, seen through by the company."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.casework.forms import injuries as forms
from sibai.casework.forms.papers import UndoForm
from sibai.casework.models import Injury
from sibai.casework.operations import injuring as acts
from sibai.casework.queries import injury_pages as shown
from sibai.casework.queries.people import posts_list
from sibai.casework.queries.ways import begin, tabs
from sibai.employment.queries.stints import stints
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only

LIST = "web/listing.html"
OVER = forms.STEPS["recognised"]
"""The form where nothing waits any more; its page is closed."""


def _one(request: HttpRequest, pk: UUID) -> Injury:
    """An injury in scope."""
    return found(shown.injuries(actor_of(request).scope), pk=pk)


@only("GET")
def injuries(request: HttpRequest) -> HttpResponse:
    """Everybody's injuries."""
    today, _ = clock()
    actor = actor_of(request)
    context = {
        "title": "工伤",
        "listing": shown.injury_list(actor, request.GET, today).shown(),
        "tabs": tabs(actor, "injuries"),
        "act": begin(actor, "casework:injury_of", "报告工伤"),
    }
    return page(request, LIST, context)


@only("GET")
def injury(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One injury."""
    today, _ = clock()
    told = shown.injury_page(_one(request, pk), actor_of(request), today)
    return page(request, "web/flow.html", {"shown": told})


@only("GET")
def who(request: HttpRequest) -> HttpResponse:
    """Who was hurt."""
    listing = posts_list(actor_of(request), request.GET, "casework:report_injury", on_post=True).shown()
    return page(request, LIST, {"title": "报告工伤：选人", "listing": listing})


@only("GET", "POST")
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Report an accident."""
    today, now = clock()
    stint = found(stints(actor_of(request).scope), pk=pk)
    form = typed(request, forms.ReportForm)

    def made(actor: object) -> Injury:
        told = {name: value for name, value in form.told().items() if name != "version"}
        return acts.report_injury(actor=actor, stint=stint, today=today, now=now, **told)  # type: ignore[arg-type]

    return act(
        request,
        form,
        lambda: shown.report_page(stint, actor_of(request)),
        made,
        done="已报告，由派活儿公司办认定。",
        to=lambda row: reverse("casework:injury", args=[row.pk]),
    )


@only("GET", "POST")
def advance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The next step."""
    today, now = clock()
    row = _one(request, pk)
    form_of, title = forms.STEPS.get(row.state, OVER)
    form = typed(request, form_of, row)
    return act(
        request,
        form,
        partial(shown.step_page, row, actor_of(request), today, title, shown.OPEN),
        lambda actor: acts.advance_injury(actor=actor, injury=row, today=today, now=now, **form.told()),
        done="已登记。",
    )


@only("GET", "POST")
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No application is made."""
    today, now = clock()
    row = _one(request, pk)
    form = typed(request, forms.DropForm, row)
    return act(
        request,
        form,
        partial(shown.step_page, row, actor_of(request), today, "不作工伤申请", ("reported",), danger=True),
        lambda actor: acts.drop_injury(actor=actor, injury=row, now=now, **form.told()),
        done="已登记，不作工伤申请。",
    )


@only("GET", "POST")
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back the last step."""
    today, now = clock()
    row = _one(request, pk)
    form = typed(request, UndoForm, row)
    return act(
        request,
        form,
        partial(shown.step_page, row, actor_of(request), today, "撤回刚办的一步", tuple(acts.BACK)),
        lambda actor: acts.undo_injury(actor=actor, injury=row, now=now, **form.told()),
        done="已撤回。",
    )
