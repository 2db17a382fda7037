"""The county's own decisions on parameters and readings. Once confirmed they are never changed: a new one corrects."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.db.querysets import ScopedQuerySet
from sibai.people.models import User
from sibai.places.models import Place

PREPARED, RETURNED, CONFIRMED, WITHDRAWN = "prepared", "returned", "confirmed", "withdrawn"
OPEN = (PREPARED, RETURNED)


class Decision(models.Model):
    """A value of one parameter or reading from a day on, with the document it rests on.

    `value` is written as TOML writes it (`"1740.00"`, `20`, `{ "中" = "4" }`), so that the county's rulebook file and
    the law in force come from the same text. A decision that `replaces` a confirmed one takes its place wholly.
    """

    SCOPE = "place_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="县")
    entry = models.CharField("参数或口径", max_length=60, db_index=True)
    entry_label = models.CharField("名称", max_length=100)
    value = models.TextField("数值")
    start = models.DateField("从哪天起")
    end = models.DateField("到哪天止", null=True, blank=True)
    document = models.CharField("依据的文件", max_length=200)
    reason = models.CharField("理由", max_length=500)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("状态", max_length=10, default=PREPARED)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField("拟定时间")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField("退回时间", null=True)
    returned_why = models.CharField("退回原因", max_length=500, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Found by entry; one open decision a value, one correction of a decision."""

        ordering: ClassVar[list[str]] = ["entry", "start", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="decision_ends_later"),
            models.CheckConstraint(
                condition=Q(state__in=[PREPARED, RETURNED, CONFIRMED, WITHDRAWN]), name="decision_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=CONFIRMED) | (Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("prepared_by"))),
                name="decision_by_two",
            ),
            models.UniqueConstraint(
                fields=["entry", "start"], condition=Q(state__in=OPEN), name="one_open_decision_a_start"
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(state=CONFIRMED, replaces__isnull=False),
                name="one_correction_of_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.start}"

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.place_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.entry_label}（{self.start}起）"
