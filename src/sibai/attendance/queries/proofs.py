"""Which papers a leave, a trip or a correction can have: scanned by the village, or photographed on the phone."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from sibai.attendance.models import LeaveRequest, SheetCorrection, Trip
from sibai.db.querysets import Scope
from sibai.documents.queries.papers import Wanted, papers_of
from sibai.people.actor import Actor

SUBJECTS: dict[str, tuple[type[models.Model], str, str]] = {
    "leave": (LeaveRequest, "leave_proof", "证明材料"),
    "trip": (Trip, "trip_notice", "出差通知"),
    "correction": (SheetCorrection, "correction_proof", "更正依据"),
}
"""What can have papers, by the word in the address: its table, the paper's kind, what it is called."""
WITHOUT = frozenset({"annual", "personal", LeaveRequest.ABSENT})
"""Leave that needs no proof by law; one can be handed in all the same."""
VILLAGES = {"leave": "village__parent", "trip": "village__parent", "correction": "sheet__village__parent"}


def subjects(what: str, scope: Scope) -> models.QuerySet[Any]:
    """The things of one kind in the scope, village at hand. KeyError for an unknown word."""
    rows = SUBJECTS[what][0].objects.within(scope)  # type: ignore[attr-defined]
    return rows.select_related(VILLAGES[what])  # type: ignore[no-any-return]


def word_of(subject: models.Model) -> str:
    """The word in the address for a thing."""
    return next(word for word, (model, *_) in SUBJECTS.items() if type(subject) is model)


def page_of(subject: models.Model) -> str:
    """The page of a thing."""
    return reverse(f"attendance:{word_of(subject)}", args=[subject.pk])


def papers(subject: Any, actor: Actor) -> list[dict[str, Any]]:
    """The papers of a thing, for its page; one query."""
    what = word_of(subject)
    _, kind, label = SUBJECTS[what]
    url = reverse("attendance:attach", args=[what, subject.pk]) if actor.may("attendance.attach") else ""
    needed = what == "leave" and subject.kind not in WITHOUT
    wanted = Wanted(kind, label, "第二十一条" if needed else "", needed, "", url)
    return papers_of(subject, [wanted], actor.role)
