"""An act whose answer is shown once, in the answer itself: passwords on letters, codes on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sibai.audit.refusals import AlreadyDone, Refusal
from sibai.people.actor import Actor
from sibai.people.pages.forms import PageForm


def show_once(
    request: HttpRequest,
    form: PageForm,
    call: Callable[[Actor], Any],
    *,
    show: Callable[[Any], HttpResponse],
    again: Callable[[int], HttpResponse],
    instead: str,
    already: str = "这一步刚才已经办过了。密码只显示一次，没有抄下来的，请重新发一次。",
) -> HttpResponse:
    """Carry out the act of a form and answer with `show(result)`, which no cache keeps.

    `again(status)` shows the form as typed; where the act was carried out before, the user goes to `instead`
    and reads `already`.
    """
    if not form.is_valid():
        return again(422)
    actor: Actor = request.actor.ordered(form.cleaned_data.get("command"))  # type: ignore[attr-defined]
    try:
        result = call(actor)
    except AlreadyDone:
        messages.warning(request, already)
        return redirect(instead)
    except Refusal as refusal:
        form.show_refusal(str(refusal), refusal.field)
        return again(refusal.status)
    response = show(result)
    response["Cache-Control"] = "no-store"
    return response
