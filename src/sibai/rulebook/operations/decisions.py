"""Deciding about a parameter or reading: prepared by one, confirmed by another. Nothing frozen changes by it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.measure import LAW
from sibai.people.actor import Actor
from sibai.rulebook.models import CONFIRMED, OPEN, PREPARED, RETURNED, WITHDRAWN, Decision
from sibai.rulebook.operations.checking import BadDecision, check, read
from sibai.rulebook.queries.shapes import words_of
from sibai.rulebook.toml import literal

MOVED_ON = "这一项刚才已由别人办理或修改过，请刷新后再看。"


class AlreadyOpen(Refusal):
    """A decision on the same value from the same day waits already."""

    field = "start"


class NotYours(Refusal):
    """Only who prepared a decision takes it back."""


@act("rulebook.prepare")
def prepare(
    *,
    actor: Actor,
    entry: str,
    value: str,
    start: date,
    end: date | None,
    document: str,
    reason: str,
    now: datetime,
    replaces_id: UUID | None = None,
) -> Decision:
    """Prepare a decision; it holds once a leader confirms it. `value` is TOML text.

    `replaces_id` is the confirmed decision that it corrects. BadDecision where the law cannot take it, AlreadyOpen
    where one from the same day waits already.
    """
    assert actor.user_id is not None, "roles that prepare are held by users"
    decision = Decision(
        place_id=actor.place_code,
        entry=entry,
        entry_label=LAW.entries[entry].label if entry in LAW.entries else entry,
        value=value,
        start=start,
        end=end,
        document=document,
        reason=reason,
        replaces=_corrected(actor, entry, replaces_id),
        prepared_by_id=actor.user_id,
        prepared_for_id=actor.on_behalf_of,
        prepared_at=now,
    )
    _put_in_order(decision)
    decision.save(force_insert=True)
    record(actor, decision, at=now, facts=_facts(decision), texts={"reason": reason})
    return decision


@act("rulebook.amend")
def amend(
    *,
    actor: Actor,
    decision: Decision,
    version: int,
    value: str,
    start: date,
    end: date | None,
    document: str,
    reason: str,
    now: datetime,
) -> Decision:
    """Change a returned decision and hand it in again. Overtaken where somebody was first."""
    decision.value, decision.start, decision.end = value, start, end
    decision.document, decision.reason = document, reason
    _put_in_order(decision)
    _move(
        decision,
        version,
        (RETURNED,),
        state=PREPARED,
        value=decision.value,
        start=start,
        end=end,
        document=document,
        reason=reason,
        prepared_by_id=actor.user_id,
        prepared_for_id=actor.on_behalf_of,
        prepared_at=now,
    )
    record(actor, decision, at=now, facts=_facts(decision), texts={"reason": reason})
    return decision


@act("rulebook.confirm")
def confirm(*, actor: Actor, decision: Decision, version: int, now: datetime) -> Decision:
    """Put a decision in force from its day on. SamePerson for who prepared it; BadDecision where it no longer fits."""
    actor.must_differ_from(decision.prepared_by_id, decision.prepared_for_id)
    if decision.replaces_id and Decision.objects.filter(replaces=decision.replaces_id, state=CONFIRMED).exists():
        raise Overtaken("要更正的那一项已有别的更正，请退回重拟。")
    check(decision)
    _move(decision, version, (PREPARED,), state=CONFIRMED, confirmed_by_id=actor.user_id, confirmed_at=now)
    record(actor, decision, at=now, facts=_facts(decision))
    return decision


@act("rulebook.return")
def send_back(*, actor: Actor, decision: Decision, version: int, reason: str, now: datetime) -> Decision:
    """Return a decision to who prepares, with the reason."""
    returned = {"returned_by_id": actor.user_id, "returned_at": now, "returned_why": reason}
    _move(decision, version, (PREPARED,), state=RETURNED, **returned)
    record(actor, decision, at=now, texts={"reason": reason})
    return decision


@act("rulebook.withdraw")
def withdraw(*, actor: Actor, decision: Decision, version: int, now: datetime) -> Decision:
    """Take back a decision that is not confirmed yet. NotYours for anybody but who prepared it."""
    if not {actor.user_id, actor.on_behalf_of} & {decision.prepared_by_id, decision.prepared_for_id} - {None}:
        raise NotYours("只有拟定的人可以撤回。")
    _move(decision, version, OPEN, state=WITHDRAWN, withdrawn_at=now)
    record(actor, decision, at=now)
    return decision


def _corrected(actor: Actor, entry: str, replaces_id: UUID | None) -> Decision | None:
    """The confirmed decision that a new one corrects. BadDecision where it is none such."""
    if replaces_id is None:
        return None
    found: Decision | None = (
        Decision.objects.within(actor.scope).filter(pk=replaces_id, entry=entry, state=CONFIRMED).first()
    )
    if found is None or Decision.objects.filter(replaces=found, state=CONFIRMED).exists():
        raise BadDecision("要更正的那一项不在了，或已有别的更正，请从参数页面重新进入。")
    return found


def _put_in_order(decision: Decision) -> None:
    """Check a decision and write its value in the one form that files have."""
    check(decision)
    decision.value = literal(read(decision.value))
    same = Decision.objects.filter(entry=decision.entry, start=decision.start, state__in=OPEN)
    if same.exclude(pk=decision.pk).exists():
        raise AlreadyOpen("同一天起的另一项决定还没有办完，请先办完那一项。")


def _move(decision: Decision, version: int, states: tuple[str, ...], **changed: Any) -> None:
    """Change a row that is still in one of some states and unchanged since it was shown. Overtaken otherwise."""
    rows = Decision.objects.filter(pk=decision.pk, version=version, state__in=states)
    if not rows.update(**changed, version=version + 1):
        raise Overtaken(MOVED_ON)
    decision.refresh_from_db()


def _facts(decision: Decision) -> dict[str, Any]:
    """What the log keeps of a decision."""
    return {
        "entry": decision.entry,
        "value": words_of(LAW.entries[decision.entry], decision.value),
        "written": decision.value,
        "start": decision.start,
        "end": decision.end,
        "document": decision.document,
        "replaces": decision.replaces_id,
    }
