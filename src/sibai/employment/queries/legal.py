"""Labour Contract Law articles 40, 42, 43 and 45, held against an ending before it goes on.

Which article concerns which ending is the table below; whether it stops is told by the rules and dated parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sibai.employment.models import Stint
from sibai.employment.queries.grounds import ALWAYS, facts_of
from sibai.employment.queries.terms import under_the_measure
from sibai.rulebook.queries.asking import Answers, ask
from sibai.rulebook.queries.law import value_on

NOTICE, PROTECTED, UNION, PROLONGED = "第四十条", "第四十二条", "第四十三条", "第四十五条"
WITHOUT_FAULT = frozenset({"removal_2", "removal_3"})
FREE_WORDS = frozenset({"removal_7"})
"""Grounds in words only: article 42 lets nobody under its protection go but for a fault, which nothing here shows."""
DISMISSAL = frozenset({"removal_2", "removal_3", "removal_4", "removal_5", "removal_6", "removal_7"})
AT_EXPIRY = frozenset({"expiry", "removal_1"})
QUESTIONS = (
    "notified_on",
    "month_paid_instead",
    "pregnancy_protected",
    "sick_months_used",
    "work_years",
    "unit_years",
    "injury_disabled",
    "union_told",
)
"""Facts that the check asks, as the rules name them."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An article that stands in the way, in words."""

    article: str
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found: the articles that concern the ending, and those that stop it."""

    concerns: tuple[str, ...]
    stops: tuple[Stop, ...]
    answers: Answers


def articles_for(kind: str, early: bool) -> tuple[str, ...]:
    """The articles that concern a kind of ending. `early`: before the contract's last day, which makes a failed
    grade a dismissal without fault instead of an expiry."""
    without_fault = kind in WITHOUT_FAULT or (kind == "failed_grade" and early)
    dismissal = kind in DISMISSAL or (kind == "failed_grade" and early)
    at_expiry = kind in AT_EXPIRY or (kind == "failed_grade" and not early)
    shielded = without_fault or kind in FREE_WORDS
    concerned = [(NOTICE, without_fault), (PROTECTED, shielded), (UNION, dismissal), (PROLONGED, at_expiry)]
    return tuple(article for article, yes in concerned if yes)


def check(kind: str, stint: Stint, last_day: date, told: Mapping[str, Any], today: date, *, early: bool) -> Checked:
    """Hold an ending against the four articles. `told` answers QUESTIONS and the ground's own facts."""
    concerns = articles_for(kind, early)
    facts = facts_of(stint, last_day, told, today)
    day = under_the_measure(last_day)
    names = ALWAYS if concerns in ((), (UNION,)) else ("protected_by_law", *ALWAYS)
    answers = ask(names, facts, on=day, parents={"stint": [0] * len(facts["start"])})
    is_protected = "protected_by_law" in names and bool(answers["protected_by_law"])
    found = {
        NOTICE: _notice_short(told, last_day)
        and f"应提前{value_on('dismissal_notice', day)}日书面通知或另付一个月工资",
        PROTECTED: is_protected and "本人在孕期、产期、哺乳期、医疗期内，或因工伤残等，不得解除",
        UNION: not told.get("union_told") and "应事先将理由通知工会",
        PROLONGED: is_protected and "合同期满应续延至孕期、产期、哺乳期、医疗期等情形消失",
    }
    stops = tuple(Stop(article, str(found[article])) for article in concerns if found[article])
    return Checked(concerns, stops, answers)


def _notice_short(told: Mapping[str, Any], last_day: date) -> bool:
    """Less notice than the law asks, and no month's pay instead."""
    if told.get("month_paid_instead"):
        return False
    notified = told.get("notified_on")
    needed = int(value_on("dismissal_notice", under_the_measure(last_day)))
    return notified is None or (last_day - notified).days < needed
