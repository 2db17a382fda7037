"""The days that an approved leave or trip takes: plain functions, inside the acts of both."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from sibai.attendance.models import LeaveRequest, TakenDay, Trip
from sibai.attendance.queries.month import working_days_among
from sibai.audit.refusals import Refusal
from sibai.employment.models import Stint


class DayTaken(Refusal):
    """Another approved leave or trip has one of these days."""

    field = "start"


class NotOnPost(Refusal):
    """The person is not on this post on all of these days."""

    field = "start"


TAKEN = "这几天与已批准的休假或出差重叠，请核对。"


def on_post_all_of(stint: Stint, start: date, end: date) -> None:
    """NotOnPost where the stint does not cover all days."""
    if start < stint.start or (stint.end is not None and end > stint.end):
        until = f"至{stint.end}" if stint.end else "起"
        raise NotOnPost(f"这几天不都在岗（在岗{stint.start}{until}），请核对。")


def nothing_else(person_id: UUID, start: date, end: date) -> None:
    """DayTaken with the first day that is taken already."""
    rows = TakenDay.objects.filter(person=person_id, day__gte=start, day__lte=end).select_related("leave", "trip")
    first = rows.order_by("day").first()
    if first is not None:
        what = first.leave.get_kind_display() if first.leave else "出差"
        raise DayTaken(f"{first.day}已有批准的{what}，不能重叠，请核对。")


def take(row: LeaveRequest | Trip) -> None:
    """Take the days. DayTaken where the database finds one taken."""
    of = {"leave": row} if isinstance(row, LeaveRequest) else {"trip": row}
    days = [row.start + timedelta(days=number) for number in range((row.end - row.start).days + 1)]
    works = working_days_among(days)
    made = [
        TakenDay(person_id=row.person_id, village_id=row.village_id, day=day, works=day in works, **of) for day in days
    ]
    try:
        with transaction.atomic():
            TakenDay.objects.bulk_create(made)
    except IntegrityError as error:
        raise DayTaken(TAKEN) from error


def give_back(row: LeaveRequest | Trip) -> list[date]:
    """The days are free again; the working days among them, in order."""
    taken = row.taken.filter(works=True).order_by("day")
    worked = list(taken.values_list("day", flat=True))
    row.taken.all().delete()
    return worked
