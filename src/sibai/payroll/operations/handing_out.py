"""What is handed out of payroll is noted in the log: the wage sheet, a bank file."""

from __future__ import annotations

from datetime import datetime

from sibai.audit.operations import act, record
from sibai.documents import vault
from sibai.payroll.models import BankFile, Run
from sibai.payroll.operations.wording import short
from sibai.people.actor import Actor


@act("payroll.export_run")
def export_run(*, actor: Actor, run: Run, now: datetime) -> None:
    """The wage sheet of a run was handed out."""
    record(actor, run, at=now, facts={"people": run.people})


@act("payroll.download_file")
def download_file(*, actor: Actor, bank_file: BankFile, now: datetime) -> bytes:
    """A bank file was handed out; its bytes."""
    record(actor, bank_file, at=now, facts={"count": bank_file.count, "sha256": short(bank_file.sha256)})
    return vault.get(bank_file.file_id)
