"""What recruitment holds about persons: until when, all of it, and how it is erased (`sibai.people.holders`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from sibai.documents.models import StoredFile
from sibai.documents.operations import keeping
from sibai.measure import Single
from sibai.people.holders import Holder, Rows, wipe
from sibai.people.queries.persons import CATEGORIES
from sibai.recruitment.flow import APPLICATION, ENDED
from sibai.recruitment.models import Application, Kinship, Objection, Result, Selection, StepRecord, Training
from sibai.rulebook.queries.law import law_on


def kept(person_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """A round that goes on keeps everybody in it; the last that ended says since when the papers wait. One query."""
    found: dict[UUID, dict[str, Any]] = {}
    rows = Application.objects.filter(person__in=person_ids).order_by("selection__closed_on", "pk")
    for person_id, state, closed_on in rows.values_list("person", "selection__state", "selection__closed_on"):
        facts = found.setdefault(person_id, {})
        if state not in ENDED or closed_on is None:
            facts["dealings_open"] = True
        else:
            facts["application_closed_on"] = max(closed_on, facts.get("application_closed_on", closed_on))
    return found


def told(person_id: UUID) -> list[tuple[str, Rows]]:
    """All applications of a person with what was decided."""
    rows = Application.objects.filter(person=person_id).select_related("selection__vacancy__village")
    return [(each.label, _rows(each)) for each in rows.order_by("applied_at", "pk")]


def _rows(each: Application) -> Rows:
    answers = [
        ("报名时间", f"{timezone.localtime(each.applied_at):%Y-%m-%d %H:%M}"),
        ("状态", APPLICATION.label(each.state)),
        ("文化程度", each.education),
        ("人员类别", "、".join(label for field, label in CATEGORIES.items() if getattr(each, field))),
        ("审查意见", each.decided_why),
        ("名次", str(each.rank or "")),
        ("退出原因", each.out_why),
    ]
    typed = [(f"网上填写：{name}", str(value)) for name, value in each.typed.items()]
    return [*answers, *typed]


def erase(person_id: UUID, now: datetime) -> int:
    """Wipe a person's applications; how many."""
    return _erase(Application.objects.filter(person=person_id).values_list("pk", flat=True), now)


def sweep(today: date, now: datetime) -> int:
    """Wipe applications from the public pages that nobody took in, once their time is over; how many."""
    rows = Application.objects.filter(person=None, erased_on=None, selection__state__in=ENDED)
    law = law_on(today)
    over = [
        pk
        for pk, closed_on in rows.values_list("pk", "selection__closed_on")
        if closed_on and Single(law, {"application_closed_on": closed_on}).number("application_kept_until") < today
    ]
    return _erase(over, now)


def _erase(pks: Iterable[UUID], now: datetime) -> int:
    """Words, numbers, categories, scans and frozen answers of applications; what a round says of a chosen one."""
    numbers = list(pks)
    of = {"application__in": numbers}
    papers = {"papers__subject_type": Application._meta.label_lower, "papers__subject_id__in": map(str, numbers)}
    keeping.erase(StoredFile.objects.filter(**papers), now=now)
    Result.objects.filter(**of).delete()
    for rows in (Kinship.objects.filter(**of), Objection.objects.filter(**of), Training.objects.filter(**of)):
        wipe(rows)
    chosen = Selection.objects.filter(chosen__in=numbers)
    wipe(StepRecord.objects.filter(selection__in=chosen.values("pk")), but=("undo",))
    wipe(chosen)
    rows = Application.objects.filter(pk__in=numbers)
    blank = {"id_index": "", "receipt_digest": None, "erased_on": timezone.localdate(now)}
    return wipe(rows, {**blank, **dict.fromkeys(CATEGORIES, False)})


HOLDER = Holder("recruitment", kept, told, erase, sweep)
