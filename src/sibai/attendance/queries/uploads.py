"""Workbooks that were handed in and not confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.urls import reverse

from sibai.attendance.flow import UPLOAD
from sibai.attendance.models import SheetUpload
from sibai.attendance.queries.month import called
from sibai.db.querysets import Scope
from sibai.people.actor import Actor
from sibai.people.flow import Todo


def uploads(scope: Scope) -> models.QuerySet[SheetUpload]:
    """Uploads in the scope, file at hand."""
    return SheetUpload.objects.within(scope).select_related("file", "place", "uploaded_by")


def waiting(actor: Actor) -> Iterator[Todo]:
    """The actor's own uploads that wait for the second click; one query."""
    step = UPLOAD.step("uploaded")
    assert step is not None
    if not actor.may_open(step.route):
        return
    for row in uploads(actor.scope).filter(state="uploaded", uploaded_by=actor.user_id):
        detail = f"{called(row.month)}考勤表，上传后还没有确认"
        yield Todo(step.next, detail, reverse(step.route, args=[row.pk]), "办理", step.role)
