"""Arts. 8, 9 and 17: a renewal is proposed, answered by the rules, approved by the town, signed and filed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.models import Contract, Ending, Renewal, Resignation, Stint
from sibai.employment.models.ending import RUNNING_RESIGNATION
from sibai.employment.operations.steps import step
from sibai.employment.operations.taking_up import WrongDay, labour_contract
from sibai.employment.queries.stints import last_contract
from sibai.employment.queries.terms import RenewalAnswer, next_contract, renewal
from sibai.people.actor import Actor

RUNNING = ("to_approve", "returned", "to_sign", "to_file")


class CannotRenew(Refusal):
    """There is nothing to renew, or something else runs."""


class GradeMissing(Refusal):
    """The grade of the last year is not confirmed yet (art. 17)."""


@act("employment.propose_renewal")
def propose(*, actor: Actor, stint: Stint, to: date, today: date, now: datetime) -> Renewal:
    """Propose to renew up to `to`. The rule answers at once: what it refuses is kept as refused, with its reason.

    CannotRenew where no contract runs out, another renewal, resignation or ending runs; GradeMissing.
    """
    contract = _renewable(stint)
    start = contract.end + timedelta(days=1)
    answer = _answered(stint, start, to, today)
    renewal_row = Renewal.objects.create(
        stint=stint,
        contract=contract,
        start=start,
        end=to,
        allowed=answer.allowed,
        refusal=answer.refusal,
        last_lawful_day=answer.last_lawful_day,
        answers=answer.answers.json(),
        state="to_approve" if answer.allowed else "refused",
        proposed_by_id=actor.user_id,
        proposed_at=now,
    )
    record(actor, renewal_row, at=now, facts=_told(renewal_row), person=stint.person_id)
    return renewal_row


@act("employment.revise_renewal")
def revise(*, actor: Actor, renewal: Renewal, version: int, to: date, today: date, now: datetime) -> Renewal:
    """Propose a returned renewal again, up to another day."""
    answer = _answered(renewal.stint, renewal.start, to, today)
    step(
        renewal,
        version,
        after=("returned",),
        to="to_approve" if answer.allowed else "refused",
        end=to,
        allowed=answer.allowed,
        refusal=answer.refusal,
        last_lawful_day=answer.last_lawful_day,
        answers=answer.answers.json(),
        proposed_by_id=actor.user_id,
        proposed_at=now,
    )
    record(actor, renewal, at=now, facts=_told(renewal), person=renewal.stint.person_id)
    return renewal


@act("employment.decide_renewal")
def decide(
    *, actor: Actor, renewal: Renewal, version: int, approve: bool, reason: str, today: date, now: datetime
) -> Renewal:
    """The town approves a renewal, which is asked of the rules once more, or returns it with a reason."""
    actor.must_differ_from(renewal.proposed_by_id)
    decided = {"decided_by_id": actor.user_id, "decided_at": now}
    if approve:
        answer = _answered(renewal.stint, renewal.start, renewal.end, today)
        if not answer.allowed:
            raise CannotRenew(f"{answer.refusal}。请退回。")
        step(renewal, version, after=("to_approve",), to="to_sign", answers=answer.answers.json(), **decided)
    else:
        _needs_reason(reason)
        step(renewal, version, after=("to_approve",), to="returned", why=reason, **decided)
    facts = {"decision": "同意" if approve else "退回", "end": renewal.end}
    record(actor, renewal, at=now, facts=facts, texts={"reason": reason}, person=renewal.stint.person_id)
    return renewal


@act("employment.sign_renewal")
def sign(
    *, actor: Actor, renewal: Renewal, version: int, signed_on: date, number: str, today: date, now: datetime
) -> Contract:
    """Both sides signed the renewed labour contract: it is written down and waits for filing. WrongDay."""
    if signed_on > today:
        raise WrongDay(f"签订日不能晚于今天（{today}）。", field="signed_on")
    stint = renewal.stint
    answers = next_contract(stint, renewal.start, today)
    contract = labour_contract(
        actor=actor,
        stint=stint,
        start=renewal.start,
        end=renewal.end,
        answers=answers,
        now=now,
        renews=renewal.contract,
    )
    Contract.objects.filter(pk=contract.pk).update(
        state="signed", signed_on=signed_on, number=number, signed_entered_by_id=actor.user_id
    )
    step(renewal, version, after=("to_sign",), to="to_file", new_contract=contract)
    record(actor, renewal, at=now, facts={"signed_on": signed_on, "end": renewal.end}, person=stint.person_id)
    contract.refresh_from_db()
    return contract


@act("employment.file_renewal")
def file(
    *, actor: Actor, renewal: Renewal, version: int, filed_on: date, filing_number: str, today: date, now: datetime
) -> Renewal:
    """The county files the renewed contract under a number. WrongDay."""
    contract = renewal.new_contract
    if contract is None or contract.signed_on is None:
        raise CannotRenew("续签的合同还没有签订。")
    if filed_on > today or filed_on < contract.signed_on:
        raise WrongDay("备案日应在签订日之后、今天以前。", field="filed_on")
    actor.must_differ_from(contract.signed_entered_by_id)
    step(renewal, version, after=("to_file",), to="filed")
    changes = {"filed_on": filed_on, "filing_number": filing_number, "filed_by_id": actor.user_id}
    step(contract, contract.version, after=("signed",), to="filed", **changes)
    facts = {"number": filing_number, "filed_on": filed_on}
    record(actor, renewal, at=now, facts=facts, person=renewal.stint.person_id)
    return renewal


@act("employment.withdraw_renewal")
def withdraw(*, actor: Actor, renewal: Renewal, version: int, reason: str, now: datetime) -> Renewal:
    """The village takes its proposal back until it is signed: the person does not want it, or it was wrong."""
    _needs_reason(reason)
    step(renewal, version, after=("to_approve", "returned", "to_sign"), to="withdrawn", why=reason)
    record(actor, renewal, at=now, texts={"reason": reason}, person=renewal.stint.person_id)
    return renewal


def _renewable(stint: Stint) -> Contract:
    """The contract that a renewal follows; CannotRenew."""
    contract = last_contract(stint)
    if stint.end is not None or contract is None:
        raise CannotRenew("没有可以续签的劳动合同。")
    if contract.state not in ("signed", "filed"):
        raise CannotRenew("现在的劳动合同还没有签订，请先办签订。")
    if Renewal.objects.filter(stint=stint, state__in=RUNNING).exists():
        raise CannotRenew("已有一次续签正在办理。")
    if Resignation.objects.filter(stint=stint, state__in=RUNNING_RESIGNATION).exists():
        raise CannotRenew("本人已提出辞职，不能续签；撤回辞职后再办。")
    if Ending.objects.filter(stint=stint).exclude(state="withdrawn").exists():
        raise CannotRenew("正在办理解除或终止，不能续签。")
    return contract


def _answered(stint: Stint, start: date, to: date, today: date) -> RenewalAnswer:
    """What the rules say; GradeMissing where the grade of the last year is not there; WrongDay for another length."""
    longest = next_contract(stint, start, today)["contract_year_end"]
    if to < start or to > longest:
        raise WrongDay(f"续签一年一签：止日应在{start}至{longest}之间（第八条）。", field="to")
    answer = renewal(stint, to, today)
    if answer.allowed and answer.needs_grade_of is not None:
        raise GradeMissing(f"{answer.needs_grade_of}年度的考核档次还没有确认，确认后才能续签（第十七条）。")
    return answer


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        refusal = CannotRenew("请写明原因。")
        refusal.field = "reason"
        raise refusal


def _told(row: Renewal) -> dict[str, object]:
    """What the log says of a proposal."""
    said = "规则许可" if row.allowed else f"不能续签：{row.refusal}"
    return {"end": row.end, "answer": said}
