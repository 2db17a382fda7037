"""Article 10: written notice, handover item by item, the employer's consent, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.models import Ending, HandoverItem, Renewal, Resignation, Stint
from sibai.employment.operations.posts import check_last_day, close_stint
from sibai.employment.operations.renewing import RUNNING
from sibai.employment.operations.steps import WrongState, step
from sibai.employment.operations.taking_up import WrongDay
from sibai.employment.queries.grounds import ask_ending
from sibai.employment.queries.terms import resignation as asked
from sibai.people.actor import Actor

OPEN = ("notified", "handover", "to_consent", "consented")
MOST_ITEMS = 30


class CannotResign(Refusal):
    """Nobody is on this post, or an ending or a resignation runs already."""


class NoticeTooShort(Refusal):
    """Before the notice has run, and nothing was agreed."""

    field = "last_day"


class HandoverOpen(Refusal):
    """Something is not handed over yet."""


@act("employment.resign")
def give_notice(
    *, actor: Actor, stint: Stint, notice_on: date, last_day: date | None, reason: str, today: date, now: datetime
) -> Resignation:
    """Written notice of resignation: entered by the village on paper, or sent by the coordinator himself.

    Without a wished last day it is the earliest one. WrongDay, CannotResign, NoTimeLeft.
    """
    by_person = actor.role == "coordinator"
    if notice_on > today or notice_on < stint.start or (by_person and notice_on != today):
        raise WrongDay(f"告知日应在上岗日{stint.start}和今天之间。", field="notice_on")
    _nothing_runs(stint)
    answers = asked(notice_on, last_day, False)
    wished = last_day or answers["earliest_last_day"]
    if wished < notice_on:
        raise WrongDay("最后在岗日早于书面告知日，请核对。", field="last_day")
    check_last_day(stint, wished)
    resignation = Resignation.objects.create(
        stint=stint,
        notice_on=notice_on,
        last_day=wished,
        earliest_last_day=answers["earliest_last_day"],
        note=answers["resignation_note"],
        reason=reason,
        by_person=by_person,
        answers=answers.json(),
        state="notified",
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    facts = {"notice_on": notice_on, "last_day": wished, "earliest": resignation.earliest_last_day}
    record(actor, resignation, at=now, facts=facts, texts={"reason": reason}, person=stint.person_id)
    return resignation


@act("employment.list_handover")
def list_handover(
    *, actor: Actor, resignation: Resignation, version: int, items: Sequence[str], now: datetime
) -> Resignation:
    """Write down what is to be handed over, one line each; the handover begins. HandoverOpen without any line."""
    named = list(dict.fromkeys(item.strip() for item in items if item.strip()))
    if not named or len(named) > MOST_ITEMS:
        refusal = HandoverOpen(f"请列出交接事项，一行一项，最多{MOST_ITEMS}项。")
        refusal.field = "items"
        raise refusal
    step(resignation, version, after=("notified",), to="handover")
    HandoverItem.objects.bulk_create(
        HandoverItem(resignation=resignation, position=position, what=what) for position, what in enumerate(named, 1)
    )
    record(actor, resignation, at=now, facts={"items": len(named)}, person=resignation.stint.person_id)
    return resignation


@act("employment.tick_handover")
def tick(
    *, actor: Actor, item: HandoverItem, receiver: str, received_on: date, note: str, today: date, now: datetime
) -> HandoverItem:
    """The receiver ticks one item off. With the last one the resignation waits for the employer's consent."""
    resignation = item.resignation
    if received_on > today or received_on < resignation.notice_on:
        raise WrongDay("接收日应在书面告知日和今天之间。", field="received_on")
    if resignation.state != "handover":
        raise WrongState("现在不在交接这一步，请刷新后再看。")
    ticked = HandoverItem.objects.filter(pk=item.pk, received_on__isnull=True).update(
        receiver=receiver, received_on=received_on, received_by_id=actor.user_id, note=note
    )
    if not ticked:
        raise WrongState("这一项刚才已经接收，请刷新后再看。")
    item.refresh_from_db()
    if not resignation.items.filter(received_on__isnull=True).exists():
        step(resignation, resignation.version, after=("handover",), to="to_consent")
    facts = {"position": item.position, "received_on": received_on}
    record(actor, resignation, at=now, facts=facts, texts={"what": item.what}, person=resignation.stint.person_id)
    return item


@act("employment.consent")
def consent(
    *,
    actor: Actor,
    resignation: Resignation,
    version: int,
    agree: bool,
    early_exit_agreed: bool,
    reason: str,
    today: date,
    now: datetime,
) -> Resignation:
    """The employer consents, agreeing to an early exit where there is one, or sends it back to the handover.

    NoticeTooShort for an early exit that is not agreed.
    """
    actor.must_differ_from(resignation.entered_by_id)
    if not agree:
        _send_back(resignation, version, reason)
        facts = {"decision": "退回交接"}
        record(actor, resignation, at=now, facts=facts, texts={"reason": reason}, person=resignation.stint.person_id)
        return resignation
    answers = asked(resignation.notice_on, resignation.last_day, early_exit_agreed)
    if answers["early_exit"] and not early_exit_agreed:
        raise NoticeTooShort(f"{answers['resignation_note']}。同意提前离岗的，请勾选“协商同意提前离岗”。")
    step(
        resignation,
        version,
        after=("to_consent",),
        to="consented",
        consented_by_id=actor.user_id,
        consented_on=today,
        early_exit_agreed=bool(answers["early_exit"]) and early_exit_agreed,
        note=answers["resignation_note"],
        answers=answers.json(),
    )
    facts = {"decision": "同意", "note": answers["resignation_note"]}
    record(actor, resignation, at=now, facts=facts, texts={"reason": reason}, person=resignation.stint.person_id)
    return resignation


def _send_back(resignation: Resignation, version: int, reason: str) -> None:
    """Back to the handover: every item is ticked again."""
    if not reason.strip():
        raise HandoverOpen("请写明退回的原因。", field="reason")
    step(resignation, version, after=("to_consent",), to="handover", why=reason)
    resignation.items.update(receiver="", received_on=None, received_by=None, note="")


@act("employment.leave")
def leave(*, actor: Actor, resignation: Resignation, version: int, today: date, now: datetime) -> Ending:
    """End the post by the resignation: the stint ends, the vacancy opens, both bureaus are to receive the filing."""
    stint = resignation.stint
    if Ending.objects.filter(stint=stint).exclude(state="withdrawn").exists():
        raise CannotResign("正在办理解除或终止，请先办完或撤回。")
    answers = ask_ending("resignation", stint, resignation.last_day, {}, today)
    step(resignation, version, after=("consented",), to="left")
    ending = Ending(
        stint=stint,
        kind="resignation",
        last_day=resignation.last_day,
        last_paid_day=answers["last_paid_day"],
        resignation=resignation,
        state="at_county",
        prepared_by_id=resignation.entered_by_id,
        prepared_at=now,
        decided_by_id=resignation.consented_by_id,
        decided_on=resignation.consented_on,
    )
    ending.keep_answers(answers.json())
    ending.save(force_insert=True)
    close_stint(stint=stint, last_day=resignation.last_day, ending="resignation", now=now)
    facts = {"last_day": ending.last_day, "last_paid_day": ending.last_paid_day}
    record(actor, resignation, at=now, facts=facts, person=stint.person_id)
    return ending


@act("employment.withdraw_resignation")
def withdraw(*, actor: Actor, resignation: Resignation, version: int, reason: str, now: datetime) -> Resignation:
    """The coordinator takes the notice back until the employer has consented."""
    step(resignation, version, after=("notified", "handover", "to_consent"), to="withdrawn", why=reason)
    record(actor, resignation, at=now, texts={"reason": reason}, person=resignation.stint.person_id)
    return resignation


def _nothing_runs(stint: Stint) -> None:
    """CannotResign where the post has ended or something runs that will end or prolong it."""
    if stint.end is not None:
        raise CannotResign("这个岗位已经结束。")
    if Resignation.objects.filter(stint=stint, state__in=OPEN).exists():
        raise CannotResign("已有一次辞职正在办理。")
    if Ending.objects.filter(stint=stint).exclude(state="withdrawn").exists():
        raise CannotResign("正在办理解除或终止，不能再提出辞职。")
    if Renewal.objects.filter(stint=stint, state__in=RUNNING).exists():
        raise CannotResign("正在办理续签：请先撤回续签，再办辞职。")
