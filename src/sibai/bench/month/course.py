"""One month from hand to hand by the real acts: each act's time and queries."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from sibai.attendance.models import Sheet
from sibai.attendance.operations import filling, reporting
from sibai.attendance.queries.month import month_rules
from sibai.bench.month.crew import COUNTY, actor
from sibai.demo.payroll import LAYOUT, answer_of
from sibai.payroll.models import BankFile, Run
from sibai.payroll.operations import answering, approving, issuing, preparing
from sibai.places.models import Place

REPORTED_ON = 14
TOWNS = ("核对", "报送")
"""What each town does on its own, so that its queries grow with the towns, not with the people."""
TO_THE_FILE = ("预填", *TOWNS, "编制", "复核", "审批", "到账", "发文件")
"""What counts as the month: from prefilling the sheets to the bank's file."""


@dataclass
class Took:
    """Seconds and queries by step; a step may have several acts."""

    seconds: dict[str, float] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)

    def to_the_file(self) -> float:
        """Seconds of the whole month up to the bank's file."""
        return sum(self.seconds[step] for step in TO_THE_FILE)

    def asked(self, *, by_towns: bool) -> int:
        """Queries up to the bank's file: of the towns' acts, or of everything else."""
        return sum(self.queries[step] for step in TO_THE_FILE if (step in TOWNS) == by_towns)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done inside, its transaction included."""
        count = 0

        def counted(execute: Callable[..., Any], *given: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*given)

        began = time.perf_counter()
        with connection.execute_wrapper(counted):
            yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
        self.queries[name] = self.queries.get(name, 0) + count


@dataclass(frozen=True, slots=True)
class Course:
    """A month's course; `towns` report it."""

    month: date
    towns: list[Place]

    @property
    def day(self) -> date:
        """The day on which everything is done."""
        return self.month.replace(day=REPORTED_ON)

    @property
    def now(self) -> datetime:
        """Its moment."""
        return datetime(self.day.year, self.day.month, self.day.day, 2, tzinfo=UTC)

    def go(self) -> Took:
        """The whole month, the bank's answer and closing included."""
        took = Took()
        self._report(took)
        run = self._pay(took)
        with took.step("回盘"):
            for file in BankFile.objects.filter(run=run):
                self._answer(file)
        run.refresh_from_db()
        with took.step("归档"):
            answering.close(actor=actor("shenpi"), run=run, version=run.version, now=self.now)
        return took

    def _report(self, took: Took) -> None:
        """Sheets as everything is known; every town has them checked by another person and reports."""
        when: dict[str, Any] = {"month": self.month, "now": self.now}
        filler = actor("cun")
        with took.step("预填"), transaction.atomic():
            filling.write_missing(filler, filler.scope, month_rules(self.month), self.now)
        for town in self.towns:
            checker = actor("zhen", town.pk)
            with took.step("核对"):
                rows = Sheet.objects.filter(village__parent=town, month=self.month, state="filled")
                ids = list(rows.values_list("pk", flat=True))
                reporting.check_many(actor=checker, town=town, sheet_ids=ids, **when)
            with took.step("报送"):
                reporting.submit(actor=checker, town=town, today=self.day, **when)

    def _pay(self, took: Took) -> Run:
        """From the company's clerk to the cashier's file."""
        county = Place.objects.get(pk=COUNTY)
        when: dict[str, Any] = {"today": self.day, "now": self.now}
        clerk, cashier, approver = actor("gongsi"), actor("chuna"), actor("shenpi")
        with took.step("编制"):
            run: Run = preparing.prepare(actor=clerk, county=county, month=self.month, **when)
        with took.step("复核"):
            approving.check(actor=actor("xian"), run=run, version=run.version, now=self.now)
        with took.step("审批"):
            approving.approve(actor=approver, run=run, version=run.version, now=self.now)
        with took.step("到账"):
            issuing.fund(actor=cashier, run=run, version=run.version, arrived_on=self.day, **when)
        with took.step("发文件"):
            issuing.issue(actor=cashier, run=run, version=run.version, layout=LAYOUT, **when)
        return run

    def _answer(self, file: BankFile) -> None:
        after = self.day + timedelta(days=1)
        content = answer_of(list(file.lines.order_by("serial")), after)
        answering.take_result(
            actor=actor("chuna"), bank_file=file, version=file.version, content=content, today=after, now=self.now
        )
