"""Months that are closed, and the dated deeds of the monthly cycle. Both are written once and stay."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sibai.db.fields import MonthField
from sibai.db.querysets import CODE_DIGITS, ScopedQuerySet


class ClosedMonth(models.Model):
    """A month whose payroll is closed: later changes are corrections. Absent: open."""

    month = MonthField("月份", primary_key=True)
    closed_at = models.DateTimeField("结账时间")
    closed_by = models.UUIDField("结账人", null=True)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.month:%Y-%m}"


class Deed(models.Model):
    """One deed of art. 12 at a place: who did it when, until when it was due, and how it stands to that."""

    SCOPE = "place_code"
    KINDS: ClassVar[list[tuple[str, str]]] = [
        ("report", "报送花名册和考勤"),
        ("prefund", "预拨"),
        ("pay", "发放"),
        ("tax_filing", "个税申报"),
    ]
    TIMINGS: ClassVar[list[tuple[str, str]]] = [("提前", "提前"), ("按时", "按时"), ("逾期", "逾期")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = MonthField("月份")
    place_code = models.CharField("区划代码", max_length=CODE_DIGITS)
    kind = models.CharField("事项", max_length=12, choices=KINDS)
    done_at = models.DateTimeField("办理时间")
    done_by = models.UUIDField("办理人", null=True)
    due = models.DateField("截止日")
    timing = models.CharField("时效", max_length=4, choices=TIMINGS)
    answers = models.JSONField("规则结果", default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Each deed once a month and place."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "place_code", "kind"], name="each_deed_once")
        ]

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.month:%Y-%m}{self.get_kind_display()}"
