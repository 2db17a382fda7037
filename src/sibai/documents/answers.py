"""Files that the system made, as answers to a browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "toml": "application/toml",
}
"""The kinds of files that are handed out, by their ending."""


def download(content: bytes, filename: str, kind: str) -> HttpResponse:
    """A file to save: never shown in the page, never kept by a proxy. `kind` is an ending of CONTENT_TYPES."""
    name = filename if filename.lower().endswith(f".{kind}") else f"{filename}.{kind}"
    answer = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Length"] = str(len(content))
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
