"""A roster that was handed in: its sealed file, what became of it, and which rows it wrote."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.documents.models import StoredFile
from sibai.employment.flow import ROSTER
from sibai.people.models import User
from sibai.places.models import Place


class RosterImport(models.Model):
    """One file. `made` has the keys of the rows that were written, `touched` what was filled in of people known before.

    No personal value stands in either: keys, and names of columns. `entry` is the number of the import in the log.
    """

    SCOPE = "place_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="县")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    document = models.CharField("依据", max_length=60)
    state = models.CharField("状态", max_length=10, choices=ROSTER.choices)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    imported_at = models.DateTimeField("导入时间", null=True, blank=True)
    entry = models.BigIntegerField("日志序号", null=True, blank=True)
    counts = models.JSONField("数目", default=dict)
    made = models.JSONField("写入的记录", default=dict)
    touched = models.JSONField("补填的人", default=dict)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    reason = EncryptedText("撤销原因", label="employment.rosterimport.reason")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-uploaded_at", "-id"]

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.place_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return "花名册"
