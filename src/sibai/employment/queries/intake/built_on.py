"""What was built on an imported roster since: while there is any, it cannot be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from sibai.audit.models import Entry
from sibai.audit.queries import Line, lines
from sibai.employment.models import Contract, GradeFact, RosterImport, Stint
from sibai.people.models import Person

READING = (".export", ".export_roster", ".print", ".print_paper", ".reveal", ".open", ".copy", ".search")
"""How acts end that only look."""
KINDS = ("people", "stints", "contracts", "exemptions", "grades", "opened")


def built_on(roster: RosterImport) -> list[str]:
    """Sentences: which row, what was done to it. Empty where the import can be taken back. A few queries."""
    told = [_sentence(line) for line in lines(_entries(roster))]
    return told or list(_changed(roster))


def _entries(roster: RosterImport) -> Iterable[Entry]:
    """Acts after the import that are about its people or its rows; those that only look left out."""
    people = {UUID(key) for key in (*roster.made.get("people", ()), *roster.touched)}
    rows = {key for kind in KINDS for key in roster.made.get(kind, ())} | set(roster.touched)
    entries = Entry.objects.filter(seq__gt=roster.entry or 0, outcome="done").order_by("seq")
    about = entries.filter(Q(person__in=people) | Q(object_id__in=rows))
    return [entry for entry in about if not entry.action.endswith(READING)]


def _sentence(line: Line) -> str:
    at = line.at.astimezone(ZoneInfo(settings.TIME_ZONE))
    what = f"{line.label}：" if line.label and line.label not in line.sentence else ""
    return f"{what}{at:%Y-%m-%d %H:%M} {line.role}　{line.sentence}"


def _changed(roster: RosterImport) -> Iterator[str]:
    """Rows that are no longer as they were written, by acts that name many at once."""
    for stint in Stint.objects.filter(pk__in=roster.made.get("stints", ()), version__gt=1).select_related("village"):
        yield f"{stint.label}：岗位情况已有变化"
    contracts = Contract.objects.filter(pk__in=roster.made.get("contracts", ()), version__gt=1)
    for contract in contracts.select_related("village"):
        yield f"{contract.label}：已有人接着办理（{contract.get_state_display()}）"
    grades = GradeFact.objects.filter(pk__in=roster.made.get("grades", ())).exclude(state="entered")
    for grade in grades.select_related("village"):
        yield f"{grade.label}：{grade.get_state_display()}"
    for person in Person.objects.filter(pk__in=roster.made.get("people", ()), erased_on__isnull=False):
        yield f"{person.label}：信息已按规定删除"
