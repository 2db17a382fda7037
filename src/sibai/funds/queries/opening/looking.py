"""What a file of balances would enter, held against the system: rows as they would be kept, every fault by its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sibai.attendance.queries.month import before, month_of
from sibai.batch.tables.faults import Faults
from sibai.batch.tables.reading import ReadTable
from sibai.db.querysets import Scope
from sibai.employment.models import Stint
from sibai.funds.bookkeeping import OTHER, town_of
from sibai.funds.models import OpeningRow
from sibai.funds.opening import ITEMS, PERSON, SETTLED, UNCLAIMED, UNSETTLED, Item
from sibai.funds.queries.opening.reading import ITEM_KEYS, SOURCE_KEYS, read
from sibai.measure.dates import month_last
from sibai.payroll.queries.opening.reading import Found
from sibai.people.models import Person
from sibai.people.queries.persons import index_of
from sibai.places.models import Place

Told = Mapping[str, Any]
UNKNOWN = "系统里没有这个身份证号的协理员，请核对，或先导入花名册"


@dataclass
class Look:
    """What a file holds. Nothing is kept of it while there is a fault."""

    rows: list[OpeningRow] = field(default_factory=list)
    faults: list[Found] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether it can be handed to whoever confirms."""
        return bool(self.rows) and not self.faults


class Wrong(Exception):
    """A cell that cannot be taken: its column, and what to do."""

    def __init__(self, column: str, words: str) -> None:
        super().__init__(words)
        self.column = column


def look_at(content: bytes, kind: str, month: date, scope: Scope) -> Look:
    """A file held against the system; three queries. `month`: the first that the books keep."""
    faults = Faults()
    table = read(content, kind, faults)
    return Looking(month, scope, table, faults).look()


class Looking:
    """One look through a file."""

    def __init__(self, month: date, scope: Scope, table: ReadTable, faults: Faults) -> None:
        """What the look stands on."""
        self.month, self.scope, self.table = month, scope, table
        self.made = Look(faults=[Found(each.row, each.column, each.message) for each in faults])
        self.persons: dict[str, Person] = {}
        self.stints: dict[UUID, list[Stint]] = defaultdict(list)
        self.towns: dict[str, str] = {}

    def look(self) -> Look:
        """The rows, and everything that is wrong with them."""
        if self.made.faults:
            return self.made
        told = list(self.table.frame.iter_rows(named=True))
        if not told:
            self.made.faults.append(Found(0, "文件", "文件里没有金额，请按空白表填写"))
            return self.made
        self._know(told)
        for number, each in zip(self.table.rows, told, strict=True):
            try:
                self.made.rows.append(self._row(int(number), each))
            except Wrong as wrong:
                self._fault(int(number), wrong.column, str(wrong))
        self._twice()
        self._fitting()
        self.made.faults.sort(key=lambda each: each.row)
        return self.made

    def _know(self, told: Sequence[Told]) -> None:
        """Everybody and every town that the rows may mean; three queries."""
        indexes = {index_of("id_number", each["id_number"]): each["id_number"] for each in told if each["id_number"]}
        people = Person.objects.within(self.scope).filter(id_index__in=indexes)
        self.persons = {indexes[each.id_index]: each for each in people}
        keys = [each.pk for each in self.persons.values()]
        stints = Stint.objects.filter(person__in=keys, start__lt=self.month, kind=Stint.COORDINATOR)
        for stint in stints.order_by("start", "pk"):
            self.stints[stint.person_id].append(stint)
        for town in Place.objects.within(self.scope).filter(level="town", end__isnull=True):
            self.towns[town.name] = self.towns[town.short_name] = town.code

    def _row(self, number: int, told: Told) -> OpeningRow:
        """A row as it would be kept. Wrong."""
        item = ITEMS[ITEM_KEYS[told["item"]]]
        month = self._month(told, item)
        where = self._person(told, month) if item.of == PERSON else self._town(told)
        source = self._source(told, item)
        return OpeningRow(
            row=number, item=item.key, month=month, source=source, amount=_amount(told, item, source), **where
        )

    def _month(self, told: Told, item: Item) -> date:
        last = before(self.month)
        if not item.by_month:
            if told["month"]:
                raise Wrong("month", "这个项目不分月份，请留空")
            return last
        month = month_of(told["month"] or "")
        if month is None:
            raise Wrong("month", f"写所属月份，如{last:%Y-%m}，文本格式")
        if month > last:
            raise Wrong("month", f"要早于起用的{self.month:%Y-%m}：从那个月起，系统自己记")
        return month

    def _town(self, told: Told) -> dict[str, Any]:
        if told["id_number"] or told["name"]:
            raise Wrong("id_number", "这个项目按镇填，姓名和身份证号请留空")
        town = self.towns.get(told["town"] or "")
        if town is None:
            raise Wrong("town", "写镇的名称，照“区划机构”里的写")
        return {"town_code": town}

    def _person(self, told: Told, month: date) -> dict[str, Any]:
        if not told["id_number"]:
            raise Wrong("id_number", "这个项目按人填，请写身份证号")
        person = self.persons.get(told["id_number"])
        stints = self.stints[person.pk] if person else []
        if person is None or not stints:
            raise Wrong("id_number", UNKNOWN)
        if person.name != told["name"]:
            raise Wrong("name", "与系统里这个身份证号的姓名不同，请核对")
        until = month_last(month)
        then = [each for each in stints if each.start <= until] or stints[:1]
        village = str(then[-1].village_id)
        if told["town"] and self.towns.get(told["town"]) != town_of(village):
            raise Wrong("town", "与这个人当时任职的镇不同，可以留空")
        return {"person": person, "village_id": village, "town_code": town_of(village)}

    def _source(self, told: Told, item: Item) -> str:
        if item.by_source and not told["source"]:
            raise Wrong("source", "写这笔钱的来源")
        if told["source"] and not item.by_source:
            raise Wrong("source", "这个项目不分来源，请留空")
        return SOURCE_KEYS[told["source"]] if told["source"] else OTHER

    def _twice(self) -> None:
        """One row an item, month, town or person, and source."""
        seen: dict[tuple[Any, ...], int] = {}
        for row in self.made.rows:
            key = (row.item, row.month, row.town_code if row.person_id is None else row.person_id, row.source)
            if seen.setdefault(key, row.row) != row.row:
                self._fault(row.row, "item", f"与第{seen[key]}行重复，请合并成一行")

    def _fitting(self) -> None:
        """What is said of one person's month must go together: one claim a kind, settled or not settled."""
        for rows in _by_person(self.made.rows):
            kinds: dict[str, int] = {}
            for row in rows:
                claim = ITEMS[row.item].claim or UNCLAIMED.get(row.item)
                if claim and kinds.setdefault(claim, row.row) != row.row:
                    self._fault(row.row, "item", f"与第{kinds[claim]}行是同一人同一月份的同一种补贴，只能填一种状态")
            settled = [row for row in rows if row.item in SETTLED]
            for row in rows:
                if settled and row.item in UNSETTLED:
                    self._fault(
                        row.row, "item", f"第{settled[0].row}行写的是社保补贴已经办完，这一行写的是还没有，请核对"
                    )

    def _fault(self, number: int, column: str, words: str) -> None:
        self.made.faults.append(Found(number, self.table.header(column), words))


def _by_person(rows: Iterable[OpeningRow]) -> list[list[OpeningRow]]:
    found: dict[tuple[UUID, date], list[OpeningRow]] = {}
    for row in rows:
        if row.person_id is not None:
            found.setdefault((row.person_id, row.month), []).append(row)
    return list(found.values())


def _amount(told: Told, item: Item, source: str) -> int:
    amount = int(told["amount"])
    if not amount:
        raise Wrong("amount", "没有余额的不用写，请删掉这一行")
    if amount < 0 and not (item.by_source and source == OTHER):
        raise Wrong("amount", "金额不能小于0；只有银行存款的其他资金可以，表示公司自己垫的")
    return amount
