"""Reading the log: sentences in Chinese for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any
from uuid import UUID

from sibai.audit.acts import ROLES, registry
from sibai.audit.models import Entry, EntryText


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a page tells it; names of users and persons are filled in by whoever knows them."""

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


class _Words(dict[str, Any]):
    """What a sentence may name; what is absent is left out."""

    def __missing__(self, name: str) -> str:
        return ""


def sentence_of(entry: Entry, texts: dict[str, str]) -> str:
    """What happened, in Chinese."""
    known = registry().acts.get(entry.action)
    words = _Words({**entry.facts, **texts, "object": entry.object_label})
    says = Formatter().vformat(known.says, (), words) if known else entry.action
    return f"{says}（未准）" if entry.outcome == "refused" else says


def lines(entries: Iterable[Entry]) -> list[Line]:
    """Entries as lines; two queries for any number of them."""
    entries = list(entries)
    texts: dict[int, dict[str, str]] = {}
    for text in EntryText.objects.filter(entry__in=[entry.pk for entry in entries]):
        texts.setdefault(text.entry_id, {})[text.name] = text.text
    acts = registry().acts
    return [
        Line(
            entry.seq,
            entry.at,
            entry.user,
            entry.account,
            ROLES.get(entry.role, entry.role),
            entry.place,
            sentence_of(entry, texts.get(entry.seq, {})),
            entry.outcome == "refused",
            entry.person,
            acts[entry.action].article if entry.action in acts else "",
            entry.object_type,
            entry.object_id,
        )
        for entry in entries
    ]


def about(object_type: str, object_id: object, most: int = 50) -> list[Line]:
    """The last entries about one object, newest first."""
    return lines(Entry.objects.filter(object_type=object_type, object_id=str(object_id)).order_by("-seq")[:most])


def about_person(person_id: UUID, most: int = 50) -> list[Line]:
    """The last entries about one person, newest first."""
    return lines(Entry.objects.filter(person=person_id).order_by("-seq")[:most])
