"""Files that were handed in, and the papers they are: a scan attached to any object by plain codes."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import Scope, ScopedQuerySet
from sibai.documents.kinds import kinds_of

HASH = 64


class FileQuerySet(ScopedQuerySet):
    """Files of a place, of kinds that a role opens."""

    def readable(self, scope: Scope, role: str) -> Self:
        """What lies in the scope, is a paper of a kind that the role opens, and is not erased."""
        return self.within(scope).filter(kind__in=kinds_of(role), erased_at=None)


class StoredFile(models.Model):
    """One file, sealed on disk under its own random number; the row says what it is and proves it by the hash."""

    SCOPE = "place_code"
    PERSON_SCOPE = "person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place_code = models.CharField("区划代码", max_length=12, db_index=True)
    person = models.UUIDField("关于的人", null=True, blank=True, db_index=True)
    kind = models.CharField("种类", max_length=40)
    name = EncryptedText("原文件名", label="documents.storedfile.name")
    sha256 = models.CharField("SHA-256", max_length=HASH)
    size = models.PositiveIntegerField("字节数")
    content_type = models.CharField("内容类型", max_length=80)
    key_number = models.PositiveIntegerField("密钥编号", db_index=True)
    kept_at = models.DateTimeField("存入时间")
    kept_by = models.UUIDField("存入人", null=True)
    kept_by_name = models.CharField("存入人姓名", max_length=40, blank=True)
    erased_at = models.DateTimeField("删除时间", null=True, blank=True)

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)

    @property
    def label(self) -> str:
        """As the log names it: its kind, never its name."""
        return self.kind


class Paper(models.Model):
    """A file that is a paper of an object: the sealed application, the public notice, the town's approval …"""

    SCOPE = "file__place_code"
    PERSON_SCOPE = "file__person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_type = models.CharField("对象种类", max_length=60)
    subject_id = models.CharField("对象编号", max_length=40)
    kind = models.CharField("种类", max_length=40)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="papers")
    at = models.DateTimeField("交来时间")
    by = models.UUIDField("交来人", null=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by = models.UUIDField("作废人", null=True, blank=True)
    void_reason = EncryptedText("作废原因", label="documents.paper.void_reason")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Found by what they belong to; a file is one paper of an object once."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["subject_type", "subject_id", "kind"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "file"],
                condition=Q(voided_at__isnull=True),
                name="one_paper_a_file",
            )
        ]

    @property
    def place_code(self) -> str:
        """Where the object is."""
        return self.file.place_code
