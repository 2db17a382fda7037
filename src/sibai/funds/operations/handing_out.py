"""What leaves the room as a file: each is one entry of the log."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from sibai.audit.operations import act, record
from sibai.documents.sheets import workbook
from sibai.funds.models import Entry
from sibai.funds.queries.journal_pages import EXPORT, export_rows
from sibai.people.actor import Actor


@act("funds.export")
def export(*, actor: Actor, selected: QuerySet[Entry], now: datetime) -> bytes:
    """The lines of the selected entries as a workbook."""
    rows = export_rows(selected)
    record(actor, None, at=now, facts={"rows": len(rows)}, label="凭证")
    return workbook("凭证", EXPORT, rows, by=actor.user_name, at=now)
