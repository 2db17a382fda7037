"""Past pay sheets held against the rules. Neither the file nor the result is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sibai.audit.refusals import Refusal
from sibai.documents.answers import download
from sibai.payroll.forms.comparing import CompareForm
from sibai.payroll.operations.comparing import compare_sheets
from sibai.payroll.queries import comparing as shown
from sibai.payroll.queries.case_pages import tabs
from sibai.people.pages import page
from sibai.people.pages.acting import actor_of, clock
from sibai.people.pages.methods import only
from sibai.people.pages.once import show_once

ALREADY = "这份表刚才已经核对过了；结果不保存，要再看的，请重新选一次文件。"


@only("GET", "POST")
def compare(request: HttpRequest) -> HttpResponse:
    """Choose a file; its comparison, once."""
    today, now = clock()
    form = CompareForm(request.POST, request.FILES) if request.method == "POST" else CompareForm()
    tabs_of = tabs(actor_of(request), "compare")

    def answer(status: int = 200, **more: Any) -> HttpResponse:
        return page(request, "payroll/compare.html", {"form": form, "tabs": tabs_of, **more}, status)

    if request.method != "POST":
        return answer()
    if not form.is_valid():
        return answer(422)
    try:
        made = shown.compared(form.cleaned_data["file"], form.cleaned_data["month"])
    except Refusal as refusal:
        form.show_refusal(str(refusal), refusal.field)
        return answer(refusal.status)
    if made.faults:
        return answer(422, faults=shown.faults_of(made), fault_count=len(made.faults), most=shown.SHOWN_AT_MOST)

    def show(done: shown.Comparison) -> HttpResponse:
        if form.cleaned_data["answer"] == "workbook":
            return download(done.workbook, f"旧工资表核对{today:%Y%m%d}", "xlsx")
        return answer(result=done.made, notices=done.notices, **_lists(done))

    return show_once(
        request,
        form,
        lambda actor: compare_sheets(actor=actor, comparison=made, now=now),
        show=show,
        again=answer,
        instead=reverse("payroll:compare"),
        already=ALREADY,
    )


def _lists(done: shown.Comparison) -> dict[str, Any]:
    """The three tables of a result."""
    assert done.made is not None
    return {
        "totals": shown.totals_of(done.made),
        "lived": shown.lived_of(done.made),
        "cells": shown.cells_of(done.made),
        "most": shown.SHOWN_AT_MOST,
    }
