"""Labour disputes: what is asked of whom, the day of each step, how it ended."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.casework.flow import DISPUTE
from sibai.db.fields import EncryptedText, FenField
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.models import Stint
from sibai.people.models import Person, User
from sibai.places.models import Organisation, Place


class Dispute(models.Model):
    """One dispute of a coordinator with the employer. The day of a step that was left out stays empty.

    `respondent` is the party of the reading `employer` on the day of registration.
    """

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"
    WAGES = "wages"
    KINDS: ClassVar[list[tuple[str, str]]] = [
        (WAGES, "劳动报酬"),
        ("contract", "订立、履行、变更劳动合同"),
        ("ending", "辞职、解除、终止"),
        ("insurance", "社会保险"),
        ("leave", "工作时间、休息休假"),
        ("injury", "工伤待遇"),
        ("other", "其他"),
    ]
    OUTCOMES: ClassVar[list[tuple[str, str]]] = [
        ("settled", "协商和解"),
        ("mediated", "调解达成协议"),
        ("award", "按裁决履行"),
        ("judgment", "按判决或法院调解履行"),
        ("withdrawn", "本人撤回"),
        ("dismissed", "请求未获支持"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="+", verbose_name="岗位")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    kind = models.CharField("争议事项", max_length=10, choices=KINDS)
    knew_on = models.DateField("知道权利受侵害之日")
    demand = EncryptedText("请求", label="casework.dispute.demand")
    facts = EncryptedText("事实", label="casework.dispute.facts")
    amount = FenField("争议金额", null=True, blank=True)
    respondent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="被申请人")
    respondent_name = models.CharField("被申请人", max_length=120)
    state = models.CharField("状态", max_length=12, choices=DISPUTE.choices, default="registered")
    mediating_on = models.DateField("申请调解日", null=True, blank=True)
    asked_on = models.DateField("申请仲裁日", null=True, blank=True)
    accepted_on = models.DateField("受理日", null=True, blank=True)
    not_accepted_on = models.DateField("不予受理日", null=True, blank=True)
    served_on = models.DateField("单位收到申请书副本之日", null=True, blank=True)
    replied_on = models.DateField("提交答辩书之日", null=True, blank=True)
    extended = models.BooleanField("裁决期限延长", default=False)
    awarded_on = models.DateField("收到裁决书之日", null=True, blank=True)
    sued_on = models.DateField("起诉日", null=True, blank=True)
    ended_on = models.DateField("了结日", null=True, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=OUTCOMES, blank=True)
    result = EncryptedText("结果说明", label="casework.dispute.result")
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField("登记时间")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Ended with a day and an outcome."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "village"]),
            models.Index(fields=["person"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(Q(state="ended", ended_on__isnull=False) & ~Q(outcome=""))
                | (~Q(state="ended") & Q(ended_on__isnull=True, outcome="")),
                name="dispute_ends_with_an_outcome",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it: the post, never the person."""
        return f"{self.village.short_name}协理员劳动争议"
