"""A kept file, to whoever's scope holds it and whose role opens papers of its kind."""

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
SEALED_OFF = "sandbox; default-src 'none'; frame-ancestors 'none'"
SHOWN = {
    "image/jpeg": SEALED_OFF,
    "image/png": SEALED_OFF,
    "application/pdf": "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'",
}
"""What a browser shows by itself, so that no copy stays in a download folder, and what it may do there: nothing.

Older browsers do not show a PDF in a sandbox; their reader of PDFs is one itself, and scripts were refused at the door.
"""


@require_GET
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file: 404 outside the scope and for other kinds, an entry of the log where it is about a person."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = StoredFile.objects.readable(actor.scope, actor.role).filter(pk=pk).first()
    if kept is None:
        raise Http404
    try:
        content = content_of(actor, kept, timezone.now())
    except Lost:
        logger.error("stored file %s cannot be opened", pk)
        told = {"code": 404, "title": "这份文件的存档打不开", "what_to_do": "请联系系统管理员，从备份恢复。"}
        return render(request, "web/error.html", told, status=404)
    answer = HttpResponse(content, content_type=kept.content_type)
    answer["Content-Disposition"] = content_disposition_header(kept.content_type not in SHOWN, kept.name) or ""
    answer["Content-Security-Policy"] = SHOWN.get(kept.content_type, SEALED_OFF)
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
