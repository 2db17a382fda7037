"""What pages of one act and of one thing in its flow show: plain data for web/act.html and web/flow.html."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

Fact = dict[str, Any]
"""One line of web/parts/facts.html."""


@dataclass(frozen=True, slots=True)
class ActPage:
    """The page of one act. `facts` as web/parts/facts.html takes them, `notes` as note.html, `confirm` as confirm.html.

    `closed` says why the act is not at this step; then the page has no form. `back` is where one comes from.
    """

    title: str
    back: str
    crumbs: list[dict[str, str]]
    facts: list[Fact] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    confirm: dict[str, Any] | None = None
    lead: str = ""
    button: str = ""
    danger: bool = False
    closed: str = ""
    cancel: bool = True


@dataclass(frozen=True, slots=True)
class FlowPage:
    """What web/parts take: `status` (tone, word), `steps`, `act` the main act {label, url}, `acts` the others,
    `items` a list of what is handed over."""

    title: str
    status: dict[str, str]
    crumbs: list[dict[str, str]]
    steps: list[dict[str, Any]]
    facts: list[Fact]
    act: dict[str, str] | None = None
    acts: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    items: dict[str, Any] | None = None
    papers: list[dict[str, Any]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)


def fact(label: str, value: Any, kind: str = "", **more: Any) -> Fact:
    """One line."""
    return {"label": label, "value": value, "kind": kind, **more}


def day(label: str, value: date | None, **more: Any) -> Fact:
    """One line with a day."""
    return fact(label, value, "day", **more)


def note(text: str, tone: str = "plain", **more: Any) -> dict[str, Any]:
    """One note."""
    return {"text": text, "tone": tone, **more}


ELSEWHERE = "这件事已经办过，或者还没有到这一步。"
