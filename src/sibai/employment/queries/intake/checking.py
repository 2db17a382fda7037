"""A roster checked whole: by itself, against the rules, against what the system holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sibai.db.querysets import Scope
from sibai.employment.queries.intake.contracts import check_contracts, check_exemptions, check_grades
from sibai.employment.queries.intake.findings import Findings
from sibai.employment.queries.intake.grouping import grouped
from sibai.employment.queries.intake.known import (
    check_grades_on_file,
    check_posts,
    check_vacancies,
    find_known,
)
from sibai.employment.queries.intake.plans import PersonPlan, Plan
from sibai.employment.queries.intake.posts import (
    check_days,
    check_one_coordinator_a_village,
    check_one_post_a_person,
    check_three_years,
)
from sibai.employment.queries.intake.rows import RosterRow
from sibai.employment.queries.intake.villages import Villages
from sibai.rulebook.queries.law import county_law


def checked(rows: Sequence[RosterRow], villages: Villages, scope: Scope, today: date, findings: Findings) -> Plan:
    """What the rows would write. What is wrong goes to `findings`; with a fault in it the plan is not to be used.

    About ten queries, however many rows.
    """
    people = grouped(rows, villages, today, findings)
    law = county_law()
    check_days(people, today, findings)
    check_one_post_a_person(people, findings)
    check_one_coordinator_a_village(people, findings)
    _tell_shared_cards(people, findings)
    find_known(people, scope, findings)
    former = check_posts(people, findings)
    check_three_years(people, former, today, law, findings)
    check_contracts(people, today, law, findings)
    check_exemptions(people, today, findings)
    check_grades(people, today, findings)
    check_grades_on_file(people, findings)
    close, left = check_vacancies(people, today, findings)
    return Plan(people, close, left)


def _tell_shared_cards(people: Sequence[PersonPlan], findings: Findings) -> None:
    """Two people with one bank number: it may be, but pay would go to one of them."""
    holders: dict[str, list[PersonPlan]] = defaultdict(list)
    for person in people:
        if "card" in person.told:
            holders[person.told["card"]].append(person)
    for sharing in holders.values():
        for person in sharing[1:]:
            told = f"与第{sharing[0].told_in['card']}行的人是同一个账号，请核对。"
            findings.warn(person.told_in["card"], "card", told)
