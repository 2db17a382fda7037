"""What attendance holds about persons: until when, all of it, and how it is erased (`sibai.people.holders`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from sibai.attendance.models import Benefit, LeaveOpening, LeaveRequest, LeaveStanding, SheetCorrection, SheetLine, Trip
from sibai.attendance.operations.uploading import drop_forgotten
from sibai.people.holders import Holder, Rows, wipe

OPEN = "asked"


def kept(person_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Attendance is a wage record: it counts from the last month; what waits for somebody is kept. Four queries."""
    found: dict[UUID, dict[str, Any]] = {}
    lines = SheetLine.objects.filter(person__in=person_ids).values_list("person", "on_to")
    for person_id, day in lines:
        facts = found.setdefault(person_id, {})
        facts["last_wage_on"] = max(day, facts.get("last_wage_on", day))
    waiting: list[tuple[type[models.Model], str]] = [(LeaveRequest, OPEN), (Trip, OPEN), (SheetCorrection, "entered")]
    for model, state in waiting:
        rows = model._default_manager.filter(person__in=person_ids, state=state)
        for person_id in rows.values_list("person", flat=True):
            found.setdefault(person_id, {})["dealings_open"] = True
    return found


def told(person_id: UUID) -> list[tuple[str, Rows]]:
    """Leave, trips, benefits, months and corrections of a person."""
    return [(part, rows) for part, rows in _parts(person_id) if rows]


def _parts(person_id: UUID) -> Iterator[tuple[str, Rows]]:
    mine = {"person": person_id}
    standing = LeaveStanding.objects.filter(**mine)
    yield (
        "休假工龄",
        [(f"{each.first_work_on}参加工作", f"{each.continuous_since}起连续　{each.document}") for each in standing],
    )
    openings = LeaveOpening.objects.filter(**mine).order_by("year")
    yield "起用系统以前的年休假", [(f"{each.year}年", f"已休{each.days}天") for each in openings]
    leaves = LeaveRequest.objects.filter(**mine).order_by("start", "pk")
    yield (
        "休假",
        [
            (
                f"{each.get_kind_display()}{each.days}天",
                f"{each.start}至{each.end}　{each.get_state_display()}　{each.reason}",
            )
            for each in leaves
        ],
    )
    trips = Trip.objects.filter(**mine).order_by("start", "pk")
    yield (
        "出差",
        [(each.to_where, f"{each.start}至{each.end}　{each.get_state_display()}　{each.purpose}") for each in trips],
    )
    benefits = Benefit.objects.filter(**mine).order_by("given_on", "pk")
    yield (
        "福利",
        [
            (f"{each.given_on}{each.get_kind_display()}", f"{each.what}　{'已撤销' if each.cancelled_at else ''}")
            for each in benefits
        ],
    )
    lines = SheetLine.objects.filter(**mine).select_related("sheet").order_by("sheet__month", "pk")
    yield (
        "考勤",
        [
            (f"{each.sheet.month:%Y-%m}", f"出勤{each.attended_days}天，无薪{each.unpaid_days}天　{each.note}")
            for each in lines
        ],
    )
    rows = SheetCorrection.objects.filter(**mine).select_related("sheet").order_by("sheet__month", "number")
    yield "考勤更正", [(f"{each.sheet.month:%Y-%m}", f"无薪{each.unpaid_days}天　{each.reason}") for each in rows]


def erase(person_id: UUID, now: datetime) -> int:
    """Wipe what is written in free words, and since when the person works. Days and marks stay with the code."""
    mine = {"person": person_id}
    LeaveStanding.objects.filter(**mine).delete()
    Trip.objects.filter(**mine).update(to_where="")
    SheetCorrection.objects.filter(**mine).exclude(state="confirmed").update(document="")
    rows: list[models.QuerySet[Any]] = [
        LeaveRequest.objects.filter(**mine),
        Trip.objects.filter(**mine),
        Benefit.objects.filter(**mine),
        SheetLine.objects.filter(**mine),
        SheetCorrection.objects.filter(**mine),
    ]
    return sum(wipe(each) for each in rows)


HOLDER = Holder("attendance", kept, told, erase, drop_forgotten)
