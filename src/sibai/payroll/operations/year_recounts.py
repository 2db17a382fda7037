"""A whole year is computed again in one step, as when its contribution base is published (art. 14).

Every paid month gets a recount of its own, as if it had been prepared alone: both sides, month by month.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Sum

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.payroll.flow import DRAFT
from sibai.payroll.models import SIDES, Difference, Payslip, Recount
from sibai.payroll.operations.correcting import keep_recount, take_recount
from sibai.payroll.operations.wording import in_yuan
from sibai.payroll.queries.differences import recount
from sibai.people.actor import Actor
from sibai.places.models import Place

OF_EMPLOYER = ("pension_employer", "work_injury", "further_employer")


class NothingChanged(Refusal):
    """Every payslip of the year comes out as it was."""


class NothingWaits(Refusal):
    """No recount of the year waits for a confirmation."""

    status = 409


@act("payroll.prepare_year")
def prepare_year(*, actor: Actor, county: Place, year: int, cause: str, document: str, now: datetime) -> list[Recount]:
    """Compute every paid month of a year again; one recount a month that comes out otherwise.

    NothingChanged; Overtaken where a recount of the year still waits.
    """
    if _of_year(county, year).filter(state="prepared").exists():
        raise Overtaken("本年还有更正等着县里确认，先确认或不确认，再全年重算。")
    made = []
    for month in paid_months(actor, year):
        found = recount(actor.scope, month)
        if found.rows:
            made.append(keep_recount(actor, county, month, found, cause, document, now))
    if not made:
        raise NothingChanged("本年各月的工资单按现在的记录重算，一分不差，不用更正。")
    record(actor, county, at=now, facts={"year": f"{year}年", **told(made)})
    return made


@act("payroll.confirm_year")
def confirm_year(*, actor: Actor, county: Place, year: int, now: datetime) -> list[Recount]:
    """The county confirms every recount of a year that waits, each as if alone. SamePerson, Changed, NothingWaits."""
    rows = list(_of_year(county, year).filter(state="prepared").order_by("month", "number"))
    if not rows:
        raise NothingWaits("本年没有等着确认的更正。")
    actor.must_differ_from(*(row.prepared_by_id for row in rows))
    facts = {"year": f"{year}年", **told(rows)}
    for row in rows:
        take_recount(actor, row, row.version, now)
    record(actor, county, at=now, facts=facts)
    return rows


def _of_year(county: Place, year: int) -> Any:
    return Recount.objects.filter(county=county, month__gte=date(year, 1, 1), month__lte=date(year, 12, 1))


def paid_months(actor: Actor, year: int) -> list[date]:
    """The months of a year that have approved payslips."""
    slips = Payslip.objects.wages().within(actor.scope).exclude(run__state__in=DRAFT)
    slips = slips.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 1))
    return list(slips.order_by("month").values_list("month", flat=True).distinct())


def told(rows: Iterable[Recount]) -> dict[str, Any]:
    """Months, differences and their sums on both sides, for the log."""
    rows = list(rows)
    sums = Difference.objects.filter(recount__in=rows).aggregate(**{name: Sum(name) for name in SIDES})
    further = {"further": in_yuan(sums["further_person"])} if sums["further_person"] else {}
    return {
        "months": len(rows),
        "differences": Difference.objects.filter(recount__in=rows).count(),
        "gross": in_yuan(sums["gross"] or 0),
        "pension": in_yuan(sums["pension"] or 0),
        "employer": in_yuan(sum(sums[name] or 0 for name in OF_EMPLOYER)),
        **further,
    }
