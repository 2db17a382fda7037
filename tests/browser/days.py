"""Days of journeys, counted from the moment at which every journey begins."""

from __future__ import annotations

from datetime import date, timedelta

from tests.browser.conftest import CLOCK
from tests.browser.site import Site


def day(days: int) -> date:
    """So many days after the journey began."""
    return (CLOCK + timedelta(days=days)).date()


def pass_days(site: Site, days: int) -> None:
    """It is so many days after the journey began; everybody has to sign in again."""
    site.set_clock(CLOCK + timedelta(days=days))
