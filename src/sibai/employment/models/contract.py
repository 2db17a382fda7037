"""Agreement and labour contract (arts. 6 and 8) and their renewal (arts. 9 and 17)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.flow import LABOUR_CONTRACT, RENEWAL
from sibai.employment.models.stint import Stint
from sibai.people.models import Person, User
from sibai.places.models import Place

STATES = [*LABOUR_CONTRACT.choices, ("in_force", "已上岗")]


class Contract(models.Model):
    """One paper of employment, `start` to `end`, both included. The party's particulars are kept as they stood."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"
    AGREEMENT, LABOUR = "agreement", "labour_contract"
    KINDS: ClassVar[list[tuple[str, str]]] = [(AGREEMENT, "聘用协议"), (LABOUR, "劳动合同")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=16, choices=KINDS)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts")
    selection = models.UUIDField("选聘编号", null=True, blank=True)
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField("合同编号", max_length=40, blank=True)
    start = models.DateField("起")
    end = models.DateField("止")
    sign_by = models.DateField("最迟签订日", null=True, blank=True)
    signed_on = models.DateField("签订日", null=True, blank=True)
    filed_on = models.DateField("备案日", null=True, blank=True)
    filing_number = models.CharField("备案号", max_length=40, blank=True)
    party = models.CharField("用人单位", max_length=120, blank=True)
    party_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    party_representative = models.CharField("法定代表人", max_length=40, blank=True)
    party_address = models.CharField("住所", max_length=200, blank=True)
    answers = models.JSONField("规则结果", default=dict)
    state = models.CharField("状态", max_length=10, choices=STATES)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField("拟稿时间")
    signed_entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Found by person and by the day they end; one agreement a selection."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "start"]),
            models.Index(fields=["stint", "end"]),
            models.Index(fields=["state", "end"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="contract_ends_later"),
            models.UniqueConstraint(
                fields=["selection"],
                condition=Q(kind="agreement", selection__isnull=False) & ~Q(state="void"),
                name="one_agreement_a_selection",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.village.short_name}{self.get_kind_display()}"


class Renewal(models.Model):
    """A proposed renewal of a contract up to `end`, with the rule's answer as it was then."""

    SCOPE = "stint__village_id"
    PERSON_SCOPE = "stint__person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="renewals")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    start = models.DateField("续签起")
    end = models.DateField("续签止")
    allowed = models.BooleanField("规则许可")
    refusal = models.CharField("不能续签的原因", max_length=400, blank=True)
    last_lawful_day = models.DateField("最晚在岗日", null=True, blank=True)
    answers = models.JSONField("规则结果", default=dict)
    new_contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("状态", max_length=12, choices=RENEWAL.choices)
    why = EncryptedText("退回原因", label="employment.renewal.why")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One that runs."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="renewal_ends_later"),
            models.UniqueConstraint(
                fields=["stint"],
                condition=Q(state__in=["to_approve", "returned", "to_sign", "to_file"]),
                name="one_running_renewal",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return self.stint.place_code

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.stint.village.short_name}续签"
