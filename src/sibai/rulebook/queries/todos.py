"""What waits in this room: questions to the state, nothing stored."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from sibai.people.actor import Actor
from sibai.people.flow import Step, Todo
from sibai.rulebook.flow import DECISION
from sibai.rulebook.models import OPEN, Decision
from sibai.rulebook.queries.in_force import undecided
from sibai.rulebook.queries.law import living_decisions

DECIDES = "rulebook.prepare"
NAMED = 3
"""So many are named in a line."""


def todos(actor: Actor, today: date) -> list[Todo]:
    """Decisions to confirm or to change, and readings that the county must decide and has not; at most two queries."""
    steps = [step for step in DECISION.steps if step.role == actor.role]
    if not steps:
        return []
    rows = [row for row in living_decisions() if row.state in OPEN and actor.scope.holds(str(row.place_id))]
    waiting = [todo for step in steps for todo in _of_step(step, [row for row in rows if row.state == step.state])]
    return [*waiting, *(_to_decide(rows, today) if actor.may(DECIDES) else [])]


def _of_step(step: Step, rows: list[Decision]) -> list[Todo]:
    """The decisions in one state as one to-do."""
    if not rows:
        return []
    first, count = rows[0], len(rows)
    if count == 1:
        url, detail = reverse(step.route, args=[first.pk]), first.label
    else:
        url, detail = f"{reverse('rulebook:decisions')}?state={step.state}", f"{first.label}等{count}项"
    return [Todo(f"县里的决定{step.label}", f"{detail}：{step.next}", url, "办理", step.role, count=count)]


def _to_decide(rows: list[Decision], today: date) -> list[Todo]:
    """The readings that must be decided and wait for nobody yet, as one."""
    waiting = {row.entry for row in rows}
    left = [entry for entry in undecided(today) if entry.name not in waiting]
    if not left:
        return []
    detail = "、".join(entry.label for entry in left[:NAMED]) + (f"等{len(left)}项" if left[NAMED:] else "")
    url = f"{reverse('rulebook:readings')}?show=undecided"
    return [Todo("须由县里确定的口径", detail, url, "去确定", "county_clerk", count=len(left))]
