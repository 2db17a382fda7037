"""What a paid travel claim should have been: a row of its own, so that what was paid is never rewritten (art. 15)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.casework.flow import CLAIM_CORRECTION
from sibai.casework.models.claim import TravelClaim
from sibai.db.fields import EncryptedText, FenField
from sibai.db.querysets import ScopedQuerySet
from sibai.people.models import Person, User
from sibai.places.models import Place

OPEN = ("entered", "to_settle")
COUNTS = ("to_settle", "settled")
"""In which states a correction is the town's word on what is right."""


class ClaimCorrection(models.Model):
    """Days and receipts as they really were, the total by the rates, and by how much it differs from what stood before.

    Amounts in fen; `difference` above zero is paid later, below zero given back.
    """

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(TravelClaim, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    number = models.PositiveSmallIntegerField("第几次")
    start = models.DateField("起")
    end = models.DateField("止")
    nights = models.PositiveSmallIntegerField("住宿夜数", null=True, blank=True)
    lodging_paid = FenField("住宿费票据金额", default=0)
    fares_paid = FenField("城市间交通费票据金额", default=0)
    total = FenField("更正后合计")
    difference = FenField("差额")
    answers = EncryptedText("规则结果", label="casework.claimcorrection.answers")
    reason = EncryptedText("更正原因", label="casework.claimcorrection.reason")
    state = models.CharField("状态", max_length=10, choices=CLAIM_CORRECTION.choices, default="entered")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    why = EncryptedText("理由", label="casework.claimcorrection.why")
    settled_on = models.DateField("补付或退回日", null=True, blank=True)
    voucher = models.CharField("凭证号", max_length=60, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("登记补付或退回时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbered; one at a time; a difference; settled with a day."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["claim", "number"], name="claim_corrections_are_numbered"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(state__in=OPEN), name="one_claim_correction_at_a_time"
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="claim_correction_ends_later"),
            models.CheckConstraint(
                condition=Q(total__gte=0, lodging_paid__gte=0, fares_paid__gte=0) & ~Q(difference=0),
                name="claim_correction_differs",
            ),
            models.CheckConstraint(
                condition=Q(state="settled", settled_on__isnull=False)
                | (~Q(state="settled") & Q(settled_on__isnull=True)),
                name="claim_correction_settled_with_a_day",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it: the post, never the person."""
        return f"{self.village.short_name}协理员差旅费第{self.number}次更正"
