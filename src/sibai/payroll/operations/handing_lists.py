"""Lists for the offices: handed out with an entry in the log, and laid out as data by the company."""

from __future__ import annotations

from datetime import date, datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.payroll.lists.layout import ListLayout
from sibai.payroll.lists.loading import BadLayout, load
from sibai.payroll.models import ListText
from sibai.people.actor import Actor


class ListRefused(Refusal):
    """A layout that does not hold together; every fault is told."""

    field = "text"


@act("payroll.export_list")
def export_list(*, actor: Actor, layout: ListLayout, month: date, people: int, now: datetime) -> None:
    """A list with whole numbers of persons was handed out."""
    facts = {"month": f"{month:%Y-%m}", "people": people}
    record(actor, None, at=now, facts=facts, label=layout.name, place=actor.place_code)


@act("payroll.save_list")
def save_list(*, actor: Actor, code: str, text: str, now: datetime) -> ListText:
    """Take a layout in under a code; the one before stays on record and counts no longer. ListRefused."""
    try:
        layout = load(text, code)
    except BadLayout as bad:
        raise ListRefused("；".join(bad.faults)) from bad
    ListText.objects.filter(code=code, withdrawn=False).update(withdrawn=True)
    row = ListText.objects.create(code=code, name=layout.name, text=text, entered_by_id=actor.user_id, entered_at=now)
    record(actor, row, at=now, facts={"code": code})
    return row
