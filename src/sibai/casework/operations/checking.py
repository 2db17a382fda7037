"""Tip-offs and ghost-post checks: cases of the county. Free words stay in the row, never in the log: entries of the
log about a person are read in the village.

Holding pay is an act of payroll by two people; it cites the case by its number (`Check.label`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.casework.models import Check
from sibai.casework.queries.findings import findings
from sibai.casework.queries.holds import holds_of
from sibai.casework.queries.matching import Matched
from sibai.employment.models import Stint
from sibai.employment.operations.steps import check_at, step
from sibai.people.actor import Actor


class BadCheck(Refusal):
    """The check cannot be recorded like this."""


@act("casework.report_tip")
def report_tip(
    *, actor: Actor, stint: Stint, found_on: date, way: str, words: str, reporter: str, today: date, now: datetime
) -> Check:
    """Take a tip-off down, with or without a name; the county decides whether it is checked. BadCheck."""
    _check_day(found_on, stint.start, today, "found_on")
    told = {"found_on": found_on, "way": way, "words": words, "reporter": reporter}
    return _opened(actor, stint, today, now, kind=Check.TIP, state="received", **told)


@act("casework.enter_check")
def enter_check(
    *, actor: Actor, stint: Stint, kind: str, found_on: date, words: str, today: date, now: datetime
) -> Check:
    """Open a check on a visit that found nobody, or on what another register says. BadCheck."""
    if kind not in dict(Check.ENTERED):
        raise BadCheck("请从列出的选项里选一个。", field="kind")
    _check_day(found_on, stint.start, today, "found_on")
    told = {"found_on": found_on, "words": words}
    return _opened(actor, stint, today, now, kind=kind, state="checking", **told)


@act("casework.open_check")
def open_check(*, actor: Actor, stint: Stint, kind: str, today: date, now: datetime) -> Check:
    """Open a check on what the site found, with the evidence as it is now. Overtaken where it is gone or open."""
    found = next((each for each in findings(actor.scope, today, stint) if each.kind == kind), None)
    if found is None:
        raise Overtaken("这条线索已经不在了，或者已经立案，请刷新后再看。")
    told = {"found_on": today, "words": found.evidence, "key": found.key}
    return _opened(actor, stint, today, now, kind=kind, state="checking", **told)


@act("casework.match_list")
def open_matches(*, actor: Actor, found: Matched, found_on: date, today: date, now: datetime) -> list[Check]:
    """Open a check on each person on post who stands on another office's list, once for a list. BadCheck."""
    if found_on > today:
        raise BadCheck("名单的日期不能晚于今天，请核对。", field="found_on")
    made = []
    for each in found.fresh:
        told = {"found_on": found_on, "words": each.evidence, "key": each.key}
        made.append(_made(actor, each.stint, today, now, kind=each.kind, state="checking", **told))
    record(actor, None, at=now, label="名单比对", facts={"listed": found.listed, "opened": len(made)})
    return made


@act("casework.decide_check")
def decide_check(*, actor: Actor, check: Check, version: int, agree: bool, reason: str, now: datetime) -> Check:
    """Whether a tip-off is checked. BadCheck without a reason of a refusal."""
    decided = {"decided_by_id": actor.user_id, "decided_at": now}
    if agree:
        step(check, version, after=("received",), to="checking", **decided)
    else:
        if not reason.strip():
            raise BadCheck("不予核查的，请写明理由。", field="reason")
        step(check, version, after=("received",), to="dismissed", result=reason, **decided)
    _note(actor, check, now, decision="决定核查" if agree else "不予核查")
    return check


@act("casework.end_check")
def end_check(
    *, actor: Actor, check: Check, version: int, outcome: str, on: date, result: str, today: date, now: datetime
) -> Check:
    """What came of it. BadCheck while a hold of this case is not decided, or in force although nothing was found."""
    check_at(check, version, ("checking",))
    _check_day(on, check.found_on, today, "on")
    states = set(holds_of(check).values_list("state", flat=True))
    if "proposed" in states:
        raise BadCheck("暂缓发放还没有决定，决定以后再结案。")
    if outcome == Check.CLEARED and "held" in states:
        raise BadCheck("查无问题的，先恢复发放，再结案。", field="outcome")
    ended = {"outcome": outcome, "ended_on": on, "result": result, "ended_by_id": actor.user_id}
    step(check, version, after=("checking",), to="ended", **ended)
    _note(actor, check, now, outcome=check.get_outcome_display(), on=on)
    return check


def _check_day(day: date, first: date, today: date, field: str) -> None:
    if not first <= day <= today:
        raise BadCheck(f"日期应在{first}至今天之间，请核对。", field=field)


def _opened(actor: Actor, stint: Stint, today: date, now: datetime, **told: Any) -> Check:
    row = _made(actor, stint, today, now, **told)
    _note(actor, row, now, kind=row.get_kind_display())
    return row


def _made(actor: Actor, stint: Stint, today: date, now: datetime, **told: Any) -> Check:
    town = stint.village.parent
    county = town.parent_id if town else None
    assert county is not None
    last = Check.objects.filter(county=county, year=today.year).aggregate(last=Max("number"))["last"]
    try:
        with transaction.atomic():
            return Check.objects.create(
                county_id=county,
                year=today.year,
                number=(last or 0) + 1,
                stint=stint,
                person_id=stint.person_id,
                village_id=stint.village_id,
                opened_by_id=actor.user_id,
                opened_at=now,
                **told,
            )
    except IntegrityError as error:
        raise Overtaken("这条线索刚才已由别人立案，请刷新后再看。") from error


def _note(actor: Actor, row: Check, now: datetime, **facts: Any) -> None:
    """One entry, at the county, about no person: who reads it there learns the number and the kind."""
    record(actor, row, at=now, facts=facts)
