"""Decisions: the list, one of them, and preparing one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from sibai.documents.queries.papers import Wanted, papers_of
from sibai.people.pages import carry_out, found, page
from sibai.rulebook.forms import deciding
from sibai.rulebook.models import Decision
from sibai.rulebook.operations import decisions as acts
from sibai.rulebook.operations.papers import DOCUMENT
from sibai.rulebook.queries import entries
from sibai.rulebook.queries.decisions import decision_page, standing_about
from sibai.rulebook.queries.decisions import decisions as decisions_of
from sibai.rulebook.views.around import back_to, tabs
from sibai.rulebook.views.lists import decision_list

PREPARED = "已拟定，等县人社局领导确认；确认前数值不变。"


@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """What the county has decided, and what waits."""
    listing = decision_list(request.actor, request.GET)  # type: ignore[attr-defined]
    return page(request, "rulebook/decisions.html", {"listing": listing, "tabs": tabs(request, "decisions")})


@require_GET
def decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One decision: what it says, where it is, what can be done."""
    return show(request, one(request, pk))


def one(request: HttpRequest, pk: UUID) -> Decision:
    """The decision of an address, 404 outside the scope."""
    return found(decisions_of(request.actor.scope), pk=pk)  # type: ignore[attr-defined]


def show(request: HttpRequest, row: Decision, status: int = 200, refused: str = "") -> HttpResponse:
    """The page of a decision; `refused` says why an upload was."""
    shown = decision_page(row, request.actor)  # type: ignore[attr-defined]
    upload = reverse("rulebook:attach", args=[row.pk]) if "attach" in shown.may else ""
    wanted = Wanted(DOCUMENT, f"依据的文件：{row.document}", upload_url=upload)
    context = {
        "shown": shown,
        "papers": papers_of(row, [wanted], request.actor.role, (DOCUMENT, refused)),  # type: ignore[attr-defined]
        "preview_url": preview_url(request, row),
        "crumbs": crumbs_to(row),
    }
    return page(request, "rulebook/decision.html", context, status)


def crumbs_to(row: Decision, *further: tuple[str, str]) -> list[dict[str, str]]:
    """The way back from a decision, or from what lies behind it."""
    return back_to(
        ("县里的决定", reverse("rulebook:decisions")),
        *further,
    )


def preview_url(request: HttpRequest, row: Decision) -> str:
    """Where the effect of a decision is shown, for who may see it; blank elsewhere."""
    try:
        url = reverse("preview:decision", args=[row.pk])
    except NoReverseMatch:
        return ""
    return url if request.actor.may_open("preview:decision") else ""  # type: ignore[attr-defined]


def to(row: Decision) -> str:
    """The address of a decision."""
    return reverse("rulebook:decision", args=[row.pk])


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Prepare a decision about a parameter or reading, or the correction of one (`?replaces=`)."""
    if not entries.known(name):
        raise Http404
    shown = entries.decide_page(name, timezone.localdate())
    form_of = deciding(shown.shape)
    if request.method == "POST":
        form = form_of(request.POST)
        return carry_out(
            request,
            form,
            lambda actor: acts.prepare(
                actor=actor,
                entry=name,
                replaces_id=form.cleaned_data["replaces"],
                now=timezone.now(),
                **form.decided(),
            ),
            done=PREPARED,
            to=to,
            again=lambda status: form_page(request, shown, form, None, status),
        )
    corrected = _corrected(request, name)
    initial = {**entries.typed(corrected), "replaces": corrected.pk} if corrected else {}
    return form_page(request, shown, form_of(initial=initial), corrected)


def _corrected(request: HttpRequest, name: str) -> Decision | None:
    """The confirmed decision that the address asks to correct; 404 where it is none such."""
    asked = request.GET.get("replaces")
    if not asked:
        return None
    rows = standing_about(name, request.actor.scope)  # type: ignore[attr-defined]
    return found(rows, pk=asked)


def form_page(
    request: HttpRequest, shown: entries.DecidePage, form: Any, corrected: Decision | None, status: int = 200
) -> HttpResponse:
    """The form with what to know beside it."""
    entry_url = reverse("rulebook:entry", args=[shown.entry.name])
    context = {
        "shown": shown,
        "form": form,
        "corrected": corrected,
        "cancel_url": to(corrected) if corrected else entry_url,
        "crumbs": back_to((shown.entry.label, entry_url)),
    }
    return page(request, "rulebook/decide.html", context, status)
