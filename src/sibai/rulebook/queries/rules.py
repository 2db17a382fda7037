"""One rule: the number it makes, from what, used for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sibai.measure import BOOK
from sibai.rulebook.queries.articles import CaseLine, cases_of
from sibai.rulebook.queries.law import law_on
from sibai.rulebook.queries.trees import Node, made_from, used_by

GROUP_WORDS = {"total": "各项合计", "highest": "取最高的一项", "place": "在一组里的名次"}
MANY_CASES = 12


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule with the two trees it stands in."""

    name: str
    label: str
    articles: tuple[str, ...]
    how: str
    """How it looks at a group; blank for a rule about one thing."""
    made_from: Node
    used_by: list[Node]
    cases: list[CaseLine]


def known(name: str) -> bool:
    """Whether there is such a rule."""
    return name in BOOK.rules


def rule_page(name: str, today: date) -> RulePage:
    """The page of a rule; KeyError where there is none."""
    rule = BOOK.rules[name]
    cases = [case for case in cases_of()[rule.articles[0]] if rule.label in case.outcome]
    return RulePage(
        name=name,
        label=rule.label,
        articles=rule.articles,
        how=GROUP_WORDS[rule.verb.how] if rule.verb else "",
        made_from=made_from(name, law_on(today)),
        used_by=used_by(name),
        cases=cases[:MANY_CASES],
    )
