"""How a post ends: resignation with its handover (art. 10), and every other ending (arts. 9, 17, 20)."""

from __future__ import annotations

import json
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.flow import ENDING, RESIGNATION
from sibai.employment.models.stint import Stint
from sibai.people.models import User

RUNNING_RESIGNATION = [step.state for step in RESIGNATION.steps]
BEFORE_DECISION = ["preparing", "stopped", "to_decide", "returned"]


class Resignation(models.Model):
    """A written notice of resignation, by the coordinator himself or entered by the village."""

    SCOPE = "stint__village_id"
    PERSON_SCOPE = "stint__person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="resignations")
    notice_on = models.DateField("书面告知日")
    last_day = models.DateField("拟最后在岗日")
    earliest_last_day = models.DateField("最早离岗日")
    early_exit_agreed = models.BooleanField("协商同意提前离岗", default=False)
    note = models.CharField("离岗说明", max_length=200, blank=True)
    reason = EncryptedText("辞职原因", label="employment.resignation.reason")
    by_person = models.BooleanField("本人在手机上提出", default=False)
    answers = models.JSONField("规则结果", default=dict)
    state = models.CharField("状态", max_length=12, choices=RESIGNATION.choices)
    why = EncryptedText("退回原因", label="employment.resignation.why")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    consented_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    consented_on = models.DateField("同意日", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One that runs."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["stint"], condition=Q(state__in=RUNNING_RESIGNATION), name="one_running_resignation"
            )
        ]

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return self.stint.place_code

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.stint.village.short_name}辞职"


class HandoverItem(models.Model):
    """One thing to hand over, ticked by whoever receives it."""

    SCOPE = "resignation__stint__village_id"
    PERSON_SCOPE = "resignation__stint__person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    resignation = models.ForeignKey(Resignation, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("序号")
    what = models.CharField("交接事项", max_length=120)
    receiver = models.CharField("接收人", max_length=40, blank=True)
    received_on = models.DateField("接收日", null=True, blank=True)
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField("说明", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """In their order."""

        ordering: ClassVar[list[str]] = ["resignation", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["resignation", "position"], name="handover_in_order")
        ]


class Ending(models.Model):
    """The end of a stint, from its preparation to the receipt of both bureaus.

    `last_paid_day` is the fact that later pay reads: everything stops the day after (art. 20). `facts_text` are the
    answers given to the rules, sealed since they tell of health.
    """

    SCOPE = "stint__village_id"
    PERSON_SCOPE = "stint__person_id"
    KINDS: ClassVar[list[tuple[str, str]]] = [
        ("resignation", "辞职"),
        ("expiry", "合同期满终止"),
        ("failed_grade", "年度考核不合格终止"),
        ("removal_1", "（一）补贴期限或三年期满"),
        ("removal_2", "（二）医疗期满不能坚持正常工作"),
        ("removal_3", "（三）任务未完成或排名靠后欠账大"),
        ("removal_4", "（四）严重违反管理制度"),
        ("removal_5", "（五）泄露数据或数据安全事件"),
        ("removal_6", "（六）谋取不正当利益"),
        ("removal_7", "（七）其他法定情形"),
        ("death", "死亡"),
        ("retirement", "达到法定退休年龄"),
        ("agreed", "协商一致解除"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="endings")
    kind = models.CharField("情形", max_length=14, choices=KINDS)
    last_day = models.DateField("最后在岗日")
    last_paid_day = models.DateField("最后计薪日", null=True, blank=True)
    reason = EncryptedText("事由", label="employment.ending.reason")
    facts_text = EncryptedText("填报事项", label="employment.ending.facts")
    answers_text = EncryptedText("规则结果", label="employment.ending.answers")
    resignation = models.OneToOneField(
        Resignation, on_delete=models.PROTECT, null=True, blank=True, related_name="ending"
    )
    state = models.CharField("状态", max_length=20, choices=ENDING.choices)
    why = EncryptedText("退回原因", label="employment.ending.why")
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField("拟办时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField("决定日", null=True, blank=True)
    document = models.CharField("决定文号", max_length=60, blank=True)
    county_received_on = models.DateField("县人社局签收日", null=True, blank=True)
    county_received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    filing_number = models.CharField("备案号", max_length=40, blank=True)
    revitalisation_received_on = models.DateField("乡村振兴局签收日", null=True, blank=True)
    revitalisation_received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """A stint ends once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["stint"], condition=~Q(state="withdrawn"), name="a_stint_ends_once")
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """What was answered for the rules, by the names of their facts; days as ISO text."""
        return dict(json.loads(self.facts_text or "{}"))

    def keep_answers(self, answers: dict[str, Any]) -> None:
        """Keep the rules' answers, sealed."""
        self.answers_text = json.dumps(answers, ensure_ascii=False)

    @property
    def answers(self) -> dict[str, Any]:
        """The rules' answers as they were then."""
        return dict(json.loads(self.answers_text or "{}"))

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return self.stint.place_code

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.stint.village.short_name}岗位解除或终止"


class LegalCheck(models.Model):
    """Labour Contract Law arts. 40, 42, 43 and 45 asked before an ending; a stop is lifted only by a leader."""

    SCOPE = "ending__stint__village_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ending = models.ForeignKey(Ending, on_delete=models.PROTECT, related_name="checks")
    asked_text = EncryptedText("问答", label="employment.legalcheck.asked")
    stops = models.JSONField("不能通过的条款", default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("核对时间")
    overridden_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    overridden_at = models.DateTimeField("决定继续时间", null=True, blank=True)
    override_document = models.CharField("决定文号", max_length=60, blank=True)
    override_reason = EncryptedText("继续的理由", label="employment.legalcheck.reason")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-made_at", "-id"]

    @property
    def asked(self) -> dict[str, Any]:
        """The questions' answers by name."""
        return dict(json.loads(self.asked_text or "{}"))

    @property
    def stands(self) -> bool:
        """Whether the ending may go on: nothing stops it, or a leader let it pass."""
        return not self.stops or self.overridden_at is not None

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return self.ending.place_code
