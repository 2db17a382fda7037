"""A person: applicant, coordinator, whoever the papers are about. Numbers sealed, found by blind index."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.places.models import Place

SEXES = [("男", "男"), ("女", "女")]
EDUCATION = [
    (label, label) for label in ("小学", "初中", "高中", "中职", "中专", "技校", "大专", "本科", "硕士", "博士")
]
HASH = 64


class Person(models.Model):
    """Somebody by the identity number; `village` is where the present dealings are, and decides who sees it."""

    SCOPE = "village_id"
    PERSON_SCOPE = "id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("编号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=40)
    pinyin = models.CharField("拼音", max_length=240, blank=True)
    initials = models.CharField("拼音首字母", max_length=40, blank=True)
    sex = models.CharField("性别", max_length=1, choices=SEXES, blank=True)
    birth_date = models.DateField("出生日期", null=True)
    id_number = EncryptedText("身份证号", label="people.person.id_number")
    id_index = models.CharField(max_length=HASH, blank=True)
    phone = EncryptedText("手机号", label="people.person.phone")
    phone_index = models.CharField(max_length=HASH, blank=True, db_index=True)
    card = EncryptedText("社保卡银行账号", label="people.person.card")
    card_index = models.CharField(max_length=HASH, blank=True, db_index=True)
    address = EncryptedText("住址", label="people.person.address")
    education = models.CharField("文化程度", max_length=4, choices=EDUCATION, blank=True)
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    poverty_relief = models.BooleanField("脱贫劳动力", default=False)
    hard_to_employ = models.BooleanField("就业困难人员", default=False)
    graduate = models.BooleanField("高校毕业生", default=False)
    veteran = models.BooleanField("退役军人", default=False)
    poverty_household = models.BooleanField("脱贫户", default=False)
    monitored_household = models.BooleanField("监测户", default=False)
    knows_village = models.BooleanField("熟悉本村", default=False)
    notice_version = models.CharField("告知书版本", max_length=20, blank=True)
    noticed_at = models.DateTimeField("告知时间", null=True, blank=True)
    erased_on = models.DateField("已删除日", null=True, blank=True)
    erased_why = models.CharField("删除原因", max_length=20, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One row an identity number."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["village", "name"]),
            models.Index(fields=["pinyin"]),
            models.Index(fields=["initials"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["id_index"], condition=~Q(id_index=""), name="one_person_a_number")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def place_code(self) -> str:
        """The village whose staff deal with this person."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it: the code, never the name."""
        return self.code


class PersonCounter(models.Model):
    """The last personal code that was given: one row, which only rises, so that no code is given twice."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.PositiveIntegerField(default=0)
