"""Injuries at work: what happened, who applied when, what was decided."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.attendance.models import Trip
from sibai.casework.flow import INJURY
from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.models import Stint
from sibai.people.models import Person, User
from sibai.places.models import Place


class Injury(models.Model):
    """One accident. `trip` is the approved trip on whose days it happened: evidence of 因工外出."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"
    EMPLOYER = "employer"
    APPLICANTS: ClassVar[list[tuple[str, str]]] = [
        (EMPLOYER, "用人单位"),
        ("worker", "本人"),
        ("relative", "近亲属"),
        ("union", "工会"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="+", verbose_name="岗位")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    trip = models.ForeignKey(Trip, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="出差")
    happened_on = models.DateField("事故日期")
    at_time = models.CharField("时刻", max_length=20, blank=True)
    where = EncryptedText("地点", label="casework.injury.where")
    what = EncryptedText("经过", label="casework.injury.what")
    harm = EncryptedText("伤情", label="casework.injury.harm")
    state = models.CharField("状态", max_length=16, choices=INJURY.choices, default="reported")
    applicant = models.CharField("申请人", max_length=10, choices=APPLICANTS, blank=True)
    applied_on = models.DateField("申请认定日", null=True, blank=True)
    accepted_on = models.DateField("受理日", null=True, blank=True)
    clear = models.BooleanField("事实清楚", default=False)
    decided_on = models.DateField("认定结论日", null=True, blank=True)
    decision = models.CharField("决定书文号", max_length=60, blank=True)
    ended_on = models.DateField("办结日", null=True, blank=True)
    result = EncryptedText("结果说明", label="casework.injury.result")
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField("报告时间")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """The steps come one after the other."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "village"]),
            models.Index(fields=["person", "happened_on"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(applied_on__isnull=True) | Q(applied_on__gte=F("happened_on")),
                name="injury_applied_after_it_happened",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["reported", "dropped"]) | (Q(applied_on__isnull=False) & ~Q(applicant="")),
                name="injury_applied_by_somebody",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it: the post, never the person."""
        return f"{self.village.short_name}协理员工伤"
