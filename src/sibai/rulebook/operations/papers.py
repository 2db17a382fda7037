"""The scan of the document that a decision rests on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.documents.models import Paper
from sibai.documents.operations import keeping
from sibai.people.actor import Actor
from sibai.rulebook.models import WITHDRAWN, Decision

DOCUMENT = "rulebook_document"
"""The kind of the paper."""


class Withdrawn(Refusal):
    """Nothing is added to a decision that was taken back."""


@act("rulebook.attach")
def attach(*, actor: Actor, decision: Decision, upload: Any, now: datetime) -> Paper:
    """Keep a scan of the document. BadUpload where the file cannot be kept."""
    if decision.state == WITHDRAWN:
        raise Withdrawn("这一项已经撤回，不用再上传文件。", field="file")
    paper = keeping.attach(actor, decision, DOCUMENT, upload, now=now)
    record(actor, decision, at=now, facts={"file": paper.file_id})
    return paper
