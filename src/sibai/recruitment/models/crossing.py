"""What crosses between the office and a public machine apart (decision 8).

On the public machine: the notices it shows, and applications in boxes that only the office can open. In the office:
what came out of which file, so that an application arrives once.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sibai.db.querysets import ScopedQuerySet
from sibai.people.models import User
from sibai.people.models.person import HASH
from sibai.recruitment.models.application import Application
from sibai.recruitment.models.selection import Selection


class LoadedNotices(models.Model):
    """Public machine: the last file that the office signed; a newer one takes its place."""

    issued_at = models.DateTimeField("签发时间", unique=True)
    loaded_at = models.DateTimeField("装入时间")
    sha256 = models.CharField(max_length=HASH)
    content = models.TextField("内容")


class SealedApplication(models.Model):
    """Public machine: one application in its box. The box is emptied once the office has it, or it was withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.UUIDField("选聘", db_index=True)
    place_code = models.CharField("村（社区）", max_length=12)
    receipt_digest = models.CharField(max_length=HASH, unique=True)
    received_at = models.DateTimeField("收到时间")
    box = models.BinaryField("封存的内容")
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField(max_length=HASH)
    sealed_at = models.DateTimeField("首次装入文件", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    taken_at = models.DateTimeField("县里已收", null=True)

    @property
    def label(self) -> str:
        """As the log names it: what it is, nobody's name."""
        return "一份封存的网上报名"


class TakenFile(models.Model):
    """Office: a sealed file that was taken in; an older one is not taken after it."""

    id = models.UUIDField(primary_key=True, editable=False)
    made_at = models.DateTimeField("制作时间")
    sha256 = models.CharField(max_length=HASH)
    place_code = models.CharField("区划代码", max_length=12)
    taken_at = models.DateTimeField("收入时间")
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    items = models.PositiveIntegerField("件数")
    fresh = models.PositiveIntegerField("新收")
    withdrawn = models.PositiveIntegerField("撤回")
    set_aside = models.PositiveIntegerField("未收")

    @property
    def label(self) -> str:
        """As the log names it."""
        return "公众机器的报名文件"


class Crossing(models.Model):
    """Office: one application that came across, under the number that the public machine gave it: it arrives once."""

    SCOPE = "selection__vacancy__village_id"
    OUTCOMES: ClassVar[list[tuple[str, str]]] = [
        ("taken", "已收到"),
        ("duplicate", "同一人已报过名"),
        ("too_late", "选聘已办到下一步"),
        ("unknown", "没有这次选聘"),
        ("wrong", "内容不合格式"),
        ("withdrawn", "先已撤回"),
    ]

    id = models.UUIDField(primary_key=True, editable=False)
    file = models.UUIDField("来自文件")
    at = models.DateTimeField("收入时间")
    outcome = models.CharField("结果", max_length=10, choices=OUTCOMES)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, null=True, related_name="+")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, null=True, related_name="+")
    receipt_digest = models.CharField(max_length=HASH, db_index=True)
    withdrawal_at = models.DateTimeField("收到撤回", null=True)

    objects = ScopedQuerySet.as_manager()

    @property
    def place_code(self) -> str:
        """The village; blank where the round is not known."""
        return self.selection.place_code if self.selection else ""

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.selection.label}的一份网上报名" if self.selection else "一份网上报名"
