"""A round of selection for a vacancy: notice, state, choice, public notice, approval, filing (article 6)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.people.models import User
from sibai.recruitment.flow import ENDED, SELECTION
from sibai.recruitment.models.vacancy import Vacancy


class Selection(models.Model):
    """One round. `acts` counts everything done in it: a step can be taken back while the count has not moved on."""

    SCOPE = "vacancy__village_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="selections", verbose_name="空缺")
    number = models.PositiveSmallIntegerField("轮次")
    state = models.CharField("状态", max_length=16, choices=SELECTION.choices, default="draft")
    version = models.PositiveIntegerField(default=1)
    acts = models.PositiveIntegerField(default=0)
    due = models.DateField("本步期限", null=True, blank=True)
    started_at = models.DateTimeField("开始时间")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    deadline = models.DateField("报名截止日", null=True, blank=True)
    published_on = models.DateField("公告发布日", null=True, blank=True)
    where = models.CharField("报名地点", max_length=120, blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("咨询电话", max_length=20, blank=True)
    conditions = models.TextField("其他条件和待遇", max_length=1000, blank=True)
    posted_at = models.CharField("张贴地点", max_length=120, blank=True)
    online = models.BooleanField("接受网上报名", default=True)

    chosen = models.ForeignKey(
        "recruitment.Application", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    chosen_why = EncryptedText("选择理由", label="recruitment.selection.chosen_why")
    notice_from = models.DateField("公示发布日", null=True, blank=True)
    notice_until = models.DateField("公示截止日", null=True, blank=True)
    notice_where = models.CharField("公示地点", max_length=120, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_on = models.DateField("镇审核日", null=True, blank=True)
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    filed_on = models.DateField("县备案日", null=True, blank=True)
    filing_number = models.CharField("备案号", max_length=40, blank=True)
    returned_why = EncryptedText("退回原因", label="recruitment.selection.returned_why")
    closed_on = models.DateField("结束日", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One going round a vacancy; a deadline not before its notice."""

        verbose_name = "选聘"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vacancy", "number"], name="one_round_a_number"),
            models.UniqueConstraint(
                fields=["vacancy"], condition=~Q(state__in=ENDED), name="one_going_round_a_vacancy"
            ),
            models.UniqueConstraint(
                fields=["filing_number"], condition=~Q(filing_number=""), name="one_filing_a_number"
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(deadline__gte=F("published_on")),
                name="deadline_after_notice",
            ),
            models.CheckConstraint(
                condition=Q(notice_from__isnull=True) | Q(notice_until__gte=F("notice_from")),
                name="public_notice_ends_later",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return self.vacancy.place_code

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.vacancy.village.short_name}第{self.number}次选聘"

    @property
    def going(self) -> bool:
        """Whether something still waits in this round."""
        return self.state not in ENDED


class StepRecord(models.Model):
    """A round went from one state to another: who, when, by which day it had to, and why where it was returned."""

    SCOPE = "selection__vacancy__village_id"
    KINDS: ClassVar[list[tuple[str, str]]] = [("forward", "办理"), ("return", "退回"), ("withdraw", "撤回")]

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField("方式", max_length=10, choices=KINDS)
    before = models.CharField("之前", max_length=16, choices=SELECTION.choices)
    after = models.CharField("之后", max_length=16, choices=SELECTION.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField("角色", max_length=20)
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    due = models.DateField("期限", null=True)
    reason = EncryptedText("原因", label="recruitment.steprecord.reason")
    acts = models.PositiveIntegerField(default=0)
    undo = EncryptedText(label="recruitment.steprecord.undo")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """In the order in which they were taken; `undo` is what taking a step back restores."""

        ordering: ClassVar[list[str]] = ["pk"]


class Training(models.Model):
    """Pre-job training of the chosen person by the agent company, with its result (articles 3 and 6)."""

    SCOPE = "selection__vacancy__village_id"
    RESULTS: ClassVar[list[tuple[str, str]]] = [("passed", "合格"), ("failed", "不合格"), ("absent", "未参加")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="trainings")
    application = models.ForeignKey("recruitment.Application", on_delete=models.PROTECT, related_name="+")
    start = models.DateField("培训起")
    end = models.DateField("培训止")
    where = models.CharField("地点", max_length=120)
    hours = models.PositiveSmallIntegerField("学时")
    result = models.CharField("结果", max_length=10, choices=RESULTS)
    note = EncryptedText("说明", label="recruitment.training.note")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")
    voided_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """It ends on the day it began or later."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="training_ends_later")
        ]


class Objection(models.Model):
    """Somebody's objection during the public notice, and its answer; every one is answered before going on."""

    SCOPE = "selection__vacancy__village_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="objections")
    application = models.ForeignKey("recruitment.Application", on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField("收到日期")
    raised_by = EncryptedText("提出人", label="recruitment.objection.raised_by")
    content = EncryptedText("内容", label="recruitment.objection.content")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    answer = EncryptedText("答复", label="recruitment.objection.answer")
    upheld = models.BooleanField("成立", null=True)
    answered_on = models.DateField("答复日期", null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    @property
    def state(self) -> str:
        """As flow.OBJECTION has it."""
        return "answered" if self.answered_on else "open"
