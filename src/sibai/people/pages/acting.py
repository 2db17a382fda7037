"""The frame of a page of one act: found in scope, shown with what the rules say, carried out from its form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from sibai.people.actor import Actor
from sibai.people.pages.boxes import Plain
from sibai.people.pages.carrying import carry_out, found, page
from sibai.people.pages.forms import PageForm
from sibai.people.pages.methods import only
from sibai.people.pages.shown import ActPage

ACT = "web/act.html"
SENT = "POST"


def actor_of(request: HttpRequest) -> Actor:
    """Whoever asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def clock() -> tuple[date, datetime]:
    """The day in Baihe, and the moment."""
    now = timezone.now()
    return timezone.localdate(now), now


def typed(request: HttpRequest, form_of: Callable[..., PageForm], row: Any = None, **initial: Any) -> Any:
    """A form as it was sent, or a new one with what is known, under the version that the user sees."""
    if request.method == SENT:
        return form_of(request.POST)
    return form_of(initial={"version": getattr(row, "version", 0), **initial})


def act(
    request: HttpRequest,
    form: PageForm,
    shown: Callable[[], ActPage],
    call: Callable[[Actor], Any],
    *,
    done: str,
    to: Any = "",
) -> HttpResponse:
    """Show the page of an act, or carry it out. `to` is an address or made from the result; without it, back."""

    def again(status: int) -> HttpResponse:
        return page(request, ACT, {"shown": shown(), "form": form}, status)

    if request.method != SENT:
        return again(200)
    target = to or shown().back
    return carry_out(request, form, call, done=done, to=target, again=again)


def stepped(
    rows: Callable[[Actor], Any],
    shown: Callable[[Any], ActPage],
    call: Callable[..., Any],
    done: str,
    form_of: Any = Plain,
    *,
    given: str = "row",
) -> Callable[..., HttpResponseBase]:
    """The view of one step of a thing: found among what the actor sees, carried out from its form, back to its page.

    `call` is the act, which takes the thing under the name `given`, and what `form_of` tells.
    """

    @only("GET", SENT)
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        _, now = clock()
        row = found(rows(actor_of(request)), pk=pk)
        form = typed(request, form_of, row)
        return act(
            request,
            form,
            lambda: shown(row),
            lambda actor: call(actor=actor, now=now, **{given: row}, **form.told()),
            done=done,
        )

    return view
