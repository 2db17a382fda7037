"""What corrections left open is settled by a run's payslips: differences paid, recoveries taken, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sibai.payroll.models import TOO_MUCH, Difference, Payslip, Recovered, Recovery, Run
from sibai.payroll.queries.open_amounts import NOT_PAID_IN, left_of, offsets, planned


def settle_open(run: Run, slips: Sequence[Payslip]) -> None:
    """Tie each difference and each instalment to the payslip that settles it. Plain; a fixed number of queries."""
    by_person = {slip.person_id: slip for slip in slips}
    _pay(by_person)
    _take_back(run, by_person)


def _pay(by_person: dict[UUID, Payslip]) -> None:
    open_ = Difference.objects.filter(~TOO_MUCH, NOT_PAID_IN, confirmed=True, slip__isnull=True)
    rows = list(open_.filter(person__in=list(by_person)))
    for row in rows:
        row.slip = by_person[row.person_id]
    Difference.objects.bulk_update(rows, ["slip"])


def _take_back(run: Run, by_person: dict[UUID, Payslip]) -> None:
    """What a month makes up for by itself, then what was agreed; one row a recovery."""
    takes = [person for person, slip in by_person.items() if slip.recovery]
    set_off = offsets(takes, run)
    agreed = planned(takes, run.pay_month, run, set_off)
    instalments = []
    for person in takes:
        slip = by_person[person]
        left, parts = slip.recovery, dict[Recovery, int]()
        for recovery, most in (*set_off.get(person, ()), *agreed.get(person, ())):
            amount = min(left, most)
            if amount:
                parts[recovery] = parts.get(recovery, 0) + amount
                left -= amount
        instalments += [Recovered(recovery=recovery, slip=slip, amount=amount) for recovery, amount in parts.items()]
    Recovered.objects.bulk_create(instalments)


def free_open(run: Run) -> None:
    """A voided run settles nothing. Plain."""
    Difference.objects.filter(slip__run=run).update(slip=None)
    Recovered.objects.filter(slip__run=run).delete()


def finish_recoveries(run: Run) -> None:
    """Recoveries that the run's payslips took the last of are done. Plain, once the run is approved."""
    for row in Recovery.objects.filter(instalments__slip__run=run, state__in=("to_agree", "agreed")).distinct():
        if left_of(row) == 0:
            Recovery.objects.filter(pk=row.pk, version=row.version).update(state="done", version=row.version + 1)
