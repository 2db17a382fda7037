"""Leave that was taken before the system was used: entered and taken back inside the acts of a higher room. Plain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sibai.attendance.models import LeaveOpening, LeaveRequest


def enter_taken(days: Mapping[UUID, int], year: int) -> list[int]:
    """Enter days of annual leave by person; the keys of the rows."""
    rows = LeaveOpening.objects.bulk_create(
        LeaveOpening(person_id=person, year=year, days=count) for person, count in days.items() if count
    )
    return [row.pk for row in rows]


def leave_rests_on(keys: Sequence[int], since: datetime) -> int:
    """How many annual leaves were approved on what was entered."""
    rows = LeaveOpening.objects.filter(pk__in=keys)
    people, years = set(rows.values_list("person", flat=True)), set(rows.values_list("year", flat=True))
    approved = LeaveRequest.objects.filter(person__in=people, kind="annual", state="approved", decided_at__gte=since)
    return approved.filter(start__year__lte=max(years, default=0), end__year__gte=min(years, default=0)).count()


def take_back(keys: Sequence[int]) -> int:
    """Delete what was entered; how many rows."""
    return LeaveOpening.objects.filter(pk__in=keys).delete()[0]
