"""What moves a time limit of a dispute or an injury: recorded, ended, voided."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from sibai.casework.forms.disputes import ClockForm, EndClockForm
from sibai.casework.forms.papers import UndoForm
from sibai.casework.models import ClockEvent
from sibai.casework.operations import clocking as acts
from sibai.casework.queries import clock as shown
from sibai.casework.queries.dispute_pages import disputes
from sibai.casework.queries.injury_pages import injuries
from sibai.db.querysets import Scope
from sibai.people.pages import found
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.boxes import BLANK
from sibai.people.pages.methods import only

SUBJECTS: dict[str, Callable[[Scope], Any]] = {"dispute": disputes, "injury": injuries}


def _one(request: HttpRequest, pk: UUID) -> ClockEvent:
    """An event in scope."""
    return found(shown.events(actor_of(request).scope), pk=pk)


@only("GET", "POST")
def note(request: HttpRequest, what: str, pk: UUID) -> HttpResponse:
    """An interruption, a suspension, an extension."""
    if what not in SUBJECTS:
        raise Http404
    today, now = clock()
    row = found(SUBJECTS[what](actor_of(request).scope), pk=pk)
    form = typed(request, partial(ClockForm, choices={"kind": [*BLANK, *shown.kinds_for(row)]}))
    return act(
        request,
        form,
        lambda: shown.clock_page(row, actor_of(request), "登记中断、中止、延长"),
        lambda actor: acts.note_clock(actor=actor, subject=row, today=today, now=now, **form.facts()),
        done="已登记，期限重新算过。",
    )


@only("GET", "POST")
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A suspension is over."""
    today, now = clock()
    row = _one(request, pk)
    form = typed(request, EndClockForm, row)
    return act(
        request,
        form,
        lambda: shown.clock_page(row.subject, actor_of(request), "登记中止结束", row),
        lambda actor: acts.end_clock(actor=actor, row=row, today=today, now=now, **form.told()),
        done="已登记，期限重新算过。",
    )


@only("GET", "POST")
def void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was recorded by mistake."""
    _, now = clock()
    row = _one(request, pk)
    form = typed(request, UndoForm, row)
    return act(
        request,
        form,
        lambda: shown.clock_page(row.subject, actor_of(request), "撤销登记", row),
        lambda actor: acts.void_clock(actor=actor, row=row, now=now, **form.told()),
        done="已撤销，期限重新算过。",
    )
