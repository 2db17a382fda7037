"""The town approves many villages on one page: one act each, the outcome of each told."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sibai.people.actor import Actor
from sibai.people.pages import page
from sibai.people.pages.forms import COMMAND, chosen
from sibai.recruitment.models import Selection
from sibai.recruitment.operations.approval import Outcome
from sibai.recruitment.operations.approval import approve_many as approve_each
from sibai.recruitment.queries.batch import outcomes_shown, waiting_for_approval
from sibai.recruitment.views.steps import selection_url


def approve_many(request: HttpRequest) -> HttpResponse:
    """What waits for the town's approval; sent, each chosen village is approved on its own."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    outcomes: list[Outcome] = []
    notice = ""
    if request.method == "POST":
        asked = _asked(request, actor)
        notice = "" if asked else "没有选中任何一个村，请先勾选。"
        sent = request.POST.get("command", "")
        who = actor.ordered(sent if COMMAND.fullmatch(sent) else None)
        outcomes = approve_each(who, asked, timezone.now())
    context = {
        "listing": waiting_for_approval(actor.scope, timezone.localdate(), uuid4().hex),
        "outcomes": outcomes_shown(outcomes, selection_url),
        "notice": notice,
    }
    return page(request, "recruitment/approve_many.html", context, 422 if notice else 200)


def _asked(request: HttpRequest, actor: Actor) -> list[tuple[Selection, int]]:
    """The chosen rounds in the town's scope with the versions that the page showed (`uuid:version`)."""
    versions: dict[UUID, int] = {}
    for each in chosen(request.POST, "chosen"):
        key, _, version = each.partition(":")
        try:
            versions[UUID(key)] = int(version)
        except ValueError:
            continue
    rows: Any = Selection.objects.within(actor.scope).select_related("vacancy__village").filter(pk__in=versions)
    return [(each, versions[each.pk]) for each in rows.order_by("vacancy__village_id")]
