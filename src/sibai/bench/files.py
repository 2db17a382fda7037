"""Where the bench's files lie."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sibai.measure.dates import month_last

YEAR = 2026
MONTHS = range(1, 13)


def staff_of(folder: Path) -> Path:
    """The year's STAFF."""
    return folder / "staff.parquet"


def events_of(folder: Path) -> Path:
    """The year's EVENTS."""
    return folder / "events.parquet"


def roster_of(folder: Path, month: int) -> Path:
    """A month's ROSTER."""
    return folder / f"roster-{month:02d}.parquet"


def payslips_of(folder: Path, month: int) -> Path:
    """A month's payslips."""
    return folder / f"payslips-{month:02d}.parquet"


def settled_of(folder: Path) -> Path:
    """The year's settlement."""
    return folder / "settled.parquet"


def last_day(month: int) -> date:
    """The day whose parameters a month uses."""
    last: date = month_last(date(YEAR, month, 1))
    return last
