"""Erasing what is known of a person when the law no longer keeps it; the log stays whole and verifies.

The row stays with its code, so that nothing else points into the void; what could tell who it was is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from sibai.audit.erasing import erase_texts
from sibai.audit.operations import act, record
from sibai.audit.refusals import Refusal
from sibai.documents.models import StoredFile
from sibai.documents.operations import keeping
from sibai.people.actor import Actor
from sibai.people.holders import holders
from sibai.people.models import CardChange, DataRequest, Person, User
from sibai.people.queries.retention import keeping_of, request_kept_until

ERASED_NAME: Final = "已删除"
PERIOD_OVER, ASKED_FOR = "保存期满", "本人申请"
"""Why data were erased."""
BLANK: Final = dict.fromkeys(
    (
        "pinyin",
        "initials",
        "sex",
        "id_number",
        "id_index",
        "phone",
        "phone_index",
        "card",
        "card_index",
        "address",
        "education",
    ),
    "",
)
CATEGORIES: Final = dict.fromkeys(
    (
        "poverty_relief",
        "hard_to_employ",
        "graduate",
        "veteran",
        "poverty_household",
        "monitored_household",
        "knows_village",
    ),
    False,
)


class NotDue(Refusal):
    """The law still keeps the data, or something is open."""


def erase_person(actor: Actor, person: Person, why: str, now: datetime) -> None:
    """Wipe a person: own columns, files, what other rooms hold, the free texts of the log. Plain; nothing twice.

    Whether it is time is the caller's to know (`sibai.people.queries.retention`); `why` is one of the two words above.
    """
    if person.erased_on:
        return
    today = timezone.localdate(now)
    for holder in holders():
        holder.erase(person.pk, now)
    keeping.erase(StoredFile.objects.filter(person=person.pk), now=now)
    erase_texts(person.pk)
    CardChange.objects.filter(person=person).update(card="", why="")
    CardChange.objects.filter(person=person, state="waiting").update(state="refused", decided_at=now)
    User.objects.filter(person=person).update(name=ERASED_NAME, is_active=False)
    wiped = {**BLANK, **CATEGORIES, "name": ERASED_NAME, "birth_date": None, "erased_on": today, "erased_why": why}
    for column, value in wiped.items():
        setattr(person, column, value)
    person.save(update_fields=list(wiped))
    erase_requests(today, person)


def erase_requests(today: date, person: Person | None = None) -> int:
    """Wipe the words of requests whose time of keeping is over, of one person or of all; how many. Plain."""
    rows = DataRequest.objects.filter(closed_at__isnull=False)
    rows = rows.filter(person=person) if person else rows
    over = [
        row.pk
        for row in rows.only("pk", "closed_at")
        if row.closed_at and request_kept_until(timezone.localdate(row.closed_at), today) < today
    ]
    return DataRequest.objects.filter(pk__in=over).update(words="", reason="", result="")


@act("people.erase_due")
def erasure_run(*, actor: Actor, due_persons: Sequence[Person], now: datetime) -> int:
    """Erase persons whose periods are over, and what is over and belongs to nobody registered; one entry with codes.

    NotDue for all where one of them is not due.
    """
    today = timezone.localdate(now)
    due = [person for person in due_persons if not person.erased_on]
    answers = keeping_of([person.pk for person in due], today)
    early = [person for person in due if answers[person.pk].refusal]
    if early:
        told = "；".join(f"{person.code}：{answers[person.pk].refusal}" for person in early[:5])
        raise NotDue(f"有{len(early)}人还不能删除。{told}")
    for person in due:
        erase_person(actor, person, PERIOD_OVER, now)
    others = erase_requests(today) + sum(holder.sweep(today, now) for holder in holders())
    facts = {"count": len(due), "codes": [person.code for person in due], "others": others}
    record(actor, None, at=now, facts=facts, label="到期删除")
    return len(due)
