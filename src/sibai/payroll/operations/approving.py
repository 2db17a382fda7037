"""A run is checked by the county, approved by the company, or returned; each by another person (arts. 3, 12)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.operations.steps import check_at, step
from sibai.payroll.models import Payment, Run
from sibai.payroll.operations.preparing import AT_ONCE
from sibai.payroll.operations.settling import finish_recoveries
from sibai.payroll.operations.wording import in_yuan, short
from sibai.payroll.queries.computing import Sought, digest_of, digest_of_run, numbers_of
from sibai.payroll.queries.readiness import look
from sibai.people.actor import Actor
from sibai.rulebook.queries.keeping import undecided_in


class Changed(Refusal):
    """What the payslips rest on is not what it was when they were made."""


class Undecided(Refusal):
    """A reading that must be decided stands on its default: nothing is final before the county has decided it."""


@act("payroll.check")
def check(*, actor: Actor, run: Run, version: int, now: datetime) -> Run:
    """The county bureau finds the payslips in order with what the towns reported. Changed, SamePerson."""
    check_at(run, version, ("prepared",))
    actor.must_differ_from(run.prepared_by_id)
    refuse_changed(actor, run, now)
    step(run, version, after=("prepared",), to="checked", checked_by_id=actor.user_id, checked_at=now, why="")
    record(
        actor, run, at=now, facts={"people": run.people, "payable": in_yuan(run.payable), "digest": short(run.digest)}
    )
    return run


@act("payroll.approve")
def approve(*, actor: Actor, run: Run, version: int, now: datetime) -> Run:
    """The company's approver makes the payslips final: from here on they are corrected by new rows only.

    Each with something to pay becomes a payment. Undecided, Changed, SamePerson.
    """
    check_at(run, version, ("checked",))
    actor.must_differ_from(run.prepared_by_id, run.checked_by_id)
    undecided = undecided_in(run.law)
    if undecided:
        raise Undecided(
            f"以下口径还没有由县里决定，工资不能定案：{'、'.join(undecided)}。请县人社局在“办法—口径”中决定。"
        )
    refuse_changed(actor, run, now)
    slips = run.slips.filter(payable__gt=0).only("run_id", "person_id", "village_id", "payable")
    Payment.objects.bulk_create(
        (
            Payment(slip=slip, person_id=slip.person_id, village_id=slip.village_id, amount=slip.payable)
            for slip in slips
        ),
        batch_size=AT_ONCE,
    )
    finish_recoveries(run)
    step(run, version, after=("checked",), to="approved", approved_by_id=actor.user_id, approved_at=now)
    record(
        actor, run, at=now, facts={"people": run.people, "payable": in_yuan(run.payable), "digest": short(run.digest)}
    )
    return run


@act("payroll.return_run")
def return_run(*, actor: Actor, run: Run, version: int, reason: str, now: datetime) -> Run:
    """Back to who prepared it, with a reason: by the county before it is checked, by the approver after."""
    at = "prepared" if actor.role == "county_clerk" else "checked"
    step(run, version, after=(at,), to="returned", why=reason)
    record(actor, run, at=now, texts={"reason": reason})
    return run


def refuse_changed(actor: Actor, run: Run, now: datetime) -> None:
    """Changed where the same people would get other payslips today; so they would in another tax year."""
    if timezone.localdate(now).year > run.pay_month.year:
        raise Changed("编制以后跨了年，个税要按发放的年份重新累计，请退回，由经办人重新编制后再核对。")
    ready = look(Sought(actor.scope, run.month, run.pay_month, run))
    fresh = {
        candidate.person.pk: digest_of(candidate.person.code, candidate.facts, numbers_of(candidate, answers))
        for candidate, answers in ready.payable()
    }
    held = dict(run.slips.values_list("person_id", "digest"))
    different = [person for person, digest in held.items() if fresh.get(person) != digest]
    if different or digest_of_run(held.values()) != run.digest:
        raise Changed(f"编制以后有{len(different)}人的考勤、账号、口径或参数变了，请退回，由经办人重新编制后再核对。")
