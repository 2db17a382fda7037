"""Leave that was taken before the system was used."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sibai.db.querysets import ScopedQuerySet
from sibai.people.models import Person


class LeaveOpening(models.Model):
    """Working days of annual leave that a person took in a calendar year before the system was used."""

    SCOPE = "person__village_id"
    PERSON_SCOPE = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    days = models.PositiveSmallIntegerField("已休天数")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """One a person and year."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "year"], name="leave_of_a_year_is_opened_once")
        ]
