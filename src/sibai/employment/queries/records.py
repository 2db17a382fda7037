"""Grades of a year, who minds a post, trainings, notices: lists and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from sibai.employment.flow import TRAINING
from sibai.employment.models import (
    Acting,
    GradeFact,
    Notice,
    Receipt,
    Stint,
    Training,
    TrainingAttendance,
)
from sibai.employment.queries.people_list import sought, towns
from sibai.people.actor import Actor
from sibai.people.pages import Column, Filter, Listing, Row
from sibai.places.models import Place


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One coordinator in the table of a year: `standing` the confirmed grade, `waiting` the entered one."""

    stint: UUID
    name: str
    village: str
    town: str
    start: date
    standing: str
    waiting: str
    waiting_id: UUID | None
    entered_by: UUID | None


def held_in(actor: Actor, year: int) -> Any:
    """The stints of coordinators in the scope that touch a year, by village."""
    return (
        Stint.objects.within(actor.scope)
        .filter(
            Q(end__isnull=True) | Q(end__gte=date(year, 1, 1)), kind=Stint.COORDINATOR, start__lte=date(year, 12, 31)
        )
        .select_related("person", "village__parent")
        .order_by("village_id", "-start")
    )


def grade_lines(actor: Actor, year: int, town: str = "") -> list[GradeLine]:
    """Everybody who was on post in a year, with the grades of that year; two queries."""
    held = held_in(actor, year)
    if town:
        held = held.filter(village__parent_id=town)
    last: dict[UUID, Stint] = {}
    for stint in held:
        last.setdefault(stint.person_id, stint)
    grades: dict[tuple[UUID, str], GradeFact] = {}
    known = GradeFact.objects.filter(person__in=list(last), year=year).exclude(state="rejected")
    rows = list(known)
    corrected = {grade.corrects_id for grade in rows if grade.state == "confirmed"}
    for grade in rows:
        if grade.pk not in corrected:
            grades[grade.person_id, grade.state] = grade
    return [_line(stint, grades) for stint in last.values()]


def _line(stint: Stint, grades: Mapping[tuple[UUID, str], GradeFact]) -> GradeLine:
    standing, waiting = grades.get((stint.person_id, "confirmed")), grades.get((stint.person_id, "entered"))
    return GradeLine(
        stint=stint.pk,
        name=stint.person.name,
        village=stint.village.short_name,
        town=stint.village.parent.name if stint.village.parent else "",
        start=stint.start,
        standing=standing.grade if standing else "",
        waiting=waiting.grade if waiting else "",
        waiting_id=waiting.pk if waiting else None,
        entered_by=waiting.entered_by_id if waiting else None,
    )


def waiting_grades(actor: Actor, ids: list[str]) -> list[GradeFact]:
    """The entered grades among some that were chosen."""
    known = []
    for each in ids:
        try:
            known.append(UUID(each))
        except ValueError:
            continue
    return list(GradeFact.objects.within(actor.scope).filter(pk__in=known, state="entered"))


def years(first: int, today: date) -> list[int]:
    """The years that can have grades, the last one first."""
    return list(range(today.year, first - 1, -1))


def acting_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """Who minds a vacant or absent post, now and before."""
    running = Q(closed_on__isnull=True)

    def row(each: Acting) -> Row:
        over = each.closed_on is None and each.end < today
        word = "已结束" if each.closed_on else "已到期" if over else "代管中"
        acts = []
        if each.closed_on is None and actor.may_open("employment:end_acting"):
            acts = [{"label": "结束", "url": reverse("employment:end_acting", args=[each.pk])}]
        cells = [
            {"text": each.village.short_name, "under": each.get_cause_display()},
            {"text": each.who, "under": each.post},
            each.duties,
            each.start,
            each.closed_on or each.end,
            {"tone": "late" if over else "plain" if each.closed_on else "done", "word": word},
            {"acts": acts},
        ]
        return Row("", cells)

    return Listing(
        rows_of=Acting.objects.within(actor.scope).select_related("village"),
        given=given,
        columns=(
            Column("村（社区）", "village_id"),
            Column("代管人"),
            Column("代管范围", minor=True),
            Column("起", "start", "day"),
            Column("止", "end", "day"),
            Column("状态", "", "status"),
            Column("办理", "", "act"),
        ),
        row=row,
        title="岗位代管",
        search=lambda text: Q(village__name__contains=text) | Q(who__contains=text),
        placeholder="村名、代管人",
        filters=[
            *towns(actor),
            Filter("state", "状态", [("on", "代管中", running), ("off", "已结束", ~running)]),
        ],
        order=("-start", "village_id"),
        empty={"what": "这里会列出岗位代管。", "how": "岗位空缺或在岗人员暂时离开时，由村或镇指定，不另发报酬。"},
    )


def without_acting(actor: Actor) -> list[tuple[str, str]]:
    """Villages of the scope for a new stand-in: code and name."""
    busy = Acting.objects.filter(closed_on__isnull=True).values("village_id")
    rows = Place.objects.within(actor.scope).filter(level="village", end__isnull=True).exclude(code__in=busy)
    return [(place.code, place.short_name) for place in rows]


def training_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """Trainings: for the company and the county all, for others those of their coordinators."""
    mine = TrainingAttendance.objects.within(actor.scope).values("training_id")
    rows = Training.objects.filter(pk__in=mine).select_related("place").annotate(called=Count("attendances"))

    def row(each: Any) -> Row:
        step = TRAINING.step(each.state)
        tone = "due" if step and each.held_on <= today else "plain"
        cells = [
            {"text": each.title, "under": each.where},
            each.held_on,
            each.place.short_name,
            each.called,
            {"tone": tone, "word": TRAINING.label(each.state)},
        ]
        return Row(reverse("employment:training", args=[each.pk]), cells)

    return Listing(
        rows_of=rows,
        given=given,
        columns=(
            Column("培训", "title"),
            Column("日期", "held_on", "day"),
            Column("范围"),
            Column("应到", "", "number"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="在岗培训",
        search=lambda text: Q(title__contains=text),
        placeholder="培训名称",
        filters=[Filter("state", "状态", [(state, label, Q(state=state)) for state, label in TRAINING.choices])],
        order=("-held_on", "pk"),
        empty={"what": "这里会列出上岗后的培训。", "how": "由派活儿公司计划、登记签到和结果。"},
    )


def attendances(training: Training, actor: Actor) -> list[TrainingAttendance]:
    """Who was called to a training, as far as the actor sees them."""
    rows = TrainingAttendance.objects.within(actor.scope).filter(training=training)
    return list(rows.select_related("stint__person", "stint__village").order_by("stint__village_id"))


def notice_list(actor: Actor, given: Mapping[str, Any], today: date) -> Listing:
    """Notices that went to coordinators of the scope, and how many have read them."""
    mine = Receipt.objects.within(actor.scope).values("notice_id")
    inside = Q(receipts__village_id__gte=actor.scope.low, receipts__village_id__lte=actor.scope.high)
    rows = (
        Notice.objects.filter(pk__in=mine)
        .select_related("place")
        .annotate(told=Count("receipts", filter=inside), read=Count("receipts__read_at", filter=inside))
    )

    def row(each: Any) -> Row:
        gone = each.withdrawn_at is not None
        left = each.told - each.read
        late = not gone and left and each.read_by_day is not None and each.read_by_day < today
        tone = "plain" if gone else "late" if late else "due" if left else "done"
        cells = [
            {"text": each.title, "under": each.place.short_name},
            each.written_at,
            each.read_by_day,
            each.read,
            left,
            {"tone": tone, "word": "已撤回" if gone else f"{left}人未读" if left else "都已读"},
        ]
        return Row(reverse("employment:notice", args=[each.pk]), cells)

    return Listing(
        rows_of=rows,
        given=given,
        columns=(
            Column("标题", "title"),
            Column("发出时间", "written_at", "moment"),
            Column("阅读期限", "read_by_day", "day", minor=True),
            Column("已读", "", "number"),
            Column("未读", "", "number"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="通知",
        search=lambda text: Q(title__contains=text),
        placeholder="标题",
        order=("-written_at", "pk"),
        empty={"what": "这里会列出发给协理员的通知。", "how": "由县人社局或镇写，协理员在手机上阅读并留下回执。"},
    )


def readers(notice: Notice, given: Mapping[str, Any], actor: Actor) -> Listing:
    """Who has a notice, who has read it, who has not."""

    def row(each: Receipt) -> Row:
        read: datetime | None = each.read_at
        cells = [
            {"text": each.person.name, "under": each.village.short_name},
            read,
            {"tone": "done" if read else "due", "word": "已读" if read else "未读"},
        ]
        return Row("", cells)

    unread = Q(read_at__isnull=True)
    return Listing(
        rows_of=Receipt.objects.within(actor.scope).filter(notice=notice).select_related("person", "village"),
        given=given,
        columns=(
            Column("姓名", "person__pinyin"),
            Column("阅读时间", "read_at", "moment"),
            Column("状态", "", "status"),
        ),
        row=row,
        title="阅读回执",
        search=sought,
        filters=[
            *towns(actor),
            Filter("read", "状态", [("no", "未读", unread), ("yes", "已读", ~unread)]),
        ],
        order=("village_id",),
    )
