"""The roster in the form that the county files (公益性岗位人员花名册), laid out from what is on file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sibai.db.querysets import Scope
from sibai.documents.sheets import Column
from sibai.employment.models import Contract, Exemption, GradeFact, Stint
from sibai.employment.queries.clock import Post, ask_about, posts_of
from sibai.employment.queries.employers import employer_of
from sibai.employment.queries.stints import on_post
from sibai.measure.insurance import insured_in
from sibai.people.models import Person
from sibai.people.queries.persons import CATEGORIES
from sibai.rulebook.queries.law import county_law, law_on, value_on

FORM = (
    Column("序号", "number", 6),
    Column("姓名", "", 10),
    Column("性别", "", 6),
    Column("身份证号", "code", 21),
    Column("出生年月", "code", 10),
    Column("民族", "", 6),
    Column("文化程度", "", 10),
    Column("人员类别", "", 24),
    Column("就业创业证号", "code", 18),
    Column("户籍地址", "", 30),
    Column("联系电话", "code", 14),
    Column("用人单位", "", 24),
    Column("岗位名称", "", 14),
    Column("镇", "", 10),
    Column("岗位地点（村）", "", 16),
    Column("村编码", "code", 15),
    Column("上岗时间", "day"),
    Column("离岗时间", "day"),
    Column("合同起止", "code", 25),
    Column("合同编号", "code", 14),
    Column("合同签订日期", "day", 14),
    Column("备案日期", "day"),
    Column("备案号", "code", 14),
    Column("月工资", "money"),
    Column("参保险种", "", 20),
    Column("社保卡/银行账号", "code", 24),
    Column("累计享受月数", "number", 14),
    Column("经认定的就业困难人员", "check", 14),
    Column("认定日期", "day"),
    Column("认定类别", "", 14),
    Column("享受岗位补贴", "check", 10),
    Column("享受社保补贴", "check", 10),
    Column("首次核准补贴日", "day", 14),
)
"""The usual columns in their order (law_facts 10.2), those that an import needs beside them; then the years, 备注."""
NOTES = Column("备注", "", 16)


@dataclass(frozen=True, slots=True)
class Filed:
    """Columns and rows for a workbook; `people` counts who is in it."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    people: int


@dataclass(frozen=True, slots=True)
class _Beside:
    """What hangs on people and stints, by key."""

    contracts: dict[UUID, list[Contract]]
    exemptions: dict[UUID, Exemption]
    grades: dict[UUID, dict[int, str]]
    months: dict[UUID, int]
    wage: int
    insurances: str


def filed(scope: Scope, today: date, *, whole: bool) -> Filed:
    """Who is on post, a row each with the last contract; `whole`: every stint with every contract, a row each.

    About ten queries, and one or two for each employer that a contract does not name.
    """
    stints = list(_stints(scope, today, whole))
    beside = _beside(stints, today)
    years = sorted({year for grades in beside.grades.values() for year in grades})
    rows: list[Sequence[Any]] = []
    for stint in stints:
        held = beside.contracts.get(stint.pk, [])
        told: list[Contract | None] = [*held] if whole else [*held[-1:]]
        for contract in told or [None]:
            rows.append(_row(len(rows) + 1, stint, contract, beside, years, today))
    columns = [*FORM, *(Column(f"{year}年度考核档次", "", 12) for year in years), NOTES]
    return Filed(columns, rows, len({stint.person_id for stint in stints}))


def _stints(scope: Scope, today: date, whole: bool) -> Iterable[Stint]:
    if not whole:
        return on_post(scope, today).filter(person__erased_on=None)
    rows = Stint.objects.within(scope).filter(person__erased_on=None).select_related("person", "village__parent")
    return rows.order_by("village_id", "start", "pk")


def _beside(stints: Sequence[Stint], today: date) -> _Beside:
    people = {stint.person_id for stint in stints}
    contracts: dict[UUID, list[Contract]] = defaultdict(list)
    held = Contract.objects.filter(stint__in=stints, kind=Contract.LABOUR).exclude(state="void")
    for contract in held.order_by("start", "pk"):
        assert contract.stint_id is not None
        contracts[contract.stint_id].append(contract)
    exemptions = {
        row.person_id: row
        for row in Exemption.objects.filter(person__in=people, since__lte=today).order_by("since", "entered_at", "pk")
    }
    grades: dict[UUID, dict[int, str]] = defaultdict(dict)
    for grade in GradeFact.objects.filter(person__in=people, state="confirmed").order_by("confirmed_at", "pk"):
        grades[grade.person_id][grade.year] = grade.grade
    months = _months_so_far(people, today)
    insurances = insured_in(law_on(today))
    return _Beside(contracts, exemptions, grades, months, value_on("wage_standard", today), insurances)


def _months_so_far(people: Collection[UUID], today: date) -> dict[UUID, int]:
    """The full months that each has been on post until today, over all stints, the present one among them."""
    law, months = county_law(), {}
    for person_id, posts in posts_of(people).items():
        until = [Post(post.start, min(post.end or today, today), post.kind) for post in posts if post.start <= today]
        if until:
            months[person_id] = int(ask_about(("months_used",), until, today, law=law)["months_used"])
    return months


def _row(
    number: int, stint: Stint, contract: Contract | None, beside: _Beside, years: Sequence[int], today: date
) -> list[Any]:
    """One row, in the order of the columns."""
    person, village = stint.person, stint.village
    grades = beside.grades.get(person.pk, {})
    return [
        number,
        *_person(person, beside.exemptions.get(person.pk)),
        (contract.party if contract else "") or employer_of(village, min(today, stint.end or today)).name,
        "协理员" if stint.kind == Stint.COORDINATOR else "其他公益性岗位",
        village.parent.name if village.parent else "",
        village.short_name,
        village.code,
        stint.start,
        stint.end,
        *_contract(contract),
        beside.wage if stint.kind == Stint.COORDINATOR else None,
        beside.insurances if stint.kind == Stint.COORDINATOR else "",
        person.card,
        beside.months.get(person.pk),
        *_exemption(beside.exemptions.get(person.pk)),
        *(grades.get(year, "") for year in years),
        "",
    ]


def _person(person: Person, exemption: Exemption | None) -> list[Any]:
    """From the name to the phone; the system keeps no ethnic group, that cell is left to write by hand."""
    return [
        person.name,
        person.sex,
        person.id_number,
        f"{person.birth_date:%Y-%m}" if person.birth_date else "",
        "",
        person.education,
        "、".join(label for flag, label in CATEGORIES.items() if getattr(person, flag)),
        exemption.certificate if exemption else "",
        person.address,
        person.phone,
    ]


def _contract(contract: Contract | None) -> list[Any]:
    if contract is None:
        return [""] * 5
    return [
        f"{contract.start}至{contract.end}",
        contract.number,
        contract.signed_on,
        contract.filed_on,
        contract.filing_number,
    ]


def _exemption(exemption: Exemption | None) -> list[Any]:
    if exemption is None:
        return [""] * 6
    return [
        exemption.recognised,
        exemption.certified_on,
        exemption.category,
        exemption.post_subsidised,
        exemption.insurance_subsidised,
        exemption.subsidy_from,
    ]
