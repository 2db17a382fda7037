"""What stands on the service record: grades, training, notices read, papers issued."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.employment.flow import GRADE, TRAINING
from sibai.employment.models.stint import Stint
from sibai.people.models import Person, User
from sibai.places.models import Place

GRADES = [(grade, grade) for grade in ("优秀", "合格", "基本合格", "不合格")]


class GradeFact(models.Model):
    """The grade of a year (art. 16) as a fact, until the appraisal fills it. A confirmed one never changes.

    A correction is a new row that names the one it corrects; the last one confirmed of a year holds.
    """

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("考核年度")
    grade = models.CharField("档次", max_length=4, choices=GRADES)
    document = models.CharField("审定文号", max_length=120)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = EncryptedText("更正或退回原因", label="employment.gradefact.reason")
    state = models.CharField("状态", max_length=10, choices=GRADE.choices)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("录入时间")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One that waits."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "year"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "year"], condition=Q(state="entered"), name="one_waiting_grade_a_year"
            ),
            models.UniqueConstraint(
                fields=["person", "year"],
                condition=Q(state="confirmed", corrects__isnull=True),
                name="one_first_grade_a_year",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(state="confirmed", corrects__isnull=False),
                name="a_grade_is_corrected_once",
            ),
        ]

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.village.short_name}{self.year}年度档次"


class Training(models.Model):
    """A training of coordinators by the agent company after hiring."""

    SCOPE = "place_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="范围")
    title = models.CharField("培训名称", max_length=80)
    held_on = models.DateField("培训日期")
    where = models.CharField("地点", max_length=80)
    content = models.CharField("内容", max_length=400)
    teacher = models.CharField("授课人", max_length=40, blank=True)
    state = models.CharField("状态", max_length=10, choices=TRAINING.choices)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField("计划时间")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    @property
    def place_code(self) -> str:
        """The area whose coordinators are trained."""
        return str(self.place_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return self.title


class TrainingAttendance(models.Model):
    """One coordinator's part in a training: called, signed in, result."""

    SCOPE = "stint__village_id"
    PERSON_SCOPE = "stint__person_id"
    RESULTS: ClassVar[list[tuple[str, str]]] = [("passed", "合格"), ("failed", "不合格"), ("missed", "未参加")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="attendances")
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="trainings")
    present = models.BooleanField("已签到", null=True)
    result = models.CharField("结果", max_length=10, choices=RESULTS, blank=True)
    note = models.CharField("说明", max_length=120, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Once each."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["training", "stint"], name="trained_once")
        ]


class Notice(models.Model):
    """Words from the county or a town to its coordinators. Nobody's personal data belong in it."""

    SCOPE = "place_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="范围")
    title = models.CharField("标题", max_length=80)
    body = models.TextField("内容")
    read_by_day = models.DateField("请在此日前阅读", null=True, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("发出时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    @property
    def place_code(self) -> str:
        """Whose coordinators it is for."""
        return str(self.place_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return self.title


class Receipt(models.Model):
    """One coordinator to whom a notice went, and when it was read."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="receipts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Once each; unread ones quickly found."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "read_at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "person"], name="noticed_once")
        ]

    @property
    def place_code(self) -> str:
        """The reader's village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return self.notice.title


class Certificate(models.Model):
    """A paper issued under a number: of ending (劳动合同法第五十条), of the post, of income."""

    SCOPE = "stint__village_id"
    PERSON_SCOPE = "stint__person_id"
    KINDS: ClassVar[list[tuple[str, str]]] = [("end", "解除（终止）证明"), ("post", "在岗证明"), ("income", "收入证明")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=8, choices=KINDS)
    year = models.PositiveSmallIntegerField("年")
    serial = models.PositiveIntegerField("序号")
    stint = models.ForeignKey(Stint, on_delete=models.PROTECT, related_name="certificates")
    party = models.CharField("出具单位", max_length=120)
    purpose = models.CharField("用途", max_length=80, blank=True)
    facts = models.JSONField("载明事项", default=dict)
    issued_on = models.DateField("出具日")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Numbers of a year run on, kind by kind."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "year", "serial"], name="one_certificate_a_number")
        ]

    @property
    def number(self) -> str:
        """As printed: 证明〔2026〕3号, by kind."""
        word = {"end": "离岗", "post": "在岗", "income": "收入"}[self.kind]
        return f"{word}证〔{self.year}〕{self.serial}号"

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return self.stint.place_code

    @property
    def label(self) -> str:
        """As the log names it."""
        return self.number
