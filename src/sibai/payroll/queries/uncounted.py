"""Corrections of attendance that came after the pay and that no recount has looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from sibai.attendance.models import SheetCorrection
from sibai.db.querysets import Scope
from sibai.payroll.flow import DRAFT
from sibai.payroll.models import Payslip, Recount


def uncounted(scope: Scope, since: date) -> QuerySet[SheetCorrection]:
    """Corrections confirmed after the person's payslip of the month was made, from a month on.

    A recount of the month that was prepared later has looked at them, even where it changed nothing; one that the
    county did not confirm has not.
    """
    this: dict[str, Any] = {"person": OuterRef("person"), "month": OuterRef("sheet__month")}
    slips = Payslip.objects.wages().filter(run__prepared_at__lt=OuterRef("confirmed_at"), **this)
    looked = Recount.objects.within(scope).filter(
        month=OuterRef("sheet__month"), entered=False, prepared_at__gte=OuterRef("confirmed_at")
    )
    rows: QuerySet[SheetCorrection] = SheetCorrection.objects.within(scope).filter(
        Exists(slips.exclude(run__state__in=DRAFT)),
        ~Exists(looked.exclude(state="rejected")),
        state="confirmed",
        sheet__month__gte=since,
    )
    return rows
