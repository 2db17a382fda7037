"""The preview of a decision: who gets another result, old and new. Nothing is written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from sibai.audit.refusals import Refusal
from sibai.people.pages import found, page
from sibai.rulebook.queries.decisions import decisions, line_of
from sibai.rulebook.queries.preview import Effect, Result, effect_of
from sibai.web.preview.sources import SOURCES

PAGE_ROWS = 25
COLUMNS = (
    {"label": "姓名"},
    {"label": "村（社区）"},
    {"label": "结果"},
    {"label": "现在"},
    {"label": "改后"},
)


@require_GET
def decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one decision would change."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(decisions(actor.scope), pk=pk)
    line = line_of(row)
    back = reverse("rulebook:decision", args=[row.pk])
    context: dict[str, Any] = {
        "line": line,
        "back_url": back,
        "crumbs": [
            {"label": "办法", "url": reverse("rulebook:articles")},
            {"label": "县里的决定", "url": reverse("rulebook:decisions")},
            {"label": line.entry_label, "url": back},
        ],
    }
    try:
        effect = effect_of(row, SOURCES, actor.scope, timezone.localdate())
    except Refusal as refusal:
        return page(request, "web/preview.html", {**context, "refused": str(refusal)}, refusal.status)
    return page(request, "web/preview.html", {**context, **_shown(effect, request)})


def _shown(effect: Effect, request: HttpRequest) -> dict[str, Any]:
    """The effect as the page takes it."""
    rows = Paginator(effect.results, PAGE_ROWS).get_page(request.GET.get("page"))
    pager = {
        "page": rows.number,
        "pages": rows.paginator.num_pages,
        "total": rows.paginator.count,
        "first": rows.start_index(),
        "last": rows.end_index(),
        "previous_url": f"?page={rows.previous_page_number()}" if rows.has_previous() else "",
        "next_url": f"?page={rows.next_page_number()}" if rows.has_next() else "",
    }
    listing = {"title": "会变的结果", "columns": COLUMNS, "rows": [_row(each) for each in rows], "pager": pager}
    return {"effect": effect, "listing": listing}


def _row(result: Result) -> dict[str, Any]:
    who = {"text": result.person_name or result.person_code, "under": result.person_code if result.person_name else ""}
    return {"cells": [who, result.village, result.what, result.before, result.after], "url": result.url}
