"""What corrections left open is settled by a run's payslips: differences paid, recoveries taken, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sibai.payroll.models import TOO_MUCH, Difference, Payslip, Recovered, Recovery, Run
from sibai.payroll.queries.open_amounts import left_of, planned


def settle_open(run: Run, slips: Sequence[Payslip]) -> None:
    """Tie each difference and each instalment to the payslip that settles it. Plain; a fixed number of queries."""
    by_person = {slip.person_id: slip for slip in slips}
    _pay(by_person)
    _take_back(by_person)


def _pay(by_person: dict[UUID, Payslip]) -> None:
    rows = list(Difference.objects.filter(~TOO_MUCH, confirmed=True, slip__isnull=True, person__in=list(by_person)))
    for row in rows:
        row.slip = by_person[row.person_id]
    Difference.objects.bulk_update(rows, ["slip"])


def _take_back(by_person: dict[UUID, Payslip]) -> None:
    instalments = []
    for person, rows in planned([slip.person_id for slip in by_person.values()]).items():
        slip = by_person[person]
        left = slip.recovery
        for recovery, most in rows:
            amount = min(left, most)
            if amount:
                instalments.append(Recovered(recovery=recovery, slip=slip, amount=amount))
                left -= amount
    Recovered.objects.bulk_create(instalments)


def free_open(run: Run) -> None:
    """A voided run settles nothing. Plain."""
    Difference.objects.filter(slip__run=run).update(slip=None)
    Recovered.objects.filter(slip__run=run).delete()


def finish_recoveries(run: Run) -> None:
    """Recoveries that the run's payslips took the last of are done. Plain, once the run is approved."""
    for row in Recovery.objects.filter(instalments__slip__run=run, state="agreed").distinct():
        if left_of(row) == 0:
            Recovery.objects.filter(pk=row.pk, version=row.version).update(state="done", version=row.version + 1)
