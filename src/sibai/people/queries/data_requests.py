"""Requests about one's own data, for their pages and as to-dos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse

from sibai.audit.acts import ROLES
from sibai.audit.queries import about
from sibai.people.actor import Actor
from sibai.people.flow import Step, Todo
from sibai.people.models import DataRequest
from sibai.people.queries.person_page import told
from sibai.people.request_flow import KINDS, REQUEST

COPIED = ("see", "copy")
WAITS = "待"
"""What stands before the name of a step that waits; without it the name says what to do."""


@dataclass(frozen=True, slots=True)
class RequestPage:
    """What the page of one request shows, as the parts of web take it. `act`: what the actor does next, if anything."""

    title: str
    state: str
    tone: str
    steps: list[dict[str, Any]]
    facts: list[dict[str, Any]]
    log: list[dict[str, Any]]
    act: dict[str, str] | None
    withdraw_url: str
    copy_url: str


def requests_within(actor: Actor) -> Any:
    """The requests that exist for the actor, with what pages show of them."""
    return DataRequest.objects.within(actor.scope).select_related(
        "person__village", "received_by", "decided_by", "carried_out_by", "told_by"
    )


def request_page(actor: Actor, request: DataRequest, today: date) -> RequestPage:
    """One request; two queries beside those of `requests_within`."""
    step = REQUEST.step(request.state)
    late = step is not None and request.deadline < today
    may_withdraw = request.state == "received" and actor.may("people.withdraw_request")
    copied = request.kind in COPIED and bool(request.granted) and request.state in ("granted", "answered")
    handed = copied and actor.may("people.hand_out_copy")
    return RequestPage(
        title=f"{KINDS[request.kind]}个人信息",
        state=REQUEST.label(request.state),
        tone="late" if late else "due" if step else "done",
        steps=_steps(request, today),
        facts=_facts(actor, request),
        log=told(about(request._meta.label_lower, request.pk)),
        act={"label": step.label.removeprefix(WAITS), "url": reverse(step.route, args=[request.pk])}
        if step is not None and actor.may_open(step.route)
        else None,
        withdraw_url=reverse("people:request_withdraw", args=[request.pk]) if may_withdraw else "",
        copy_url=reverse("people:request_copy", args=[request.pk]) if handed else "",
    )


def _steps(request: DataRequest, today: date) -> list[dict[str, Any]]:
    """The line of dots; the step that is now has its deadline."""
    took: dict[str, tuple[Any, datetime | None]] = {
        "received": (request.decided_by, request.decided_at),
        "granted": (request.carried_out_by, request.carried_out_at),
        "answered": (request.told_by, request.closed_at),
    }
    passed: dict[str, tuple[str, date | datetime]] = {
        state: (user.name if user else "", at) for state, (user, at) in took.items() if at
    }
    dots, step = REQUEST.dots(request.state, passed), REQUEST.step(request.state)
    who = ROLES[step.role] if step else ""
    for dot in dots:
        if dot["state"] == "now":
            dot |= {"who": who, "until": request.deadline, "late": request.deadline < today}
    return dots


def _facts(actor: Actor, request: DataRequest) -> list[dict[str, Any]]:
    person = request.person
    decision = {None: None, True: "同意", False: "不同意"}[request.granted]
    facts: list[dict[str, Any]] = [
        {"label": "申请人", "value": person.name, "url": reverse("people:person", args=[person.pk])},
        {"label": "村（社区）", "value": person.village.short_name},
        {"label": "申请", "value": KINDS[request.kind], "note": request.article},
        {"label": "怎样提出", "value": "本人在系统里" if request.in_person else "村里代为登记"},
        {"label": "申请内容", "value": request.words or None, "wide": True},
        {"label": "受理", "value": request.received_at, "kind": "moment"},
        {"label": "答复期限", "value": request.deadline, "kind": "day"},
        {"label": "决定", "value": decision},
        {"label": "理由", "value": request.reason or None},
        {"label": "办理结果", "value": request.result or None},
        {"label": "告知", "value": request.told_how or None},
    ]
    return [fact for fact in facts if fact["value"] is not None]


def request_steps(actor: Actor) -> list[Step]:
    """The steps of a request that are the actor's."""
    return [step for step in REQUEST.steps if step.role == actor.role]


def waiting_requests(actor: Actor) -> models.QuerySet[Any, Any]:
    """State, key and deadline of each request that waits for the actor."""
    states = [step.state for step in request_steps(actor)]
    rows = DataRequest.objects.within(actor.scope).filter(state__in=states).order_by()
    return rows.values_list("state", "pk", "deadline")


def request_todos(actor: Actor, waiting: list[tuple[str, UUID, date]]) -> list[Todo]:
    """What waits for the actor: one to-do a state, however many requests are in it."""
    found = []
    for step in request_steps(actor):
        of = sorted((row for row in waiting if row[0] == step.state), key=lambda row: (row[2], str(row[1])))
        found += [_todo(step, of)] if of else []
    return found


def _todo(step: Step, waiting: list[tuple[str, UUID, date]]) -> Todo:
    """One to-do for the requests in a state: to the case where it is one, else to the list."""
    _, first, until = waiting[0]
    one = len(waiting) == 1
    url = reverse(step.route, args=[first]) if one else f"{reverse('people:requests')}?state={step.state}"
    return Todo(f"个人信息申请{step.label}", step.next, url, "办理", step.role, until, len(waiting))
