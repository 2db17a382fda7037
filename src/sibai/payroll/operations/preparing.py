"""A month's run is prepared, made anew while it is a draft, or voided (art. 12)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.employment.operations.steps import check_at, step
from sibai.measure.dates import month_first
from sibai.payroll.flow import DRAFT
from sibai.payroll.models import LeftOut, PayItem, Payslip, Run
from sibai.payroll.operations.settling import free_open, settle_open
from sibai.payroll.operations.wording import in_yuan, short
from sibai.payroll.queries.computing import KEPT, Candidate, Sought, digest_of, digest_of_run, numbers_of, written
from sibai.payroll.queries.readiness import Readiness, look
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.rulebook.queries.asking import Answers
from sibai.rulebook.queries.keeping import frozen

AT_ONCE = 500
"""Rows written together."""


class NotReady(Refusal):
    """Something stops the whole month, or nobody can be paid yet."""


class WrongMonth(Refusal):
    """A month that has not begun, or that lies before the measure."""


@act("payroll.prepare")
def prepare(*, actor: Actor, county: Place, month: date, today: date, now: datetime) -> Run:
    """Make the payslips of everybody whom nothing holds. The first run of a month is the monthly one, later ones are
    supplementary. WrongMonth, NotReady; Refusal where the month has no law."""
    if month_first(month) > month_first(today):
        raise WrongMonth("这个月还没有开始，不能编制工资。", field="month")
    runs = Run.objects.filter(county=county, month=month)
    monthly = runs.filter(kind="monthly").exclude(state="void").exists()
    last = runs.order_by("-number").values_list("number", flat=True).first()
    run = Run(
        county=county,
        month=month,
        pay_month=month_first(today),
        kind="supplementary" if monthly else "monthly",
        number=(last or 0) + 1,
        prepared_by_id=actor.user_id,
        prepared_at=now,
    )
    ready = look(Sought(actor.scope, month, run.pay_month))
    _refuse_unready(ready)
    run.save(force_insert=True)
    _fill(run, ready)
    record(actor, run, at=now, facts=_told(run))
    return run


@act("payroll.prepare_again")
def prepare_again(*, actor: Actor, run: Run, version: int, now: datetime) -> Run:
    """Make a draft's payslips anew from what is recorded, to be paid this month. NotReady, WrongState, Overtaken."""
    check_at(run, version, ("prepared", "returned"))
    run.pay_month = max(run.pay_month, month_first(timezone.localdate(now)))
    ready = look(Sought(actor.scope, run.month, run.pay_month, run))
    _refuse_unready(ready)
    made = {"pay_month": run.pay_month, "prepared_by_id": actor.user_id, "prepared_at": now}
    step(run, version, after=("prepared", "returned"), to="prepared", **made)
    run.slips.all().delete()
    run.left_out.all().delete()
    _fill(run, ready)
    record(actor, run, at=now, facts=_told(run))
    return run


@act("payroll.void")
def void(*, actor: Actor, run: Run, version: int, reason: str, now: datetime) -> Run:
    """A draft is not carried on: its people are free for another run of the month."""
    check_at(run, version, DRAFT)
    Payslip.objects.filter(run=run).update(void=True)
    PayItem.objects.filter(slip__run=run).update(slip=None)
    free_open(run)
    step(run, version, after=DRAFT, to="void")
    record(actor, run, at=now, texts={"reason": reason})
    return run


def _refuse_unready(ready: Readiness) -> None:
    if ready.stops:
        raise NotReady("；".join(each.words for each in ready.stops) + "。")
    if not ready.payable():
        held = len(ready.held())
        raise NotReady(
            f"现在没有可以发放的人（{held}人有事项没有办好），请先看“编制前检查”。" if held else ready.nobody
        )


def _fill(run: Run, ready: Readiness) -> None:
    """Write the payslips and who was left out, and take the items that are paid in it."""
    rows = ready.payable()
    slips = [slip_of(run, candidate, answers) for candidate, answers in rows]
    Payslip.objects.bulk_create(slips, batch_size=AT_ONCE)
    held, everybody = (
        ready.held(),
        {each.candidate.stint.pk: each.candidate for each in ready.obstacles if each.candidate},
    )
    LeftOut.objects.bulk_create(
        LeftOut(
            run=run,
            person=everybody[pk].person,
            stint=everybody[pk].stint,
            village_id=everybody[pk].stint.village_id,
            reasons=words,
        )
        for pk, words in held.items()
    )
    _take_items(run, slips)
    settle_open(run, slips)
    run.people, run.payable = len(slips), sum(slip.payable for slip in slips)
    run.law = frozen(ready.computed.asker, KEPT)
    run.digest = digest_of_run(slip.digest for slip in slips)
    run.save(update_fields=["people", "payable", "law", "digest"])


def slip_of(run: Run, candidate: Candidate, answers: Answers) -> Payslip:
    """A payslip as the rules made it."""
    assert candidate.employer_id is not None, "without an employer the month waits"
    numbers = numbers_of(candidate, answers)
    return Payslip(
        run=run,
        person=candidate.person,
        stint=candidate.stint,
        village_id=candidate.stint.village_id,
        employer_id=candidate.employer_id,
        kind="wage" if candidate.attended is not None else "difference",
        month=run.month if candidate.attended is not None else run.pay_month,
        pay_month=run.pay_month,
        earlier_gross=candidate.facts.get("earlier_gross", 0),
        earlier_pension=candidate.facts.get("earlier_pension", 0),
        earlier_further=candidate.facts.get("earlier_further", 0),
        below_minimum=candidate.attended is not None and bool(answers["below_minimum"]),
        facts=written(candidate.facts),
        digest=digest_of(candidate.person.code, candidate.facts, numbers),
        **numbers,
    )


def _take_items(run: Run, slips: list[Payslip]) -> None:
    """Each confirmed item belongs to the payslip that pays it."""
    by_person = {slip.person_id: slip for slip in slips}
    free = PayItem.objects.filter(state="confirmed", slip__isnull=True, month__lte=run.pay_month)
    taken = list(free.filter(person__in=by_person))
    for item in taken:
        item.slip = by_person[item.person_id]
    PayItem.objects.bulk_update(taken, ["slip"], batch_size=AT_ONCE)


def _told(run: Run) -> dict[str, object]:
    return {
        "people": run.people,
        "payable": in_yuan(run.payable),
        "left_out": run.left_out.count(),
        "digest": short(run.digest),
    }
