"""How merit is scored: weighted items of the notice, named assessors with declared kinship, a score each."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.people.models import User
from sibai.recruitment.models.application import Application
from sibai.recruitment.models.selection import Selection

FULL_MARKS = 10_000
"""A hundred points, in centipoints: every item is scored out of so much, and weighted."""
ALL_PERCENT = 100
CENTIPOINTS = 100
"""In a point."""


class MeritItem(models.Model):
    """An item of the notice with its weight in percent; the weights of a round come to a hundred."""

    SCOPE = "selection__vacancy__village_id"

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("项目", max_length=40)
    weight = models.PositiveSmallIntegerField("权重")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """In the order of the notice; each weight above nothing and at most the whole."""

        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["selection", "position"], name="one_item_a_position"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=ALL_PERCENT), name="weight_in_percent"),
        ]


class Assessor(models.Model):
    """Somebody who scores, by name and post; `declared` says that kinship with every applicant was declared."""

    SCOPE = "selection__vacancy__village_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="assessors")
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("单位和职务", max_length=60)
    related_to = models.ManyToManyField(Application, through="Kinship", related_name="+")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Once a round."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["selection", "name", "post"], name="one_assessor_a_round")
        ]


class Kinship(models.Model):
    """An assessor is related to an applicant, and does not score this one."""

    SCOPE = "application__selection__vacancy__village_id"

    assessor = models.ForeignKey(Assessor, on_delete=models.CASCADE, related_name="kin")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="kin")
    relation = EncryptedText("关系", label="recruitment.kinship.relation")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Declared once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assessor", "application"], name="one_kinship")
        ]


class Score(models.Model):
    """The points of one assessor for one applicant on one item, in centipoints out of a hundred points."""

    SCOPE = "application__selection__vacancy__village_id"

    assessor = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="scores")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scores")
    item = models.ForeignKey(MeritItem, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveIntegerField("得分")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One score each, from nothing to a hundred points."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assessor", "application", "item"], name="one_score_each"),
            models.CheckConstraint(condition=Q(points__gte=0, points__lte=FULL_MARKS), name="score_in_range"),
        ]
