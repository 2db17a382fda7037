"""Article 9: the service clock over all stints of a person, by the rules of measure/service.py.

What counts and how long it may last is the law of the day on which the last stint starts, as `sibai term` has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from sibai.employment.models import Stint
from sibai.measure import LAW, Law
from sibai.measure.choices import StintKind
from sibai.measure.law import EFFECTIVE
from sibai.rulebook.queries.asking import Answers, Source, ask
from sibai.rulebook.queries.law import county_law

MEASURE_FROM = LAW.entries[EFFECTIVE].values[0].start
"""The first day of the measure: no law of it is asked for a day before."""
NAMES = (
    "months_used",
    "days_used",
    "last_lawful_day",
    "term_ok",
    "service_warnings",
    "service_warning",
    "service_left",
)


@dataclass(frozen=True, slots=True)
class Post:
    """A stint as the rules need it; also one that is only planned."""

    start: date
    end: date | None
    kind: str = Stint.COORDINATOR


@dataclass(frozen=True, slots=True)
class Clock:
    """What of the three years is used and left. `last_lawful_day` is nothing without an open stint that counts.

    `warnings` counts the warnings that are due (90, 60, 30 days); `left` days to the last lawful day.
    """

    last_lawful_day: date | None
    months_used: int
    days_used: int
    left: int | None
    warnings: int
    warning: str
    has_time: bool
    answers: Answers

    @property
    def used(self) -> str:
        """What earlier stints used of the three years, in words."""
        nothing = not self.months_used and not self.days_used
        return "没有" if nothing else f"{self.months_used}个月零{self.days_used}天"

    @property
    def tone(self) -> str:
        """How urgent it is."""
        if self.left is not None and self.left < 0:
            return "late"
        return "due" if self.warnings else "plain"


def stint_facts(posts: Sequence[Post], today: date) -> dict[str, Any]:
    """The facts of stints for the rules, in the order of their start."""
    ordered = sorted(posts, key=lambda post: post.start)
    return {
        "as_of": today,
        "start": [post.start for post in ordered],
        "end": [post.end for post in ordered],
        "kind": [StintKind.labelled(post.kind) for post in ordered],
    }


def ask_about(
    names: Iterable[str],
    posts: Sequence[Post],
    today: date,
    facts: Mapping[str, Any] | None = None,
    *,
    law: Law | None = None,
    sources: Mapping[str, Source] | None = None,
) -> Answers:
    """Numbers of the rules for somebody with these stints, and further facts."""
    day = max([MEASURE_FROM, *(post.start for post in posts)])
    known = {**stint_facts(posts, today), **(facts or {})}
    return ask(names, known, on=day, parents={"stint": [0] * len(posts)}, law=law, sources=sources)


def clock(posts: Sequence[Post], today: date, *, law: Law | None = None, url: str = "") -> Clock:
    """The clock of somebody with these stints. `law` is given for lists and previews; `url` says where stints stand."""
    sources = dict.fromkeys(("start", "end", "kind"), ("任职经历", url))
    answers = ask_about(NAMES, posts, today, law=law, sources=sources)
    counts = answers["last_lawful_day"] is not None
    return Clock(
        last_lawful_day=answers["last_lawful_day"],
        months_used=answers["months_used"],
        days_used=answers["days_used"],
        left=answers["service_left"] if counts else None,
        warnings=answers["service_warnings"],
        warning=answers["service_warning"],
        has_time=bool(answers["term_ok"]),
        answers=answers,
    )


def posts_of(person_ids: Iterable[UUID]) -> dict[UUID, list[Post]]:
    """All stints of some persons, whatever the place: art. 9 counts them all. One query."""
    found: dict[UUID, list[Post]] = {person: [] for person in person_ids}
    for stint in Stint.objects.filter(person__in=list(found)).order_by("start"):
        found[stint.person_id].append(Post(stint.start, stint.end, stint.kind))
    return found


def open_posts(posts: Sequence[Post], stint: Stint) -> list[Post]:
    """Stints as they would be if `stint` went on: its own last day taken away."""
    return [Post(post.start, None, post.kind) if post.start == stint.start else post for post in posts]


def clock_of(stint: Stint, today: date, law: Law | None = None) -> Clock:
    """The clock of a stint's person, the stint taken as open so that its last lawful day is told; two queries."""
    posts = posts_of([stint.person_id])[stint.person_id]
    return clock(open_posts(posts, stint), today, law=law, url=reverse("employment:stint", args=[stint.pk]))


def clocks_of(stints: Sequence[Stint], today: date, law: Law | None = None) -> dict[UUID, Clock]:
    """The clocks of many stints, by stint; two queries for any number."""
    rules = law or county_law()
    posts = posts_of({stint.person_id for stint in stints})
    return {stint.pk: clock(open_posts(posts[stint.person_id], stint), today, law=rules) for stint in stints}
