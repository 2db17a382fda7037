"""Another account for somebody's pay: entered by one, compared with the paper by another, and only then in use."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.people.models.person import Person
from sibai.people.models.user import User

WAITING = "waiting"


class CardChange(models.Model):
    """A changed account. The number goes as soon as it is decided: then it stands with the person, or nowhere."""

    SCOPE = "person__village_id"
    PERSON_SCOPE = "person_id"
    STATES: ClassVar[list[tuple[str, str]]] = [
        (WAITING, "待核对"),
        ("confirmed", "已改用"),
        ("refused", "没有改"),
        ("replaced", "另报了一个"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    card = EncryptedText("新的银行账号", label="people.cardchange.card")
    state = models.CharField("状态", max_length=10, choices=STATES, default=WAITING)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("核对时间", null=True)
    why = EncryptedText("没有改的原因", label="people.cardchange.why")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One waits for a person."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person"], condition=Q(state=WAITING), name="one_card_change_waits")
        ]

    @property
    def place_code(self) -> str:
        """The village of the person."""
        return self.person.place_code

    @property
    def label(self) -> str:
        """As the log names it: the person's code."""
        return self.person.code
