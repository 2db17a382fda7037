"""The log of a round with its applications, for web/parts/log.html."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from sibai.audit.models import Entry
from sibai.audit.queries import lines, named
from sibai.recruitment.models import Application, Selection

MOST = 200


def log_of(selection: Selection, applications: Sequence[UUID]) -> list[dict[str, Any]]:
    """What was done in a round and to its applications, newest first; two queries."""
    objects = Q(object_type=Selection._meta.label_lower, object_id=str(selection.pk)) | Q(
        object_type=Application._meta.label_lower, object_id__in=[str(key) for key in applications]
    )
    return _told(Entry.objects.filter(objects))


def log_of_application(application: Application) -> list[dict[str, Any]]:
    """What was done to one application, newest first; two queries."""
    of_it = Entry.objects.filter(object_type=Application._meta.label_lower, object_id=str(application.pk))
    return _told(of_it)


def _told(entries: Any) -> list[dict[str, Any]]:
    return [
        {
            "at": line.at,
            "who": f"{line.user_name or '系统'} · {line.role}",
            "sentence": line.sentence,
            "refused": line.refused,
            "article": line.article,
        }
        for line in lines(named(entries).order_by("-seq")[:MOST])
    ]
