"""Past pay sheets were held against the rules: the log keeps that it was done, nothing keeps the sheets."""

from __future__ import annotations

from datetime import datetime

from sibai.audit.operations import act, record
from sibai.payroll.queries.comparing import Comparison
from sibai.people.actor import Actor

LABEL = "旧工资表"


@act("payroll.compare_sheets")
def compare_sheets(*, actor: Actor, comparison: Comparison, now: datetime) -> Comparison:
    """Hand a comparison out; how many cells it had, and by how much they differ, is in the log."""
    record(actor, None, at=now, label=LABEL, facts=comparison.facts)
    return comparison
