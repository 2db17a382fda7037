"""What is asked of the log: the address as conditions, and a page's worth of entries by number, not by counting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from sibai.audit.models import Entry
from sibai.audit.queries import readable
from sibai.people.actor import Actor
from sibai.people.models import Person, User

PAGE_ROWS, COUNTED = 25, 10_000
LONGEST_SEARCH = 60
NAMES = ("q", "room", "outcome", "since", "until", "user", "person", "subject")
NUMBER = re.compile(r"\d{1,18}")
SUBJECT = re.compile(r"([a-z_]{1,30}\.[a-z_]{1,30}):([0-9a-zA-Z-]{1,40})")


@dataclass(frozen=True, slots=True)
class Asked:
    """The conditions in the address; what makes no sense counts as not given."""

    q: str
    room: str
    outcome: str
    since: date | None
    until: date | None
    user: UUID | None
    person: UUID | None
    subject: tuple[str, str] | None
    before: int | None
    after: int | None
    given: Mapping[str, Any]

    @property
    def limited(self) -> bool:
        """Whether any condition is set."""
        return any(self.given.get(name) for name in NAMES)

    def url(self, **changed: Any) -> str:
        """The address with something changed; None leaves it out. Turning pages begins anew."""
        now: dict[str, Any] = {name: changed[name] if name in changed else self.given.get(name) for name in NAMES}
        turned: dict[str, Any] = {name: changed[name] for name in ("before", "after") if name in changed}
        now.update(turned)
        return "?" + urlencode({name: value for name, value in now.items() if value})


def asked(given: Mapping[str, Any]) -> Asked:
    """The address as conditions."""
    subject = SUBJECT.fullmatch(str(given.get("subject", "")))
    return Asked(
        str(getattr(given, "words", given.get("q", ""))).strip()[:LONGEST_SEARCH],
        room if (room := str(given.get("room", ""))).isidentifier() else "",
        str(given.get("outcome", "")),
        _day(given.get("since")),
        _day(given.get("until")),
        _uuid(given.get("user")),
        _uuid(given.get("person")),
        (subject[1], subject[2]) if subject else None,
        _number(given.get("before")),
        _number(given.get("after")),
        given,
    )


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _number(text: Any) -> int | None:
    return int(text) if NUMBER.fullmatch(str(text)) else None


def selected(actor: Actor, what: Asked) -> QuerySet[Entry]:
    """The entries that the actor may read and that are asked for, in no order yet."""
    rows = readable(actor.role, actor.scope)
    if what.q:
        rows = rows.filter(_found(actor, what.q))
    if what.room:
        rows = rows.filter(action__startswith=f"{what.room}.")
    if what.outcome in {"done", "refused"}:
        rows = rows.filter(outcome=what.outcome)
    if what.since:
        rows = rows.filter(at__gte=_morning(what.since))
    if what.until and what.until < date.max:
        rows = rows.filter(at__lt=_morning(what.until + timedelta(days=1)))
    for name, value in (("user", what.user), ("person", what.person)):
        rows = rows.filter(**{name: value}) if value else rows
    if what.subject:
        rows = rows.filter(object_type=what.subject[0], object_id=what.subject[1])
    return rows


def _found(actor: Actor, text: str) -> Q:
    """Who did it, whom or what it is about, or the number of the entry."""
    found = Q(account=text) | Q(object_label__contains=text)
    found |= Q(user__in=User.objects.filter(name__contains=text).values("pk"))
    if not actor.scope.nothing:
        persons = Person.objects.within(actor.scope).filter(Q(name__contains=text) | Q(code=text))
        found |= Q(person__in=persons.values("pk"))
    number = _number(text.removeprefix("第").removesuffix("条"))
    return found | Q(seq=number) if number is not None else found


def _morning(day: date) -> datetime:
    """The first moment of a day in China."""
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


@dataclass(frozen=True, slots=True)
class Turned:
    """A page's worth of entries, newest first; whether there are newer and older ones; how many in all, in words.

    More than COUNTED are never counted.
    """

    entries: list[Entry]
    newer: bool
    older: bool
    total: str


def turned(rows: QuerySet[Entry], what: Asked) -> Turned:
    """The page that the address asks for; two queries, whose time does not grow with the pages turned."""
    count = rows.order_by()[: COUNTED + 1].count()
    total = f"{COUNTED:,}以上" if count > COUNTED else f"{count:,}"
    if what.after is not None:
        entries = list(rows.filter(seq__gt=what.after).order_by("seq")[: PAGE_ROWS + 1])
        return Turned(entries[:PAGE_ROWS][::-1], len(entries) > PAGE_ROWS, older=True, total=total)
    if what.before is not None:
        rows = rows.filter(seq__lt=what.before)
    entries = list(rows.order_by("-seq")[: PAGE_ROWS + 1])
    return Turned(entries[:PAGE_ROWS], what.before is not None, len(entries) > PAGE_ROWS, total)
