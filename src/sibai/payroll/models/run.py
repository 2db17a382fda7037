"""A run: the pay of a month for everybody whom nothing holds, through its stages; and whom it left out, and why."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText, FenField, MonthField
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.models import Stint
from sibai.payroll.flow import RUN
from sibai.people.models import Person, User
from sibai.places.models import Place

DIGEST = 64


class Run(models.Model):
    """One run. `month` is whose work it pays, `pay_month` when it is paid: the tax year is that of `pay_month`.

    `law` keeps the parameters and readings behind its payslips (`rulebook.queries.keeping`), `digest` is the SHA-256
    over them, printed on what is approved.
    """

    SCOPE = "county_id"
    KINDS: ClassVar[list[tuple[str, str]]] = [("monthly", "当月工资"), ("supplementary", "补充批次")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    month = MonthField("月份")
    pay_month = MonthField("发放月份")
    kind = models.CharField("类别", max_length=14, choices=KINDS)
    number = models.PositiveSmallIntegerField("批次")
    state = models.CharField("状态", max_length=12, choices=RUN.choices, default="prepared")
    people = models.PositiveIntegerField("人数", default=0)
    payable = FenField("实付合计", default=0)
    law = models.JSONField("参数和口径", default=dict)
    digest = models.CharField("工资单校验值", max_length=DIGEST, blank=True)
    why = EncryptedText("退回原因", label="payroll.run.why")
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField("编制时间")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("审批时间", null=True, blank=True)
    funded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    funded_at = models.DateTimeField("资金到账时间", null=True, blank=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField("出文件时间", null=True, blank=True)
    result_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    result_at = models.DateTimeField("回盘时间", null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField("结账时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One monthly run a month; further ones are numbered; one at a time is being made."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["county", "month"], condition=Q(kind="monthly") & ~Q(state="void"), name="one_monthly_run"
            ),
            models.UniqueConstraint(fields=["county", "month", "number"], name="runs_are_numbered"),
            models.UniqueConstraint(
                fields=["county"],
                condition=Q(state__in=["prepared", "returned", "checked"]),
                name="one_run_is_being_made",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.county_id)

    @property
    def label(self) -> str:
        """As the log and the pages name it."""
        more = "" if self.kind == "monthly" else f"补充批次{self.number}"
        return f"{self.month.year}年{self.month.month}月工资{more}"


class LeftOut(models.Model):
    """Somebody whom a run did not pay, and what stood in the way: a later run of the month pays, once it is mended."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="left_out")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    reasons = models.JSONField("原因", default=list)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Once a run."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "stint"], name="left_out_once")
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)
