"""What a file of earlier pay would enter, held against the system as it stands: faults, warnings, totals."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from sibai.attendance.models import LeaveOpening
from sibai.db.querysets import Scope
from sibai.employment.models import Stint
from sibai.measure.dates import month_last
from sibai.payroll.models import OpeningImport, Payslip, YearOpening
from sibai.payroll.queries.opening.reading import Found, Told, told_in
from sibai.people.models import Person
from sibai.people.queries.persons import index_of
from sibai.places.models import OrganisationRecord
from sibai.places.queries.parties import employers_of
from sibai.rulebook.queries.law import law_on

SUMMED = ("earned", "pension", "further", "withheld", "months", "owed", "last_earned", "leave_days")
UNKNOWN = "系统里没有这个身份证号的在岗人员，请核对，或先导入花名册"


@dataclass(frozen=True, slots=True)
class Line:
    """One person's year with one payer, as it would be entered; amounts in fen."""

    row: int
    person: Person
    village_code: str
    employer_id: UUID
    told: Mapping[str, Any]


@dataclass
class Look:
    """What a file holds. Nothing is entered while there is a fault."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Found] = field(default_factory=list)
    warnings: list[Found] = field(default_factory=list)
    notices: Sequence[str] = ()

    @property
    def good(self) -> bool:
        """Whether it can be confirmed."""
        return bool(self.lines) and not self.faults

    @property
    def totals(self) -> dict[str, int]:
        """People, and the sum of each column."""
        sums = {name: sum(line.told[name] for line in self.lines) for name in SUMMED}
        return {"people": len({line.person.pk for line in self.lines}), **sums}

    def digest(self, sha256: str) -> str:
        """What was shown: the file, and whom and which payers its rows were found to be."""
        said = [sha256, *(f"{line.row} {line.person.pk} {line.employer_id}" for line in self.lines)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def look_at(batch: OpeningImport, scope: Scope) -> Look:
    """The kept file held against the system; a fixed number of queries."""
    return Looking(batch.month, scope, told_in(batch)).look()


class Looking:
    """One look through a file. `month`: the first month of payment in the system."""

    def __init__(self, month: date, scope: Scope, told: Told) -> None:
        """What the look stands on."""
        self.month, self.scope, self.told = month, scope, told
        self.made = Look(faults=list(told.found), notices=told.notices)
        self.persons: dict[str, Person] = {}
        self.stints: dict[UUID, Stint] = {}
        self.employers: dict[str, UUID] = {}
        self.named: dict[str, UUID] = {}
        self.paid: set[UUID] = set()

    def look(self) -> Look:
        """The lines, and everything that is wrong with them."""
        rows = self.told.rows
        if not rows:
            if not self.made.faults:
                self.made.faults.append(Found(0, "文件", "文件里没有人，请按空白表填写"))
            return self.made
        self._know(rows)
        for row in rows:
            line = self._line(row)
            if line is not None:
                self.made.lines.append(line)
        self._twice()
        self._held_against_the_system()
        self._without_a_row()
        self.made.faults.sort(key=lambda each: each.row)
        return self.made

    def _know(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Everybody and every payer that the rows may mean; six queries."""
        indexes = {index_of("id_number", row["id_number"]): row["id_number"] for row in rows}
        people = Person.objects.within(self.scope).filter(id_index__in=indexes)
        self.persons = {indexes[each.id_index]: each for each in people}
        last = month_last(self.month)
        kind = Stint.COORDINATOR
        stints = Stint.objects.filter(person__in=[each.pk for each in people], start__lte=last, kind=kind)
        for stint in stints.select_related("village__parent").order_by("start", "pk"):
            self.stints[stint.person_id] = stint
        villages = list({stint.village_id: stint.village for stint in self.stints.values()}.values())
        self.employers = employers_of(str(law_on(last)["employer"].value), villages, self.month)
        names = {row["employer"] for row in rows if row["employer"]}
        for record in OrganisationRecord.objects.filter(name__in=names).order_by("start", "pk"):
            self.named[record.name] = record.organisation_id

    def _line(self, row: Mapping[str, Any]) -> Line | None:
        """A row as it would be entered; None, with the fault told, for one that means nobody or no payer."""
        person = self.persons.get(row["id_number"])
        stint = self.stints.get(person.pk) if person else None
        if person is None or stint is None or person.name != row["name"]:
            other = person is not None and stint is not None
            words = "与系统里这个身份证号的姓名不同，请核对" if other else UNKNOWN
            self._fault(row, "name" if other else "id_number", words)
            return None
        employer = self.named.get(row["employer"]) if row["employer"] else self.employers.get(str(stint.village_id))
        if employer is None:
            told = "没有登记这个名称的单位，请照“区划机构”里的名称写" if row["employer"] else "没有登记用人单位，请写明"
            self._fault(row, "employer", told)
            return None
        for column, words in self._odd(row):
            self._fault(row, column, words)
        return Line(row["row"], person, str(stint.village_id), employer, row)

    def _odd(self, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What a row says that cannot be."""
        before = self.month.month - 1
        if row["months"] > before:
            yield "months", f"起用月是{self.month:%Y-%m}，今年以前最多{before}个月"
        if row["earned"] and not row["months"]:
            yield "months", "有累计应发，却没有已发月数"
        if row["pension"] + row["further"] + row["withheld"] > row["earned"] + row["owed"]:
            yield "pension", "累计养老、其他社会保险与个税之和多于累计应发与欠扣余额，请核对"
        if row["last_earned"] and not row["last_months"]:
            yield "last_months", "有上年累计应发，却没有上年已发月数"

    def _twice(self) -> None:
        """One row a person and payer; what is a person's own (leave, what is owed) once."""
        keys = Counter((line.person.pk, line.employer_id) for line in self.made.lines)
        seen: set[tuple[UUID, UUID]] = set()
        for line in self.made.lines:
            key = (line.person.pk, line.employer_id)
            if keys[key] > 1 and key in seen:
                self._fault(line.told, "id_number", "同一人同一单位已有一行，请合并成一行")
            seen.add(key)
        for name, words in (("leave_days", "已休年休假"), ("owed", "欠扣余额"), ("first_job", "首次就业")):
            told = Counter(line.person.pk for line in self.made.lines if line.told[name])
            for line in self.made.lines:
                if line.told[name] and told[line.person.pk] > 1:
                    self._fault(line.told, name, f"同一人的{words}只能写在一行")

    def _held_against_the_system(self) -> None:
        """Nobody whom the system has paid this year, or whose year is entered already; two queries."""
        people = [line.person.pk for line in self.made.lines]
        years = (self.month.year, self.month.year - 1)
        slips = Payslip.objects.within(self.scope).filter(void=False, pay_month__gte=self.month.replace(month=1))
        self.paid = set(slips.values_list("person", flat=True))
        opened = YearOpening.objects.filter(Q(year__in=years), person__in=people).order_by()
        leave = LeaveOpening.objects.filter(person__in=people, year=self.month.year).order_by()
        entered = set(opened.values_list("person_id", flat=True).union(leave.values_list("person_id", flat=True)))
        for line in self.made.lines:
            if line.person.pk in entered:
                self._fault(line.told, "id_number", "这个人起用前的发放已经录入过；要改的，先撤销那一次导入")
            elif line.person.pk in self.paid:
                self._fault(line.told, "id_number", "系统里已有这个人今年的工资单，不能再录入起用前的发放")

    def _without_a_row(self) -> None:
        """How many on post have no row: their year begins with the system."""
        last = month_last(self.month)
        on_post = Stint.objects.within(self.scope).filter(start__lt=self.month, kind=Stint.COORDINATOR)
        open_ones = on_post.filter(Q(end__isnull=True) | Q(end__gte=self.month), start__lte=last)
        there = {line.person.pk for line in self.made.lines} | self.paid
        missing = open_ones.exclude(person__in=there).values("person").distinct().count()
        if missing and self.month.month > 1:
            words = (
                f"{self.month.year}年{self.month.month}月以前上岗、还在岗的有{missing}人不在表里，将按今年没有发过计算"
            )
            self.made.warnings.append(Found(0, "文件", words))

    def _fault(self, row: Mapping[str, Any], column: str, words: str) -> None:
        table = self.told.table
        assert table is not None
        self.made.faults.append(Found(row["row"], table.header(column), words))
