"""What village companies pay in for the rewards that go out with the wages (art. 11)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText, FenField
from sibai.db.querysets import ScopedQuerySet
from sibai.funds.flow import REWARD
from sibai.people.models import User
from sibai.places.models import Organisation, Place


class RewardReceipt(models.Model):
    """One payment of a village company to the agent company, for rewards of its village; posted once confirmed."""

    SCOPE = "village_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="付款单位")
    payer_name = models.CharField("付款单位名称", max_length=100, blank=True)
    number = models.PositiveIntegerField("编号")
    amount = FenField("金额")
    paid_on = models.DateField("到账日")
    document = models.CharField("凭证", max_length=120)
    state = models.CharField("状态", max_length=10, choices=REWARD.choices, default="entered")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    why = EncryptedText("没有确认的原因", label="funds.rewardreceipt.why")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbered; something."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["county", "number"], name="reward_receipts_are_numbered"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_reward_receipt_is_positive"),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log and the pages name it."""
        return f"村公司奖励到账{self.number}号"
