"""Flows: every state has exactly one responsible role and its next step, or is an end. To-dos are made from them.

Nothing of this is stored: a room's `queries` look at the states of its rows and make `Todo`s for whoever asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

SOON_DAYS = 3
"""From so many days before its deadline a to-do is shown as due."""


@dataclass(frozen=True, slots=True)
class Step:
    """A state that waits for somebody: `state` as stored, `label` as shown, `role` who is at it, `next` what to do.

    `route` is the name of the page where it is done.
    """

    state: str
    label: str
    role: str
    next: str
    route: str


@dataclass(frozen=True, slots=True)
class Flow:
    """The states of one kind of thing, in order; `ended` are those in which nothing waits (state → label)."""

    name: str
    steps: tuple[Step, ...]
    ended: dict[str, str]

    def step(self, state: str) -> Step | None:
        """What a state waits for; None where it has ended."""
        return next((step for step in self.steps if step.state == state), None)

    def label(self, state: str) -> str:
        """A state as pages show it."""
        step = self.step(state)
        return step.label if step else self.ended[state]

    def is_turn_of(self, step: Step, role: str) -> bool:
        """Whether a page is this role's now: one that serves several roles in turn is only of whoever is at it."""
        return role == step.role or {each.role for each in self.steps if each.route == step.route} == {step.role}

    @property
    def choices(self) -> list[tuple[str, str]]:
        """All states, for a model's field."""
        return [*((step.state, step.label) for step in self.steps), *self.ended.items()]

    def dots(self, state: str, passed: dict[str, tuple[str, date | datetime]], why: str = "") -> list[dict[str, Any]]:
        """The line of dots for web/parts/steps.html: `passed` has who and when for states left behind.

        `why` is the reason of a return, shown at the step that is to do again.
        """
        names = [step.state for step in self.steps]
        here = names.index(state) if state in names else len(names)
        dots = []
        for position, step in enumerate(self.steps):
            now = "returned" if position == here and why else "now" if position == here else ""
            shown = now or ("done" if position < here else "todo")
            who, at = passed.get(step.state, ("", None)) if shown == "done" else ("", None)
            dots.append({"label": step.label, "state": shown, "who": who, "at": at, "why": why if now else ""})
        return dots


def time_left(deadline: date | None, today: date) -> str:
    """How long it is until a day, in words; blank without one."""
    if deadline is None or deadline == today:
        return "" if deadline is None else "今天到期"
    left = (deadline - today).days
    return f"已逾期{-left}天" if left < 0 else f"还有{left}天"


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits for a user: what, where it is done, until when."""

    label: str
    detail: str
    url: str
    button: str
    role: str
    deadline: date | None = None
    count: int = 1

    def shown(self, today: date) -> dict[str, Any]:
        """As web/parts/todo.html takes it."""
        left = (self.deadline - today).days if self.deadline else None
        tone = "plain" if left is None or left > SOON_DAYS else "late" if left < 0 else "due"
        return {
            "label": self.label,
            "detail": self.detail,
            "url": self.url,
            "button": self.button,
            "deadline": self.deadline,
            "tone": tone,
            "left": time_left(self.deadline, today),
            "count": self.count,
        }


def in_order(todos: Sequence[Todo]) -> list[Todo]:
    """The most urgent first; those without a deadline last."""
    return sorted(todos, key=lambda todo: (todo.deadline is None, todo.deadline or date.max, todo.label))
