"""Accounts that wait for a second person: on the person's page and as to-dos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast
from django.urls import reverse

from sibai.people.actor import Actor
from sibai.people.flow import Todo
from sibai.people.identity import mask_card
from sibai.people.models import CardChange, Person
from sibai.people.models.card_change import WAITING

TOLD_TO = "county_clerk"
"""Whose to-do it is. The town may compare it too, and finds it on the person's page."""

CARD = "card"
"""What tells an account from a request among what waits."""

MOST = 20
"""To-dos told one by one."""


def card_changes(actor: Actor) -> models.QuerySet[CardChange]:
    """The changed accounts that the actor sees."""
    return CardChange.objects.within(actor.scope).select_related("person__village", "entered_by")


def compares(actor: Actor) -> bool:
    """Whether accounts that others entered are among the actor's to-dos."""
    return actor.role == TOLD_TO


def waiting_cards(actor: Actor) -> models.QuerySet[Any, Any]:
    """That it is an account, its key, and no deadline, of each that the actor is to compare."""
    rows = CardChange.objects.within(actor.scope).filter(state=WAITING)
    rows = rows.exclude(entered_by=actor.user_id) if actor.user_id else rows
    nothing = Cast(Value(None), models.DateField())
    return rows.order_by().values_list(Value(CARD, models.CharField()), "pk", nothing)


def card_todos(actor: Actor, waiting: Sequence[tuple[str, UUID, Any]]) -> list[Todo]:
    """Changed accounts that the actor is to compare, one by one."""
    return [
        Todo("核对新的银行账号", "照社会保障卡或存折再输一遍", _url(pk), "核对", actor.role)
        for kind, pk, _ in sorted(waiting, key=str)
        if kind == CARD
    ][:MOST]


def _url(pk: Any) -> str:
    return reverse("people:decide_card", args=[pk])


def waiting_fact(actor: Actor, person: Person) -> list[dict[str, Any]]:
    """That another account of a person waits, as a fact of the page; one query."""
    row = CardChange.objects.filter(person=person, state=WAITING).first()
    if row is None:
        return []
    url = _url(row.pk) if actor.may_open("people:decide_card") and row.entered_by_id != actor.user_id else ""
    words = f"{mask_card(row.card)}，待另一人核对，核对以前仍发到原来的账号"
    return [{"label": "新的银行账号", "value": words, "url": url}]
