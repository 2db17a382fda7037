"""Places by their twelve-digit codes, and organisations. Names, lawful persons and accounts are dated rows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import CODE_DIGITS, ScopedQuerySet

LEVELS = [("county", "县"), ("town", "镇"), ("village", "村（社区）")]


class Place(models.Model):
    """A county, a town, a village or community. `name` is the present one; PlaceName has them all with dates."""

    SCOPE = "code"

    code = models.CharField("编码", max_length=CODE_DIGITS, primary_key=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=10, choices=LEVELS)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    start = models.DateField("设立日")
    end = models.DateField("撤销日", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """In the order of the codes."""

        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="place_ends_later")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place_code(self) -> str:
        """Its own code."""
        return self.code

    @property
    def label(self) -> str:
        """As the log names it."""
        return self.name

    @property
    def short_name(self) -> str:
        """Without 居委会, 村委会: as people say it."""
        for ending in ("社区居委会", "社区村委会"):
            if self.name.endswith(ending):
                return self.name.removesuffix(ending) + "社区"
        return self.name.removesuffix("委会") if self.name.endswith("村委会") else self.name


class PlaceName(models.Model):
    """A name that a place had from one day to another."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="names")
    name = models.CharField("名称", max_length=60)
    start = models.DateField("起")
    end = models.DateField("止", null=True, blank=True)
    document = models.CharField("依据", max_length=120)


class Succession(models.Model):
    """One place became, or became part of, another: merger, split."""

    KINDS: ClassVar[list[tuple[str, str]]] = [("merge", "合并"), ("split", "分设")]

    old = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="predecessions")
    on = models.DateField("生效日")
    kind = models.CharField("方式", max_length=10, choices=KINDS)
    document = models.CharField("依据", max_length=120)

    class Meta:
        """Once each."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_to_another"),
        ]


class Organisation(models.Model):
    """A body that signs, pays or decides, at a place. What it is called is in its dated records."""

    SCOPE = "place_id"
    KINDS: ClassVar[list[tuple[str, str]]] = [
        ("hr_bureau", "县人社局"),
        ("revitalisation_bureau", "县乡村振兴局"),
        ("finance_bureau", "县财政局"),
        ("agent_company", "派活儿公司"),
        ("town_government", "镇人民政府"),
        ("village_company", "村劳务帮扶服务公司"),
        ("village_committee", "村（居）民委员会"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=24, choices=KINDS)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="所在地")
    start = models.DateField("设立日")
    end = models.DateField("终止日", null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One of a kind at a place at a time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "place"], condition=Q(end__isnull=True), name="one_of_a_kind")
        ]

    @property
    def place_code(self) -> str:
        """The place that it stands at."""
        return str(self.place_id)


class OrganisationRecord(models.Model):
    """What an organisation was called, who stood for it and where its account was, from one day to another."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="records")
    name = models.CharField("名称", max_length=120)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    legal_representative = models.CharField("法定代表人（负责人）", max_length=40, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    bank = models.CharField("开户行", max_length=120, blank=True)
    account = EncryptedText("银行账号", label="places.organisationrecord.account")
    start = models.DateField("起")
    end = models.DateField("止", null=True, blank=True)
    document = models.CharField("依据", max_length=120)

    class Meta:
        """One open record."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(end__isnull=True), name="one_open_organisation_record"
            )
        ]
