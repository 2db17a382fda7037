"""What a page of one act shows: what it is about, what the rules say of it, what will happen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from sibai.employment.models import Contract, Stint

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


def called(stint: Stint) -> str:
    """A post as people call it: village and name."""
    return f"{stint.village.short_name} {stint.person.name}"


def way_to(stint: Stint, *stations: tuple[str, str]) -> list[dict[str, str]]:
    """The way back from an act at a post."""
    here = [("人员", reverse("employment:people")), (called(stint), reverse("employment:stint", args=[stint.pk]))]
    return [{"label": label, "url": url} for label, url in [*here, *stations]]


def way_to_contract(contract: Contract, title: str) -> list[dict[str, str]]:
    """The way back from an act on a contract: by its post, or by its own page while nobody is on post."""
    if contract.stint is not None:
        return way_to(contract.stint, (title, ""))
    label = f"{contract.village.short_name} {contract.person.name}"
    return [
        {"label": "合同", "url": reverse("employment:contracts")},
        {"label": label, "url": reverse("employment:contract", args=[contract.pk])},
        {"label": title, "url": ""},
    ]


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
