"""Payslips, frozen with their explanation; items besides the wage; pay that is held."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from sibai.db.fields import EncryptedText, FenField, MonthField
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.models import Stint
from sibai.payroll.flow import HOLD, ITEM
from sibai.payroll.models.run import Run
from sibai.people.models import Person, User
from sibai.places.models import Organisation, Place

FURTHER = ("further_person", "further_employer")
"""Both sides of insurances beyond the measure's two; nothing while none is switched on."""


class Payslips(ScopedQuerySet):
    """Payslips of any kind and run."""

    def wages(self) -> Self:
        """Those that hold: of a month's wage, in a run that was not voided."""
        return self.filter(kind="wage", void=False)


class Payslip(models.Model):
    """What one person is due for one month in one run, each number as the rules made it.

    A `difference` has no wage of its own: what earlier months still owe to somebody who has left, under the month in
    which it is paid.

    `facts` are what the rules were given; with the law that the run keeps they make the explanation, at any time.
    The database refuses any change once the run is approved.
    """

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"
    NUMBERS: ClassVar[tuple[str, ...]] = (
        *("base", "absence", "performance", "reward", "gross", "contribution_base", "pension", "pension_employer"),
        *("work_injury", "tax", "net", "owed", "due_to_person", "owed_taken", "recovery", "payable", "owed_after"),
        *FURTHER,
    )

    KINDS: ClassVar[list[tuple[str, str]]] = [("wage", "工资"), ("difference", "补差")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="slips")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=10, choices=KINDS, default="wage")
    month = MonthField("月份")
    pay_month = MonthField("发放月份")
    base = FenField("基础工资")
    absence = FenField("缺勤扣款")
    performance = FenField("绩效工资")
    reward = FenField("工作奖励")
    gross = FenField("应发")
    contribution_base = FenField("缴费基数")
    pension = FenField("养老个人")
    pension_employer = FenField("养老单位")
    work_injury = FenField("工伤单位")
    further_person = FenField("其他社会保险个人", default=0)
    further_employer = FenField("其他社会保险单位", default=0)
    tax = FenField("个税")
    net = FenField("实发")
    owed = FenField("欠扣")
    earlier_gross = FenField("补发以前月份应发", default=0)
    earlier_pension = FenField("补扣以前月份养老", default=0)
    earlier_further = FenField("补扣以前月份其他社会保险", default=0)
    due_to_person = FenField("本月应付个人")
    owed_taken = FenField("本月补扣欠款")
    recovery = FenField("本月扣回")
    payable = FenField("实付")
    owed_after = FenField("结转欠扣")
    below_minimum = models.BooleanField("低于最低工资", default=False)
    facts = models.JSONField("事实", default=dict)
    digest = models.CharField("校验值", max_length=64)
    void = models.BooleanField("作废", default=False)

    objects = Payslips.as_manager()

    class Meta:
        """The same month, person and kind are paid once, whatever is clicked, retried or killed."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "pay_month"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "month", "kind"], condition=Q(void=False), name="a_month_is_paid_once"
            ),
            models.CheckConstraint(
                condition=Q(payable=F("due_to_person") - F("owed_taken") - F("recovery")) | Q(payable=0),
                name="payslip_adds_up",
            ),
            models.CheckConstraint(condition=Q(payable__gte=0), name="payslip_is_not_negative"),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it: never the person."""
        return f"{self.month.year}年{self.month.month}月工资单"


class PayItem(models.Model):
    """An amount besides the wage that a month's run pays out: a village company's reward (art. 11), with its payer."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"
    KINDS: ClassVar[list[tuple[str, str]]] = [("reward", "工作奖励"), ("performance", "绩效工资")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    month = MonthField("发放月份")
    kind = models.CharField("类别", max_length=12, choices=KINDS)
    amount = FenField("金额")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.CharField("依据", max_length=120)
    state = models.CharField("状态", max_length=10, choices=ITEM.choices, default="entered")
    slip = models.ForeignKey(Payslip, on_delete=models.SET_NULL, null=True, blank=True, related_name="items")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    why = EncryptedText("未确认原因", label="payroll.payitem.why")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """A positive amount."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_pay_item_is_positive")
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.month.year}年{self.month.month}月{self.get_kind_display()}"


class Hold(models.Model):
    """Somebody's pay is held from a month on: proposed by one with reasons, decided by another, later released."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    since = MonthField("自")
    reason = EncryptedText("原因", label="payroll.hold.reason")
    document = models.CharField("依据", max_length=120)
    state = models.CharField("状态", max_length=10, choices=HOLD.choices, default="proposed")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decision = EncryptedText("决定理由", label="payroll.hold.decision")
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField("恢复时间", null=True, blank=True)
    release_reason = EncryptedText("恢复原因", label="payroll.hold.release_reason")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One at a time for a person."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["proposed", "held"]), name="one_hold_a_person"
            )
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.village.short_name}暂缓发放"
