"""A person's request about the own data: to see, copy, correct or delete them; a case with its answer."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.people.models.person import Person
from sibai.people.models.user import User
from sibai.people.request_flow import ARTICLES, KINDS, OPEN, REQUEST


class DataRequest(models.Model):
    """One request. Its words are sealed, and erased with the person."""

    SCOPE = "person__village_id"
    PERSON_SCOPE = "person_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="申请人")
    kind = models.CharField("种类", max_length=10, choices=list(KINDS.items()))
    words = EncryptedText("申请内容", label="people.datarequest.words")
    in_person = models.BooleanField("本人在系统里提出", default=False)
    state = models.CharField("状态", max_length=10, choices=REQUEST.choices, default="received")
    version = models.PositiveIntegerField(default=1)
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    received_at = models.DateTimeField("受理时间")
    deadline = models.DateField("答复期限")
    granted = models.BooleanField("同意", null=True)
    reason = EncryptedText("决定理由", label="people.datarequest.reason")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    result = EncryptedText("办理结果", label="people.datarequest.result")
    carried_out_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    carried_out_at = models.DateTimeField("办理时间", null=True)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    told_how = models.CharField("怎样告知", max_length=40, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One open request of a kind a person."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "deadline"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state__in=OPEN), name="one_open_request_a_kind"
            )
        ]

    @property
    def place_code(self) -> str:
        """The village of the person."""
        return self.person.place_code

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"{self.person.code}的{KINDS[self.kind]}申请"

    @property
    def article(self) -> str:
        """The article that gives the right."""
        return ARTICLES[self.kind]
