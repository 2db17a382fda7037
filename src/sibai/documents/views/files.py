"""A kept file, to whoever's scope holds it."""

from __future__ import annotations

import logging
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from sibai.documents.models import StoredFile
from sibai.documents.operations.opening import content_of
from sibai.documents.vault import Lost

logger = logging.getLogger(__name__)
SHOWN = frozenset({"image/jpeg", "image/png"})
"""What a browser shows by itself; everything else is saved."""
SEALED_OFF = "sandbox; default-src 'none'; frame-ancestors 'none'"


@require_GET
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file: 404 outside the scope, an entry of the log where it is about a person."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = StoredFile.objects.within(actor.scope).filter(pk=pk, erased_at=None).first()
    if kept is None:
        raise Http404
    try:
        content = content_of(actor, kept, timezone.now())
    except Lost:
        logger.error("stored file %s cannot be opened", pk)
        told = {"code": 404, "title": "这份文件的存档打不开", "what_to_do": "请联系系统管理员，从备份恢复。"}
        return render(request, "web/error.html", told, status=404)
    shown = kept.content_type in SHOWN
    answer = HttpResponse(content, content_type=kept.content_type)
    answer["Content-Disposition"] = content_disposition_header(not shown, kept.name)
    answer["Content-Security-Policy"] = SEALED_OFF
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
