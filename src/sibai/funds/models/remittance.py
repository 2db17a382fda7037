"""Contributions and tax as the company has paid them to the tax office (art. 14)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import FenField, MonthField
from sibai.db.querysets import ScopedQuerySet
from sibai.people.models import User
from sibai.places.models import Place


class Remittance(models.Model):
    """One payment to the tax office for a month: all that was withheld and due for it by then."""

    SCOPE = "county_id"
    KINDS: ClassVar[list[tuple[str, str]]] = [("insurance", "社会保险费"), ("tax", "个人所得税")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    month = MonthField("所属月份")
    kind = models.CharField("类别", max_length=10, choices=KINDS)
    amount = FenField("金额")
    paid_on = models.DateField("缴款日")
    document = models.CharField("缴款凭证", max_length=120)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Something."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_remittance_is_positive")
        ]

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.county_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.month.year}年{self.month.month}月{self.get_kind_display()}"
