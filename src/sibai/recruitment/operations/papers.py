"""Sealed scans handed in, papers printed, lists exported: each an entry of the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sibai.audit.operations import act, record
from sibai.documents.models import Paper
from sibai.documents.operations.keeping import attach
from sibai.people.actor import Actor
from sibai.recruitment.models import Application, Selection
from sibai.recruitment.operations.steps import NotYet
from sibai.recruitment.queries.papers import LABELS, kinds_for


@act("recruitment.scan")
def hand_in(*, actor: Actor, subject: Selection | Application, kind: str, upload: Any, now: datetime) -> Paper:
    """Keep the sealed scan of a paper of a round or an application. BadUpload as `documents` refuses."""
    if kind not in kinds_for(subject, actor):
        raise NotYet("没有这种材料，请刷新后重新选择。", field="file")
    person = _person_of(subject, kind)
    paper = attach(actor, subject, kind, upload, now=now, person_id=person)
    record(actor, subject, at=now, facts={"kind": LABELS[kind]}, person=person)
    return paper


def _person_of(subject: Selection | Application, kind: str) -> UUID | None:
    """Whom a scan is about: papers of an application, and what names the chosen person alone."""
    return subject.person_id or subject.pk if isinstance(subject, Application) else None


@act("recruitment.print")
def printed(*, actor: Actor, subject: Selection | Application, kind: str, now: datetime) -> None:
    """A paper with personal data was made to be printed."""
    person = _person_of(subject, kind)
    record(actor, subject, at=now, facts={"kind": LABELS[kind]}, person=person)


@act("recruitment.export")
def exported(*, actor: Actor, count: int, now: datetime) -> None:
    """The list was exported."""
    record(actor, None, at=now, facts={"count": count}, label="空缺与选聘一览")
