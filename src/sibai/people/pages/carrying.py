"""A view in three lines: find the object in scope, carry out the act of a form, show a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sibai.audit.refusals import AlreadyDone, Refusal
from sibai.people.actor import Actor
from sibai.people.pages.forms import PageForm

Found = TypeVar("Found", bound=models.Model)
Target = str | Callable[[Any], str]


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page of a room."""
    return render(request, template, dict(context or {}), status=status)


def found(rows: models.QuerySet[Found], **by: Any) -> Found:
    """The one row, 404 where it does not exist in what the user can see or the number is no number."""
    try:
        return rows.get(**by)
    except (ObjectDoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def carry_out(
    request: HttpRequest,
    form: PageForm,
    call: Callable[[Actor], Any],
    *,
    done: str,
    to: Target,
    again: Callable[[int], HttpResponse],
) -> HttpResponse:
    """Carry out the act of a form that was sent.

    `call(actor)` runs the operation with the form's command; `to` is where the user goes then (an address, or made
    from the result); `again(status)` shows the page with the form as typed. Refusals stand in the form.
    """
    if not form.is_valid():
        return again(422)
    actor: Actor = request.actor.ordered(form.cleaned_data.get("command"))  # type: ignore[attr-defined]
    try:
        result = call(actor)
    except AlreadyDone as already:
        messages.info(request, str(already))
        return redirect(to if isinstance(to, str) else "home")
    except Refusal as refusal:
        form.show_refusal(str(refusal), refusal.field)
        return again(refusal.status)
    if done:
        messages.success(request, done)
    return redirect(to if isinstance(to, str) else to(result))
