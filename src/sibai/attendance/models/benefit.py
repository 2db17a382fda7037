"""What a village gives its coordinator beside the wage (art. 21): goods and services, never money."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sibai.db.fields import EncryptedText, FenField
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.models import Stint
from sibai.people.models import Person, User
from sibai.places.models import Place


class Benefit(models.Model):
    """One benefit of one coordinator. `worth` in fen, None where unknown; written off with a reason."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"
    KINDS: ClassVar[list[tuple[str, str]]] = [
        ("festival", "节日慰问品"),
        ("checkup", "体检"),
        ("cover", "意外伤害保险"),
        ("gear", "劳动保护、办公用品"),
        ("board", "用餐、住宿"),
        ("hardship", "生病、困难慰问"),
        ("other", "其他"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="+", verbose_name="岗位")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    given_on = models.DateField("发放日")
    kind = models.CharField("类别", max_length=10, choices=KINDS)
    what = EncryptedText("内容", label="attendance.benefit.what")
    worth = FenField("价值", null=True, blank=True)
    document = EncryptedText("依据", label="attendance.benefit.document")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    cancelled_at = models.DateTimeField("撤销时间", null=True, blank=True)
    why = EncryptedText("撤销原因", label="attendance.benefit.why")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Found by village and by person."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["village", "given_on"]),
            models.Index(fields=["person", "given_on"]),
        ]

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.village.short_name}协理员福利"
