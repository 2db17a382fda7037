"""What moves a legal time limit: interruptions, suspensions, extensions, each a row of its own with its evidence."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sibai.casework.models.dispute import Dispute
from sibai.casework.models.injury import Injury
from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet
from sibai.people.models import Person, User
from sibai.places.models import Place

Choices = list[tuple[str, str]]


class ClockEvent(models.Model):
    """Something that began a limit anew, stopped it or prolonged it. `end`: the last day of a suspension, still open
    without one; of an extension the day to which it was granted. A row that was wrong is `void`, never deleted."""

    SCOPE = "village_id"
    PERSON_SCOPE = "person_id"
    INTERRUPTS: ClassVar[Choices] = [
        ("claimed", "时效中断：向对方主张权利"),
        ("relief", "时效中断：向有关部门请求救济"),
        ("promised", "时效中断：对方同意履行"),
    ]
    HINDERED, STAYED = "hindered", "stayed"
    PROLONGED, DELAYED, WAITING = "prolonged", "delayed", "waiting"
    PAUSES: ClassVar[Choices] = [
        (HINDERED, "时效中止：不可抗力或其他正当理由不能申请"),
        (STAYED, "仲裁中止"),
        (DELAYED, "本人申请期限：非本人原因耽误"),
        (WAITING, "认定中止：等司法机关或有关部门的结论"),
    ]
    KINDS: ClassVar[Choices] = [*INTERRUPTS, *PAUSES, (PROLONGED, "单位申请期限：经同意延长")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, null=True, related_name="clock")
    injury = models.ForeignKey(Injury, on_delete=models.PROTECT, null=True, related_name="clock")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="村（社区）")
    kind = models.CharField("种类", max_length=10, choices=KINDS)
    start = models.DateField("起")
    end = models.DateField("止", null=True, blank=True)
    words = EncryptedText("依据", label="casework.clockevent.words")
    void = models.BooleanField("已撤销", default=False)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("登记时间")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Of one thing; ends no earlier than it begins."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(dispute__isnull=False, injury__isnull=True) | Q(dispute__isnull=True, injury__isnull=False),
                name="clock_event_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="clock_event_ends_later"
            ),
        ]

    @property
    def subject(self) -> Dispute | Injury:
        """The dispute or injury whose limit it moves."""
        found = self.dispute or self.injury
        assert found is not None
        return found

    @property
    def is_open(self) -> bool:
        """Whether it is a suspension that goes on."""
        return not self.void and self.end is None and self.kind in dict(self.PAUSES)

    @property
    def place_code(self) -> str:
        """The village of the post."""
        return str(self.village_id)

    @property
    def label(self) -> str:
        """As the log names it: the thing, never the person."""
        return self.subject.label
