"""Time on a post, who stands in for it, and what national law makes of its severance."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.people.models import Person, User
from sibai.places.models import Place


class Stint(models.Model):
    """One person on one village's post, first and last day included; open while it has no last day.

    `kind` tells a coordinator's post from another public-welfare post (art. 9, reading `term_cap_scope`).
    """

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"
    COORDINATOR, PUBLIC_POST = "协理员", "公益性岗位"
    KINDS: ClassVar[list[tuple[str, str]]] = [(COORDINATOR, "协理员"), (PUBLIC_POST, "其他公益性岗位")]
    SOURCES: ClassVar[list[tuple[str, str]]] = [
        ("recruitment", "选聘上岗"),
        ("roster", "花名册导入"),
        ("entered", "补录"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    kind = models.CharField("岗位类别", max_length=10, choices=KINDS, default=COORDINATOR)
    start = models.DateField("上岗日")
    end = models.DateField("最后在岗日", null=True, blank=True)
    source = models.CharField("来源", max_length=12, choices=SOURCES)
    document = models.CharField("依据", max_length=120, blank=True)
    selection = models.UUIDField("选聘编号", null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("登记时间")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Art. 5: one coordinator a village; nobody holds two posts."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["village", "start"]),
            models.Index(fields=["person", "start"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["village"], condition=Q(end__isnull=True, kind="协理员"), name="one_coordinator_a_village"
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(end__isnull=True), name="one_post_a_person"),
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="stint_ends_later"),
        ]

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it: the post, never the person."""
        return f"{self.village.short_name}{self.kind}"


class Exemption(models.Model):
    """Whether severance really falls away for a person (实施条例第十二条): certified, and both subsidies. A dated fact.

    The row that holds on a day is the last one entered among those with `since` up to it.
    """

    SCOPE = "person__village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recognised = models.BooleanField("经认定的就业困难人员", default=False)
    certificate = EncryptedText("认定文书编号", label="employment.exemption.certificate")
    certified_on = models.DateField("认定日期", null=True, blank=True)
    category = models.CharField("认定类别", max_length=40, blank=True)
    post_subsidised = models.BooleanField("岗位有岗位补贴", default=False)
    insurance_subsidised = models.BooleanField("岗位有社保补贴", default=False)
    subsidy_from = models.DateField("首次核准补贴日", null=True, blank=True)
    since = models.DateField("自")
    document = models.CharField("依据", max_length=120, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Found by person."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "since"])]

    @property
    def place_code(self) -> str:
        """The person's village."""
        return self.person.place_code

    @property
    def label(self) -> str:
        """As the log names it."""
        return self.person.label


class Acting(models.Model):
    """Somebody who minds a vacant or absent post: scope in words, from and to, no pay. Never a stint."""

    SCOPE = "village_id"
    CAUSES: ClassVar[list[tuple[str, str]]] = [("vacant", "岗位空缺"), ("absent", "在岗人员暂时离开")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    who = models.CharField("代管人", max_length=40)
    post = models.CharField("代管人职务", max_length=40, blank=True)
    cause = models.CharField("原因", max_length=10, choices=CAUSES)
    duties = models.CharField("代管范围", max_length=400)
    start = models.DateField("起")
    end = models.DateField("止")
    closed_on = models.DateField("实际结束日", null=True, blank=True)
    appointed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    appointed_at = models.DateTimeField("指定时间")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One at a time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["village"], condition=Q(closed_on__isnull=True), name="one_acting_person_a_village"
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="acting_ends_later"),
        ]

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.village.short_name}岗位代管"
