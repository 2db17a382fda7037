"""What somebody's contributions stand on, and how the county's offices want their lists (art. 14)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText, FenField
from sibai.db.querysets import ScopedQuerySet
from sibai.payroll.flow import DECLARED
from sibai.people.models import Person, User
from sibai.places.models import Place


class DeclaredWage(models.Model):
    """The monthly wage declared for somebody for a contribution year (calendar year): entered by one, confirmed by
    another. The last one confirmed counts; whoever has none contributes on the wage standard.
    """

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("缴费年度")
    wage = FenField("申报工资")
    document = models.CharField("依据", max_length=120)
    state = models.CharField("状态", max_length=10, choices=DECLARED.choices, default="entered")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    why = EncryptedText("未确认原因", label="payroll.declaredwage.why")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """A positive amount; one of a person and year waits at a time."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "year"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "year"], condition=Q(state="entered"), name="one_declared_wage_waits"
            ),
            models.CheckConstraint(condition=Q(wage__gt=0), name="a_declared_wage_is_positive"),
        ]

    @property
    def place_code(self) -> str:
        """The village."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it: never the person."""
        return f"{self.village.short_name}{self.year}年申报工资"


class ListText(models.Model):
    """How an office wants a list, as TOML; the row of a code that is not withdrawn counts before the shipped one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField("代号", max_length=40)
    name = models.CharField("名称", max_length=60)
    text = models.TextField("格式")
    withdrawn = models.BooleanField("停用", default=False)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        """One of a code in use."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code"], condition=Q(withdrawn=False), name="one_list_a_code")
        ]

    @property
    def place_code(self) -> str:
        """Everywhere in the county."""
        return ""

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"报表格式“{self.name}”"
