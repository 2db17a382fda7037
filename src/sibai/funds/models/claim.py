"""Subsidies as they are claimed, decided and received (arts. 12, 14): which line of the books each gives back.

What is granted may come in parts. What comes beyond it is owed to whoever paid it, until it is given back.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.db.fields import EncryptedText, FenField, MonthField
from sibai.db.querysets import ScopedQuerySet
from sibai.funds.flow import CLAIM
from sibai.funds.models.journal import Line
from sibai.funds.models.opening import Opening
from sibai.people.models import Person, User
from sibai.places.models import Place


class Claim(models.Model):
    """One claim for some months: 岗位补贴, 社保补贴, or what the county's budget bears of the advances.

    `opening`: it was under way before the system was used, and came with the opening of the books.
    """

    SCOPE = "county_id"
    KINDS: ClassVar[list[tuple[str, str]]] = [
        ("post", "岗位补贴"),
        ("insurance", "社保补贴"),
        ("rest", "县财政列支单位保险"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("编号")
    kind = models.CharField("类别", max_length=10, choices=KINDS)
    first = MonthField("起")
    last = MonthField("止")
    state = models.CharField("状态", max_length=10, choices=CLAIM.choices, default="claimed")
    people = models.PositiveIntegerField("人数")
    asked = FenField("申报金额")
    granted = FenField("批准金额", default=0)
    received = FenField("已到账", default=0)
    excess = FenField("多到待退", default=0)
    law = models.JSONField("参数和口径", default=dict)
    claimed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField("申报时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    reason = EncryptedText("不同的原因", label="funds.claim.reason")
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField("登记到账时间", null=True, blank=True)
    received_on = models.DateField("到账日", null=True, blank=True)
    document = models.CharField("到账凭证", max_length=120, blank=True)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbered; never more granted than asked, nor more received than granted."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["county", "number"], name="claims_are_numbered"),
            models.CheckConstraint(condition=Q(granted__gte=0, granted__lte=F("asked")), name="granted_within_asked"),
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("granted"), excess__gte=0), name="received_within_granted"
            ),
        ]

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.county_id)

    @property
    def label(self) -> str:
        """As the log and the pages name it."""
        return f"{self.get_kind_display()}申报{self.number}号"

    @property
    def coming(self) -> int:
        """What is granted and has not come, in fen."""
        return int(self.granted) - int(self.received)


class ClaimLine(models.Model):
    """One person's month in a claim: the line of the books that it rests on, what was asked and what was granted.

    `line` is the advance of the employer's shares, for the post subsidy the wage. It is claimed once a kind.
    """

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="claimed")
    kind = models.CharField("类别", max_length=10, choices=Claim.KINDS)
    live = models.BooleanField("有效", default=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    month = MonthField("月份")
    asked = FenField("申报")
    granted = FenField("批准", default=0)
    received = FenField("到账", default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Once a kind, unless it was rejected, or of the county's rest in part only: the rest of that is open."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line", "kind"], condition=Q(live=True), name="claimed_once_a_kind"),
            models.CheckConstraint(
                condition=Q(asked__gt=0, granted__gte=0, granted__lte=F("asked")), name="a_claim_line"
            ),
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("granted")), name="a_claim_line_received"
            ),
        ]


class Receipt(models.Model):
    """Money of a claim as it came to the company's account, or of the excess as it was given back: less than zero."""

    SCOPE = "claim__county_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveSmallIntegerField("第几笔")
    amount = FenField("金额")
    on = models.DateField("日期")
    document = models.CharField("凭证", max_length=120)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbered; something."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["claim", "number"], name="receipts_of_a_claim_are_numbered"),
            models.CheckConstraint(condition=~Q(amount=0), name="a_receipt_of_a_claim_is_not_nothing"),
        ]

    @property
    def place_code(self) -> str:
        """The county."""
        return self.claim.place_code
