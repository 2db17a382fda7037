"""The month's sheet of a village, the town's report to the county, and what is corrected afterwards."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.attendance.flow import CORRECTION, SHEET
from sibai.db.fields import EncryptedText, MonthField
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.models import Stint
from sibai.months.models import Deed
from sibai.people.models import Person, User
from sibai.places.models import Place

LONGEST_MONTH = 31


class TownReport(models.Model):
    """A town's report of roster and attendance to the county: the first of a month, then supplementary ones."""

    SCOPE = "town_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    town = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="镇")
    month = MonthField("月份")
    number = models.PositiveSmallIntegerField("第几次")
    villages = models.PositiveSmallIntegerField("村（社区）数")
    people = models.PositiveSmallIntegerField("在岗人数")
    due = models.DateField("截止日")
    timing = models.CharField("时效", max_length=4, choices=Deed.TIMINGS)
    answers = models.JSONField("规则结果", default=dict)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("报送时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbered within the month."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["town", "month", "number"], name="each_town_report_once"),
        ]

    @property
    def place_code(self) -> str:
        """The town."""
        return str(self.town_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.town.short_name}{self.month:%Y-%m}花名册和考勤表"


class Sheet(models.Model):
    """考勤情况登记表 of a village and month. Once submitted, neither it nor its lines change: triggers see to it."""

    SCOPE = "village_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    month = MonthField("月份")
    until = models.DateField("月末")
    state = models.CharField("状态", max_length=10, choices=SHEET.choices)
    filled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    filled_at = models.DateTimeField("填报时间")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    why = EncryptedText("退回原因", label="attendance.sheet.why")
    report = models.ForeignKey(TownReport, on_delete=models.PROTECT, null=True, related_name="sheets")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One sheet a village and month; submitted means reported."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["month", "village"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["village", "month"], name="one_sheet_a_month"),
            models.CheckConstraint(
                condition=Q(state="submitted", report__isnull=False) | (~Q(state="submitted") & Q(report__isnull=True)),
                name="sheet_reported",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.village.short_name}{self.month:%Y-%m}考勤表"


class SheetLine(models.Model):
    """One stint on a sheet. `marks` has a letter for each day of the month (`queries.marks`).

    `known_*` is what was known of days on post and unpaid days when the line was filled: what differs from it later
    is to be corrected.
    """

    SCOPE = "sheet__village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="lines")
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on_from = models.DateField("在岗起")
    on_to = models.DateField("在岗止")
    marks = models.CharField("每日考勤", max_length=LONGEST_MONTH)
    attended_days = models.PositiveSmallIntegerField("出勤天数")
    unpaid_days = models.PositiveSmallIntegerField("无薪天数")
    note = EncryptedText("备注", label="attendance.sheetline.note")
    known_from = models.DateField()
    known_to = models.DateField()
    known_unpaid = models.PositiveSmallIntegerField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One line a stint."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sheet", "stint"], name="one_line_a_stint"),
            models.CheckConstraint(condition=Q(on_to__gte=F("on_from")), name="sheet_line_order"),
            models.CheckConstraint(condition=Q(unpaid_days__lte=LONGEST_MONTH), name="sheet_line_unpaid"),
        ]


class SheetCorrection(models.Model):
    """A dated correction of what a submitted sheet says of a stint; no days on post: it was not on post after all.

    The one that holds is the last confirmed one. Confirmed ones never change: triggers see to it.
    """

    SCOPE = "sheet__village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="corrections")
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("第几次")
    on_from = models.DateField("在岗起", null=True, blank=True)
    on_to = models.DateField("在岗止", null=True, blank=True)
    unpaid_days = models.PositiveSmallIntegerField("无薪天数")
    reason = EncryptedText("更正原因", label="attendance.sheetcorrection.reason")
    document = models.CharField("依据", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=CORRECTION.choices)
    known_from = models.DateField(null=True)
    known_to = models.DateField(null=True)
    known_unpaid = models.PositiveSmallIntegerField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    why = EncryptedText("理由", label="attendance.sheetcorrection.why")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbered within the stint's month; one at a time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sheet", "stint", "number"], name="each_correction_once"),
            models.UniqueConstraint(
                fields=["sheet", "stint"], condition=Q(state="entered"), name="one_correction_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(on_from__isnull=True, on_to__isnull=True, unpaid_days=0) | Q(on_to__gte=F("on_from")),
                name="sheet_correction_order",
            ),
            models.CheckConstraint(condition=Q(unpaid_days__lte=LONGEST_MONTH), name="sheet_correction_unpaid"),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return self.sheet.place_code

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.sheet.label}更正"
