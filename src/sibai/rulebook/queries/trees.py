"""How numbers hang together, drawn from the signatures of the rules: what one is made from, what one is used for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.urls import reverse

from sibai.measure import BOOK
from sibai.measure.law import InForce
from sibai.measure.values import shown
from sibai.rulebook.queries.in_force import LawEntry

Node = dict[str, Any]
AGAIN = "见上"


def made_from(name: str, law: Mapping[str, InForce]) -> Node:
    """The tree of what a rule's number is made from, down to facts and the parameters as they stand."""
    return _made_from(name, law, set())


def _made_from(name: str, law: Mapping[str, InForce], told: set[str]) -> Node:
    needs = BOOK.needs_of(name)
    again = bool(needs) and name in told
    told.add(name)
    node = _node(name, law)
    if again:
        return {**node, "source": AGAIN}
    return {**node, "children": [_made_from(need, law, told) for need in needs]}


def used_by(name: str) -> list[Node]:
    """The trees of the numbers that use a number, each with what uses it in turn; what was told is not told again."""
    return _used_by(name, set())


def _used_by(name: str, told: set[str]) -> list[Node]:
    nodes = []
    for user in users_of().get(name, ()):
        again = user in told and bool(users_of().get(user))
        told.add(user)
        node = _node(user, {})
        nodes.append({**node, "source": AGAIN} if again else {**node, "children": _used_by(user, told)})
    return nodes


def all_that_use(name: str) -> list[str]:
    """The labels of every rule that hangs on a name, each once, in the order of the book."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for user in users_of().get(waiting.pop(), ()):
            if user not in found:
                found.add(user)
                waiting.append(user)
    return [rule.label for rule in BOOK.rules.values() if rule.name in found]


@lru_cache(maxsize=1)
def users_of() -> dict[str, tuple[str, ...]]:
    """Every name with the rules (or blank facts) that need it; the book is sealed, so once is enough."""
    users: dict[str, list[str]] = {}
    for name in [*BOOK.rules, *BOOK.facts]:
        for need in dict.fromkeys(BOOK.needs_of(name)):
            users.setdefault(need, []).append(name)
    return {name: tuple(found) for name, found in users.items()}


def _node(name: str, law: Mapping[str, InForce]) -> Node:
    """One number without its branches, as web/parts/why.html takes it."""
    if name in BOOK.rules:
        rule = BOOK.rules[name]
        url = reverse("rulebook:rule", args=[name])
        return {"line": rule.label, "article": rule.articles[0], "url": url, "value": "", "source": "", "children": []}
    if name in BOOK.facts:
        fact = BOOK.facts[name]
        return {"line": fact.label, "article": "", "url": "", "value": "", "source": _blank(fact), "children": []}
    entry = LawEntry.of(law, name)
    url = reverse("rulebook:entry", args=[name])
    return {
        "line": entry.label,
        "article": "",
        "url": url,
        "value": entry.shown,
        "source": entry.kind,
        "flag": "须县里确定，现按默认" if entry.undecided else "",
        "children": [],
    }


def _blank(fact: Any) -> str:
    """That a fact is recorded by people, and what its blank means."""
    if fact.blank is None:
        return "填报的事实"
    if isinstance(fact.blank, str):
        return "填报的事实，没有填时另算"
    return f"填报的事实，没有填按{shown(fact.blank, fact.unit)}计"
