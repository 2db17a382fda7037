"""Travel claims: the days of an approved trip, what was spent, what the rates make of it, when it was paid."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.attendance.models import Trip
from sibai.casework.flow import CLAIM
from sibai.db.fields import EncryptedText, FenField
from sibai.db.querysets import ScopedQuerySet
from sibai.people.models import Person, User
from sibai.places.models import Organisation, Place


class TravelClaim(models.Model):
    """A claim for days of one trip. `total` and `answers` (sealed JSON) are frozen when the village confirms.

    Amounts in fen. `payer` is the employer on the last day (reading `employer`); nothing of it goes through payroll.
    """

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trip = models.ForeignKey(Trip, on_delete=models.PROTECT, related_name="+", verbose_name="出差")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    start = models.DateField("起")
    end = models.DateField("止")
    nights = models.PositiveSmallIntegerField("住宿夜数", null=True, blank=True)
    lodging_paid = FenField("住宿费票据金额", default=0)
    fares_paid = FenField("城市间交通费票据金额", default=0)
    total = FenField("合计", null=True, blank=True)
    answers = EncryptedText("规则结果", label="casework.travelclaim.answers")
    note = EncryptedText("说明", label="casework.travelclaim.note")
    state = models.CharField("状态", max_length=10, choices=CLAIM.choices, default="asked")
    by_person = models.BooleanField("本人在手机上提出", default=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    why = EncryptedText("理由", label="casework.travelclaim.why")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    payer_name = models.CharField("支付单位", max_length=120, blank=True)
    paid_on = models.DateField("支付日", null=True, blank=True)
    voucher = models.CharField("凭证号", max_length=60, blank=True)
    paid_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField("登记支付时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Confirmed with an amount, paid with a day and a voucher."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["village", "start"]),
            models.Index(fields=["person", "start"]),
            models.Index(fields=["state", "village"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="claim_ends_later"),
            models.CheckConstraint(condition=Q(lodging_paid__gte=0, fares_paid__gte=0), name="claim_not_negative"),
            models.CheckConstraint(
                condition=~Q(state__in=["to_pay", "paid"]) | Q(total__isnull=False, payer__isnull=False),
                name="claim_confirmed_with_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False) | (~Q(state="paid") & Q(paid_on__isnull=True)),
                name="claim_paid_with_a_day",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it: the post, never the person."""
        return f"{self.village.short_name}协理员差旅费"


class ClaimDay(models.Model):
    """One day of one person that a claim has: the database lets no day be claimed twice."""

    SCOPE = "claim__village_id"
    PERSON_SCOPE = "person_id"

    claim = models.ForeignKey(TravelClaim, on_delete=models.CASCADE, related_name="taken")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    day = models.DateField("日期")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """A day is claimed once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "day"], name="a_day_is_claimed_once")
        ]
