"""Accounts that wait for a second person: on the person's page and as to-dos."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from sibai.people.actor import Actor
from sibai.people.flow import Todo
from sibai.people.identity import mask_card
from sibai.people.models import CardChange, Person
from sibai.people.models.card_change import WAITING

ENTERED_BY = {"town": ("village",), "county_clerk": ("town", "county_clerk", "")}
"""Who compares what whom entered: the office above, or a second person of the county's."""
MOST = 20
"""To-dos told one by one."""


def card_changes(actor: Actor) -> models.QuerySet[CardChange]:
    """The changed accounts that the actor sees."""
    return CardChange.objects.within(actor.scope).select_related("person__village", "entered_by")


def card_todos(actor: Actor) -> list[Todo]:
    """Changed accounts that the actor is to compare; one query, for towns and the county's clerk."""
    roles = ENTERED_BY.get(actor.role)
    if roles is None:
        return []
    rows = CardChange.objects.within(actor.scope).filter(state=WAITING, entered_role__in=roles)
    rows = rows.exclude(entered_by=actor.user_id) if actor.user_id else rows
    found = rows.order_by("entered_at", "pk").values_list("pk", "person__code")[:MOST]
    return [
        Todo("核对新的银行账号", f"{code}，照社会保障卡或存折核对", _url(pk), "核对", actor.role) for pk, code in found
    ]


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
