"""What is open between a person and the payer: differences to be paid, what was paid too much, by person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sibai.payroll.models import TOO_MUCH, Difference, Recovered, Recovery, Run


@dataclass(frozen=True, slots=True)
class Earlier:
    """Differences of earlier months that a run pays, in fen."""

    gross: int = 0
    pension: int = 0
    further: int = 0

    @property
    def net(self) -> int:
        """What it comes to, before tax."""
        return self.gross - self.pension - self.further


PAID_IN = Coalesce("of__pay_month", "month")
"""The month in which the pay of a difference was paid; before the system was used, its own."""
NO_EARLIER = Earlier()
NOT_PAID_IN = Q(recovery__isnull=True)
"""Not made up by somebody who has left, with money."""
Shares = Mapping[UUID, Sequence[tuple[Recovery, int]]]
"""By person: recoveries, with an amount in fen of each."""


def to_pay(persons: Sequence[UUID] | None, run: Run | None = None) -> dict[UUID, Earlier]:
    """Confirmed differences of each person that no payslip has settled (or this run's does); one query.

    Contributions that are made up are among them, so the sum may be less than nothing.
    """
    rows = Difference.objects.filter(~TOO_MUCH, _free(run), NOT_PAID_IN, confirmed=True)
    if persons is not None:
        rows = rows.filter(person__in=persons)
    return _by_person(rows)


def _by_person(rows: QuerySet[Difference]) -> dict[UUID, Earlier]:
    sums = rows.order_by().values("person_id")
    sums = sums.annotate(g=Sum("gross"), p=Sum("pension"), f=Sum("further_person"))
    return {row["person_id"]: Earlier(row["g"], row["p"], row["f"]) for row in sums}


def _free(run: Run | None) -> Q:
    free = Q(slip__isnull=True)
    return free | Q(slip__run=run) if run is not None else free


def given_back(persons: Sequence[UUID], year: date) -> dict[UUID, Earlier]:
    """Confirmed differences against each person whose month was paid in the calendar year of `year`; one query.

    They lower what counts as earned this year; those of past years are left for the annual settlement.
    """
    rows = Difference.objects.filter(TOO_MUCH, confirmed=True, person__in=persons)
    rows = rows.annotate(paid_in=PAID_IN)
    return _by_person(
        rows.filter(paid_in__gte=year.replace(month=1, day=1), paid_in__lte=year.replace(month=12, day=1))
    )


def planned(
    persons: Sequence[UUID], pay_month: date, run: Run | None = None, set_off: Shares | None = None
) -> dict[UUID, list[tuple[Recovery, int]]]:
    """For each person the agreed recoveries with what a month of payment takes of them at most, the oldest first.

    What another payslip of the same month of payment took counts as taken of the month's instalment. `set_off`: what
    the same payslips take of them beforehand. Two queries.
    """
    rows = Recovery.objects.filter(state="agreed", person__in=persons).order_by("opened_at", "pk")
    parts = _by_month([row.pk for row in rows], run)
    before = {row.pk: amount for each in (set_off or {}).values() for row, amount in each}
    found: dict[UUID, list[tuple[Recovery, int]]] = {}
    for row in rows:
        taken = parts.get(row.pk, {})
        left = row.total - row.returned - sum(taken.values()) - before.get(row.pk, 0)
        most = min(row.monthly - taken.get(pay_month, 0), left)
        if most > 0:
            found.setdefault(row.person_id, []).append((row, most))
    return found


def offsets(persons: Sequence[UUID], run: Run | None = None) -> Shares:
    """Where a month was corrected one way and back: what is due again of a payslip, against what was too much of it.

    By person, the oldest recovery first; nobody has to agree to it, since it was never the person's. Two queries.
    """
    rows = Difference.objects.filter(~TOO_MUCH, _free(run), NOT_PAID_IN, confirmed=True, person__in=persons)
    rows = rows.filter(of__isnull=False)
    sums = rows.order_by().values_list("of_id").annotate(net=Sum("net"))
    due = {of: net for of, net in sums if net > 0}
    if not due:
        return {}
    open_ = Recovery.objects.filter(difference__of__in=due, state__in=("to_agree", "agreed"))
    against = list(open_.select_related("difference").order_by("opened_at", "pk"))
    taken = _taken([row.pk for row in against], run) if against else {}
    found: dict[UUID, list[tuple[Recovery, int]]] = {}
    for row in against:
        of = row.difference.of_id
        amount = min(due[of], row.total - row.returned - taken.get(row.pk, 0))
        if amount > 0:
            due[of] -= amount
            found.setdefault(row.person_id, []).append((row, amount))
    return found


def _by_month(recoveries: Sequence[UUID], leaving: Run | None) -> dict[UUID, dict[date, int]]:
    """What payslips took of recoveries, by month of payment; one query."""
    rows = Recovered.objects.filter(recovery__in=recoveries, slip__void=False)
    if leaving is not None:
        rows = rows.exclude(slip__run=leaving)
    found: dict[UUID, dict[date, int]] = {}
    sums = rows.order_by().values_list("recovery_id", "slip__pay_month").annotate(total=Sum("amount"))
    for recovery, month, total in sums:
        found.setdefault(recovery, {})[month] = total
    return found


def _taken(recoveries: Sequence[UUID], leaving: Run | None) -> dict[UUID, int]:
    """The same, all months together."""
    return {recovery: sum(months.values()) for recovery, months in _by_month(recoveries, leaving).items()}


def left_of(recovery: Recovery) -> int:
    """What is still to be given back."""
    taken: int = _taken([recovery.pk], None).get(recovery.pk, 0)
    left: int = recovery.total - recovery.returned - taken
    return left


def outstanding(persons: Sequence[UUID]) -> dict[UUID, int]:
    """What each person was paid too much and has not given back."""
    totals = Recovery.objects.filter(person__in=persons).order_by().values("person_id")
    open_ = {row["person_id"]: row["open"] for row in totals.annotate(open=Sum(F("total") - F("returned")))}
    taken = Recovered.objects.filter(recovery__person__in=persons, slip__void=False).order_by()
    for person, amount in taken.values_list("recovery__person_id").annotate(total=Sum("amount")):
        open_[person] -= amount
    return open_
