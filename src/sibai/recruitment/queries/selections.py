"""Vacancies and rounds for lists, and for the rooms above."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When

from sibai.audit.acts import ROLES
from sibai.db.querysets import Scope
from sibai.measure import Law
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.recruitment.flow import ENDED, SELECTION, VACANCY
from sibai.recruitment.models import Selection, Vacancy
from sibai.recruitment.queries.rules import days_vacant

COMPANY = "company_clerk"
HANDED_TO_COMPANY = frozenset({"training", "to_sign", "finished"})
"""States in which the agent company deals with a round and knows the chosen person."""
STAGES = {
    "notice": ("公告报名", ("draft", "published")),
    "assessing": ("审查评分", ("review", "merit", "choosing")),
    "showing": ("公示", ("chosen", "public_notice")),
    "town": ("镇审核", ("submitted",)),
    "county": ("县备案", ("approved",)),
    "training": ("培训签约", ("training", "to_sign")),
}
"""States taken together, as the list filters by them."""


def ready_to_sign(scope: Scope) -> models.QuerySet[Selection]:
    """Rounds whose chosen person has passed the pre-job training and can sign, with person and village at hand."""
    return (
        Selection.objects.within(scope)
        .filter(state="to_sign")
        .select_related("vacancy__village", "chosen__person")
        .order_by("vacancy__village_id", "number")
    )


def rounds(actor: Actor) -> models.QuerySet[Selection]:
    """Rounds that exist for an actor, with village and vacancy: for the company only those handed to it to train."""
    found = Selection.objects.within(actor.scope).select_related("vacancy__village__parent")
    return found.filter(state__in=HANDED_TO_COMPANY) if actor.role == COMPANY else found


def vacancies(scope: Scope) -> models.QuerySet[Vacancy]:
    """Vacancies with their last round (`round_…`); `shut` is 0 for open ones, which stand first."""
    last = Selection.objects.filter(vacancy=OuterRef("pk")).order_by("-number")
    rows: models.QuerySet[Vacancy] = (
        Vacancy.objects.within(scope)
        .select_related("village__parent")
        .annotate(
            round_id=Subquery(last.values("pk")[:1]),
            round_state=Subquery(last.values("state")[:1]),
            round_due=Subquery(last.values("due")[:1]),
            round_number=Subquery(last.values("number")[:1]),
            round_deadline=Subquery(last.values("deadline")[:1]),
            round_until=Subquery(last.values("notice_until")[:1]),
            shut=Case(When(closed_on__isnull=True, then=Value(0)), default=Value(1)),
        )
    )
    return rows


def waiting_for_a_round() -> Q:
    """Open vacancies in which no round goes on."""
    return Q(closed_on__isnull=True) & (Q(round_state__isnull=True) | Q(round_state__in=ENDED))


def at(role: str) -> Q:
    """Vacancies whose next step is a role's."""
    states = [step.state for step in SELECTION.steps if step.role == role]
    mine = Q(round_state__in=states)
    return mine | waiting_for_a_round() if role == "village" else mine


def towns_of(actor: Actor) -> list[tuple[str, str]]:
    """The towns in a county user's scope, by code; nothing for a town or a village."""
    if actor.role in {"town", "village"}:
        return []
    found = Place.objects.within(actor.scope).filter(level="town", end__isnull=True).order_by("code")
    return [(each.code, each.short_name) for each in found]


def searched(text: str) -> Q:
    """Vacancies by village, town, chosen person or filing number."""
    chosen = Selection.objects.filter(Q(chosen__person__name__contains=text) | Q(filing_number__contains=text)).values(
        "vacancy_id"
    )
    return Q(village__name__contains=text) | Q(village__parent__name__contains=text) | Q(pk__in=chosen)


def stage_of(vacancy: Any, role: str) -> tuple[str, str, str]:
    """Where a vacancy of `vacancies()` stands: (words, who is at it, tone); due where it is the role's turn."""
    if vacancy.closed_on is not None:
        return VACANCY.label("closed"), "", "done"
    step = SELECTION.step(vacancy.round_state) if vacancy.round_state else None
    if step is None:
        first = VACANCY.steps[0]
        return first.label, ROLES[first.role], "due" if first.role == role else "plain"
    return step.label, ROLES[step.role], "due" if step.role == role else "plain"


def lasts_until(vacancy: Any) -> tuple[date | None, str]:
    """Until when people apply, or the public notice is up, and what that day is."""
    if vacancy.round_state == "published":
        return vacancy.round_deadline, "报名截止"
    return (vacancy.round_until, "公示截止") if vacancy.round_state == "public_notice" else (None, "")


def days_of(vacancy: Vacancy, today: date, law: Law) -> int:
    """How many days the post has been vacant, by the rule; the law is handed in, for lists."""
    return int(days_vacant(vacancy, today, law)["vacancy_days"])
