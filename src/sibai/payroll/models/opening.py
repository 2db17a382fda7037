"""What was paid before the system was used: a county begins in the middle of a year."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText, FenField, MonthField
from sibai.db.querysets import ScopedQuerySet
from sibai.documents.models import StoredFile
from sibai.payroll.flow import OPENING
from sibai.people.models import Person, User
from sibai.places.models import Organisation, Place


class OpeningImport(models.Model):
    """One file of what was paid before `month`, the first month that the system pays. `totals` in fen and counts.

    `leave` are the keys of the days of leave that it entered: attendance keeps those.
    """

    SCOPE = "county_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    month = MonthField("从哪个月起用系统发放")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    document = models.CharField("依据", max_length=120)
    state = models.CharField("状态", max_length=10, choices=OPENING.choices, default="uploaded")
    totals = models.JSONField("合计", default=dict)
    leave = models.JSONField("已休年休假", default=list)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    imported_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    reason = EncryptedText("撤销原因", label="payroll.openingimport.reason")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-uploaded_at", "-id"]

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.county_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.month.year}年{self.month.month}月以前的发放情况"


class YearOpening(models.Model):
    """What a payer paid a person in a calendar year outside the system, in fen; it counts with the year's payslips.

    `months` are those that were paid, `further` the person's side of insurances beyond the measure's two, `owed` what
    could not be deducted and is carried on.
    """

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(OpeningImport, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    earned = FenField("累计应发", default=0)
    pension = FenField("累计养老", default=0)
    further = FenField("累计其他社会保险个人", default=0)
    withheld = FenField("累计个税", default=0)
    months = models.PositiveSmallIntegerField("已发月数", default=0)
    first_job = models.BooleanField("当年首次就业", default=False)
    owed = FenField("欠扣余额", default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One a person, payer and year; nothing below zero, twelve months at most."""

        ordering: ClassVar[list[str]] = ["village_id", "year", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "employer", "year"], name="a_year_is_opened_once"),
            models.CheckConstraint(
                condition=Q(
                    **{f"{name}__gte": 0 for name in ("earned", "pension", "further", "withheld", "owed")},
                    months__lte=12,
                ),
                name="an_opening_within_bounds",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.year}年起用系统以前的发放"


class UnpaidMonth(models.Model):
    """A month before the system was used that somebody with an opening was not paid after all: the system pays it."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    month = MonthField("月份")
    document = models.CharField("依据", max_length=120)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Once a person and month."""

        ordering: ClassVar[list[str]] = ["month", "village_id", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "month"], name="an_unpaid_month_once")
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it: never the person."""
        return f"{self.month.year}年{self.month.month}月没有发过"
