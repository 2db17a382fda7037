"""What leaves the room as a file, and the scans that come in: each is one entry of the log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from sibai.audit.operations import act, record
from sibai.documents.models import Paper
from sibai.documents.operations.keeping import attach
from sibai.documents.sheets import book_of, workbook
from sibai.documents.word import render
from sibai.funds.models import Claim, Entry
from sibai.funds.queries.claim_book import sheets_of
from sibai.funds.queries.claim_papers import PAPER, words_for
from sibai.funds.queries.journal_pages import EXPORT, export_rows
from sibai.people.actor import Actor


@act("funds.export")
def export(*, actor: Actor, selected: QuerySet[Entry], now: datetime) -> bytes:
    """The lines of the selected entries as a workbook."""
    rows = export_rows(selected)
    record(actor, None, at=now, facts={"rows": len(rows)}, label="凭证")
    return workbook("凭证", EXPORT, rows, by=actor.user_name, at=now)


@act("funds.export_claim")
def export_claim(*, actor: Actor, row: Claim, now: datetime) -> bytes:
    """A claim as a workbook, with whole numbers: its lines, roster, attendance, the bank's answers, contributions."""
    sheets = sheets_of(row, actor.scope)
    record(actor, row, at=now, facts={"rows": row.lines.count()})
    return book_of(sheets, by=actor.user_name, at=now)


@act("funds.print_claim")
def print_claim(*, actor: Actor, row: Claim, today: date, now: datetime) -> bytes:
    """The application of a claim in Word. NotRecorded without a record of the agent company."""
    values = words_for(row, actor, today)
    record(actor, row, at=now, facts={"rows": len(values["rows"])})
    return render(PAPER, values)


@act("funds.attach_claim")
def attach_claim(*, actor: Actor, row: Claim, kind: str, label: str, upload: Any, now: datetime) -> Paper:
    """Keep the scan of one of the papers of a claim. BadUpload."""
    paper = attach(actor, row, kind, upload, now=now)
    record(actor, row, at=now, facts={"paper": label})
    return paper
