"""Of whom a town has reported the month and who has no payslip for it, though the month was paid: a later run pays."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sibai.attendance.models import SheetCorrection, SheetLine
from sibai.db.querysets import Scope
from sibai.payroll.flow import DRAFT
from sibai.payroll.models import Hold, Payslip, Run, UnpaidMonth, YearOpening


def still_unpaid(scope: Scope, since: date) -> QuerySet[SheetLine]:
    """Lines of reported sheets, from a month on, that nobody was paid for and no decision holds.

    Only of months that have a run, and only while no run is a draft: before that the draft itself is to be carried on.
    """
    month = OuterRef("sheet__month")
    this: dict[str, Any] = {"person": OuterRef("person"), "month": month}
    before = YearOpening.objects.filter(person=OuterRef("person"), batch__month__gt=month)
    after_all = UnpaidMonth.objects.filter(**this)
    not_on_post = SheetCorrection.objects.filter(
        sheet=OuterRef("sheet"), stint=OuterRef("stint"), state="confirmed", on_from__isnull=True
    )
    runs = Run.objects.within(scope)
    lines: QuerySet[SheetLine] = SheetLine.objects.within(scope).filter(
        Exists(runs.filter(month=month).exclude(state="void")),
        ~Exists(runs.filter(state__in=DRAFT)),
        ~Exists(Payslip.objects.wages().filter(**this)),
        ~Exists(Hold.objects.filter(person=OuterRef("person"), state="held", since__lte=month)),
        ~Exists(not_on_post),
        ~Q(Exists(before)) | Q(Exists(after_all)),
        sheet__state="submitted",
        sheet__month__gte=since,
    )
    return lines
