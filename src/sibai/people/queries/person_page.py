"""The page of one person: the masked card, and what the log tells about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from sibai.audit.queries import Line, about_person
from sibai.people.actor import Actor
from sibai.people.models import DataRequest, Person
from sibai.people.queries.card_changes import waiting_fact
from sibai.people.queries.persons import OFFICES, SEALED, PersonCard, card
from sibai.people.request_flow import KINDS, REQUEST
from sibai.places.models import Place

ACTS = (
    ("更正信息", "people:change", "edit"),
    ("转到其他村（社区）", "people:move", "place"),
    ("申请查阅、更正、删除", "people:ask", "info"),
)


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What the page shows: `facts` and `log` as web/parts/facts.html and log.html take them."""

    card: PersonCard
    facts: list[dict[str, Any]]
    log: list[dict[str, Any]]
    shows_log: bool
    acts: list[dict[str, Any]]
    requests: list[dict[str, Any]]


def person_page(actor: Actor, person: Person) -> PersonPage:
    """A person for the page; six queries where the village was selected with the person."""
    shown = card(person, actor)
    reads_log = actor.role in OFFICES
    log = told(about_person(person.pk)) if reads_log else []
    acts = [] if person.erased_on else acts_on(actor, person)
    asked = requests_of(person) if actor.may_open("people:request") else []
    return PersonPage(shown, [*facts_of(shown), *waiting_fact(actor, person)], log, reads_log, acts, asked)


def requests_of(person: Person) -> list[dict[str, Any]]:
    """The person's requests about the own data, the newest first, as a list of facts."""
    rows = DataRequest.objects.filter(person=person).order_by("-received_at", "pk")
    return [
        {
            "label": timezone.localdate(each.received_at).isoformat(),
            "value": f"{KINDS[each.kind]}：{REQUEST.label(each.state)}",
            "url": reverse("people:request", args=[each.pk]),
        }
        for each in rows
    ]


def acts_on(actor: Actor, person: Person) -> list[dict[str, Any]]:
    """What the actor may do with a person, for web/parts/more.html."""
    return [
        {"label": label, "url": reverse(route, args=[person.pk]), "icon": icon}
        for label, route, icon in ACTS
        if actor.may_open(route)
    ]


def villages_within(actor: Actor) -> Any:
    """The villages of the actor's place, for a choice."""
    return (
        Place.objects.within(actor.scope)
        .filter(level="village", end__isnull=True)
        .select_related("parent")
        .order_by("code")
    )


def facts_of(shown: PersonCard) -> list[dict[str, Any]]:
    """The card as a list of facts; a full value is reached by its own page."""
    sealed = [
        {"label": label, "masked": {"text": text, "reveal_url": getattr(shown, f"{field}_url")}}
        if (text := getattr(shown, field))
        else {"label": label, "value": None}
        for field, label in SEALED.items()
    ]
    return [
        {"label": "编号", "value": shown.code, "kind": "code"},
        {"label": "村（社区）", "value": shown.village},
        {"label": "性别", "value": shown.sex},
        {"label": "出生日期", "value": shown.birth_date, "kind": "day"},
        *sealed,
        {"label": "文化程度", "value": shown.education},
        {"label": "人员类别", "value": "、".join(shown.categories)},
        _noticed(shown.notice_version, shown.noticed_at, shown.notice_url),
    ]


def _noticed(version: str, at: datetime | None, url: str) -> dict[str, Any]:
    """Which notice at collection the person was given."""
    if not version:
        return {"label": "告知书", "status": {"tone": "due", "word": "未告知"}}
    when = f"，{timezone.localdate(at)}告知" if at else ""
    return {"label": "告知书", "value": f"{version}版{when}", "url": url}


def told(lines: list[Line]) -> list[dict[str, Any]]:
    """Lines of the log, asked for with their names, as a page tells them."""
    return [
        {
            "at": line.at,
            "who": f"{line.user_name or line.account} · {line.role}" if line.user_id else line.role,
            "sentence": line.sentence,
            "refused": line.refused,
        }
        for line in lines
    ]
