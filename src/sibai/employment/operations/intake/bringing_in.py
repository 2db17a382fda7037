"""Writing a checked roster: people, posts, contracts, exemptions, grades, vacancies. Plain functions, no entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from sibai.audit.refusals import Refusal
from sibai.employment.models import Contract, Exemption, GradeFact, Stint
from sibai.employment.operations.posts import open_stint
from sibai.employment.queries.employers import employer_of
from sibai.employment.queries.intake.checking import checked
from sibai.employment.queries.intake.findings import Finding, Findings
from sibai.employment.queries.intake.plans import ContractPlan, PersonPlan, Plan, StintPlan
from sibai.employment.queries.intake.rows import RosterRow
from sibai.employment.queries.intake.villages import villages_in
from sibai.employment.queries.terms import under_the_measure
from sibai.measure import Law
from sibai.people.actor import Actor
from sibai.people.models import Person
from sibai.people.operations.persons import change, register
from sibai.recruitment.operations.vacancies import close_vacancy, open_vacancy
from sibai.rulebook.queries.asking import ask
from sibai.rulebook.queries.law import county_law

TOLD_AT_MOST = 5
REGISTERED = ("phone", "card", "address", "education")


class BadRoster(Refusal):
    """A roster with faults: nothing of it is written. `faults` are all of them."""

    def __init__(self, faults: Sequence[Finding]) -> None:
        first = "；".join(f"{each.cell}：{each.message.rstrip('。')}" for each in faults[:TOLD_AT_MOST])
        super().__init__(f"花名册里有{len(faults)}处要改，什么也没有导入。{first}。")
        self.faults = faults


@dataclass
class BroughtIn:
    """What was written: keys of the rows by kind, and what was filled in of people known before."""

    counts: dict[str, int]
    made: dict[str, list[Any]] = field(default_factory=dict)
    touched: dict[str, dict[str, Any]] = field(default_factory=dict)

    def note(self, kind: str, *keys: Any) -> None:
        """Keep the keys of rows that were written."""
        self.made.setdefault(kind, []).extend(str(key) for key in keys)


def bring_in(actor: Actor, rows: Sequence[RosterRow], now: datetime, *, document: str = "花名册") -> BroughtIn:
    """Check rows that did not come from a file, and write them. BadRoster with everything that is wrong.

    Part of an act of its caller, which has the transaction and the entry.
    """
    findings = Findings()
    plan = checked(rows, villages_in(actor.scope), actor.scope, timezone.localdate(now), findings)
    if findings.faults:
        raise BadRoster(findings.faults)
    return write(actor, plan, now, document=document)


def write(actor: Actor, plan: Plan, now: datetime, *, document: str) -> BroughtIn:
    """Write a plan without faults: earlier stints first, so that each is held against those before it."""
    today = timezone.localdate(now)
    done = BroughtIn(plan.counts())
    people = {person.id_number: _person(actor, person, now, done) for person in plan.people}
    law = county_law()
    stints = [(stint, people[person.id_number]) for person in plan.people for stint in person.stints]
    for stint, person in sorted(stints, key=lambda each: each[0].start):
        made = _stint(actor, stint, person, document, now, today, done)
        _contracts(actor, stint, made, law, now, done)
    for each in plan.people:
        _record(actor, each, people[each.id_number], document, now, done)
    _vacancies(plan, now, done)
    return done


def _person(actor: Actor, plan: PersonPlan, now: datetime, done: BroughtIn) -> Person:
    """A person registered, or somebody known with what was blank filled in."""
    if plan.known is None:
        facts = {name: plan.told.get(name, "") for name in REGISTERED} | dict.fromkeys(plan.flags, True)
        facts |= {"name": plan.name, "id_number": plan.id_number}
        person = register(actor, village=plan.latest.village, facts=facts, now=now)
        done.note("people", person.pk)
        return person
    person = plan.known
    touched: dict[str, Any] = {}
    if plan.fills:
        touched["facts"] = list(change(actor, person, plan.fills, now))
    if plan.running is not None and plan.running.village != person.village:
        touched["village"] = str(person.village_id)
        person.village = plan.running.village
        person.save(update_fields=["village"])
    done.touched[str(person.pk)] = touched
    return person


def _stint(
    actor: Actor, plan: StintPlan, person: Person, document: str, now: datetime, today: date, done: BroughtIn
) -> Stint:
    made = open_stint(
        actor=actor,
        person=person,
        village=plan.village,
        start=plan.start,
        end=plan.end,
        kind=plan.kind,
        source="roster",
        document=document,
        now=now,
        today=today,
    )
    done.note("stints", made.pk)
    return made


def _contracts(actor: Actor, plan: StintPlan, stint: Stint, law: Law, now: datetime, done: BroughtIn) -> None:
    """The contracts as the paper has them: no rule made them, so no answer is kept with them."""
    for contract in sorted(plan.contracts, key=lambda each: each.start):
        party = employer_of(stint.village, contract.start)
        made = Contract.objects.create(
            kind=Contract.LABOUR,
            person_id=stint.person_id,
            village=stint.village,
            stint=stint,
            number=contract.number,
            start=contract.start,
            end=contract.end,
            sign_by=_sign_by(contract, stint, law),
            signed_on=contract.signed_on,
            filed_on=contract.filed_on,
            filing_number=contract.filing_number,
            party=party.name,
            party_code=party.credit_code,
            party_representative=party.legal_representative,
            party_address=party.address,
            state=contract.state,
            prepared_by_id=actor.user_id,
            prepared_at=now,
        )
        done.note("contracts", made.pk)


def _sign_by(contract: ContractPlan, stint: Stint, law: Law) -> date | None:
    """The last day to sign the first contract of a stint (art. 8); the later ones have none."""
    if contract.start > stint.start or stint.kind != Stint.COORDINATOR:
        return None
    answers = ask(("sign_by",), {"employed_on": stint.start}, on=under_the_measure(stint.start), law=law)
    day: date = answers["sign_by"]
    return day


def _record(actor: Actor, plan: PersonPlan, person: Person, document: str, now: datetime, done: BroughtIn) -> None:
    """The exemption from severance, and grades, which another person at the county still confirms (art. 16)."""
    told = plan.exemption()
    if told:
        first = min(stint.start for stint in plan.stints)
        since = told.get("certified_on") or told.get("subsidy_from") or first
        made = Exemption.objects.create(
            person=person, since=since, document=document, entered_by_id=actor.user_id, entered_at=now, **told
        )
        done.note("exemptions", made.pk)
    for year, grade in sorted(plan.grades.items()):
        village = plan.village_in(year)
        assert village is not None  # a grade of a year not on post is a fault
        row = GradeFact.objects.create(
            person=person,
            village=village,
            year=year,
            grade=grade,
            document=document,
            state="entered",
            entered_by_id=actor.user_id,
            entered_at=now,
        )
        done.note("grades", row.pk)


def _vacancies(plan: Plan, now: datetime, done: BroughtIn) -> None:
    """Vacancies that are filled close on the first day on post; villages left without a coordinator get one."""
    for village, since in plan.close:
        closed = close_vacancy(village=village, on=since, now=now)
        if closed is not None:
            done.made.setdefault("closed", []).append(
                {
                    "id": str(closed.pk),
                    "village": village.code,
                    "opened_on": str(closed.opened_on),
                    "cause": closed.cause,
                }
            )
    for village, since in plan.open:
        done.note("opened", open_vacancy(village=village, opened_on=since, cause="other", now=now).pk)
