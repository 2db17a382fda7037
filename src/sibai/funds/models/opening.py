"""With what a county's books begin, when it starts to use the system with money and claims under way."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText, FenField, MonthField
from sibai.db.querysets import CODE_DIGITS, ScopedQuerySet
from sibai.funds.bookkeeping import OTHER, SOURCES
from sibai.funds.flow import OPENING
from sibai.people.models import Person, User
from sibai.places.models import Place


class Opening(models.Model):
    """One list of balances at the end of the month before `month`, the first that these books keep."""

    SCOPE = "county_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    month = MonthField("从哪个月起用系统记账")
    document = models.CharField("依据", max_length=120)
    state = models.CharField("状态", max_length=10, choices=OPENING.choices, default="prepared")
    total = FenField("借方合计")
    difference = FenField("转入期初余额")
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField("编制时间")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    reason = EncryptedText("退回原因", label="funds.opening.reason")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Books are opened once; one list at a time waits."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["county"], condition=Q(state="confirmed"), name="books_are_opened_once"),
            models.UniqueConstraint(
                fields=["county"], condition=Q(state__in=("prepared", "returned")), name="one_opening_waits"
            ),
        ]

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.county_id)

    @property
    def label(self) -> str:
        """As the log and the pages name it."""
        return f"{self.month.year}年{self.month.month}月期初"


class OpeningRow(models.Model):
    """One named amount in fen, of a town or of a person; of the bank with its source. `row` is its row in the file.

    `item` is a key of `sibai.funds.opening.ITEMS`.
    """

    SCOPE = "opening__county_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField("行")
    item = models.CharField("项目", max_length=20)
    month = MonthField("月份")
    town_code = models.CharField("镇", max_length=CODE_DIGITS)
    village = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField("资金来源", max_length=12, choices=list(SOURCES.items()), default=OTHER)
    amount = FenField("金额")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Each row once; something."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["opening", "row"], name="a_row_is_told_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="an_opening_row_is_not_nothing"),
        ]

    @property
    def place_code(self) -> str:
        """The village, or the town."""
        return str(self.village_id or self.town_code)
