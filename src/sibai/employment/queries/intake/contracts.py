"""Contracts of a roster: a year at most, within the stint, signed, then filed (article 8); exemptions and grades."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sibai.employment.queries.intake.findings import Findings
from sibai.employment.queries.intake.plans import ContractPlan, PersonPlan, StintPlan
from sibai.employment.queries.terms import cut_off_of, under_the_measure
from sibai.measure import Law
from sibai.rulebook.queries.asking import ask
from sibai.rulebook.queries.law import value_on

NO_CONTRACTS = "这份花名册里没有合同起止：导入以后，请村里逐人补拟劳动合同（第八条）。"


def check_contracts(people: Sequence[PersonPlan], today: date, law: Law, findings: Findings) -> None:
    """Every contract by itself, against its stint and against the one before."""
    for stint in (stint for person in people for stint in person.stints):
        for contract in stint.contracts:
            _check_days(contract, today, findings)
            if not findings.bad(stint.row, stint.start_key, stint.end_key):
                _check_against(stint, contract, findings)
            if stint.coordinator and not findings.bad(contract.row, "contract_start", "contract_end"):
                _check_year(contract, law, findings)
        if stint.contracts and stint.coordinator:
            _check_signing(stint, law, findings)
    for person in people:
        _check_order(person, findings)
    _tell_what_lacks(people, today, findings)


def _check_days(contract: ContractPlan, today: date, findings: Findings) -> None:
    """Signing and filing happened, the one after the other."""
    if contract.end < contract.start:
        findings.fault(contract.row, "contract_end", "合同止日早于起日，请核对。")
    if contract.signed_on is not None and contract.signed_on > today:
        findings.fault(contract.row, "signed_on", f"签订日期晚于今天（{today}），请核对。")
    if contract.filed_on is not None and contract.filed_on > today:
        findings.fault(contract.row, "filed_on", f"备案日期晚于今天（{today}），请核对。")
    filed = "filing_number" if contract.filing_number else "filed_on" if contract.filed_on else ""
    if filed and contract.signed_on is None and not findings.bad(contract.row, "signed_on"):
        findings.fault(contract.row, "signed_on", "有备案的合同要有签订日期，请补上。")
    if contract.filed_on and contract.signed_on and contract.filed_on < contract.signed_on:
        findings.fault(contract.row, "filed_on", "备案日期早于签订日期，请核对。")


def _check_against(stint: StintPlan, contract: ContractPlan, findings: Findings) -> None:
    """A contract belongs to its stint; of a stint that ended the signing is known."""
    if contract.end < stint.start or contract.start > stint.last:
        findings.fault(contract.row, "contract_start", "合同期限不在这一段任职里，请核对合同起止和上岗、离岗时间。")
    elif contract.start < stint.start:
        findings.warn(contract.row, "contract_start", f"合同起日早于上岗时间{stint.start}，请核对。")
    if stint.end is not None and contract.signed_on is None and not findings.bad(contract.row, "signed_on"):
        findings.fault(contract.row, "signed_on", "这一段任职已结束，请补签订日期，或清空合同起止。")


def _check_year(contract: ContractPlan, law: Law, findings: Findings) -> None:
    """Art. 8: one contract a year."""
    facts = {"employed_on": contract.start, "contract_from": contract.start}
    longest = ask(("contract_year_end",), facts, on=under_the_measure(contract.start), law=law)["contract_year_end"]
    if contract.end > longest:
        told = f"合同一年一签（第八条），从{contract.start}起最晚到{longest}，请核对；几年的合同请一份一行分开填。"
        findings.fault(contract.row, "contract_end", told)


def _check_signing(stint: StintPlan, law: Law, findings: Findings) -> None:
    """Art. 8: the first contract is signed within a month."""
    first = min(stint.contracts, key=lambda contract: contract.start)
    if first.signed_on is None:
        return
    answers = ask(("sign_by",), {"employed_on": stint.start}, on=under_the_measure(stint.start), law=law)
    if first.signed_on > answers["sign_by"]:
        told = f"签订晚于{answers['sign_by']}，超过聘用之日起一个月（第八条），导入后记为逾期签订。"
        findings.warn(first.row, "signed_on", told)


def _check_order(person: PersonPlan, findings: Findings) -> None:
    """Contracts of one person follow each other; one that was cut short ended with its stint."""
    held = [
        (contract.start, min(contract.end, stint.last), contract)
        for stint in person.stints
        for contract in stint.contracts
    ]
    held.sort(key=lambda each: (each[0], each[2].row))
    for index, (start, _, contract) in enumerate(held[1:], 1):
        _, until, before = held[index - 1]
        if start <= until:
            told = f"与第{before.row}行的合同时间重叠，请核对合同起止。"
            findings.fault(contract.row, "contract_start", told)


def _tell_what_lacks(people: Sequence[PersonPlan], today: date, findings: Findings) -> None:
    """Running posts without a contract, or with one that has run out: told, since it is so."""
    running = [stint for person in people if (stint := person.running) and stint.coordinator]
    if running and not any(stint.contracts for stint in running):
        findings.warn(0, "", NO_CONTRACTS)
        return
    for stint in running:
        until = max((contract.end for contract in stint.contracts), default=None)
        if until is None:
            findings.warn(stint.row, "contract_start", "在岗却没有合同，导入后请村里补拟劳动合同（第八条）。")
        elif until < today:
            findings.warn(stint.row, "contract_end", f"合同已于{until}到期，导入后请办续签。")


def check_exemptions(people: Sequence[PersonPlan], today: date, findings: Findings) -> None:
    """A recognition has its number and day; nothing happened in the future."""
    for person in people:
        for key, name in (("certified_on", "认定日期"), ("subsidy_from", "首次核准补贴日")):
            day = person.told.get(key)
            if day is not None and day > today:
                findings.fault(person.told_in[key], key, f"{name}晚于今天（{today}），请核对。")
        if person.told.get("recognised"):
            for key, name in (("certificate", "就业创业证号"), ("certified_on", "认定日期")):
                if key not in person.told and not findings.bad(person.told_in["recognised"], key):
                    findings.fault(person.told_in["recognised"], key, f"经认定的就业困难人员，请补{name}。")


def check_grades(people: Sequence[PersonPlan], today: date, findings: Findings) -> None:
    """Grades of years in which the person was on post."""
    effective = value_on("measure_effective", today)
    for person in people:
        for year in person.grades:
            row, key = person.graded_in[year], f"grade_{year}"
            if not effective.year <= year <= today.year:
                findings.fault(row, key, f"考核年度应在{effective.year}至{today.year}之间，请核对列名。")
            elif cut_off_of(year) > today:
                findings.fault(row, key, f"{year}年度的考核到{cut_off_of(year)}为止，还没有结束，请清空。")
            elif person.stints and person.village_in(year) is None:
                findings.fault(row, key, "这一年不在岗，没有档次，请核对或清空。")
