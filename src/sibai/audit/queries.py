"""Reading the log: who may read what of it, and sentences in Chinese for a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Q, QuerySet, Subquery

from sibai.audit.acts import ANYONE, ROLES, SYSTEM, registry
from sibai.audit.models import Entry, EntryText
from sibai.db.querysets import COUNTY_DIGITS, TOWN_DIGITS, Scope

SOMEBODY = "当事人"
"""How a sentence names the person whom it is about where the page does not."""
DOERS = {**ROLES, SYSTEM: "系统", ANYONE: "未登录", "": "未登录"}
OPENED = "open:"
"""How the action of an attempt to open a page begins that no act stands for."""


def readable(role: str, scope: Scope) -> QuerySet[Entry]:
    """The entries that a role may read: of its place; an administrator those about accounts, an auditor all.

    A beginning of the code, not a range: so SQLite walks the entries from the last one, and stops at a page's worth.
    """
    if role == "administrator":
        accounts = [name for name, act in registry().acts.items() if act.accounts]
        return Entry.objects.filter(Q(action__in=accounts) | Q(action__startswith=OPENED))
    if scope.nothing or scope.person_id is not None:
        return Entry.objects.none()
    if scope.low == scope.high:
        return Entry.objects.filter(place=scope.low)
    digits = TOWN_DIGITS if scope.low[:TOWN_DIGITS] == scope.high[:TOWN_DIGITS] else COUNTY_DIGITS
    here = Q(place__startswith=scope.low[:digits])
    return Entry.objects.filter(here | Q(place="") if role == "auditor" else here)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a page tells it; the names of users are filled in by whoever knows them."""

    seq: int
    at: datetime
    user_id: UUID | None
    account: str
    role: str
    place: str
    sentence: str
    refused: bool
    person_id: UUID | None
    article: str
    object_type: str
    object_id: str
    label: str
    user_name: str = ""
    """Blank where the entries were not asked for with it (`named`), or the account is gone."""


class _Words(dict[str, Any]):
    """What a sentence may name; what is absent is left out, and told by dots where the act was not done."""

    absent = ""

    def __missing__(self, name: str) -> str:
        return self.absent


def _said(value: Any) -> str:
    """A fact as a sentence says it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_said(each) for each in value)
    return str(value)


AFTER_NOTHING = re.compile("[，：]+(?=[，。])")
"""A comma before another mark: between them stood a fact that is absent."""


def sentence_of(entry: Entry, texts: Mapping[str, str], person: str = SOMEBODY) -> str:
    """What happened, in Chinese; `person` is the name of the one whom it is about."""
    refused = entry.outcome == "refused"
    words = _Words({} if refused else {name: _said(value) for name, value in {**entry.facts, **texts}.items()})
    words.absent = "…" if refused else ""
    if not refused:
        words.update(object=entry.object_label, person=person)
    known = registry().acts.get(entry.action)
    if known is not None:
        says = AFTER_NOTHING.sub("", Formatter().vformat(known.says, (), words))
    else:
        says = _opened(entry.action.removeprefix(OPENED)) if entry.action.startswith(OPENED) else entry.action
    why = "未准：角色不能办" if entry.facts.get("why") == "role" else "未准"
    return f"{says}（{why}）" if refused else says


def _opened(route: str) -> str:
    """That a page was not for the role, with the name of its room where it has one; the route itself is no word."""
    room = route.partition(":")[0]
    name = f"（{apps.get_app_config(room).verbose_name}）" if apps.is_installed(f"sibai.{room}") else ""
    return f"打开没有权限的页面{name}"


def lines(entries: Iterable[Entry], persons: Mapping[UUID, str] | None = None) -> list[Line]:
    """Entries as lines, one query for any number of them; `persons`: names by number, for sentences that say whom."""
    entries, names = list(entries), persons or {}
    texts: dict[int, dict[str, str]] = {}
    committed = [entry.pk for entry in entries if entry.commitments]
    for text in EntryText.objects.filter(entry__in=committed):
        texts.setdefault(text.entry_id, {})[text.name] = text.text
    acts = registry().acts
    return [
        Line(
            entry.seq,
            entry.at,
            entry.user,
            entry.account,
            DOERS.get(entry.role, entry.role),
            entry.place,
            sentence_of(entry, texts.get(entry.seq, {}), names.get(entry.person, SOMEBODY) if entry.person else ""),
            entry.outcome == "refused",
            entry.person,
            acts[entry.action].article if entry.action in acts else "",
            entry.object_type,
            entry.object_id,
            entry.object_label,
            getattr(entry, "user_name", None) or "",
        )
        for entry in entries
    ]


def about(object_type: str, object_id: object, most: int = 50) -> list[Line]:
    """The last entries about one object, newest first, with the names of who acted."""
    rows = Entry.objects.filter(object_type=object_type, object_id=str(object_id))
    return lines(named(rows).order_by("-seq")[:most])


def about_person(person_id: UUID, most: int = 50) -> list[Line]:
    """The last entries about one person, newest first, with the names of who acted."""
    return lines(named(Entry.objects.filter(person=person_id)).order_by("-seq")[:most])


def named(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries with the name of the user in the same query: the account's model is whatever the site signs in."""
    users = get_user_model()._default_manager.filter(pk=OuterRef("user"))
    return rows.annotate(user_name=Subquery(users.values("name")[:1]))
