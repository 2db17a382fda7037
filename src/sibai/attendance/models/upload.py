"""A filled sheet that was handed in as a workbook, looked through before it counts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sibai.attendance.flow import UPLOAD
from sibai.db.fields import MonthField
from sibai.db.querysets import ScopedQuerySet
from sibai.documents.models import StoredFile
from sibai.people.models import User
from sibai.places.models import Place


class SheetUpload(models.Model):
    """One file for a month, of a village or of a whole town. It is read again when it is confirmed."""

    SCOPE = "place_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    month = MonthField("月份")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=UPLOAD.choices)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    taken_at = models.DateTimeField("填报时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Of a month; newest first."""

        ordering: ClassVar[list[str]] = ["-uploaded_at", "-id"]

    @property
    def place_code(self) -> str:
        """The village or town."""
        return str(self.place_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.month:%Y-%m}考勤表文件"
