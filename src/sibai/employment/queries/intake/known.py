"""A roster against what the system holds already: people, posts, vacancies, grades."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from sibai.db.querysets import Scope
from sibai.employment.models import Acting, GradeFact, Stint
from sibai.employment.queries.clock import Post
from sibai.employment.queries.intake.findings import Findings
from sibai.employment.queries.intake.plans import PersonPlan, StintPlan
from sibai.people.models import Person
from sibai.people.queries.persons import index_of
from sibai.places.models import Place
from sibai.recruitment.flow import ENDED
from sibai.recruitment.models import Selection, Vacancy

FILLED = {"phone": "联系电话", "card": "银行账号", "address": "住址", "education": "文化程度"}


def find_known(people: Sequence[PersonPlan], scope: Scope, findings: Findings) -> None:
    """Who of the people is registered, and which of the blank facts of those the roster fills. One query."""
    by_index = {index_of("id_number", person.id_number): person for person in people}
    found = Person.objects.filter(id_index__in=by_index).select_related("village")
    for known in found:
        person = by_index[known.id_index]
        if not scope.holds(known.place_code):
            findings.fault(person.row, "id_number", "此身份证号已登记在其他地方，请联系管理员。")
        elif person.name and known.name != person.name:
            told = "此身份证号登记的是另一个姓名，请核对姓名和号码；确实改了名的，先在人员页更正姓名。"
            findings.fault(person.row, "name", told)
        else:
            person.known = known
            person.fills = _fills(person, known, findings)


def _fills(person: PersonPlan, known: Person, findings: Findings) -> dict[str, Any]:
    """Facts that were blank so far; one that is registered otherwise is at fault: no import changes it silently."""
    fills: dict[str, Any] = {}
    for name, label in FILLED.items():
        told, held = person.told.get(name), getattr(known, name)
        if told and not held:
            fills[name] = told
        elif told and held != told:
            message = f"系统里登记的{label}与这里不同：请核对；要改的先在人员页更正，不改的清空这一格。"
            findings.fault(person.told_in[name], name, message)
    fills |= dict.fromkeys((flag for flag in sorted(person.flags) if not getattr(known, flag)), True)
    return fills


def check_posts(people: Sequence[PersonPlan], findings: Findings) -> dict[str, list[Post]]:
    """Times that are taken: by another post of the person, by another coordinator of the village. One query.

    Returns the stints on file by identity number, for the three years of art. 9.
    """
    ids = {person.known.pk: person for person in people if person.known}
    villages = {stint.village.code for person in people for stint in person.stints}
    rows = Stint.objects.filter(Q(person__in=ids) | Q(village__in=villages, kind=Stint.COORDINATOR))
    of_person: dict[Any, list[Stint]] = defaultdict(list)
    of_village: dict[str, list[Stint]] = defaultdict(list)
    for row in rows.order_by("start"):
        of_person[row.person_id].append(row)
        if row.kind == Stint.COORDINATOR:
            of_village[str(row.village_id)].append(row)
    for person in people:
        own = of_person[person.known.pk] if person.known else []
        for stint in person.stints:
            _check_taken(stint, own, of_village[stint.village.code], findings)
    return {
        person.id_number: [Post(row.start, row.end, row.kind) for row in of_person[pk]] for pk, person in ids.items()
    }


def _check_taken(stint: StintPlan, own: Sequence[Stint], there: Sequence[Stint], findings: Findings) -> None:
    mine = next((row for row in own if stint.overlaps(row.start, row.end)), None)
    if mine is not None and (mine.start, str(mine.village_id)) == (stint.start, stint.village.code):
        findings.fault(stint.row, stint.start_key, "系统里已有这个人的这一段任职，请删去这一行。")
    elif mine is not None:
        told = f"系统里这个人自{mine.start}起已有岗位，时间重叠，请核对；已登记的请删去这一行。"
        findings.fault(stint.row, stint.start_key, told)
    taken = next((row for row in there if stint.overlaps(row.start, row.end)), None)
    if taken is not None and stint.coordinator and mine is None:
        told = f"系统里{stint.village.short_name}自{taken.start}起已有协理员，一个村（社区）只配备一名（第五条）。"
        findings.fault(stint.row, stint.start_key, told)


def check_vacancies(
    people: Sequence[PersonPlan], today: date, findings: Findings
) -> tuple[list[tuple[Place, date]], list[tuple[Place, date]]]:
    """The vacancies that the roster fills, and those that it leaves; no village may be choosing somebody meanwhile."""
    running = {stint.village.code: stint for person in people if (stint := person.running) and stint.coordinator}
    villages = {stint.village.code for person in people for stint in person.stints if stint.coordinator}
    vacant = set(Vacancy.objects.filter(village__in=villages, closed_on__isnull=True).values_list("village", flat=True))
    choosing = Selection.objects.filter(vacancy__village__in=running, vacancy__closed_on__isnull=True)
    for code in set(choosing.exclude(state__in=ENDED).values_list("vacancy__village", flat=True)):
        stint = running[str(code)]
        told = f"{stint.village.short_name}正在系统里选聘，请先办结或结束这一次选聘，再导入这一行。"
        findings.fault(stint.row, stint.village_key, told)
    minded = Acting.objects.filter(village__in=running, closed_on__isnull=True, cause="vacant", end__gte=today)
    for code in minded.values_list("village", flat=True):
        stint = running[str(code)]
        findings.fault(
            stint.row, stint.village_key, f"{stint.village.short_name}正由别人代管，请先结束代管，再导入这一行。"
        )
    close = [(stint.village, stint.start) for code, stint in sorted(running.items()) if code in vacant]
    return close, _left_vacant(people, vacant | set(running))


def _left_vacant(people: Sequence[PersonPlan], looked_after: set[Any]) -> list[tuple[Place, date]]:
    """Villages whose last coordinator has left, with the first day without one."""
    last: dict[str, StintPlan] = {}
    for stint in (stint for person in people for stint in person.stints if stint.coordinator and stint.end):
        held = last.get(stint.village.code)
        if held is None or held.last < stint.last:
            last[stint.village.code] = stint
    on_post = set(
        Stint.objects.filter(village__in=last, kind=Stint.COORDINATOR, end=None).values_list("village", flat=True)
    )
    return [
        (stint.village, stint.end + timedelta(days=1))
        for code, stint in sorted(last.items())
        if stint.end and code not in looked_after | on_post and stint.village.end is None
    ]


def check_grades_on_file(people: Sequence[PersonPlan], findings: Findings) -> None:
    """Grades that are on file: the same ones are left out, others are corrected elsewhere. One query."""
    ids = {person.known.pk: person for person in people if person.known and person.grades}
    rows = GradeFact.objects.filter(person__in=ids, state__in=("entered", "confirmed")).order_by("entered_at", "pk")
    held: dict[tuple[Any, int], set[str]] = defaultdict(set)
    for row in rows:  # the one that stands, and beside it a correction that waits
        kept = held[row.person_id, row.year] if row.state == "entered" else set()
        held[row.person_id, row.year] = {*kept, row.grade}
    for (pk, year), known in held.items():
        person = ids[pk]
        if year not in person.grades:
            continue
        if person.grades[year] in known:
            del person.grades[year]
        else:
            told = "系统里这一年的档次不同；要更正的请在“年度档次”里办理，这里请清空。"
            findings.fault(person.graded_in[year], f"grade_{year}", told)
