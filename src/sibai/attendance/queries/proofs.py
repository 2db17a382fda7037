"""Which papers leave, trips, benefits, corrections and sheets can have: scanned by the village, or photographed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse

from sibai.attendance.models import Benefit, LeaveRequest, Sheet, SheetCorrection, Trip
from sibai.attendance.queries.ways import url_of
from sibai.db.querysets import Scope
from sibai.documents.queries.papers import Wanted, papers_of, present
from sibai.people.actor import Actor

SIGNED = "signed_sheet"
"""The kind of the scan of a month's sheet as it was signed on paper."""
NOTE = "打印、本人和村里签字盖章以后扫描"
SUBJECTS: dict[str, tuple[type[models.Model], str, str]] = {
    "leave": (LeaveRequest, "leave_proof", "证明材料"),
    "trip": (Trip, "trip_notice", "出差通知"),
    "benefit": (Benefit, "benefit_receipt", "签收单"),
    "correction": (SheetCorrection, "correction_proof", "更正依据"),
    "sheet": (Sheet, SIGNED, "签字的纸质考勤表"),
}
"""What can have papers, by the word in the address: its table, the paper's kind, what it is called."""
WITHOUT = frozenset({"annual", "personal", LeaveRequest.ABSENT})
"""Leave that needs no proof by law; one can be handed in all the same."""
VILLAGES = {"correction": "sheet__village__parent"}
"""The way from a thing to its village, where it is not `village`."""


def subjects(what: str, scope: Scope) -> models.QuerySet[Any]:
    """The things of one kind in the scope, village at hand. KeyError for an unknown word."""
    rows = SUBJECTS[what][0].objects.within(scope)  # type: ignore[attr-defined]
    return rows.select_related(VILLAGES.get(what, "village__parent"))  # type: ignore[no-any-return]


def word_of(subject: models.Model) -> str:
    """The word in the address for a thing."""
    return next(word for word, (model, *_) in SUBJECTS.items() if type(subject) is model)


def page_of(subject: models.Model) -> str:
    """The page of a thing."""
    if isinstance(subject, Sheet):
        return url_of("place", subject.month, subject.village_id)
    return reverse(f"attendance:{word_of(subject)}", args=[subject.pk])


def papers(subject: Any, actor: Actor) -> list[dict[str, Any]]:
    """The papers of a thing, for its page; one query."""
    what = word_of(subject)
    _, kind, label = SUBJECTS[what]
    url = reverse("attendance:attach", args=[what, subject.pk]) if actor.may("attendance.attach") else ""
    needed = what == "leave" and subject.kind not in WITHOUT
    wanted = Wanted(kind, label, "第二十一条" if needed else "", needed, "", url)
    if what == "sheet":
        wanted = replace(wanted, article="第十二条", required=True, note=NOTE, print_url=_printed(subject, actor))
    return papers_of(subject, [wanted], actor.role)


def _printed(sheet: Sheet, actor: Actor) -> str:
    if not actor.may("attendance.print"):
        return ""
    return url_of("print", sheet.month, sheet.village_id, "attendance_sheet")


def signed(sheets: Iterable[UUID]) -> set[str]:
    """Which of the sheets have the scan of the signed paper, by their key as text; one query."""
    return present(Sheet, sheets, SIGNED)
