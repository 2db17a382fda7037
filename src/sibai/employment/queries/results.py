"""The results of this room under some law, for the preview of a change: nothing is written, nothing frozen changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.employment.models import GradeFact, Renewal, Resignation, Stint
from sibai.employment.models.ending import RUNNING_RESIGNATION
from sibai.employment.queries.clock import Post, ask_about, clock, open_posts
from sibai.employment.queries.stints import stints, with_contract_end
from sibai.employment.queries.terms import renewal_of, resignation, standing_grades
from sibai.measure import Law
from sibai.measure.dates import month_last
from sibai.rulebook.queries.asking import ask
from sibai.rulebook.queries.preview import Outcome, Reckoning, value_or_refusal

MONTH = ("gross", "pension", "net")
OPEN_RENEWAL = ("to_approve", "returned")


@dataclass(frozen=True, slots=True)
class Read:
    """What the database says of running posts, open resignations and renewals under way; three queries."""

    running: Sequence[Stint]
    posts: Mapping[UUID, Sequence[Post]]
    resignations: Sequence[Resignation]
    renewals: Sequence[Renewal]


def gathered(scope: Scope, today: date) -> Reckoning:
    """What running posts, open resignations and renewals under way come to, under any law, as of a day."""
    renewals = list(_renewals(scope))
    running = stints(scope).filter(end__isnull=True)
    concerned = Q(person__in=running.values("person")) | Q(person__in={each.stint.person_id for each in renewals})
    rows = Stint.objects.filter(concerned).select_related("person", "village").order_by("start", "pk")
    posts: dict[UUID, list[Post]] = {}
    mine = []
    for stint in with_contract_end(rows).annotate(runs_here=Exists(running.filter(pk=OuterRef("pk")))):
        posts.setdefault(stint.person_id, []).append(Post(stint.start, stint.end, stint.kind))
        if stint.runs_here:
            mine.append(stint)
    return partial(_under, Read(mine, posts, list(_resignations(scope)), renewals), today)


def _resignations(scope: Scope) -> models.QuerySet[Resignation]:
    """Resignations that the employer has not consented to."""
    states = [state for state in RUNNING_RESIGNATION if state != "consented"]
    rows = Resignation.objects.within(scope).filter(state__in=states)
    return rows.select_related("stint__person", "stint__village").order_by("entered_at")


def _renewals(scope: Scope) -> models.QuerySet[Renewal]:
    """Renewals that the town has not approved, with the grade of the person's last year that has one."""
    grades = standing_grades().filter(person=OuterRef("stint__person")).order_by("-year")
    rows: models.QuerySet[Renewal] = Renewal.objects.within(scope).filter(state__in=OPEN_RENEWAL)
    rows = rows.annotate(year=Subquery(grades.values("year")[:1]), grade=Subquery(grades.values("grade")[:1]))
    return rows.select_related("stint__person", "stint__village").order_by("proposed_at")


def _under(read: Read, today: date, law: Law) -> Iterator[Outcome]:
    month = value_or_refusal(partial(_full_month, today.replace(day=1), law))
    for stint in read.running:
        posts = open_posts(read.posts[stint.person_id], stint)
        yield outcome(stint, "month", "满勤一个月（绩效除外）", lambda: month)
        yield outcome(stint, "last", "最晚在岗日", partial(_last_day, posts, today, law))
        contract_end: date | None = stint.contract_end  # type: ignore[attr-defined]
        if contract_end is not None:
            start = contract_end + timedelta(days=1)
            yield outcome(stint, "next", "下一份合同最晚止日", partial(_next_end, stint, posts, start, today, law))
    for given in read.resignations:
        yield outcome(given.stint, "resignation", "辞职最早离岗日", partial(_earliest, given, law))
    for row in read.renewals:
        posts = list(read.posts[row.stint.person_id])
        yield outcome(row.stint, "renewal", f"续签到{row.end}", partial(_answer, row, posts, today, law))


def outcome(stint: Stint, key: str, what: str, words: Callable[[], str]) -> Outcome:
    """One result of a post's person."""
    return Outcome(
        key=f"employment.{key}.{stint.pk}",
        what=what,
        value=value_or_refusal(words),
        person_code=stint.person.code,
        person_id=stint.person_id,
        person_name=stint.person.name,
        village=stint.village.short_name,
        url=reverse("employment:stint", args=[stint.pk]),
    )


def _full_month(month: date, law: Law) -> str:
    """What a month without absence comes to (art. 12), whoever it is; nothing of the year so far is in it."""
    last = month_last(month)
    facts = {"month": month, "on_post_from": month, "on_post_to": last, "unpaid_days": 0}
    answers = ask(MONTH, facts, on=last, law=law)
    gross, pension, net = (answers.shown(name) for name in MONTH)
    return f"应发{gross}，养老保险个人缴{pension}，实发{net}"


def _last_day(posts: list[Post], today: date, law: Law) -> str:
    day = clock(posts, today, law=law).last_lawful_day
    return str(day) if day else "不受三年上限限制"


def _next_end(stint: Stint, posts: list[Post], start: date, today: date, law: Law) -> str:
    facts = {"employed_on": stint.start, "contract_from": start}
    return str(ask_about(("contract_last_day",), posts, today, facts, law=law)["contract_last_day"])


def _earliest(row: Resignation, law: Law) -> str:
    return str(resignation(row.notice_on, None, False, law=law)["earliest_last_day"])


def _answer(row: Renewal, posts: Sequence[Post], today: date, law: Law) -> str:
    year: int | None = row.year  # type: ignore[attr-defined]
    grade = GradeFact(person_id=row.stint.person_id, year=year, grade=row.grade) if year else None  # type: ignore[attr-defined]
    answer = renewal_of(row.stint, posts, grade, row.end, today, law)
    return "可以续签" if answer.allowed else answer.refusal
