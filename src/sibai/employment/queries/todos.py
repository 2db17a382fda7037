"""What waits for somebody in this room: questions to the state of posts, agreements, grades, trainings, notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db import models
from django.db.models import CharField, F, Q, Value
from django.urls import reverse

from sibai.db.querysets import Scope
from sibai.employment.flow import GRADE, TRAINING
from sibai.employment.models import Acting, Contract, GradeFact, Receipt, Stint, Training
from sibai.employment.queries.intake.pages import to_check, uploaded
from sibai.employment.queries.next_steps import NextStep, next_steps
from sibai.employment.queries.signing import BUTTON, signing_todos
from sibai.employment.queries.states import PostState, state_of, with_states
from sibai.employment.queries.stint_pages import NEAR
from sibai.people.actor import Actor
from sibai.people.flow import Todo
from sibai.rulebook.queries.law import value_on

AT_POSTS = frozenset({"village", "town", "county_clerk", "county_leader", "revitalisation"})
FEW = 3
"""So many alike are told one by one; more become one line."""
LISTS = {
    "劳动合同": "contracts",
    "续签": "renewals",
    "辞职": "resignations",
    "解除或终止": "endings",
}
"""Where many alike are listed, by the name of their flow."""


def todos(actor: Actor, today: date) -> list[Todo]:
    """Everything of this room that waits for the actor; at most five queries."""
    made: list[Todo] = []
    if actor.role in AT_POSTS:
        made += grouped(steps_for(actor, today), actor.role)
    if actor.role == "village":
        made += signing_todos(actor.scope)
    if actor.role == "town":
        made += _acting(actor, today)
    if actor.role in ("county_clerk", "county_leader"):
        made += _at_county(actor)
    if actor.role == "company_clerk":
        made += _trainings(actor, today)
    if actor.role == "coordinator":
        made += _notices(actor)
    return made


def steps_for(actor: Actor, today: date) -> list[tuple[PostState, NextStep]]:
    """The steps at posts of the scope that wait for the actor's role; two queries."""
    running = Q(end__isnull=True) | Q(endings__state__in=("at_county", "at_revitalisation"))
    signed = Q(contracts__state="signed", contracts__kind=Contract.LABOUR)
    rows = Stint.objects.within(actor.scope).filter(running | signed, kind=Stint.COORDINATOR).distinct()
    warn_days = int(value_on(NEAR, today))
    found = []
    for stint in with_states(rows).select_related("person", "village").order_by("village_id"):
        state = state_of(stint)
        found += [(state, step) for step in next_steps(state, today, warn_days) if step.role == actor.role]
    return found


def grouped(steps: Iterable[tuple[PostState, NextStep]], role: str) -> list[Todo]:
    """To-dos of steps: a few alike one by one, many as one with their number and earliest deadline."""
    groups: dict[str, list[tuple[PostState, NextStep]]] = {}
    for state, step in steps:
        groups.setdefault(step.group, []).append((state, step))
    return [todo for group, alike in groups.items() for todo in _told(group, alike, role)]


def _told(group: str, alike: list[tuple[PostState, NextStep]], role: str) -> Iterator[Todo]:
    if len(alike) <= FEW:
        for state, step in alike:
            detail = f"{state.stint.village.short_name} {state.stint.person.name}，{step.word}"
            yield Todo(step.does, detail, step.url, BUTTON, role, step.deadline)
        return
    first = alike[0][1]
    deadline = min((step.deadline for _, step in alike if step.deadline), default=None)
    yield Todo(first.does, f"{first.word}，共{len(alike)}人", list_url(group), "查看", role, deadline, len(alike))


def list_url(group: str) -> str:
    """Where the things of a group are listed."""
    name, _, state = group.partition(":")
    if name in LISTS and state != "none":
        return f"{reverse(f'employment:{LISTS[name]}')}?state={state}"
    return f"{reverse('employment:people')}?due={'none' if state == 'none' else 'soon'}"


def acting_over(scope: Scope, today: date) -> models.QuerySet[Acting]:
    """Stand-ins whose time is over, or nearly: a village asks for them with its attendance, in one query."""
    return Acting.objects.within(scope).filter(closed_on__isnull=True, end__lte=today + timedelta(days=FEW))


def acting_todo(pk: UUID, village: str, who: str, end: date, role: str) -> Todo:
    """To end a stand-in's time, or to name another."""
    url = reverse("employment:end_acting", args=[pk])
    return Todo("结束代管或另行指定", f"{village}由{who}代管到{end}", url, BUTTON, role, end)


def _acting(actor: Actor, today: date) -> Iterator[Todo]:
    """Stand-ins whose time is over, for a town; one query."""
    for row in acting_over(actor.scope, today).select_related("village").order_by("end", "village_id"):
        yield acting_todo(row.pk, row.village.short_name, row.who, row.end, actor.role)


def _at_county(actor: Actor) -> Iterator[Todo]:
    """Entered grades that somebody else has to confirm, by year, and rosters that were handed in; one query."""
    grades = GradeFact.objects.within(actor.scope).filter(state="entered").exclude(entered_by=actor.user_id)
    told = grades.order_by().annotate(words=Value("", CharField())).values_list("pk", "year", "words")
    rosters = uploaded(actor).order_by().annotate(year=Value(0), words=F("document"))
    counted: Counter[int] = Counter()
    for pk, year, document in told.union(rosters.values_list("pk", "year", "words"), all=True):
        if year:
            counted[year] += 1
        else:
            yield to_check(pk, document)
    step = GRADE.step("entered")
    for year, count in sorted(counted.items()):
        if step is not None:
            url = f"{reverse('employment:confirm_grades')}?year={year}"
            yield Todo(step.next, f"{year}年度，{count}人", url, BUTTON, actor.role, None, count)


def _trainings(actor: Actor, today: date) -> Iterator[Todo]:
    """Trainings that took place and are not written down; one query."""
    rows = Training.objects.within(actor.scope).filter(Q(state="held") | Q(state="planned", held_on__lte=today))
    for row in rows.order_by("held_on", "pk"):
        step = TRAINING.step(row.state)
        if step is not None:
            url = reverse(step.route, args=[row.pk])
            yield Todo(step.next, f"{row.title}，{row.held_on}", url, BUTTON, step.role, row.held_on)


def _notices(actor: Actor) -> Iterator[Todo]:
    """Notices that were not read yet; one query."""
    rows = Receipt.objects.within(actor.scope).filter(read_at__isnull=True, notice__withdrawn_at__isnull=True)
    for row in rows.select_related("notice").order_by("notice__written_at"):
        url = reverse("employment:read_notice", args=[row.pk])
        yield Todo("阅读通知", row.notice.title, url, "阅读", actor.role, row.notice.read_by_day)
