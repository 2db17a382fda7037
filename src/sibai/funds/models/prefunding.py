"""Prefunding (art. 12): what each town's people need of a month, from which source; and the year's budget for it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.db.fields import EncryptedText, FenField, MonthField
from sibai.db.querysets import ScopedQuerySet
from sibai.funds.bookkeeping import OTHER, SOURCES
from sibai.funds.flow import PREFUNDING
from sibai.payroll.models import Payslip
from sibai.people.models import User
from sibai.places.models import Place

FUNDED_BY = [(key, label) for key, label in SOURCES.items() if key != OTHER]
"""The two sources of art. 12."""


class Budget(models.Model):
    """What the year's budget has for a month from one source."""

    SCOPE = "county_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    month = MonthField("月份")
    source = models.CharField("资金来源", max_length=12, choices=FUNDED_BY)
    amount = FenField("金额")
    document = models.CharField("依据", max_length=120)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Once a month and source; never less than nothing."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["county", "month", "source"], name="one_budget_a_month"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_budget_is_not_negative"),
        ]


class Prefunding(models.Model):
    """One prefunding of a month. The first is the month's, later ones are for towns that were late.

    Each step is by another person; `due` is the day of art. 12.
    """

    SCOPE = "county_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    month = MonthField("月份")
    number = models.PositiveSmallIntegerField("第几次")
    state = models.CharField("状态", max_length=12, choices=PREFUNDING.choices, default="computed")
    people = models.PositiveIntegerField("人数", default=0)
    amount = FenField("金额", default=0)
    due = models.DateField("截止日")
    why = EncryptedText("退回原因", label="funds.prefunding.why")
    computed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    computed_at = models.DateTimeField("计算时间")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("审批时间", null=True, blank=True)
    transferred_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    transferred_at = models.DateTimeField("确认拨付时间", null=True, blank=True)
    transferred_on = models.DateField("拨付日", null=True, blank=True)
    document = models.CharField("拨付凭证", max_length=120, blank=True)
    arrived_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField("确认到账时间", null=True, blank=True)
    arrived_on = models.DateField("到账日", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbered; one of the county is being made at a time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["county", "month", "number"], name="prefundings_are_numbered"),
            models.UniqueConstraint(
                fields=["county"], condition=Q(state__in=["computed", "returned"]), name="one_prefunding_is_being_made"
            ),
        ]

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.county_id)

    @property
    def label(self) -> str:
        """As the log and the pages name it."""
        more = "" if self.number == 1 else f"补充{self.number - 1}"
        return f"{self.month.year}年{self.month.month}月预拨{more}"


class Share(models.Model):
    """One town's part: base wages and employer insurance less the balance carried, with the explanation kept."""

    SCOPE = "prefunding__county_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    prefunding = models.ForeignKey(Prefunding, on_delete=models.CASCADE, related_name="shares")
    town = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField("人数")
    base_total = FenField("基础工资")
    insurance_total = FenField("单位保险")
    balance = FenField("上次结余")
    amount = FenField("应预拨")
    employment = FenField("就业补助资金")
    budget = FenField("财政预算资金")
    answers = models.JSONField("规则结果", default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Once a prefunding; both sources make the whole."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["prefunding", "town"], name="a_town_once_a_prefunding"),
            models.CheckConstraint(
                condition=Q(amount=F("employment") + F("budget"), employment__gte=0, budget__gte=0),
                name="sources_make_the_whole",
            ),
        ]


class Covered(models.Model):
    """A payslip whose money a town's share holds: prefunded once."""

    slip = models.OneToOneField(Payslip, on_delete=models.PROTECT, related_name="+")
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="covered")
