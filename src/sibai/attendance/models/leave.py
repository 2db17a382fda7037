"""Leave and trips: what is asked for and decided, and the days that they take."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.attendance.flow import LEAVE, TRIP
from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.models import Stint
from sibai.people.models import Person, User
from sibai.places.models import Place


class LeaveStanding(models.Model):
    """What annual leave is reckoned from: kept once a person, entered by the village from papers."""

    SCOPE = "person__village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    first_work_on = models.DateField("参加工作日期")
    continuous_since = models.DateField("连续工作起")
    document = EncryptedText("依据", label="attendance.leavestanding.document")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Nobody works on without having begun."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(continuous_since__gte=F("first_work_on")), name="leave_standing_order")
        ]

    @property
    def place_code(self) -> str:
        """The person's village."""
        return self.person.place_code

    @property
    def label(self) -> str:
        """As the log names it."""
        return "年休假工龄"


class Asked(models.Model):
    """What leave and trips share: whose, from when to when, who asked, who decided."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="+", verbose_name="岗位")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    start = models.DateField("起")
    end = models.DateField("止")
    by_person = models.BooleanField("本人在手机上提出", default=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Shared columns only."""

        abstract = True

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return str(self.village_id)


class LeaveRequest(Asked):
    """A leave, whole days, first and last included. `told` and `answers` are sealed JSON: what was said of the
    occasion, and what the rules answered. 旷工 is entered by the village, never asked for."""

    ABSENT = "absent"
    KINDS: ClassVar[list[tuple[str, str]]] = [
        ("annual", "年休假"),
        ("personal", "事假"),
        ("sick", "病假"),
        ("maternity", "产假"),
        ("miscarriage", "流产休假"),
        ("paternity", "护理假"),
        ("marriage", "婚假"),
        ("bereavement", "丧假"),
        ("childcare", "育儿假"),
        ("injury", "停工留薪期"),
        (ABSENT, "旷工"),
    ]

    kind = models.CharField("假别", max_length=12, choices=KINDS)
    days = models.PositiveIntegerField("天数")
    reason = EncryptedText("事由", label="attendance.leaverequest.reason")
    told = EncryptedText("情形", label="attendance.leaverequest.told")
    answers = EncryptedText("规则结果", label="attendance.leaverequest.answers")
    state = models.CharField("状态", max_length=10, choices=LEAVE.choices)
    why = EncryptedText("理由", label="attendance.leaverequest.why")
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    freed_from = models.DateField("还回的工作日起", null=True, blank=True)
    freed_to = models.DateField("还回的工作日止", null=True, blank=True)

    class Meta:
        """Found by village and by person."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["village", "start"]),
            models.Index(fields=["person", "start"]),
            models.Index(fields=["state", "village"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="leave_ends_later")
        ]

    @property
    def label(self) -> str:
        """As the log names it: the post and the days, never the person or the illness."""
        return f"{self.village.short_name}协理员休假"


class Trip(Asked):
    """A trip on duty: where to, what for."""

    to_where = models.CharField("地点", max_length=60)
    purpose = EncryptedText("事由", label="attendance.trip.purpose")
    state = models.CharField("状态", max_length=10, choices=TRIP.choices)
    why = EncryptedText("理由", label="attendance.trip.why")

    class Meta:
        """Found by village and by person."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["village", "start"]),
            models.Index(fields=["person", "start"]),
            models.Index(fields=["state", "village"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="trip_ends_later")
        ]

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.village.short_name}协理员出差"


class TakenDay(models.Model):
    """One day of one person that an approved leave or trip takes: the database lets no two take the same day."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    day = models.DateField("日期")
    works = models.BooleanField("工作日")
    leave = models.ForeignKey(LeaveRequest, on_delete=models.CASCADE, null=True, related_name="taken")
    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, null=True, related_name="taken")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One thing a day; either a leave or a trip."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["village", "day"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "day"], name="one_thing_a_day"),
            models.CheckConstraint(
                condition=Q(leave__isnull=True, trip__isnull=False) | Q(leave__isnull=False, trip__isnull=True),
                name="day_of_leave_or_trip",
            ),
        ]
