"""A difference of a month of before the system was used: there is no payslip to compute again, so it is entered.

The company enters what was paid and what was due, the county confirms; from there it goes the way of every difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.employment.models import Stint
from sibai.measure.dates import month_last
from sibai.payroll.models import SIDES, Difference, Recount, YearOpening
from sibai.payroll.operations.correcting import begun, sealed, told_of
from sibai.payroll.queries.before_us import paid_by_us
from sibai.payroll.queries.differences import NOTHING, kept
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.rulebook.queries.asking import asker_on


class BadDifference(Refusal):
    """A month or a person that this is not for, or nothing that differs."""


@act("payroll.enter_difference")
def enter_difference(
    *,
    actor: Actor,
    county: Place,
    person_id: UUID,
    month: date,
    before: Mapping[str, int],
    now_due: Mapping[str, int],
    cause: str,
    document: str,
    now: datetime,
) -> Recount:
    """Enter what one person was paid for a month and what was due, by item in fen. BadDifference, Overtaken."""
    old, new = {**NOTHING, **before}, {**NOTHING, **now_due}
    if old == new:
        raise BadDifference("原来的和应该的一样，没有差额。")
    opening, stint = _of_before(actor, person_id, month)
    row = _waiting(actor, county, month, cause, document, now)
    if row.differences.filter(person=person_id).exists():
        raise BadDifference("这个人这个月的差额已经登记，等县里确认。", field="person")
    sides = {name: new[name] - old[name] for name in SIDES}
    Difference.objects.create(
        recount=row,
        person_id=person_id,
        stint=stint,
        village_id=stint.village_id,
        employer_id=opening.employer_id,
        month=month,
        old=kept(old),
        new=kept(new),
        net=sides["gross"] - sides["pension"] - sides["further_person"],
        **sides,
    )
    row.digest = _digest(row)
    row.save(update_fields=["digest"])
    nets = row.differences.order_by("pk").values_list("net", flat=True)
    record(actor, row, at=now, facts={**told_of(nets), "document": document})
    return row


def _of_before(actor: Actor, person_id: UUID, month: date) -> tuple[YearOpening, Stint]:
    """The opening that the month lies before, and the stint of the month."""
    rows = YearOpening.objects.within(actor.scope).filter(person=person_id, batch__month__gt=month)
    opening = rows.order_by("-year", "pk").first()
    if opening is None:
        raise BadDifference("这个月不在起用系统以前，或者这个人不在起用前的发放里。", field="month")
    if paid_by_us(month, [person_id]):
        raise BadDifference("这个月系统里有他的工资单，请在那个月“重算”。", field="month")
    stints = Stint.objects.filter(person=person_id, kind=Stint.COORDINATOR, start__lte=month_last(month))
    stint = stints.filter(Q(end__isnull=True) | Q(end__gte=month)).order_by("start").last()
    if stint is None:
        raise BadDifference("这个月他没有在岗，请核对月份或服务记录。", field="month")
    return opening, stint


def _waiting(actor: Actor, county: Place, month: date, cause: str, document: str, now: datetime) -> Recount:
    """The month's differences that the same clerk is entering, or new ones. Overtaken."""
    row: Recount | None = Recount.objects.filter(county=county, month=month, state="prepared").first()
    if row is not None and (not row.entered or row.prepared_by_id != actor.user_id):
        raise Overtaken("这个月还有别的更正等着县里确认，确认以后再登记。")
    if row is not None:
        return row
    made = begun(actor, county, month, asker_on(month_last(month)), cause, document, now)
    made.entered = True
    made.save(force_insert=True)
    return made


def _digest(row: Recount) -> str:
    """The SHA-256 of what was entered."""
    rows = row.differences.order_by("person").values_list("person", "old", "new")
    return sealed([[str(person), old, new] for person, old, new in rows])
