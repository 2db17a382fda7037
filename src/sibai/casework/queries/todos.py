"""What waits for somebody in this room: questions to the state of its rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Value, prefetch_related_objects
from django.urls import reverse

from sibai.casework.flow import CHECK, CLAIM, CLAIM_CORRECTION, DISPUTE, INJURY
from sibai.casework.models import Check, ClaimCorrection, ClockEvent, Dispute, Injury, TravelClaim
from sibai.casework.queries.claim_corrections import way_of
from sibai.casework.queries.limits import asker, limits_of, open_limit
from sibai.people.actor import Actor
from sibai.people.flow import Flow, Todo

BUTTON = "办理"
COMPANY = "company_clerk"
FEW = 3
"""So many alike are told one by one."""
TOLD = ("pk", "state", "person__name", "start", "end", "place", "more")
"""What a village's to-do says of a claim, or of a correction (`more` is its difference, never nothing)."""


def todos(actor: Actor, today: date) -> list[Todo]:
    """Everything of this room that waits for the actor; one query a kind of thing."""
    if actor.role == "village":
        return _of_village(actor)
    if actor.role == "town":
        return _corrections(actor)
    if actor.role == COMPANY:
        return [*_limited(actor, today, DISPUTE, Dispute), *_limited(actor, today, INJURY, Injury)]
    return _checks(actor) if actor.role == "county_clerk" else []


def _checks(actor: Actor) -> list[Todo]:
    """Checks to decide and to bring to an end; many alike are one line."""
    rows = list(Check.objects.within(actor.scope).filter(state__in=[step.state for step in CHECK.steps]))
    made = []
    for step in CHECK.steps:
        mine = sorted((row for row in rows if row.state == step.state), key=lambda row: (row.year, row.number))
        if len(mine) > FEW:
            url = f"{reverse('casework:checks')}?state={step.state}"
            made.append(Todo(step.next, f"{len(mine)}件", url, BUTTON, step.role, count=len(mine)))
            continue
        for row in mine:
            url = reverse("casework:check", args=[row.pk])
            made.append(Todo(step.next, f"{row.label}：{row.get_kind_display()}", url, BUTTON, step.role))
    return made


def _of_village(actor: Actor) -> list[Todo]:
    """Claims to confirm and to pay, and corrections of paid ones to settle; one query for both."""
    steps = {step.state: step for step in CLAIM_CORRECTION.steps if step.role == actor.role}
    claims = TravelClaim.objects.within(actor.scope).filter(state__in=[step.state for step in CLAIM.steps])
    corrections = ClaimCorrection.objects.within(actor.scope).filter(state__in=steps)
    asked = claims.annotate(place=F("trip__to_where"), more=Value(0, BigIntegerField()))
    changed = corrections.annotate(place=Value(""), more=F("difference"))
    both = asked.values_list(*TOLD).union(changed.values_list(*TOLD), all=True)
    made = []
    for pk, state, person, start, end, place, more in sorted(both, key=lambda row: (row[3], str(row[0]))):
        step = steps[state] if more else CLAIM.step(state)
        assert step is not None
        detail = f"{person}，{way_of(more)}" if more else f"{person}，{start}至{end}到{place}"
        made.append(
            Todo(step.next, detail, reverse(step.route if more else "casework:claim", args=[pk]), BUTTON, step.role)
        )
    return made


def _corrections(actor: Actor) -> list[Todo]:
    """Corrections of paid claims to confirm, or whose difference is to be paid or given back; one query."""
    steps = {step.state: step for step in CLAIM_CORRECTION.steps if step.role == actor.role}
    rows = ClaimCorrection.objects.within(actor.scope).filter(state__in=steps).select_related("person", "village")
    return [
        Todo(
            steps[row.state].next,
            f"{row.village.short_name} {row.person.name}，{way_of(row.difference)}",
            reverse(steps[row.state].route, args=[row.pk]),
            BUTTON,
            actor.role,
        )
        for row in rows.order_by("entered_at", "pk")
    ]


def _limited(actor: Actor, today: date, flow: Flow, model: Any) -> list[Todo]:
    """Disputes or injuries with the limit that is next; an overdue one stands on top of the list."""
    states = [step.state for step in flow.steps]
    moved = Exists(ClockEvent.objects.filter(**{model._meta.model_name: OuterRef("pk")}, void=False))
    waiting = model.objects.within(actor.scope).filter(state__in=states)
    rows = list(waiting.select_related("person", "village", "stint").annotate(moved=moved))
    prefetch_related_objects([row for row in rows if row.moved], "clock")  # no query where no limit was moved
    law = asker(today) if rows else None
    made = []
    for row in sorted(rows, key=lambda each: str(each.pk)):
        step = flow.step(row.state)
        assert step is not None
        assert law is not None
        limit = open_limit(limits_of(row, law), today)
        told = f"，{limit.label}" if limit else ""
        detail = f"{flow.name}：{row.village.short_name} {row.person.name}{told}"
        url = reverse(f"casework:{model._meta.model_name}", args=[row.pk])
        made.append(Todo(step.next, detail, url, BUTTON, step.role, limit.last_day if limit else None))
    return made
