"""Articles 3 and 22: disputes registered by the company, step by step to their end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.casework.flow import DISPUTE
from sibai.casework.models import Dispute
from sibai.casework.queries.dispute_steps import NEXT, before, last_day_of
from sibai.employment.models import Stint
from sibai.employment.operations.steps import WrongState, check_at, step
from sibai.employment.queries.employers import employer_of
from sibai.people.actor import Actor

OPEN = tuple(each.state for each in DISPUTE.steps)


class BadDispute(Refusal):
    """The dispute cannot be recorded like this."""


@act("casework.register_dispute")
def register_dispute(*, actor: Actor, stint: Stint, today: date, now: datetime, **given: Any) -> Dispute:
    """Register a dispute of somebody on post or gone. `given`: kind, knew_on, demand, facts, amount (fen or None).

    The respondent is the employer of today's reading. BadDispute, NotRecorded without an employer.
    """
    if given["knew_on"] > today:
        raise BadDispute("知道权利受侵害之日不能晚于今天，请核对。", field="knew_on")
    against = employer_of(stint.village, today)
    row = Dispute.objects.create(
        stint=stint,
        person_id=stint.person_id,
        village_id=stint.village_id,
        respondent_id=against.organisation_id,
        respondent_name=against.name,
        registered_by_id=actor.user_id,
        registered_at=now,
        **given,
    )
    _note(actor, row, now, kind=row.get_kind_display(), knew_on=row.knew_on, respondent=row.respondent_name)
    return row


@act("casework.advance_dispute")
def advance_dispute(
    *, actor: Actor, dispute: Dispute, version: int, to: str, on: date, words: str, today: date, now: datetime
) -> Dispute:
    """Record the next step and its day; a step that came late is recorded as it was. WrongState, BadDispute."""
    check_at(dispute, version, OPEN)
    if to not in NEXT.get(dispute.state, {}):
        raise WrongState("这件事现在不能办这一步，请刷新后再看。")
    _check_day(dispute, on, today)
    said = NEXT[dispute.state][to]
    step(dispute, version, after=(dispute.state,), to=to, **{f"{to}_on": on})
    _note(actor, dispute, now, words=words, step=said, on=on)
    return dispute


@act("casework.note_reply")
def note_reply(
    *,
    actor: Actor,
    dispute: Dispute,
    version: int,
    served_on: date,
    replied_on: date | None,
    today: date,
    now: datetime,
) -> Dispute:
    """The employer got the copy of the application, and answered it. BadDispute for days that cannot be."""
    check_at(dispute, version, ("accepted",))
    assert dispute.accepted_on is not None
    if not dispute.accepted_on <= served_on <= today:
        raise BadDispute(f"收到日应在{dispute.accepted_on}（受理日）至今天之间，请核对。", field="served_on")
    if replied_on is not None and not served_on <= replied_on <= today:
        raise BadDispute(f"答辩日应在{served_on}（收到日）至今天之间，请核对。", field="replied_on")
    step(dispute, version, after=("accepted",), to="accepted", served_on=served_on, replied_on=replied_on)
    said = f"，{replied_on}提交答辩书" if replied_on else ""
    _note(actor, dispute, now, served_on=served_on, replied=said)
    return dispute


@act("casework.extend_dispute")
def extend_dispute(*, actor: Actor, dispute: Dispute, version: int, reason: str, now: datetime) -> Dispute:
    """The arbitration commission told that it takes longer. BadDispute where it did before."""
    check_at(dispute, version, ("accepted",))
    if dispute.extended:
        raise BadDispute("裁决期限已经延长过，不能再延长。")
    step(dispute, version, after=("accepted",), to="accepted", extended=True)
    _note(actor, dispute, now, words=reason)
    return dispute


@act("casework.end_dispute")
def end_dispute(
    *, actor: Actor, dispute: Dispute, version: int, outcome: str, on: date, result: str, today: date, now: datetime
) -> Dispute:
    """How it ended, from any step. BadDispute for a day that cannot be."""
    check_at(dispute, version, OPEN)
    _check_day(dispute, on, today)
    step(dispute, version, after=OPEN, to="ended", outcome=outcome, ended_on=on, result=result)
    _note(actor, dispute, now, outcome=dispute.get_outcome_display(), on=on)
    return dispute


@act("casework.undo_dispute")
def undo_dispute(*, actor: Actor, dispute: Dispute, version: int, reason: str, now: datetime) -> Dispute:
    """Take back the last step, which was recorded by mistake; a dispute that ended goes on. BadDispute where none."""
    check_at(dispute, version, (*OPEN, "ended"))
    state, to = dispute.state, before(dispute)
    if not to:
        raise BadDispute("还没有登记过下一步，没有可以撤回的。")
    blank: dict[str, Any] = (
        {"ended_on": None, "outcome": "", "result": ""} if state == "ended" else {f"{state}_on": None}
    )
    if state == "accepted":
        blank |= {"extended": False, "served_on": None, "replied_on": None}
    step(dispute, version, after=(state,), to=to, **blank)
    _note(actor, dispute, now, words=reason, step=DISPUTE.label(state))
    return dispute


def _check_day(row: Dispute, on: date, today: date) -> None:
    if on > today:
        raise BadDispute("日期不能晚于今天，请核对。", field="on")
    last = last_day_of(row)
    if on < last:
        raise BadDispute(f"日期不能早于上一步的{last}，请核对。", field="on")


def _note(actor: Actor, row: Dispute, now: datetime, *, words: str = "", **facts: Any) -> None:
    record(actor, row, at=now, facts=facts, texts={"words": words}, person=row.person_id)
