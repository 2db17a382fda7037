"""Stints of a roster against each other and against the measure: one coordinator a village, one post a person,
nothing before the measure, three years at most (articles 5, 9, 23).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from sibai.audit.refusals import Refusal
from sibai.employment.queries.clock import Post, ask_about
from sibai.employment.queries.intake.findings import Findings
from sibai.employment.queries.intake.plans import PersonPlan, StintPlan
from sibai.measure import Law
from sibai.rulebook.queries.law import value_on


def check_days(people: Sequence[PersonPlan], today: date, findings: Findings) -> None:
    """Days that cannot be: an end before the start, the future, before the measure, a village that was dissolved."""
    effective = value_on("measure_effective", today)
    for stint in (stint for person in people for stint in person.stints):
        if stint.end is not None and stint.end < stint.start:
            findings.fault(stint.row, stint.end_key, "离岗时间早于上岗时间，请核对。")
        elif stint.end is not None and stint.end > today:
            findings.fault(stint.row, stint.end_key, f"离岗时间晚于今天（{today}）；还在岗的，请清空这一格。")
        if stint.start > today:
            findings.fault(stint.row, stint.start_key, f"上岗时间晚于今天（{today}），到那一天再登记。")
        if stint.coordinator and stint.start < effective:
            told = f"早于办法施行之日{effective}（第二十三条）；从{effective}起填，以前的按其他公益性岗位另列一行。"
            findings.fault(stint.row, stint.start_key, told)
        if stint.village.end is not None and stint.village.end < stint.last:
            findings.fault(stint.row, stint.village_key, f"这个村（社区）已于{stint.village.end}撤销，请填现在的。")


def check_one_post_a_person(people: Sequence[PersonPlan], findings: Findings) -> None:
    """Nobody holds two posts at a time."""
    for person in people:
        ordered = sorted(person.stints, key=lambda stint: (stint.start, stint.row))
        for before, after in pairwise(ordered):
            if before.overlaps(after.start, after.end):
                told = f"同一个人，与第{before.row}行的任职时间重叠，请核对上岗和离岗时间。"
                findings.fault(after.row, after.start_key, told)


def check_one_coordinator_a_village(people: Sequence[PersonPlan], findings: Findings) -> None:
    """A village has one coordinator at a time; both rows are told."""
    by_village: dict[str, list[tuple[PersonPlan, StintPlan]]] = defaultdict(list)
    for person in people:
        for stint in person.stints:
            if stint.coordinator:
                by_village[stint.village.code].append((person, stint))
    for held in by_village.values():
        held.sort(key=lambda each: (each[1].start, each[1].row))
        longest = held[0]
        for other in held[1:]:
            if longest[0] is not other[0] and longest[1].overlaps(other[1].start, other[1].end):
                _both(longest[1], other[1], findings)
            longest = max(longest, other, key=lambda each: each[1].last)


def _both(one: StintPlan, other: StintPlan, findings: Findings) -> None:
    name = other.village.short_name
    for mine, theirs in ((one, other), (other, one)):
        told = f"与第{theirs.row}行的人同一时间都在{name}，一个村（社区）只配备一名（第五条），请核对村和时间。"
        findings.fault(mine.row, mine.start_key, told)


def check_three_years(
    people: Sequence[PersonPlan], former: dict[str, list[Post]], today: date, law: Law, findings: Findings
) -> None:
    """Art. 9 over all stints, those that the system knows (`former`, by identity number) among them."""
    for person in people:
        before = former.get(person.id_number, [])
        for stint in sorted(person.stints, key=lambda each: each.start):
            if findings.bad(stint.row, stint.start_key, stint.end_key):
                break
            posts = [*before, *(each.post for each in person.stints if each.start < stint.start)]
            _hold_to_cap(stint, posts, today, law, findings)


def _hold_to_cap(stint: StintPlan, posts: list[Post], today: date, law: Law, findings: Findings) -> None:
    """A running stint past its last lawful day is at fault; one that ended later than lawful is told."""
    try:
        answers = ask_about(
            ("last_lawful_day", "term_ok"), [*posts, Post(stint.start, None, stint.kind)], today, law=law
        )
    except Refusal as refusal:
        findings.fault(stint.row, stint.start_key, str(refusal))
        return
    lawful = answers["last_lawful_day"]
    if lawful is None:
        return
    if lawful < stint.start:
        _tell(stint, "累计工作期限在上岗以前已满三年（第九条），请核对以前的任职。", findings)
    elif lawful < (stint.end or today):
        told = f"累计满三年，最晚在岗日是{lawful}（第九条）"
        mend = "，请填不晚于这一天的离岗时间。" if stint.end is None else "，离岗时间比它晚，请核对。"
        _tell(stint, told + mend, findings)
    _hold_contracts(stint, lawful, findings)


def _tell(stint: StintPlan, told: str, findings: Findings) -> None:
    if stint.end is None:
        findings.fault(stint.row, stint.start_key, told)
    else:
        findings.warn(stint.row, stint.end_key, told)


def _hold_contracts(stint: StintPlan, lawful: date, findings: Findings) -> None:
    """No contract of a running stint ends after the last lawful day."""
    for contract in stint.contracts:
        if stint.end is None and contract.end > lawful:
            told = f"合同止日晚于最晚在岗日{lawful}（第九条），请填{lawful}或更早。"
            findings.fault(contract.row, "contract_end", told)
