"""What payroll has done that is not in the books yet. Funds stands above payroll and fetches; payroll knows nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sibai.db.querysets import Scope
from sibai.funds.models import Entry, Line
from sibai.payroll.models import BankFile, BankLine, Recount, Recovery, Run

FINAL = ("approved", "funded", "issued", "result_in", "closed")
"""States of a run whose payslips are final: wages are due."""


def _posted(kind: str) -> Exists:
    """Whether a row, by its own key, was posted as a subject."""
    return Exists(Entry.objects.filter(kind=kind, subject_id=OuterRef("pk")))


def _booked(kind: str, path: str) -> Exists:
    """Whether a payment stands in a line of such an entry."""
    return Exists(Line.objects.filter(posts=kind, about=OuterRef(path)))


def runs(scope: Scope) -> QuerySet[Run]:
    """Approved runs whose wages are not posted."""
    return Run.objects.within(scope).filter(~_posted("wages"), state__in=FINAL).order_by("approved_at", "pk")


def recounts(scope: Scope) -> QuerySet[Recount]:
    """Confirmed recounts whose differences are not posted."""
    rows = Recount.objects.within(scope).filter(~_posted("corrected"), state="confirmed")
    return rows.order_by("confirmed_at", "pk")


def sent_back(scope: Scope) -> QuerySet[BankLine]:
    """Lines that the bank gave back, of payments whose return is not posted."""
    rows = BankLine.objects.within(scope).filter(~_booked("returned", "payment"), state="failure")
    return rows.select_related("payment__slip", "file").order_by("file__number", "serial")


def carried_out(scope: Scope) -> QuerySet[BankLine]:
    """Lines that the bank carried out and that are not posted."""
    rows = BankLine.objects.within(scope).filter(~_booked("paid", "payment"), state="success")
    return rows.select_related("payment__slip", "file").order_by("file__number", "serial")


def given_back(scope: Scope) -> QuerySet[Any]:
    """Recoveries of which more was given back than is posted; `posted` is how much is."""
    sums = Entry.objects.filter(kind="repaid", subject_id=OuterRef("pk")).order_by().values("subject_id")
    posted = Coalesce(Subquery(sums.annotate(sum=Sum("total")).values("sum")), 0)
    rows: QuerySet[Any] = Recovery.objects.within(scope).select_related("difference").annotate(posted=posted)
    return rows.filter(returned__gt=F("posted")).order_by("opened_at", "pk")


def returned_before(payments: list[UUID]) -> set[UUID]:
    """Of some payments, those whose return by the bank is posted."""
    rows = Line.objects.filter(posts="returned", about__in=payments)
    return {about for about in rows.values_list("about", flat=True) if about is not None}


def kinds(scope: Scope) -> list[QuerySet[Any]]:
    """Everything that waits to be posted, a queryset a kind: runs, recounts, payments, what was given back."""
    rows = (runs(scope), recounts(scope), sent_back(scope), carried_out(scope), given_back(scope))
    return [each.order_by() for each in rows]


def count(scope: Scope) -> int:
    """How many things wait to be posted; one query."""
    first, *others = (each.values("pk") for each in kinds(scope))
    return int(first.union(*others, all=True).count())


def files(lines: list[BankLine]) -> Iterator[tuple[BankFile, list[BankLine]]]:
    """Bank lines by their file, in order."""
    found: dict[UUID, list[BankLine]] = {}
    for line in lines:
        found.setdefault(line.file_id, []).append(line)
    for rows in found.values():
        yield rows[0].file, rows
