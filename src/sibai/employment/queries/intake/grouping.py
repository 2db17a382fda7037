"""Rows put together to people: several rows of one identity number are one person's stints and contracts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sibai.audit.refusals import Refusal
from sibai.employment.queries.intake.findings import Findings
from sibai.employment.queries.intake.plans import ContractPlan, PersonPlan, StintPlan
from sibai.employment.queries.intake.rows import Earlier, RosterRow
from sibai.employment.queries.intake.villages import Villages
from sibai.people.identity import check_card, check_id_number, check_name, check_phone

NEEDED = {"name": "请填写姓名。", "id_number": "请填写身份证号。", "start": "请填写上岗时间。"}
FACTS = (
    "phone",
    "card",
    "address",
    "education",
    "flags",
    "recognised",
    "certificate",
    "certified_on",
    "hard_category",
    "post_subsidised",
    "insurance_subsidised",
    "subsidy_from",
)
KEYS = {"flags": "category"}
"""Facts whose cell is called otherwise."""
DIFFERS = "同一个人，与第{}行不一致，请核对（也可以只填一行）。"
CONTRACT_ONLY = ("contract_number", "signed_on", "filed_on", "filing_number")


def grouped(rows: Sequence[RosterRow], villages: Villages, today: date, findings: Findings) -> list[PersonPlan]:
    """The people of the rows, in their order. Rows that cannot be read so far are at fault and left out."""
    people: dict[str, PersonPlan] = {}
    for row in rows:
        _need(row, findings)
        if not row.id_number or not _right(row, today, findings):
            continue
        person = people.setdefault(row.id_number, PersonPlan(row.number, row.name, row.id_number))
        if row.name and person.name and row.name != person.name:
            findings.fault(row.number, "name", f"与第{person.row}行是同一个身份证号，姓名却不同，请核对。")
        _take_facts(person, row, findings)
        _take_grades(person, row, findings)
        _take_stints(person, row, villages, findings)
    return list(people.values())


def _need(row: RosterRow, findings: Findings) -> None:
    """What every row has to tell."""
    for key, message in NEEDED.items():
        if not getattr(row, key):
            findings.fault(row.number, key, message)
    if not row.village and not findings.bad(row.number, "village", "village_code", "town"):
        findings.fault(row.number, "village", "请填写村（社区）。")


def _right(row: RosterRow, today: date, findings: Findings) -> bool:
    """Hold number, sex and birth date against each other; whether the number can be used."""
    checks: dict[str, Any] = {"name": check_name, "phone": check_phone, "card": check_card}
    for key, check in checks.items():
        told = getattr(row, key)
        if told:
            _note(row, key, lambda check=check, told=told: check(told), findings)
    identity = _note(row, "id_number", lambda: check_id_number(row.id_number, today=today), findings)
    if identity is None:
        return False
    if row.sex and row.sex != identity.sex:
        findings.fault(row.number, "sex", f"身份证号上是{identity.sex}，请核对性别和号码。")
    if row.birth and not identity.birth_date.isoformat().startswith(row.birth):
        findings.fault(row.number, "birth", f"身份证号上是{identity.birth_date}，请核对出生日期和号码。")
    return True


def _note(row: RosterRow, key: str, check: Any, findings: Findings) -> Any:
    """What a check of the people's room says: its refusal is a fault, its notes are to look at twice."""
    try:
        checked = check()
    except Refusal as refusal:
        findings.fault(row.number, key, str(refusal))
        return None
    for note in getattr(checked, "notes", ()):
        findings.warn(row.number, key, note)
    return checked


def _take_facts(person: PersonPlan, row: RosterRow, findings: Findings) -> None:
    """The person's facts; rows that tell one differently are at fault."""
    for name in FACTS:
        told = getattr(row, name)
        if told is None or told == "":
            continue
        if name in person.told and person.told[name] != told:
            where = person.told_in[name]
            findings.fault(
                row.number, KEYS.get(name, name), f"同一个人，与第{where}行不一致，请核对（也可以只填一行）。"
            )
        person.told.setdefault(name, told)
        person.told_in.setdefault(name, row.number)


def _take_grades(person: PersonPlan, row: RosterRow, findings: Findings) -> None:
    for year, grade in row.grades.items():
        if person.grades.get(year, grade) != grade:
            findings.fault(row.number, f"grade_{year}", DIFFERS.format(person.graded_in[year]))
        person.grades.setdefault(year, grade)
        person.graded_in.setdefault(year, row.number)


def _take_stints(person: PersonPlan, row: RosterRow, villages: Villages, findings: Findings) -> None:
    """The stint of a row and the earlier ones beside it, with the contract."""
    for earlier in row.earlier:
        _take_earlier(person, row, earlier, villages, findings)
    contract = _contract(row, findings)
    if row.start is None or row.village not in villages.villages:
        if row.village and row.village not in villages.villages:
            findings.fault(row.number, "village", "没有这个村编码，或不在您的范围内，请核对。")
        return
    same = next((stint for stint in person.stints if stint.start == row.start), None)
    if same is None:
        village = villages.villages[row.village]
        stint = StintPlan(row.number, village, row.start, row.end, row.kind, [contract] if contract else [])
        person.stints.append(stint)
        return
    told = {"village": row.village, "kind": row.kind, "end": row.end}
    held = {"village": same.village.code, "kind": same.kind, "end": same.end}
    sure = [key for key in told if not (findings.bad(row.number, key) or findings.bad(same.row, key))]
    differing = [key for key in sure if told[key] != held[key]]
    if differing:
        findings.fault(row.number, differing[0], f"与第{same.row}行是同一个人同一天上岗，这一格却不同，请核对。")
    elif contract is None or any(each.start == contract.start for each in same.contracts):
        findings.fault(row.number, "id_number", f"与第{same.row}行重复：同一个人同一段任职，请删去一行。")
    else:
        same.contracts.append(contract)


def _take_earlier(person: PersonPlan, row: RosterRow, earlier: Earlier, villages: Villages, findings: Findings) -> None:
    """An earlier stint that stands in columns of its own."""
    keys = {name: f"earlier_{name}_{earlier.number}" for name in ("start", "end", "village")}
    for name, told in (("start", earlier.start), ("end", earlier.end)):
        if told is None:
            findings.fault(row.number, keys[name], "以前的任职要填上岗和离岗两个日期。")
    code = earlier.village or ("" if findings.bad(row.number, keys["village"]) else row.village)
    if earlier.start is None or earlier.end is None or code not in villages.villages:
        return
    if any(stint.start == earlier.start for stint in person.stints):
        findings.fault(row.number, keys["start"], "这一段任职已经写过了，请删去一处。")
        return
    stint = StintPlan(row.number, villages.villages[code], earlier.start, earlier.end, row.kind)
    stint.start_key, stint.end_key, stint.village_key = keys["start"], keys["end"], keys["village"]
    person.stints.append(stint)


def _contract(row: RosterRow, findings: Findings) -> ContractPlan | None:
    """The contract of a row; one day without the other, or a number without days, is at fault."""
    start, end = row.contract_start, row.contract_end
    bad = findings.bad(row.number, "contract_start", "contract_end", "contract_term")
    if start is None and end is None:
        loose = next((key for key in CONTRACT_ONLY if getattr(row, key)), None)
        if loose and not bad:
            findings.fault(row.number, loose, "没有合同起止，这一格用不上，请补上合同起止或清空这一格。")
        return None
    if (start is None or end is None) and not bad:
        missing = "contract_start" if start is None else "contract_end"
        findings.fault(row.number, missing, "合同要有起止两个日期。")
    if start is None or end is None:
        return None
    return ContractPlan(row.number, start, end, row.contract_number, row.signed_on, row.filed_on, row.filing_number)
