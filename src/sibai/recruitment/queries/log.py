"""The log of a round with its applications, for web/parts/log.html."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from sibai.audit.models import Entry
from sibai.audit.queries import lines
from sibai.people.queries.actors import names_of
from sibai.recruitment.models import Application, Selection

MOST = 200


def log_of(selection: Selection, applications: Sequence[UUID]) -> list[dict[str, Any]]:
    """What was done in a round and to its applications, newest first; three queries."""
    objects = Q(object_type=Selection._meta.label_lower, object_id=str(selection.pk)) | Q(
        object_type=Application._meta.label_lower, object_id__in=[str(key) for key in applications]
    )
    return _told(Entry.objects.filter(objects).order_by("-seq")[:MOST])


def log_of_application(application: Application) -> list[dict[str, Any]]:
    """What was done to one application, newest first; three queries."""
    of_it = Entry.objects.filter(object_type=Application._meta.label_lower, object_id=str(application.pk))
    return _told(of_it.order_by("-seq")[:MOST])


def _told(entries: Any) -> list[dict[str, Any]]:
    found = lines(entries)
    names = names_of({line.user_id for line in found if line.user_id})
    return [
        {
            "at": line.at,
            "who": f"{names.get(line.user_id, '系统') if line.user_id else '系统'} · {line.role}",
            "sentence": line.sentence,
            "refused": line.refused,
            "article": line.article,
        }
        for line in found
    ]
