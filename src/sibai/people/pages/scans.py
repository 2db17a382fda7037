"""A scan handed in from the list of papers on a thing's page: what is wrong with it is told there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sibai.documents.forms import ScanField
from sibai.people.actor import Actor
from sibai.people.pages.carrying import carry_out
from sibai.people.pages.forms import PageForm


class ScanForm(PageForm):
    """One file."""

    file = ScanField(label="扫描件或照片")


def hand_in(
    request: HttpRequest, label: str, back: str, keep: Callable[[Actor, Any], Any], *, done: str = ""
) -> HttpResponse:
    """Take a paper called `label` in and return to `back`. `keep` is the act, given the actor and the file."""
    form = ScanForm(request.POST, request.FILES)

    def again(_status: int) -> HttpResponse:
        for faults in form.errors.values():
            for fault in faults:
                messages.error(request, f"{label}：{fault}")
        return redirect(back)

    def call(actor: Actor) -> Any:
        return keep(actor, form.cleaned_data["file"])

    return carry_out(request, form, call, done=done or f"已收到“{label}”的扫描件。", to=back, again=again)
