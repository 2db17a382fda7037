"""Assessors and their sheets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sibai.people.actor import Actor
from sibai.people.pages import carry_out, found, page
from sibai.recruitment.forms import applications as forms
from sibai.recruitment.models import Assessor
from sibai.recruitment.operations import scoring
from sibai.recruitment.queries.scoring import assessors_of, sheet_of
from sibai.recruitment.queries.selections import rounds
from sibai.recruitment.views.steps import crumbs, moved_on


def assessors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The assessors of a round with the state of their sheets, and a form to name another."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    selection = found(rounds(actor), pk=pk)
    if request.method != "POST" and selection.state != "merit":
        return moved_on(request, selection)
    candidates = scoring.in_the_running(selection)
    form = forms.AssessorForm(request.POST or None, candidates=candidates)

    def again(status: int = 200) -> HttpResponse:
        context = {
            "title": f"评分人：{selection.vacancy.village.short_name}",
            "form": form,
            "crumbs": crumbs(selection),
            "listing": assessors_of(selection, len(candidates)),
        }
        return page(request, "recruitment/assessors.html", context, status)

    if request.method != "POST":
        return again()
    return carry_out(
        request,
        form,
        lambda who: scoring.add_assessor(actor=who, selection=selection, now=timezone.now(), **form.given()),
        done="评分人已登记。",
        to=reverse("recruitment:add_assessor", args=[selection.pk]),
        again=again,
    )


def _assessor(request: HttpRequest, pk: UUID) -> Assessor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Assessor.objects.within(actor.scope).select_related("selection__vacancy__village__parent")
    assessor: Assessor = found(rows, pk=pk)
    return assessor


def score(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet of one assessor; nobody else's marks are on the page."""
    assessor = _assessor(request, pk)
    selection = assessor.selection
    if request.method != "POST" and selection.state != "merit":
        return moved_on(request, selection)
    sheet = sheet_of(assessor)
    form = forms.ScoreForm(request.POST or None, candidates=sheet.candidates, items=sheet.items, marks=sheet.marks)
    back = reverse("recruitment:add_assessor", args=[selection.pk])

    def again(status: int = 200) -> HttpResponse:
        context = {
            "title": f"评分表：{assessor.name}",
            "form": form,
            "items": sheet.items,
            "kin": sheet.kin,
            "crumbs": [*crumbs(selection), {"label": "评分人", "url": back}],
            "cancel_url": back,
        }
        return page(request, "recruitment/score.html", context, status)

    if request.method != "POST":
        return again()
    return carry_out(
        request,
        form,
        lambda who: scoring.score(actor=who, assessor=assessor, now=timezone.now(), **form.given()),
        done="评分表已录入。",
        to=back,
        again=again,
    )


def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an assessor out who has not scored."""
    assessor = _assessor(request, pk)
    form = forms.RemoveForm(request.POST or None)
    back = reverse("recruitment:add_assessor", args=[assessor.selection_id])

    def again(status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "title": f"删除评分人：{assessor.name}",
            "form": form,
            "button": "删除",
            "danger": True,
            "cancel_url": back,
            "crumbs": [*crumbs(assessor.selection), {"label": "评分人", "url": back}],
        }
        return page(request, "recruitment/form.html", context, status)

    if request.method != "POST":
        return again()
    return carry_out(
        request,
        form,
        lambda who: scoring.remove_assessor(actor=who, assessor=assessor, now=timezone.now(), **form.given()),
        done="评分人已删除。",
        to=back,
        again=again,
    )
