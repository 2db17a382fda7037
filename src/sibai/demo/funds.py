"""Money in the demonstration: the year's budget, a month's prefunding from hand to hand, the books behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from sibai.attendance.queries.month import this_month
from sibai.db.querysets import area
from sibai.demo.logins import COUNTY
from sibai.funds.models import Prefunding
from sibai.funds.operations import claiming, posting, prefunding, remitting
from sibai.funds.queries.balances import to_remit
from sibai.funds.queries.budget_pages import months_of
from sibai.people.actor import Actor
from sibai.places.models import Place

MONTHLY = {"employment": 20_000_000, "budget": 9_000_000}
"""Invented: what the year's budget has for each month, in fen."""


@dataclass(frozen=True, slots=True)
class Money:
    """A month's prefunding, after its wages are approved and before they go to the bank; then the books."""

    actor: Callable[[str, str], Actor]
    now: Callable[[], datetime]
    today: date

    def go(self) -> Iterator[int]:
        """Computed, approved, transferred, arrived; some days later everything is posted."""
        month = this_month(timezone.localdate(self.now()))
        if month == this_month(self.today):
            return
        county = Place.objects.get(pk=COUNTY)
        self._budget(county, month.year)
        clerk = self.actor("county_clerk", "")
        row = prefunding.compute(actor=clerk, county=county, month=month, most_employment=None, now=self.now())
        yield 0
        self._through(row)
        yield 3
        clerk = self.actor("company_clerk", "")
        posting.post(actor=clerk, county=county, now=self.now())
        yield 1
        self._remit(county, month)
        claiming.claim(actor=clerk, county=county, kind="post", first=month, last=month, now=self.now())

    def _budget(self, county: Place, year: int) -> None:
        amounts = {(month, source): amount for month in months_of(year) for source, amount in MONTHLY.items()}
        clerk = self.actor("county_clerk", "")
        prefunding.set_budget(
            actor=clerk, county=county, year=year, amounts=amounts, document="演示文件5号", now=self.now()
        )

    def _remit(self, county: Place, month: date) -> None:
        """Contributions of the month are paid; the claim of the post subsidy waits for the county."""
        cashier, today = self.actor("company_cashier", ""), timezone.localdate(self.now())
        remitting.remit(
            actor=cashier,
            county=county,
            month=month,
            kind="insurance",
            amount=sum(to_remit(area(county.code), month, "insurance").values()),
            paid_on=today,
            document="演示缴款书1号",
            today=today,
            now=self.now(),
        )

    def _through(self, row: Prefunding) -> None:
        day, now = timezone.localdate(self.now()), self.now()
        leader, finance = self.actor("county_leader", ""), self.actor("finance", "")
        row = prefunding.approve(actor=leader, row=row, version=row.version, now=now)
        row = prefunding.transfer(
            actor=finance,
            row=row,
            version=row.version,
            transferred_on=day,
            document="演示拨款单1号",
            today=day,
            now=now,
        )
        cashier = self.actor("company_cashier", "")
        prefunding.arrive(actor=cashier, row=row, version=row.version, arrived_on=day, today=day, now=now)
