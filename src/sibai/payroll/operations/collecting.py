"""Contributions made up for somebody who has left: no pay is left to deduct them from, so they are paid in."""

from __future__ import annotations

from datetime import date, datetime

from sibai.audit.operations import act, record
from sibai.payroll.models import Recovery
from sibai.payroll.operations.correcting import BadRecovery
from sibai.payroll.operations.preparing import AT_ONCE
from sibai.payroll.operations.wording import in_yuan
from sibai.payroll.queries.leavers import made_up_of
from sibai.people.actor import Actor
from sibai.people.models import Person


@act("payroll.collect_made_up")
def collect_made_up(
    *, actor: Actor, person: Person, amount: int, document: str, today: date, now: datetime
) -> list[Recovery]:
    """All that is to be made up has been paid in, with its receipt: no later pay deducts it again. BadRecovery.

    `amount` in fen, the whole of it.
    """
    rows = list(made_up_of(actor.scope, today).filter(person=person))
    owed = -sum(row.net for row in rows)
    if not rows:
        raise BadRecovery("这个人没有要补缴的，或者还在岗，随工资补扣。")
    if amount != owed:
        raise BadRecovery(f"要补缴{in_yuan(owed)}元，请一次收清，按这个数登记。", field="amount")
    made = Recovery.objects.bulk_create(
        (
            Recovery(
                difference=row,
                person_id=row.person_id,
                village_id=row.village_id,
                total=-row.net,
                returned=-row.net,
                state="done",
                document=document,
                opened_at=now,
            )
            for row in rows
        ),
        batch_size=AT_ONCE,
    )
    facts = {"amount": in_yuan(owed), "months": len(rows), "document": document}
    record(actor, made[0], at=now, facts=facts, person=person.pk)
    return made
