"""What the office sends to the public machine: notices, the notice at collection, what became of what came across."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sibai.audit.heads import public_key
from sibai.db import keys
from sibai.people.queries import notices as privacy
from sibai.places.models import Place
from sibai.recruitment.flow import ENDED
from sibai.recruitment.models import Crossing, Selection, TakenFile
from sibai.recruitment.queries.public_notices import as_plain, notices_of_the_office
from sibai.recruitment.queries.public_states import can_withdraw, state_of

OPEN_FOR_APPLICATIONS = ("published", "review")
TOLD_FOR = timedelta(days=90)
"""How long after the end of a round its receipts can still be looked up on a machine apart: a matter of its size."""


def county() -> Place | None:
    """The county of this house."""
    found: Place | None = Place.objects.filter(level="county").first()
    return found


def seal_key() -> bytes:
    """The public half of the key that opens applications."""
    return keys.exchange_key().public_key().public_bytes_raw()


def document(now: datetime) -> dict[str, Any]:
    """The document of a notices file, without anybody's name."""
    place = county()
    given = privacy.current(timezone.localdate(now))
    return {
        "county": place.code if place else "",
        "county_name": place.name if place else "",
        "issued_at": now.isoformat(),
        "office": public_key(),
        "seal_key": seal_key().hex(),
        "privacy": {
            "version": given.version,
            "from": str(given.start),
            "title": given.title,
            "sections": [{"heading": each.heading, "paragraphs": list(each.paragraphs)} for each in given.sections],
        },
        "notices": [as_plain(each) for each in notices_of_the_office()],
        "states": {each.receipt_digest: _state(each) for each in _crossings(now)},
    }


def _crossings(now: datetime) -> models.QuerySet[Crossing]:
    """What came across and is still told: of rounds that go on, or ended a while ago."""
    since = now - TOLD_FOR
    lately = Q(selection__closed_on__gte=timezone.localdate(since)) | Q(at__gte=since)
    return (
        Crossing.objects.filter(~Q(selection__state__in=ENDED, selection__isnull=False) | lately)
        .select_related("application__selection", "selection__vacancy__village")
        .order_by("at", "pk")
    )


def _state(crossing: Crossing) -> dict[str, Any]:
    """One receipt: the number that the machine gave, the state, whether it can still be withdrawn."""
    application = crossing.application
    return {
        "id": str(crossing.pk),
        "state": state_of(application) if application else crossing.outcome,
        "may_withdraw": can_withdraw(application) if application else False,
        "withdrawal": crossing.withdrawal_at is not None,
        "at": (application.applied_at if application else crossing.at).isoformat(),
        "village": crossing.selection.vacancy.village.short_name if crossing.selection else "",
    }


def not_collected(today: date) -> list[str]:
    """Villages whose online applications closed after the last sealed file was made: it cannot hold them all."""
    last = TakenFile.objects.order_by("-made_at").first()
    since = timezone.localdate(last.made_at) if last else date.min
    closed = Selection.objects.filter(state__in=OPEN_FOR_APPLICATIONS, online=True, deadline__lt=today)
    rows = closed.filter(deadline__gte=since).select_related("vacancy__village").order_by("vacancy__village_id")
    return [each.vacancy.village.short_name for each in rows]


COLUMNS = (
    {"label": "收入时间", "kind": "moment"},
    {"label": "制作时间", "kind": "moment"},
    {"label": "收入人"},
    {"label": "件数", "kind": "number"},
    {"label": "新收", "kind": "number"},
    {"label": "撤回", "kind": "number"},
    {"label": "未收", "kind": "number"},
)
LAST_FILES = 20


def taken_files() -> dict[str, Any]:
    """The last files that were taken in, newest first; context of the list."""
    rows = TakenFile.objects.select_related("taken_by").order_by("-taken_at")[:LAST_FILES]
    return {
        "title": "收过的文件",
        "columns": COLUMNS,
        "rows": [{"cells": _cells(each)} for each in rows],
        "empty": {"what": "还没有收过文件。", "how": "收入以后，报名会出现在各村（社区）的待办里，由村里核收。"},
    }


def _cells(each: TakenFile) -> list[Any]:
    who = each.taken_by.name if each.taken_by else "系统"
    return [each.taken_at, each.made_at, who, each.items, each.fresh, each.withdrawn, each.set_aside]
