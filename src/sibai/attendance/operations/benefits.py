"""Article 21: benefits that a village gives within what is permitted, recorded by the village."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F

from sibai.attendance.models import Benefit
from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.employment.models import Stint
from sibai.people.actor import Actor


class BadBenefit(Refusal):
    """The benefit cannot be recorded like this."""


@act("attendance.record_benefit")
def record_benefit(
    *,
    actor: Actor,
    stint: Stint,
    given_on: date,
    kind: str,
    what: str,
    worth: int | None,
    document: str,
    today: date,
    now: datetime,
) -> Benefit:
    """Record what a coordinator was given, `worth` in fen. BadBenefit off the post or ahead of time."""
    if given_on > today:
        raise BadBenefit("发放日不能晚于今天：发了以后再登记。", field="given_on")
    if given_on < stint.start or (stint.end is not None and given_on > stint.end):
        until = f"至{stint.end}" if stint.end else "起"
        raise BadBenefit(f"这一天不在岗（在岗{stint.start}{until}），请核对。", field="given_on")
    row: Benefit = Benefit.objects.create(
        stint=stint,
        person_id=stint.person_id,
        village_id=stint.village_id,
        given_on=given_on,
        kind=kind,
        what=what,
        worth=worth,
        document=document,
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    _note(actor, row, now)
    return row


@act("attendance.cancel_benefit")
def cancel_benefit(*, actor: Actor, benefit: Benefit, version: int, reason: str, now: datetime) -> Benefit:
    """Write off what was recorded by mistake; it stays to be seen. Overtaken."""
    rows = Benefit.objects.filter(pk=benefit.pk, version=version, cancelled_at=None)
    if not rows.update(cancelled_at=now, why=reason, version=F("version") + 1):
        raise Overtaken("这一条刚才已由别人办理，请刷新后再看。")
    benefit.refresh_from_db()
    _note(actor, benefit, now, reason)
    return benefit


def _note(actor: Actor, row: Benefit, now: datetime, reason: str = "") -> None:
    """The one entry: the day and the kind in plain words, what it was and why sealed."""
    facts = {"given_on": row.given_on, "kind": row.get_kind_display()}
    record(actor, row, at=now, facts=facts, texts={"what": row.what, "reason": reason}, person=row.person_id)
