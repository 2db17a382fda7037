"""The company enters the layout of its bank: checked wholly, then in use for the next file; no code is needed."""

from __future__ import annotations

from datetime import datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.payroll.bank.asking import BadLayout
from sibai.payroll.bank.loading import load
from sibai.payroll.models import LayoutText
from sibai.people.actor import Actor


class LayoutRefused(Refusal):
    """A layout that does not hold together; every fault is told."""

    field = "text"


@act("payroll.save_layout")
def save_layout(*, actor: Actor, code: str, text: str, now: datetime) -> LayoutText:
    """Take a layout in under a code; the one before stays on record and counts no longer. LayoutRefused."""
    try:
        layout = load(text, code)
    except BadLayout as bad:
        raise LayoutRefused("；".join(bad.faults)) from bad
    LayoutText.objects.filter(code=code, withdrawn=False).update(withdrawn=True)
    row = LayoutText.objects.create(code=code, name=layout.name, text=text, entered_by_id=actor.user_id, entered_at=now)
    record(actor, row, at=now, facts={"code": code})
    return row
