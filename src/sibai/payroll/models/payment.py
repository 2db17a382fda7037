"""What goes through the bank: a payment a payslip, the files that were issued, each line with the bank's answer."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText, FenField
from sibai.db.querysets import ScopedQuerySet
from sibai.documents.models import StoredFile
from sibai.payroll.flow import RETURN
from sibai.payroll.models.run import DIGEST, Run
from sibai.payroll.models.slip import Payslip
from sibai.people.models import Person, User
from sibai.places.models import Place


class Payment(models.Model):
    """The amount of a payslip on its way to a card. Nobody counts as paid without the bank's word."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"
    STATES: ClassVar[list[tuple[str, str]]] = [
        ("due", "待发"),
        ("issued", "已提交银行"),
        ("paid", "已发"),
        ("failed", "未成功，待重发"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slip = models.OneToOneField(Payslip, on_delete=models.PROTECT, related_name="payment")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    amount = FenField("金额")
    state = models.CharField("状态", max_length=8, choices=STATES, default="due")
    paid_on = models.DateField("到账日", null=True, blank=True)
    failure = models.CharField("未成功原因", max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Something to pay; paid with a day."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_positive"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False) | (~Q(state="paid") & Q(paid_on__isnull=True)),
                name="paid_with_a_day",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.slip.label}付款"


class BankFile(models.Model):
    """One file as it went to the bank: sealed in the vault, its hash and totals beside it; never made anew."""

    SCOPE = "county_id"
    STATES: ClassVar[list[tuple[str, str]]] = [("issued", "待回盘"), ("answered", "已回盘")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_files")
    number = models.PositiveIntegerField("文件编号")
    layout = models.CharField("格式", max_length=60)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=120)
    count = models.PositiveIntegerField("笔数")
    total = FenField("金额合计")
    sha256 = models.CharField("SHA-256", max_length=DIGEST)
    state = models.CharField("状态", max_length=10, choices=STATES, default="issued")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField("生成时间")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbered."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["county", "number"], name="bank_files_are_numbered")
        ]

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.county_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"银行文件{self.number}号"


class BankLine(models.Model):
    """One line of a bank file. A payment has one line at the bank at a time, and one that succeeded at most."""

    SCOPE = "payment__village_id"
    PERSON_SCOPE = "payment__person_id"
    STATES: ClassVar[list[tuple[str, str]]] = [("issued", "待回盘"), ("success", "成功"), ("failure", "失败")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="lines")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="lines")
    serial = models.PositiveIntegerField("序号")
    amount = FenField("金额")
    name = EncryptedText("户名", label="payroll.bankline.name")
    account = EncryptedText("账号", label="payroll.bankline.account")
    state = models.CharField("状态", max_length=8, choices=STATES, default="issued")
    reason = models.CharField("原因", max_length=80, blank=True)
    bank_serial = models.CharField("银行流水号", max_length=60, blank=True)
    answered_on = models.DateField("银行日期", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Never two open or successful lines of one payment."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["file", "serial"], name="bank_lines_are_numbered"),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(state__in=["issued", "success"]), name="a_payment_goes_out_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_bank_line_is_positive"),
        ]


class BankReturn(models.Model):
    """A result file of the bank as it was uploaded, with what was found in it.

    One that could as well be the answer to another file waits for a second person; until then nothing of it counts.
    """

    SCOPE = "county_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    bank_file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="returns")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField("SHA-256", max_length=DIGEST)
    succeeded = models.PositiveIntegerField("成功笔数")
    failed = models.PositiveIntegerField("失败笔数")
    faults = models.JSONField("读不通的行", default=list)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    state = models.CharField("状态", max_length=10, choices=RETURN.choices, default="taken")
    alike = models.JSONField("也对得上的银行文件", default=list)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("核对时间", null=True, blank=True)
    why = EncryptedText("核对理由", label="payroll.bankreturn.why")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    @property
    def place_code(self) -> str:
        """The county."""
        return str(self.county_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.bank_file.label}的回盘"


class LayoutText(models.Model):
    """A bank's layout that the company entered, as TOML; a later row of the code is the one that counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField("代号", max_length=60)
    name = models.CharField("名称", max_length=60)
    text = models.TextField("格式")
    withdrawn = models.BooleanField("停用", default=False)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        """One of a code in use."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code"], condition=Q(withdrawn=False), name="one_layout_a_code")
        ]

    @property
    def place_code(self) -> str:
        """Everywhere in the county."""
        return ""

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"银行文件格式“{self.name}”"
