"""Qualification review (articles 5 and 6): the rule answers, the village decides, an exception asks for a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.people.actor import Actor
from sibai.recruitment.flow import APPLICATION, IN_THE_RUNNING, OPEN_APPLICATIONS
from sibai.recruitment.models import Application, Selection
from sibai.recruitment.operations.applications import Decided, current, rewrite
from sibai.recruitment.operations.results import freeze, supersede
from sibai.recruitment.operations.steps import NotYet, ReasonNeeded, WrongDay, advance, because, still
from sibai.recruitment.queries.rules import law_day, qualification
from sibai.rulebook.queries.asking import Answers

ADMITTED, EXCEPTION, REFUSED = "admitted", "exception", "refused"


class NotEligible(Refusal):
    """The rule finds conditions that are not met."""

    field = "decision"


@act("recruitment.start_review")
def start_review(
    *, actor: Actor, selection: Selection, version: int, now: datetime, due: date | None = None
) -> Selection:
    """Begin the review, once the deadline for applications has passed."""
    selection = still(selection, "published", version=version)
    deadline = law_day(selection)
    if timezone.localdate(now) <= deadline:
        raise NotYet(f"报名到{deadline}截止，第二天起开始资格审查。")
    moved = advance(actor, selection, "review", now=now, due=not_past(due, now))
    record(actor, moved, at=now, facts={"count": moved.applications.count()})
    return moved


def not_past(due: date | None, now: datetime) -> date | None:
    """A day by which the next step should be done. WrongDay where it has passed already."""
    if due is not None and due < timezone.localdate(now):
        raise WrongDay("期限早于今天，请核对。", field="due")
    return due


@act("recruitment.decide")
def decide(
    *, actor: Actor, application: Application, version: int, decision: str, reason: str, now: datetime
) -> Application:
    """Admit, admit by exception or refuse one application. The rule's answer is frozen with the decision.

    NotEligible where somebody who does not meet the conditions is admitted as if; ReasonNeeded for an exception, and
    for refusing somebody whom the rule finds eligible.
    """
    application = current(application, version)
    selection = still(application.selection, "review")
    if application.state == "received":
        raise Decided("网上报名还没有收下，请先核对材料并收下。")
    if application.state == "withdrawn":
        raise Decided("这份报名已经撤回，不用审查。")
    written = reason.strip()
    answers = qualification(application, law_day(selection), exception=bool(written) and decision == EXCEPTION)
    _check(answers, application, decision, written)
    freeze(actor, selection, "eligibility", answers, now=now, application=application)
    decided = rewrite(
        application,
        state=decision,
        eligible=bool(answers["eligible"]),
        decided_by_id=actor.user_id,
        decided_at=now,
        decided_why=written or str(answers["reasons"]),
    )
    record(
        actor,
        decided,
        at=now,
        facts={"decision": APPLICATION.label(decision), "eligible": "符合" if decided.eligible else "不全符合"},
        texts=because("理由", written),
        person=decided.person_id,
    )
    return decided


def _check(answers: Answers, application: Application, decision: str, written: str) -> None:
    """Refuse a decision that the rule does not allow, or that lacks its reason."""
    if answers["hire_date_needed"] and application.hire_date is None:
        raise NotYet("县里规定年龄按聘用之日计算，请先在“核对信息”里填写拟聘用日期。")
    if decision == ADMITTED and not answers["eligible"]:
        raise NotEligible(f"不全符合条件：{answers['reasons']}。要用此人，请选“破格”并写明理由；否则选“不符合”。")
    if decision == REFUSED and answers["eligible"] and not written:
        raise ReasonNeeded("按条件此人符合，作“不符合”处理须写明理由。")
    if decision == EXCEPTION:
        _check_exception(answers, written)


def _check_exception(answers: Answers, written: str) -> None:
    if answers["eligible"]:
        raise NotEligible("此人符合条件，不用破格，请选“符合条件”。")
    if not written:
        raise ReasonNeeded("破格须写明理由（第五条“一般应”）。")
    if not answers["exception_admitted"]:
        raise NotEligible(f"不能破格：{answers['reasons']}。")


@act("recruitment.reopen")
def reopen(*, actor: Actor, application: Application, version: int, reason: str, now: datetime) -> Application:
    """Take a decision of the review back, while the review goes on: the application waits again."""
    application = current(application, version)
    still(application.selection, "review")
    if application.state not in {ADMITTED, EXCEPTION, REFUSED}:
        raise Decided("这份报名还没有审查结果，不用撤回。")
    if not reason.strip():
        raise ReasonNeeded("请写明撤回审查结果的原因。")
    before = APPLICATION.label(application.state)
    supersede(application.selection, "eligibility", application, now)
    waiting = rewrite(application, state="entered", eligible=None, decided_by_id=None, decided_at=None, decided_why="")
    record(actor, waiting, at=now, facts={"before": before}, texts={"reason": reason}, person=waiting.person_id)
    return waiting


@act("recruitment.start_merit")
def start_merit(
    *, actor: Actor, selection: Selection, version: int, now: datetime, due: date | None = None
) -> Selection:
    """End the review: everybody is decided, and somebody is in the running."""
    selection = still(selection, "review", version=version)
    if selection.applications.filter(state__in=OPEN_APPLICATIONS).exists():
        raise NotYet("还有报名没有审查，请先审查完。")
    running = selection.applications.filter(state__in=IN_THE_RUNNING).count()
    if not running:
        raise NotYet("没有符合条件的人。请结束这次选聘，再开始新的一次。")
    moved = advance(actor, selection, "merit", now=now, due=not_past(due, now))
    record(actor, moved, at=now, facts={"count": running})
    return moved
