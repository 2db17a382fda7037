"""Prefunding (art. 12): the county computes, its leader approves, finance transfers, the company confirms the money.

Each step is by another person. What is needed are the final payslips that no prefunding covers yet, so a town that
reports late holds only its own people: they follow in a supplementary prefunding, as soon as a run pays them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.db.querysets import area
from sibai.employment.operations.steps import check_at, step
from sibai.funds.bookkeeping import prefunded, shared_out
from sibai.funds.models import Budget, Covered, Prefunding, Share
from sibai.funds.operations.posting import AT_ONCE, Book, post_new, yuan
from sibai.funds.queries.budgets import left_for
from sibai.funds.queries.needs import Need, asker_of, needs
from sibai.funds.queries.prefunding_pages import RETURNED_FROM
from sibai.measure.dates import month_last
from sibai.months.operations.closing import Standing, done
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.rulebook.queries.asking import ask

KIND = "prefund"
BEING_MADE = ("computed", "returned")


class NothingToFund(Refusal):
    """Every final payslip of the month is covered."""

    status = 409


class BeingMade(Refusal):
    """Another prefunding waits for its approval."""

    status = 409


@act("funds.compute_prefunding")
def compute(*, actor: Actor, county: Place, month: date, most_employment: int | None, now: datetime) -> Prefunding:
    """Compute what every town's people need of a month. `most_employment`: the part that the employment fund bears at
    most; None: as far as its budget goes. NothingToFund, BeingMade; Refusal where the month has no law."""
    if Prefunding.objects.filter(county=county, state__in=BEING_MADE).exists():
        raise BeingMade("还有一次预拨没有审批，先办完再算下一次。")
    number = Prefunding.objects.filter(county=county, month=month).count() + 1
    due = ask(("prefund_by",), {"month": month}, on=month_last(month))["prefund_by"]
    post_new(county=county, by=actor.user_id, now=now)
    row = Prefunding(county=county, month=month, number=number, due=due, computed_by_id=actor.user_id, computed_at=now)
    _fill(row, needs(area(county.code), month), most_employment)
    record(actor, row, at=now, facts=_told(row))
    return row


@act("funds.compute_again")
def compute_again(
    *, actor: Actor, row: Prefunding, version: int, most_employment: int | None, now: datetime
) -> Prefunding:
    """Compute one that is not approved anew, from what the books and the payslips say now."""
    check_at(row, version, BEING_MADE)
    post_new(county=row.county, by=actor.user_id, now=now)
    step(row, version, after=BEING_MADE, to="computed", computed_by_id=actor.user_id, computed_at=now)
    found = needs(area(row.place_code), row.month, row)
    row.shares.all().delete()
    row.why = ""
    _fill(row, found, most_employment)
    record(actor, row, at=now, facts=_told(row))
    return row


def _fill(row: Prefunding, found: list[Need], most_employment: int | None) -> None:
    """Write the towns' shares, and which payslips each covers."""
    if not found:
        raise NothingToFund("这个月没有还要预拨的工资：工资审批以后才能算，已经预拨过的不再拨。")
    asker = asker_of(row.month)
    answers = {need.town: need.asked(asker) for need in found}
    amounts = [int(answers[need.town]["prefunding_due"]) for need in found]
    left = left_for(area(row.place_code), row.month) if most_employment is None else most_employment
    total = sum(amounts)
    parts = shared_out(total if left is None else min(total, left), amounts)
    row.people, row.amount = sum(len(need.slips) for need in found), total
    row.save()
    shares = [
        Share(
            prefunding=row,
            town_id=need.town,
            people=len(need.slips),
            base_total=need.base,
            insurance_total=need.insurance,
            balance=need.balance,
            amount=amount,
            employment=part,
            budget=amount - part,
            answers=answers[need.town].json(),
        )
        for need, amount, part in zip(found, amounts, parts, strict=True)
    ]
    Share.objects.bulk_create(shares, batch_size=AT_ONCE)
    Covered.objects.bulk_create(
        (Covered(slip_id=slip, share=share) for need, share in zip(found, shares, strict=True) for slip in need.slips),
        batch_size=AT_ONCE,
    )


def _told(row: Prefunding) -> dict[str, Any]:
    sums = _by_source(row)
    return {
        "people": row.people,
        "amount": yuan(row.amount),
        "employment": yuan(sum(amount for (_, source), amount in sums.items() if source == "employment")),
        "budget": yuan(sum(amount for (_, source), amount in sums.items() if source == "budget")),
    }


def _by_source(row: Prefunding) -> dict[tuple[str, str], int]:
    """What comes, by town and source."""
    found = {}
    for share in row.shares.order_by("town_id"):
        found[str(share.town_id), "employment"] = share.employment
        found[str(share.town_id), "budget"] = share.budget
    return found


@act("funds.approve_prefunding")
def approve(*, actor: Actor, row: Prefunding, version: int, now: datetime) -> Prefunding:
    """The county's leader approves. SamePerson."""
    check_at(row, version, ("computed",))
    actor.must_differ_from(row.computed_by_id)
    step(row, version, after=("computed",), to="approved", approved_by_id=actor.user_id, approved_at=now, why="")
    record(actor, row, at=now, facts=_told(row))
    return row


@act("funds.return_prefunding")
def return_(*, actor: Actor, row: Prefunding, version: int, reason: str, now: datetime) -> Prefunding:
    """Back to who computed it, with a reason: by the leader, or by finance once it is approved. BeingMade."""
    at = RETURNED_FROM[actor.role]
    others = Prefunding.objects.filter(county=row.county, state__in=BEING_MADE).exclude(pk=row.pk)
    if others.exists():
        raise BeingMade("另一次预拨还没有审批，先办完它再退回这一次。")
    step(row, version, after=(at,), to="returned", why=reason, approved_by_id=None, approved_at=None)
    record(actor, row, at=now, texts={"reason": reason})
    return row


@act("funds.transfer")
def transfer(
    *,
    actor: Actor,
    row: Prefunding,
    version: int,
    transferred_on: date,
    document: str,
    today: date,
    now: datetime,
) -> Prefunding:
    """Finance has transferred the money; with it each town's deed of art. 12 is done. SamePerson, Refusal."""
    check_at(row, version, ("approved",))
    actor.must_differ_from(row.computed_by_id, row.approved_by_id)
    if transferred_on > today:
        raise Refusal("拨付日不能晚于今天。", field="transferred_on")
    step(
        row,
        version,
        after=("approved",),
        to="transferred",
        transferred_by_id=actor.user_id,
        transferred_at=now,
        transferred_on=transferred_on,
        document=document,
    )
    facts = {"month": row.month, "prefunded_on": transferred_on}
    answers = ask(("prefund_by", "prefund_timing"), facts, on=month_last(row.month))
    standing = Standing(answers["prefund_by"], answers.shown("prefund_timing"), answers.json())
    for town in row.shares.order_by("town_id").values_list("town_id", flat=True):
        done(month=row.month, place_code=str(town), kind=KIND, standing=standing, by=actor.user_id, now=now)
    said = {"transferred_on": transferred_on, "document": document, "timing": standing.timing}
    record(actor, row, at=now, facts={**_told(row), **said})
    return row


@act("funds.arrive")
def arrive(*, actor: Actor, row: Prefunding, version: int, arrived_on: date, today: date, now: datetime) -> Prefunding:
    """The company's cashier has the money on the account: it is posted by town and source. SamePerson, Refusal."""
    check_at(row, version, ("transferred",))
    actor.must_differ_from(row.computed_by_id, row.approved_by_id, row.transferred_by_id)
    if arrived_on > today or (row.transferred_on and arrived_on < row.transferred_on):
        raise Refusal("到账日不能早于拨付日，也不能晚于今天。", field="arrived_on")
    step(
        row,
        version,
        after=("transferred",),
        to="arrived",
        arrived_by_id=actor.user_id,
        arrived_at=now,
        arrived_on=arrived_on,
    )
    book = Book(row.county, actor.user_id, now)
    lines = prefunded(row.month, _by_source(row))
    book.enter("prefunded", row, lines, on=arrived_on, month=row.month, text=f"{row.label}，{row.document}")
    book.write()
    record(actor, row, at=now, facts={"amount": yuan(row.amount), "arrived_on": arrived_on})
    return row


@act("funds.set_budget")
def set_budget(
    *, actor: Actor, county: Place, year: int, amounts: Mapping[tuple[date, str], int], document: str, now: datetime
) -> int:
    """The year's budget by month and source, as the document has it; a later one takes its place."""
    for (month, source), amount in amounts.items():
        Budget.objects.update_or_create(
            county=county, month=month, source=source, defaults={"amount": amount, "document": document}
        )
    totals = {
        source: sum(amount for (_, from_), amount in amounts.items() if from_ == source)
        for source in ("employment", "budget")
    }
    record(
        actor,
        county,
        at=now,
        facts={"year": year, **{source: yuan(total) for source, total in totals.items()}, "document": document},
    )
    return sum(totals.values())
