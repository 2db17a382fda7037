"""Corrections after the report: entered by the village, confirmed by the town."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.attendance.forms import sheets as forms
from sibai.attendance.operations import correcting as acts
from sibai.attendance.queries import correction_pages as shown
from sibai.attendance.queries.standing import stints_of
from sibai.attendance.views.finding import month_in, sheet_in
from sibai.people.pages import found, page
from sibai.people.pages.acting import act, actor_of, clock, typed
from sibai.people.pages.methods import only


@only("GET", "POST")
def correct(request: HttpRequest, month: str, code: str, stint: UUID) -> HttpResponse:
    """Enter what was really so."""
    _, now = clock()
    rules = month_in(month)
    sheet = sheet_in(request, rules, code)
    row = found(stints_of(actor_of(request).scope), pk=stint, village=code)
    made, known = shown.correct_page(sheet, row, actor_of(request), rules)
    form = typed(request, forms.CorrectForm, **known)
    return act(
        request,
        form,
        lambda: made,
        lambda actor: acts.enter_correction(actor=actor, sheet=sheet, stint=row, now=now, **form.given()),
        done="更正已登记，由镇上确认。",
    )


@only("GET")
def correction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One correction."""
    actor = actor_of(request)
    row = found(shown.corrections(actor.scope), pk=pk)
    return page(request, "web/flow.html", {"shown": shown.correction_page(row, actor)})


@only("GET", "POST")
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The town's word."""
    _, now = clock()
    row = found(shown.corrections(actor_of(request).scope), pk=pk)
    form = typed(request, forms.ConfirmForm, row)
    return act(
        request,
        form,
        lambda: shown.confirm_page(row, actor_of(request)),
        lambda actor: acts.confirm_correction(actor=actor, correction=row, now=now, **form.told()),
        done="意见已提交。",
        to=reverse("attendance:correction", args=[pk]),
    )
