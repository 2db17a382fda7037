"""Arts. 9, 17 and 20: endings other than resignation, held against the Labour Contract Law, decided, filed twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.models import Ending, LegalCheck, Renewal, Resignation, Stint
from sibai.employment.operations.posts import check_last_day, close_stint
from sibai.employment.operations.renewing import RUNNING
from sibai.employment.operations.resigning import OPEN
from sibai.employment.operations.steps import step
from sibai.employment.operations.taking_up import WrongDay
from sibai.employment.queries import legal
from sibai.employment.queries.grounds import GROUNDS, ask_ending
from sibai.employment.queries.stints import last_contract
from sibai.employment.queries.terms import standing_grade
from sibai.people.actor import Actor
from sibai.rulebook.queries.asking import Answers

EXTENDED = "extended_by_law"
"""The document by which the law prolonged a contract beyond the three years (劳动合同法第四十五条); a told fact."""


class CannotEnd(Refusal):
    """The post has ended, or something else is ending it."""


class GroundMissing(Refusal):
    """What was told does not make the ground."""


class Stopped(Refusal):
    """The legal check stands in the way."""


@act("employment.prepare_ending")
def prepare(
    *,
    actor: Actor,
    stint: Stint,
    kind: str,
    last_day: date,
    reason: str,
    told: Mapping[str, Any],
    today: date,
    now: datetime,
) -> Ending:
    """Prepare an ending of a kind with the facts that its ground asks. Where no article concerns it, it goes on to
    the town at once; else the legal check comes next.

    CannotEnd, GroundMissing, NoTimeLeft, WrongDay.
    """
    if stint.end is not None or Ending.objects.filter(stint=stint).exclude(state="withdrawn").exists():
        raise CannotEnd("这个岗位已经结束，或正在办理解除或终止。")
    ending = Ending(stint=stint, kind=kind, prepared_by_id=actor.user_id, prepared_at=now, state="preparing")
    _write(ending, last_day, reason, told, today)
    ending.save(force_insert=True)
    if not legal.articles_for(kind, early=_early(ending)):
        _unconcerned(actor, ending, today, now)
    record(actor, ending, at=now, facts=_said(ending), texts={"reason": reason}, person=stint.person_id)
    return ending


@act("employment.revise_ending")
def revise(
    *,
    actor: Actor,
    ending: Ending,
    version: int,
    last_day: date,
    reason: str,
    told: Mapping[str, Any],
    today: date,
    now: datetime,
) -> Ending:
    """Change a prepared or returned ending; it is checked again."""
    _write(ending, last_day, reason, told, today)
    step(
        ending,
        version,
        after=("preparing", "returned"),
        to="preparing",
        last_day=last_day,
        reason=reason,
        facts_text=ending.facts_text,
        answers_text=ending.answers_text,
        prepared_by_id=actor.user_id,
        prepared_at=now,
    )
    if not legal.articles_for(ending.kind, early=_early(ending)):
        _unconcerned(actor, ending, today, now)
    record(actor, ending, at=now, facts=_said(ending), texts={"reason": reason}, person=ending.stint.person_id)
    return ending


@act("employment.check_ending")
def check(
    *, actor: Actor, ending: Ending, version: int, told: Mapping[str, Any], today: date, now: datetime
) -> LegalCheck:
    """Answer articles 40, 42, 43 and 45. What passes waits for the town; what does not, for a leader."""
    notified = told.get("notified_on")
    if notified is not None and notified > min(today, ending.last_day):
        raise WrongDay("书面通知日不能晚于今天，也不能晚于最后在岗日，请核对。", field="notified_on")
    known = {**read_facts(ending), **told}
    found = legal.check(ending.kind, ending.stint, ending.last_day, known, today, early=_early(ending))
    stops = [{"article": stop.article, "words": stop.words} for stop in found.stops]
    made = LegalCheck.objects.create(
        ending=ending, asked_text=_json(told), stops=stops, made_by_id=actor.user_id, made_at=now
    )
    step(ending, version, after=("preparing", "returned"), to="stopped" if stops else "to_decide")
    articles = "、".join(stop.article for stop in found.stops)
    said = f"劳动合同法{articles}不能通过" if stops else "劳动合同法第四十、四十二、四十三、四十五条可以通过"
    record(actor, ending, at=now, facts={"found": said}, person=ending.stint.person_id)
    return made


@act("employment.override_ending")
def override(
    *, actor: Actor, ending: Ending, version: int, go_on: bool, document: str, reason: str, now: datetime
) -> Ending:
    """A leader lets a stopped ending go on, with a document and a reason, or sends it back. Stopped without them."""
    if not reason.strip():
        raise Stopped("请写明理由。", field="reason")
    if go_on and not document.strip():
        raise Stopped("继续办理要有书面决定，请填文号。", field="document")
    actor.must_differ_from(ending.prepared_by_id)
    step(ending, version, after=("stopped",), to="to_decide" if go_on else "returned", why="" if go_on else reason)
    if go_on:
        last = ending.checks.latest("made_at")
        LegalCheck.objects.filter(pk=last.pk).update(
            overridden_by_id=actor.user_id, overridden_at=now, override_document=document, override_reason=reason
        )
    facts: dict[str, Any] = {"decision": "继续办理" if go_on else "退回", "document": document}
    record(actor, ending, at=now, facts=facts, texts={"reason": reason}, person=ending.stint.person_id)
    return ending


@act("employment.decide_ending")
def decide(
    *,
    actor: Actor,
    ending: Ending,
    version: int,
    approve: bool,
    document: str,
    reason: str,
    today: date,
    now: datetime,
) -> Ending:
    """The town decides: the stint ends, pay stops the day after, the vacancy opens; or it returns the papers."""
    actor.must_differ_from(ending.prepared_by_id)
    stint = ending.stint
    if not approve:
        if not reason.strip():
            raise GroundMissing("请写明退回的原因。", field="reason")
        step(ending, version, after=("to_decide",), to="returned", why=reason)
        record(actor, ending, at=now, facts={"decision": "退回"}, texts={"reason": reason}, person=stint.person_id)
        return ending
    last = ending.checks.order_by("-made_at").first()
    if last is None or not last.stands:
        raise Stopped("法律核对没有通过，不能决定。")
    answers = _still_grounded(ending, read_facts(ending), today)
    step(
        ending,
        version,
        after=("to_decide",),
        to="at_county",
        decided_by_id=actor.user_id,
        decided_on=today,
        document=document,
        last_paid_day=answers["last_paid_day"],
        answers_text=_json(answers.json()),
    )
    _stop_the_rest(stint)
    extended = bool(read_facts(ending).get(EXTENDED))
    close_stint(stint=stint, last_day=ending.last_day, ending=ending.kind, now=now, extended=extended)
    facts: dict[str, Any] = {
        "decision": "同意",
        "document": document,
        "last_day": ending.last_day,
        "stops": answers["pay_stops_from"],
    }
    record(actor, ending, at=now, facts=facts, texts={"reason": reason}, person=stint.person_id)
    return ending


@act("employment.receive_ending")
def receive(
    *, actor: Actor, ending: Ending, version: int, received_on: date, number: str, today: date, now: datetime
) -> Ending:
    """A bureau confirms that the filing arrived: the county HR bureau first, then rural revitalisation (art. 20)."""
    if received_on > today or (ending.decided_on is not None and received_on < ending.decided_on):
        raise WrongDay("签收日应在决定日和今天之间。", field="received_on")
    if actor.role == "revitalisation":
        who, after, to = "县乡村振兴局", "at_revitalisation", "filed"
        changes: dict[str, Any] = {
            "revitalisation_received_on": received_on,
            "revitalisation_received_by_id": actor.user_id,
        }
    else:
        who, after, to = "县人社局", "at_county", "at_revitalisation"
        changes = {
            "county_received_on": received_on,
            "county_received_by_id": actor.user_id,
            "filing_number": number,
        }
    step(ending, version, after=(after,), to=to, **changes)
    facts = {"who": who, "received_on": received_on, "number": number}
    record(actor, ending, at=now, facts=facts, person=ending.stint.person_id)
    return ending


@act("employment.withdraw_ending")
def withdraw(*, actor: Actor, ending: Ending, version: int, reason: str, now: datetime) -> Ending:
    """Take an ending back that the town has not decided yet."""
    step(ending, version, after=("preparing", "stopped", "to_decide", "returned"), to="withdrawn", why=reason)
    record(actor, ending, at=now, texts={"reason": reason}, person=ending.stint.person_id)
    return ending


def read_facts(ending: Ending) -> dict[str, Any]:
    """The facts of an ending for the rules: days as dates."""
    facts = ending.facts
    return {name: date.fromisoformat(value) if name in DAYS and value else value for name, value in facts.items()}


DAYS = frozenset({"sick_from", "notified_on"})


def _write(ending: Ending, last_day: date, reason: str, told: Mapping[str, Any], today: date) -> None:
    """Set day, reason, facts and the rules' answers of an ending; refuse what makes no ground."""
    extended = bool(told.get(EXTENDED))
    check_last_day(ending.stint, last_day, extended=extended)
    if ending.kind == "removal_7" and not reason.strip():
        raise GroundMissing(GROUNDS["removal_7"].refusal, field="reason")
    ending.last_day, ending.reason, ending.facts_text = last_day, reason, _json(told)
    ending.keep_answers(_still_grounded(ending, told, today).json())


def _still_grounded(ending: Ending, told: Mapping[str, Any], today: date) -> Answers:
    """What the rules answer if the ground holds, asked when it is prepared and again when it is decided: a grade may
    have been corrected, a contract renewed meanwhile. GroundMissing, WrongDay.
    """
    _own_rule(ending, today)
    answers = ask_ending(ending.kind, ending.stint, ending.last_day, told, today)
    ground = GROUNDS[ending.kind]
    if ground.rule and not answers[ground.rule]:
        raise GroundMissing(ground.refusal)
    return answers


def _own_rule(ending: Ending, today: date) -> None:
    """What an expiry, a failed grade or a death needs beside the rules of article 20."""
    contract = last_contract(ending.stint)
    if ending.kind == "expiry" and not ending.facts.get(EXTENDED) and contract and contract.end != ending.last_day:
        raise WrongDay(f"期满终止的最后在岗日是合同止日{contract.end}。", field="last_day")
    if ending.kind == "death" and ending.last_day > today:
        raise WrongDay("死亡日不能晚于今天。", field="last_day")
    if ending.kind == "failed_grade":
        grade = standing_grade(ending.stint.person_id)
        if grade is None or grade.grade != "不合格" or grade.year < ending.stint.start.year:
            raise GroundMissing("在这个岗位上没有已确认的“不合格”档次，不能以此终止（第十七条）。")


def _early(ending: Ending) -> bool:
    """Whether the post ends before the last day of its contract."""
    contract = last_contract(ending.stint)
    return contract is not None and ending.last_day < contract.end


def _unconcerned(actor: Actor, ending: Ending, today: date, now: datetime) -> None:
    """None of the four articles concerns this ending: the check is made at once and passes."""
    LegalCheck.objects.create(ending=ending, asked_text="", stops=[], made_by_id=actor.user_id, made_at=now)
    step(ending, ending.version, after=("preparing",), to="to_decide")


def _stop_the_rest(stint: Stint) -> None:
    """An ending that is decided ends a resignation and a renewal that were under way."""
    gone = {"state": "withdrawn", "version": F("version") + 1}
    Resignation.objects.filter(stint=stint, state__in=OPEN).update(**gone)
    Renewal.objects.filter(stint=stint, state__in=RUNNING).update(**gone)


def _said(ending: Ending) -> dict[str, Any]:
    return {"kind": ending.get_kind_display(), "last_day": ending.last_day}


def _json(told: Mapping[str, Any]) -> str:
    """Told facts as kept: days as ISO text."""
    return json.dumps(dict(told), ensure_ascii=False, default=str)
