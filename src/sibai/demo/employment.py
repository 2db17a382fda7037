"""What goes on with people on post in the demonstration: grades, a resignation, an ending, a renewal, a training."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from sibai.demo.logins import COUNTY, ON_POST
from sibai.employment.models import GradeFact, Stint
from sibai.employment.operations import ending, grading, noticing, renewing, resigning, training
from sibai.employment.queries.stints import last_contracts
from sibai.measure.dates import add_days, add_months
from sibai.people.actor import Actor
from sibai.places.models import Place

Now = Callable[[], datetime]
GRADES = ("合格", "优秀", "合格", "基本合格")
YEAR_MONTHS = 12
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Life:
    """Everyday life of the county's posts."""

    actor: Callable[[str, str], Actor]
    now: Now

    def go(self) -> Iterator[int]:
        """One thing after another, with the days between them."""
        self._grades()
        yield 5
        self._notice()
        yield 5
        self._training()
        yield 10
        self._resign()
        yield 1
        self._renew()
        yield 1
        self._end()
        self._correct()

    def _stints(self) -> list[Stint]:
        return list(Stint.objects.filter(end__isnull=True).select_related("village").order_by("village_id"))

    def _grades(self) -> None:
        """Last year's grades of who was on post then, entered and confirmed."""
        today = timezone.localdate(self.now())
        year = today.year - 1
        stints = [stint for stint in self._stints() if stint.start.year <= year]
        county = Place.objects.get(pk=COUNTY)
        grades = {stint.pk: GRADES[row % len(GRADES)] for row, stint in enumerate(stints)}
        grading.enter(
            actor=self.actor("county_clerk", COUNTY),
            place=county,
            year=year,
            grades=grades,
            document="演示考核结果",
            reason="",
            today=today,
            now=self.now(),
        )
        rows = list(GradeFact.objects.filter(state="entered"))
        grading.confirm(
            actor=self.actor("county_leader", COUNTY), place=county, rows=rows, agree=True, reason="", now=self.now()
        )

    def _notice(self) -> None:
        today = timezone.localdate(self.now())
        noticing.write(
            actor=self.actor("county_clerk", COUNTY),
            title="做好台账月底更新",
            body="请在月底前核对外出和返乡人员，更新就业台账。",
            read_by_day=today + timedelta(days=10),
            today=today,
            now=self.now(),
        )

    def _training(self) -> None:
        training.plan(
            actor=self.actor("company_clerk", COUNTY),
            place=Place.objects.get(pk=COUNTY),
            title="数据保密与台账填报",
            held_on=timezone.localdate(self.now()) + WEEK,
            where="县人社局会议室",
            content="保密要求；台账填报；电话核查常见问题",
            teacher="就业股",
            now=self.now(),
        )

    def _resign(self) -> None:
        """Somebody outside of 田湾村 gave notice: the handover list is to be made."""
        stint = next(
            stint
            for stint in self._stints()
            if stint.village_id.startswith(ON_POST[:9]) and stint.village_id != ON_POST
        )
        today = timezone.localdate(self.now())
        resigning.give_notice(
            actor=self.actor("village", stint.village_id),
            stint=stint,
            notice_on=today,
            last_day=None,
            reason="外出务工",
            today=today,
            now=self.now(),
        )

    def _renew(self) -> None:
        """The contract that ends first is to be renewed: the town decides."""
        today = timezone.localdate(self.now())
        graded = set(GradeFact.objects.filter(state="confirmed").values_list("person", flat=True))
        soon = [stint for stint in self._stints() if stint.person_id in graded]
        ends = last_contracts(soon)
        stint = min(soon, key=lambda each: ends[each.pk].end)
        last = ends[stint.pk]
        renewing.propose(
            actor=self.actor("village", stint.village_id),
            stint=stint,
            to=add_days(add_months(add_days(last.end, 1), YEAR_MONTHS), -1),
            today=today,
            now=self.now(),
        )

    def _end(self) -> None:
        """Both sides agreed to end a post: decided, received by the county; the other bureau's receipt is missing."""
        today, stint = timezone.localdate(self.now()), self._stints()[-1]
        clock: dict[str, Any] = {"today": today, "now": self.now()}
        made = ending.prepare(
            actor=self.actor("village", stint.village_id),
            stint=stint,
            kind="agreed",
            last_day=today + WEEK,
            reason="双方协商一致",
            told={},
            **clock,
        )
        made.refresh_from_db()
        ending.decide(
            actor=self.actor("town", stint.village_id),
            ending=made,
            version=made.version,
            approve=True,
            document="",
            reason="",
            **clock,
        )
        made.refresh_from_db()
        ending.receive(
            actor=self.actor("county_clerk", COUNTY),
            ending=made,
            version=made.version,
            received_on=today,
            number="演离1号",
            **clock,
        )

    def _correct(self) -> None:
        """A grade of last year was entered wrongly: the correction waits for somebody else's confirmation."""
        fact = GradeFact.objects.filter(state="confirmed", grade="合格").order_by("village_id").first()
        assert fact is not None, "grades were confirmed before"
        stint = Stint.objects.get(person=fact.person_id, end__isnull=True)
        today = timezone.localdate(self.now())
        grading.enter(
            actor=self.actor("county_clerk", COUNTY),
            place=Place.objects.get(pk=COUNTY),
            year=fact.year,
            grades={stint.pk: "优秀"},
            document="演示复核结果",
            reason="漏计加分",
            today=today,
            now=self.now(),
        )
