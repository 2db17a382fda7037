"""Who was not paid a month before the system was used, although the opening counts them as paid: the system pays it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.payroll.models import UnpaidMonth
from sibai.payroll.queries.before_us import openings_at, paid_by_us, unpaid_of
from sibai.people.actor import Actor
from sibai.places.models import Place


class BadUnpaid(Refusal):
    """Somebody whom no opening counts as paid, or whose month the system has made a payslip of."""

    field = "people"


@act("payroll.register_unpaid")
def register_unpaid(
    *, actor: Actor, county: Place, month: date, people: Sequence[str], document: str, now: datetime
) -> list[UnpaidMonth]:
    """Say of whom a month was not paid: these people and no others, since who was ticked by mistake is taken off.

    `people`: their keys. BadUnpaid.
    """
    openings = {str(row.person_id): row for row in openings_at(actor.scope, month)}
    if not set(people) <= set(openings):
        raise BadUnpaid("选的人里有不在起用前的发放里的，请刷新后重新选。")
    known = {str(row.person_id): row for row in unpaid_of(actor.scope, month)}
    gone = [row for person, row in known.items() if person not in people]
    if paid_by_us(month, [row.person_id for row in gone]):
        raise BadUnpaid("去掉的人里有已经编制了这个月工资单的，要先作废那一批。")
    UnpaidMonth.objects.filter(pk__in=[row.pk for row in gone]).delete()
    made = UnpaidMonth.objects.bulk_create(
        UnpaidMonth(
            person_id=openings[each].person_id,
            village_id=openings[each].village_id,
            month=month,
            document=document,
            entered_by_id=actor.user_id,
            entered_at=now,
        )
        for each in people
        if each not in known
    )
    facts = {"month": f"{month:%Y-%m}", "added": len(made), "removed": len(gone), "document": document}
    record(actor, county, at=now, facts=facts)
    return made
