"""A village without a coordinator, from the first day vacant until the successor is on post (articles 5 and 6)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.db.querysets import ScopedQuerySet
from sibai.places.models import Place

CAUSES = [
    ("never", "尚未配备"),
    ("resigned", "辞职"),
    ("left", "自动离职"),
    ("removed", "解聘"),
    ("expired", "合同期满"),
    ("cap", "累计满三年"),
    ("retired", "达到退休年龄"),
    ("died", "死亡"),
    ("moved", "调整到别的村"),
    ("other", "其他"),
]


class Vacancy(models.Model):
    """One open vacancy a village: the database holds it. `filed_on` is the county filing of the successor."""

    SCOPE = "village_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    opened_on = models.DateField("空缺起")
    cause = models.CharField("原因", max_length=10, choices=CAUSES)
    filed_on = models.DateField("继任者备案日", null=True, blank=True)
    closed_on = models.DateField("补上日", null=True, blank=True)
    made_at = models.DateTimeField("登记时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One open vacancy a village; it closes on or after the day it opened."""

        verbose_name = "空缺"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["village"], condition=Q(closed_on__isnull=True), name="one_open_vacancy_a_village"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")), name="vacancy_closes_later"
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.village.short_name}岗位空缺"
