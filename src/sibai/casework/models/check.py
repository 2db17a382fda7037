"""Checks: a tip-off, a visit or a finding about somebody on post, and what came of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.casework.flow import CHECK
from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.models import Stint
from sibai.people.models import Person, User
from sibai.places.models import Place

DIGEST = 64


class Check(models.Model):
    """One check. It belongs to the county, not to the village: neither village nor town nor coordinator sees the row,
    its papers or its entries of the log, and so nobody there learns who reported what.

    `key` is the digest of a finding, so that the same finding is not opened twice. `reporter` is blank for a tip-off
    without a name.
    """

    SCOPE = "county_id"
    TIP = "tip"
    FOUND: ClassVar[list[tuple[str, str]]] = [
        ("erased", "信息已删除仍在岗"),
        ("dead", "已死亡"),
        ("retired", "超过退休年龄"),
        ("shared_card", "与别人同一银行账号"),
        ("shared_phone", "与别人同一手机号"),
        ("two_posts", "同时两个岗位"),
        ("paid_absent", "没有出勤却发了工资"),
    ]
    ENTERED: ClassVar[list[tuple[str, str]]] = [
        ("visit", "突击走访不在岗"),
        ("elsewhere", "在别处领工资或参保"),
        ("dead", "已死亡"),
        ("other", "其他"),
    ]
    KINDS: ClassVar[list[tuple[str, str]]] = [
        (TIP, "举报"),
        *FOUND,
        ("visit", "突击走访不在岗"),
        ("elsewhere", "在别处领工资或参保"),
        ("other", "其他"),
    ]
    WAYS: ClassVar[list[tuple[str, str]]] = [
        ("phone", "电话"),
        ("letter", "来信"),
        ("visit", "来访"),
        ("online", "网上"),
        ("handed_on", "其他单位转来"),
    ]
    CLEARED = "cleared"
    OUTCOMES: ClassVar[list[tuple[str, str]]] = [
        (CLEARED, "查无问题"),
        ("corrected", "信息有误，已更正"),
        ("ended", "属实，按解除或终止办理"),
        ("recovered", "属实，已追回或正在扣回"),
        ("handed_over", "属实，已移送"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("编号")
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="+", verbose_name="岗位")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    kind = models.CharField("线索", max_length=12, choices=KINDS)
    found_on = models.DateField("发现日")
    way = models.CharField("途径", max_length=10, choices=WAYS, blank=True)
    words = EncryptedText("内容", label="casework.check.words")
    reporter = EncryptedText("举报人", label="casework.check.reporter")
    key = models.CharField("线索校验值", max_length=DIGEST, blank=True)
    state = models.CharField("状态", max_length=10, choices=CHECK.choices)
    outcome = models.CharField("结果", max_length=12, choices=OUTCOMES, blank=True)
    result = EncryptedText("核查经过和结果", label="casework.check.result")
    ended_on = models.DateField("结案日", null=True, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbered within the year; a finding is opened once; ended with an outcome."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state"]), models.Index(fields=["person"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["county", "year", "number"], name="checks_are_numbered"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="a_finding_is_opened_once"),
            models.CheckConstraint(
                condition=(Q(state="ended", ended_on__isnull=False) & ~Q(outcome=""))
                | (~Q(state="ended") & Q(outcome="")),
                name="check_ends_with_an_outcome",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The county: what is kept and logged about a check is not for the village."""
        return str(self.county_id)

    @property
    def label(self) -> str:
        """As the log and a hold cite it."""
        return f"核查{self.year}-{self.number}号"
