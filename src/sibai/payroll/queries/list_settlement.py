"""What the year that a month lies in leaves for people's annual settlement of tax: differences across its end.

Past tax years are not rewritten. What was due is taxed in the year in which it is paid; what was too much stays taxed
in its year, unless a later payslip of the same year has taken it out again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from sibai.db.querysets import Scope
from sibai.measure.dates import month_last
from sibai.payroll.models import TOO_MUCH, Difference, Payslip
from sibai.payroll.queries.list_people import NOBODY, Named, Values, named, of_person
from sibai.payroll.queries.open_amounts import PAID_IN

DUE, AGAINST = "补发", "多发"


def settlement(scope: Scope, month: date) -> list[Values]:
    """Differences that touch the tax year of `month` and another; four queries."""
    rows = [*_due(scope, month.year), *_against(scope, month.year)]
    rows.sort(key=lambda row: (row.village_id, row.person.code, row.month, row.recount.number))
    employers = named([row.employer_id for row in rows], month_last(month.replace(month=12)))
    return [_row(row, employers) for row in rows]


def _known(scope: Scope) -> QuerySet[Any]:
    rows: QuerySet[Any] = Difference.objects.within(scope).filter(confirmed=True).annotate(paid_in=PAID_IN)
    return rows.select_related("slip", "person", "village__parent", "recount")


def _due(scope: Scope, year: int) -> QuerySet[Any]:
    """What was paid in one year for a month that was paid in another."""
    rows = _known(scope).filter(~TOO_MUCH, slip__isnull=False)
    rows = rows.exclude(slip__pay_month__year=F("paid_in__year"))
    return rows.filter(Q(slip__pay_month__year=year) | Q(paid_in__year=year))


def _against(scope: Scope, year: int) -> Sequence[Any]:
    """What was paid too much in the year, and no payslip of the year was made afterwards."""
    rows = list(_known(scope).filter(TOO_MUCH, paid_in__year=year))
    slips = Payslip.objects.filter(person__in=[row.person_id for row in rows], void=False, pay_month__year=year)
    last: dict[UUID, datetime] = dict(
        slips.order_by()
        .values_list("person_id")
        .annotate(last=Max("run__prepared_at"))
        .values_list("person_id", "last")
    )
    return [row for row in rows if _after(row.recount.confirmed_at, last.get(row.person_id))]


def _after(confirmed: datetime | None, last: datetime | None) -> bool:
    """Whether a difference was confirmed after the last payslip of its year, or there is none."""
    return confirmed is not None and (last is None or last <= confirmed)


def _row(row: Any, employers: Mapping[UUID, Named]) -> Values:
    paid_in: date = row.paid_in
    if row.slip is None:
        kind, taxed, how = (
            AGAINST,
            paid_in,
            f"{paid_in.year}年已计入收入，汇算时减去；扣缴单位要更正申报的，按税务机关要求办",
        )
    else:
        kind, taxed = DUE, row.slip.pay_month
        how = f"{taxed.year}年{taxed.month}月发放时计税，属{taxed.year}年的收入"
    return {
        **of_person(row.person, row.village, employers.get(row.employer_id, NOBODY), row.month),
        "kind": kind,
        "paid_in": f"{paid_in:%Y-%m}",
        "gross": row.gross,
        "pension": row.pension,
        "further": row.further_person,
        "net": row.net,
        "tax_year": f"{taxed.year}年",
        "how": how,
        "number": row.recount.number,
    }
