"""Rosters drawn at random that hold: people with one or two stints, yearly contracts, cards, exemptions, grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from sibai.employment.queries.intake.columns import BY_NAME, FIELDS
from sibai.people.models.person import EDUCATION
from sibai.people.queries.persons import CATEGORIES
from sibai.places.models import Place
from tests.people.invented import invented
from tests.web_fixtures import TODAY

FIRST = date(2022, 6, 10)
WRITINGS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
TERMS = ("至", "到", "—", "~")
YEAR = timedelta(days=365)
LAWFUL = timedelta(days=1000)
"""Safely within three years, whatever the leap days."""

BAD = {
    "姓名": "王2",
    "身份证号": "123",
    "联系电话": "12",
    "岗位地点": "巴黎",
    "上岗时间": "2025.7",
    "离岗时间": "1999-01-01",
    "社保卡银行账号": "1",
    "性别": "不详",
    "文化程度": "博士后",
    "人员类别": "贵宾",
    "合同起止": "一年",
    "经认定的就业困难人员": "也许",
    "认定日期": "2099-01-01",
}
"""A cell that is wrong in any row, by column."""


@dataclass
class Drawn:
    """Rows by the labels of the columns, and how they are written down."""

    rows: list[dict[str, Any]]
    chance: Random

    def written(self, columns: Sequence[str] | None = None) -> list[dict[str, str]]:
        """The rows under names, in an order and with dates written as chance has it."""
        labels = list(columns or dict.fromkeys(name for row in self.rows for name in row))
        self.chance.shuffle(labels)
        names = {label: self._name(label) for label in labels}
        return [{names[label]: self._cell(row.get(label, "")) for label in labels} for row in self.rows]

    def _name(self, label: str) -> str:
        field = next((each for each in FIELDS if each.label == label), None)
        return self.chance.choice([field.label, *field.aliases]) if field else label

    def _cell(self, value: Any) -> str:
        if isinstance(value, tuple):
            writing = self.chance.choice(WRITINGS)
            return self.chance.choice(TERMS).join(f"{day:{writing}}" for day in value)
        if isinstance(value, date):
            return f"{value:{self.chance.choice(WRITINGS)}}"
        return str(value)


@st.composite
def rosters(draw: st.DrawFn, villages: Sequence[Place], most: int = 6) -> Drawn:
    """A roster that holds: each village has one coordinator at a time, nobody more than three years."""
    chance = Random(draw(st.integers(0, 2**32)))
    count = draw(st.integers(1, most))
    numbers = chance.sample(range(1, 500), count)
    places = chance.sample(list(villages), 2 * count)
    rows: list[dict[str, Any]] = []
    for place, number in enumerate(numbers):
        rows += _person(chance, number, places[2 * place], places[2 * place + 1])
    chance.shuffle(rows)
    return Drawn(rows, chance)


def _person(chance: Random, number: int, village: Place, former: Place) -> list[dict[str, Any]]:
    """The rows of one person: perhaps an earlier stint, and the present or last one."""
    facts = _facts(chance, number)
    rows = []
    used = timedelta(0)
    if chance.random() < 0.4:
        start = FIRST + timedelta(days=chance.randrange(300))
        used = timedelta(days=chance.randrange(20, 200))
        rows += _stint(chance, facts, former, start, start + used, LAWFUL)
    start = date(2024, 6, 1) + timedelta(days=chance.randrange(700))
    end = None if chance.random() < 0.7 else start + (TODAY - start) * chance.random()
    rows += _stint(chance, facts, village, start, end, LAWFUL - used)
    return rows


def _facts(chance: Random, number: int) -> dict[str, Any]:
    person = invented(number)
    facts: dict[str, Any] = {"姓名": person.name, "身份证号": person.id_number}
    some: dict[str, Any] = {
        "性别": person.sex,
        "出生年月": f"{person.birth_date:%Y-%m}",
        "联系电话": person.phone,
        "社保卡银行账号": person.card,
        "户籍地址": person.address,
        "文化程度": chance.choice([label for label, _ in EDUCATION]),
        "人员类别": "、".join(chance.sample(list(CATEGORIES.values()), 2)),
    }
    facts |= {name: value for name, value in some.items() if chance.random() < 0.7}
    if chance.random() < 0.5:
        facts |= {"经认定的就业困难人员": "是", "就业创业证号": f"6109290025{number:06d}", "认定日期": date(2022, 1, 5)}
        facts |= {"享受岗位补贴": "是", "享受社保补贴": chance.choice(["是", "否"]), "首次核准补贴日": date(2022, 7, 1)}
    return facts


def _stint(
    chance: Random, facts: dict[str, Any], village: Place, start: date, end: date | None, left: timedelta
) -> list[dict[str, Any]]:
    """A row for each contract of a stint, or one without."""
    row = facts | {"上岗时间": start, "岗位名称": "协理员"}
    row |= {"镇": village.parent.name if village.parent else "", "岗位地点": village.short_name}
    if end is not None:
        row["离岗时间"] = end
    if chance.random() < 0.2:
        row["镇"], row["岗位地点"], row["村编码"] = "", "", village.code
    rows, since = [], start
    for _ in range(chance.randrange(3)):
        until = since + YEAR - timedelta(days=1)
        if until > start + left or since > (end or TODAY):
            break
        rows.append(row | _contract(chance, since, until, end is not None))
        since = until + timedelta(days=1)
    return rows or [row]


def _contract(chance: Random, start: date, end: date, ended: bool) -> dict[str, Any]:
    cells: dict[str, Any] = {"合同起止": (start, end)}
    if ended or chance.random() < 0.8:
        cells["合同签订日期"] = min(start + timedelta(days=chance.randrange(25)), TODAY)
        if chance.random() < 0.7:
            cells |= {
                "备案号": f"备-{chance.randrange(1000)}",
                "备案日期": TODAY,
                "合同编号": f"第{chance.randrange(100)}号",
            }
    return cells


assert set(BAD) <= {field.label for field in BY_NAME.values()}
