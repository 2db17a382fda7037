"""A roster's kept file, read again: by whoever handed it in, and by nobody else."""

from __future__ import annotations

import logging
from datetime import date
from hashlib import sha256

from sibai.documents import vault
from sibai.employment.models import RosterImport
from sibai.employment.queries.intake.looking import Look, Opened, look_through, opened
from sibai.people.actor import Actor

logger = logging.getLogger(__name__)
LOST = "上传的文件打不开了，请放弃这一次，重新上传。"


def mine(actor: Actor, roster: RosterImport) -> bool:
    """Whether the actor handed a roster in: what is in its file is shown to no other."""
    return roster.uploaded_by_id is not None and roster.uploaded_by_id == actor.user_id


def opened_file(roster: RosterImport) -> Opened:
    """The kept file as a table; where it is gone, or not the one that was handed in, the reason why it is none."""
    try:
        content = vault.get(roster.file.pk)
    except vault.Lost:
        content = b""
    if sha256(content).hexdigest() != roster.file.sha256:
        logger.error("stored file %s cannot be opened", roster.file.pk)
        return Opened(None, LOST)
    return opened(content, "csv" if roster.file.content_type.startswith("text/csv") else "xlsx")


def look_at(roster: RosterImport, actor: Actor, today: date) -> Look:
    """What a roster holds, held against the system as it stands now."""
    return look_through(opened_file(roster), actor.scope, today)
