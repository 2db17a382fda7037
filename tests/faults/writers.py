"""Users who write without a pause: each sends one form after another, and sends it again where no answer came."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from sibai.demo.people import invented
from tests.browser.visitor import Visitor

DONE = frozenset({200, 409})
"""Answers after which a form is carried out: done now, or told that it was done before."""
PAUSE = 0.05


@dataclass
class Writer:
    """One user with a kind of form."""

    visitor: Visitor
    account: str
    page: str
    holding: str
    values: Iterator[dict[str, str]]
    acknowledged: int = 0
    refused: list[str] = field(default_factory=list)

    def run(self, stop: threading.Event) -> None:
        """Write until told to stop; the form that is under way is finished first."""
        pending: tuple[str, dict[str, str]] | None = None
        while pending is not None or not stop.is_set():
            try:
                pending = pending or self._next()
                answer = self.visitor.open(*pending)
            except (OSError, AssertionError):
                time.sleep(PAUSE)
                continue
            if answer.status in DONE:
                self.acknowledged += 1
            elif answer.status < 500:
                self.refused.append(f"{answer.status} {answer.text[-1500:]}")
            pending = None if answer.status < 500 else pending

    def _next(self) -> tuple[str, dict[str, str]]:
        """The next form, filled in."""
        action, fields = self.visitor.open(self.page).form(self.holding)
        return action, {**fields, **next(self.values)}


def applicants(first: int) -> Iterator[dict[str, str]]:
    """Invented people who apply, one after the other."""
    for number in itertools.count(first):
        person = invented(number)
        yield {
            "name": person.name,
            "id_number": person.id_number,
            "phone": person.phone,
            "address": person.address,
            "education": person.education,
            "poverty_relief": "on",
            "knows_village": "on",
        }


def accounts() -> Iterator[dict[str, str]]:
    """New accounts of village staff."""
    for number in itertools.count(1):
        yield {"account": f"fault{number:05d}", "name": "试写", "role": "auditor", "place_code": "610929000000"}


def decisions() -> Iterator[dict[str, str]]:
    """Decisions that are prepared."""
    for number in itertools.count(1):
        yield {"value": "10", "start": f"20{40 + number // 300:02d}-{number % 12 + 1:02d}-{number % 25 + 1:02d}", "document": f"试{number}号", "reason": "试"}
