"""Disputes: registered and handled by the company, read by the offices."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.casework.forms import disputes as forms
from sibai.casework.forms.papers import UndoForm
from sibai.casework.models import Dispute
from sibai.casework.operations import disputing as acts
from sibai.casework.queries import dispute_pages as shown
from sibai.casework.queries.people import posts_list
from sibai.casework.queries.ways import begin, tabs
from sibai.employment.queries.stints import stints
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only

LIST = "web/listing.html"


def _one(request: HttpRequest, pk: UUID) -> Dispute:
    """A dispute in scope."""
    return found(shown.disputes(actor_of(request).scope), pk=pk)


@only("GET")
def disputes(request: HttpRequest) -> HttpResponse:
    """Everybody's disputes."""
    today, _ = clock()
    actor = actor_of(request)
    context = {
        "title": "劳动争议",
        "listing": shown.dispute_list(actor, request.GET, today).shown(),
        "tabs": tabs(actor, "disputes"),
        "act": begin(actor, "casework:dispute_of", "登记劳动争议"),
    }
    return page(request, LIST, context)


@only("GET")
def dispute(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One dispute."""
    today, _ = clock()
    told = shown.dispute_page(_one(request, pk), actor_of(request), today)
    return page(request, "web/flow.html", {"shown": told})


@only("GET")
def who(request: HttpRequest) -> HttpResponse:
    """Whose dispute it is; those who left too."""
    listing = posts_list(actor_of(request), request.GET, "casework:register_dispute").shown()
    return page(request, LIST, {"title": "登记劳动争议：选人", "listing": listing})


@only("GET", "POST")
def register(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Register a dispute."""
    today, now = clock()
    stint = found(stints(actor_of(request).scope), pk=pk)
    form = typed(request, forms.RegisterForm)
    return act(
        request,
        form,
        lambda: shown.register_page(stint, actor_of(request), today),
        lambda actor: acts.register_dispute(actor=actor, stint=stint, today=today, now=now, **form.given()),
        done="已登记。",
        to=lambda row: reverse("casework:dispute", args=[row.pk]),
    )


@only("GET", "POST")
def advance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The next step."""
    today, now = clock()
    row = _one(request, pk)
    steps = shown.steps_from(row)
    only_one = steps[0][0] if len(steps) == 1 else ""
    form = typed(request, partial(forms.AdvanceForm, choices={"to": steps}), row, to=only_one)
    return act(
        request,
        form,
        partial(shown.step_page, row, actor_of(request), today, "登记下一步", shown.STEPS_FROM),
        lambda actor: acts.advance_dispute(actor=actor, dispute=row, today=today, now=now, **form.told()),
        done="已登记。",
    )


@only("GET", "POST")
def reply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The employer got the application, and answered."""
    today, now = clock()
    row = _one(request, pk)
    form = typed(request, forms.ReplyForm, row, served_on=row.served_on, replied_on=row.replied_on)
    return act(
        request,
        form,
        partial(shown.step_page, row, actor_of(request), today, "登记送达和答辩", ("accepted",)),
        lambda actor: acts.note_reply(actor=actor, dispute=row, today=today, now=now, **form.told()),
        done="已登记。",
    )


@only("GET", "POST")
def extend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The award takes longer."""
    today, now = clock()
    row = _one(request, pk)
    form = typed(request, forms.ExtendForm, row)
    return act(
        request,
        form,
        partial(shown.step_page, row, actor_of(request), today, "登记裁决延期", ("accepted",)),
        lambda actor: acts.extend_dispute(actor=actor, dispute=row, now=now, **form.told()),
        done="延期已登记。",
    )


@only("GET", "POST")
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it ended."""
    today, now = clock()
    row = _one(request, pk)
    form = typed(request, forms.EndForm, row)
    return act(
        request,
        form,
        partial(shown.step_page, row, actor_of(request), today, "了结", acts.OPEN),
        lambda actor: acts.end_dispute(actor=actor, dispute=row, today=today, now=now, **form.told()),
        done="已了结。",
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
        partial(shown.step_page, row, actor_of(request), today, "撤回刚办的一步", shown.UNDOABLE),
        lambda actor: acts.undo_dispute(actor=actor, dispute=row, now=now, **form.told()),
        done="已撤回。",
    )
