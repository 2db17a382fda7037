"""What a month turned out to be after it was paid: differences, and what was paid too much taken back."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.db.fields import EncryptedText, FenField, MonthField
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.models import Stint
from sibai.payroll.flow import RECOUNT, RECOVERY
from sibai.payroll.models.run import DIGEST
from sibai.payroll.models.slip import FURTHER, Payslip
from sibai.people.models import Person, User
from sibai.places.models import Organisation, Place

UNINSURED = Q(pension=0, pension_employer=0, work_injury=0, further_person=0, further_employer=0)
"""A payslip or a difference without contributions."""
TOO_MUCH = Q(gross__lt=0, net__lt=0)
"""Pay that was too much: taken back with consent only. A contribution made up is deducted by law with the next pay."""
ITEMS = (
    *("base", "absence", "performance", "reward", "gross"),
    *("contribution_base", "pension", "pension_employer", "work_injury"),
    *FURTHER,
)
"""The numbers of a payslip that a changed fact changes; tax is withheld anew when a difference is paid."""
OWN_SIDES = ("gross", "pension", "pension_employer", "work_injury")
SIDES = (*OWN_SIDES, *FURTHER)
"""What a difference tells, the person's and the employer's: of the measure's insurances, and of all that are joined."""


class Recount(models.Model):
    """A paid month computed again from what is recorded now: prepared by one, confirmed by another.

    `entered`: of a month before the system was used, whose differences are entered, since there is no payslip.
    """

    SCOPE = "county_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    month = MonthField("月份")
    number = models.PositiveSmallIntegerField("第几次")
    cause = models.CharField("起因", max_length=200)
    document = models.CharField("依据", max_length=120, blank=True)
    entered = models.BooleanField("起用前的差额", default=False)
    state = models.CharField("状态", max_length=12, choices=RECOUNT.choices, default="prepared")
    law = models.JSONField("参数和口径", default=dict)
    digest = models.CharField("校验值", max_length=DIGEST)
    why = EncryptedText("退回原因", label="payroll.recount.why")
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField("编制时间")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbered; one of a month at a time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["county", "month", "number"], name="recounts_are_numbered"),
            models.UniqueConstraint(
                fields=["county", "month"], condition=Q(state="prepared"), name="one_recount_of_a_month"
            ),
        ]

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.county_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        what = "起用前的差额" if self.entered else f"工资第{self.number}次更正"
        return f"{self.month.year}年{self.month.month}月{what}"


class Difference(models.Model):
    """One person's month, old and new by item. The old is the payslip with all differences confirmed before.

    `of` is empty where the month was paid before the system was used.
    What is due, and contributions made up, is settled with `slip`; pay that was too much is taken back by a `Recovery`.
    """

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recount = models.ForeignKey(Recount, on_delete=models.CASCADE, related_name="differences")
    of = models.ForeignKey(Payslip, on_delete=models.PROTECT, null=True, blank=True, related_name="differences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    month = MonthField("月份")
    old = models.JSONField("原来", default=dict)
    new = models.JSONField("现在", default=dict)
    facts = models.JSONField("事实", default=dict)
    gross = FenField("应发差额")
    pension = FenField("养老个人差额")
    pension_employer = FenField("养老单位差额")
    work_injury = FenField("工伤单位差额")
    further_person = FenField("其他社会保险个人差额", default=0)
    further_employer = FenField("其他社会保险单位差额", default=0)
    net = FenField("应付个人差额")
    confirmed = models.BooleanField("已确认", default=False)
    slip = models.ForeignKey(Payslip, on_delete=models.SET_NULL, null=True, blank=True, related_name="settles")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Once a recount; net is what the parts say; what is taken back is not paid with a payslip."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "month"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["recount", "of"], name="a_difference_once"),
            models.UniqueConstraint(
                fields=["recount", "person"], condition=Q(of__isnull=True), name="an_entered_difference_once"
            ),
            models.CheckConstraint(
                condition=Q(net=F("gross") - F("pension") - F("further_person")), name="difference_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(slip__isnull=True) | Q(gross__gte=0) | Q(net__gte=0), name="what_was_too_much_is_agreed"
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def too_much(self) -> bool:
        """The same as `TOO_MUCH`, of one row."""
        return bool(self.gross < 0 and self.net < 0)


class Recovery(models.Model):
    """An agreement to give back what was paid too much: so much a month at most, with the person's consent.

    Of a difference that was not pay: contributions made up that somebody who had left has paid in, done at once.
    """

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    difference = models.OneToOneField(Difference, on_delete=models.PROTECT, related_name="recovery")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    total = FenField("多发金额")
    monthly = FenField("每月扣回", default=0)
    returned = FenField("另行退回", default=0)
    state = models.CharField("状态", max_length=10, choices=RECOVERY.choices, default="to_agree")
    agreed_on = models.DateField("本人同意日", null=True, blank=True)
    document = models.CharField("同意书", max_length=120, blank=True)
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("产生时间")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Within what was paid too much."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(total__gt=0), name="a_recovery_is_positive"),
            models.CheckConstraint(
                condition=Q(returned__gte=0, returned__lte=F("total"), monthly__gte=0), name="a_recovery_within_bounds"
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        what = "多发扣回" if self.difference.too_much else "离岗补缴"
        return f"{self.difference.month.year}年{self.difference.month.month}月{what}"


class Recovered(models.Model):
    """What one payslip took back for one recovery."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="instalments")
    slip = models.ForeignKey(Payslip, on_delete=models.CASCADE, related_name="recovered")
    amount = FenField("金额")

    class Meta:
        """Once each, something."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["recovery", "slip"], name="an_instalment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_instalment_is_positive"),
        ]
