"""Workbooks that were handed in."""

from __future__ import annotations

from django.db import models

from sibai.attendance.models import SheetUpload
from sibai.db.querysets import Scope


def uploads(scope: Scope) -> models.QuerySet[SheetUpload]:
    """Uploads in the scope, file at hand."""
    return SheetUpload.objects.within(scope).select_related("file", "place", "uploaded_by")
