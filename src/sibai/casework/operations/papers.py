"""Scans taken in and papers printed: each is one entry of the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sibai.audit.operations import act, record
from sibai.casework.models import Check
from sibai.documents.models import Paper
from sibai.documents.operations.keeping import attach as keep_paper
from sibai.people.actor import Actor


@act("casework.attach")
def attach(*, actor: Actor, subject: Any, kind: str, label: str, upload: Any, now: datetime) -> Paper:
    """Keep the scan of one of the papers of a thing. That of a check is filed about nobody: see `models.check`."""
    person = None if isinstance(subject, Check) else subject.person_id
    paper = keep_paper(actor, subject, kind, upload, now=now, person_id=person)
    record(actor, subject, at=now, facts={"paper": label}, person=person)
    return paper


@act("casework.print_paper")
def print_paper(*, actor: Actor, subject: Any, label: str, now: datetime) -> None:
    """Note that a paper was made for printing."""
    record(actor, subject, at=now, facts={"paper": label}, person=subject.person_id)
