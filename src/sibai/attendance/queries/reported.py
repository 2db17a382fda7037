"""Which months a village has reported."""

from __future__ import annotations

from datetime import date

from sibai.attendance.models import Sheet
from sibai.measure.dates import month_first


def first_reported(village_code: str, start: date, end: date) -> date | None:
    """The first month with a day from `start` to `end` whose sheet is with the county; None where there is none."""
    rows = Sheet.objects.filter(village=village_code, state="submitted", month__lte=month_first(end), until__gte=start)
    return rows.order_by("month").values_list("month", flat=True).first()
