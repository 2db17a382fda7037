"""An application in a round: what was submitted, the review, merit and rank (articles 5 and 6)."""

from __future__ import annotations

import base64
import json
import uuid
import zlib
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.people.models import Person, User
from sibai.people.models.person import EDUCATION, HASH
from sibai.recruitment.flow import APPLICATION
from sibai.recruitment.models.selection import Selection

SOURCES = [("paper", "纸质"), ("online", "网上")]


class Application(models.Model):
    """One person in one round. What came from the public pages has no person until the village takes it in:
    `submitted` keeps what was typed, sealed, and the flags below are what the applicant says until the review.
    """

    SCOPE = "selection__vacancy__village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="applications")
    number = models.PositiveSmallIntegerField("报名序号")
    state = models.CharField("状态", max_length=10, choices=APPLICATION.choices)
    version = models.PositiveIntegerField(default=1)
    source = models.CharField("来源", max_length=6, choices=SOURCES)
    applied_at = models.DateTimeField("报名时间")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    id_index = models.CharField(max_length=HASH, blank=True)
    receipt_digest = models.CharField(max_length=HASH, null=True, blank=True, unique=True)
    submitted = EncryptedText("提交的内容", label="recruitment.application.submitted")
    notice_version = models.CharField("告知书版本", max_length=20, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    erased_on = models.DateField("已删除日", null=True, blank=True)

    education = models.CharField("文化程度", max_length=4, choices=EDUCATION)
    poverty_relief = models.BooleanField("脱贫劳动力", default=False)
    hard_to_employ = models.BooleanField("其他就业困难人员", default=False)
    graduate = models.BooleanField("高校毕业生", default=False)
    veteran = models.BooleanField("退役军人", default=False)
    poverty_household = models.BooleanField("脱贫户家庭", default=False)
    monitored_household = models.BooleanField("监测户家庭", default=False)
    knows_village = models.BooleanField("熟悉本村", default=False)
    conduct_confirmed = models.BooleanField("政治素质好", default=False)
    hire_date = models.DateField("拟聘用日期", null=True, blank=True)

    eligible = models.BooleanField("符合条件", null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("审查时间", null=True, blank=True)
    decided_why = EncryptedText("审查意见", label="recruitment.application.decided_why")
    merit = models.PositiveIntegerField("成绩", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("名次", null=True, blank=True)
    reserve = models.PositiveSmallIntegerField("候补顺序", null=True, blank=True)
    out_on = models.DateField("退出日", null=True, blank=True)
    out_why = EncryptedText("退出原因", label="recruitment.application.out_why")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One application a person and round; numbered in the round."""

        verbose_name = "报名"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["selection", "id_index"], condition=~Q(id_index=""), name="one_application_a_person"
            ),
            models.UniqueConstraint(fields=["selection", "number"], name="one_application_a_number"),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return self.selection.place_code

    @property
    def name(self) -> str:
        """The applicant's name: the person's, or as typed on the public pages; a dash once erased."""
        return self.person.name if self.person else str(self.typed.get("name", "")) or "—"

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed on the public pages; nothing for a paper application or once erased."""
        return dict(json.loads(self.submitted)) if self.submitted else {}

    @property
    def label(self) -> str:
        """As the log names it: the number, never the name."""
        return f"{self.selection.label}的{self.number}号报名"


class Result(models.Model):
    """What the rulebook answered, frozen with its explanation, parameters and readings. Superseded, never rewritten."""

    SCOPE = "selection__vacancy__village_id"
    KINDS: ClassVar[list[tuple[str, str]]] = [
        ("eligibility", "资格"),
        ("merit", "成绩"),
        ("ranking", "排名"),
        ("public_notice", "公示期"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="results")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="results")
    kind = models.CharField(max_length=16, choices=KINDS)
    law_day = models.DateField("按哪一天的规定")
    answers = EncryptedText(label="recruitment.result.answers")
    at = models.DateTimeField("计算时间")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField("被代替的时间", null=True, blank=True)

    def keep(self, document: Mapping[str, Any]) -> None:
        """Set the answers: explanations repeat themselves, so they are packed before they are sealed."""
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        self.answers = base64.b64encode(zlib.compress(text.encode())).decode()

    @property
    def document(self) -> dict[str, Any]:
        """The answers as `rulebook.queries.asking.Kept` reads them."""
        return dict(json.loads(zlib.decompress(base64.b64decode(self.answers))))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One that stands, of each kind, an application (or the round)."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=Q(superseded_at__isnull=True, application__isnull=False),
                name="one_standing_result_an_application",
            ),
            models.UniqueConstraint(
                fields=["selection", "kind"],
                condition=Q(superseded_at__isnull=True, application__isnull=True),
                name="one_standing_result_a_round",
            ),
        ]
