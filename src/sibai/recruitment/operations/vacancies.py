"""A vacancy opens when a village has no coordinator, and closes when one is on post (article 6: 随缺随补).

Plain functions: they are part of the acts of whoever ends or begins an employment, and write no entry of their own.
"""

from __future__ import annotations

from datetime import date, datetime

from sibai.audit.refusals import Refusal
from sibai.places.models import Place
from sibai.recruitment.flow import ENDED
from sibai.recruitment.models import Vacancy


class RoundGoingOn(Refusal):
    """The village is choosing somebody: its round ends first."""


def open_vacancy(*, village: Place, opened_on: date, cause: str, now: datetime) -> Vacancy:
    """The open vacancy of a village: made from `opened_on`, or the one that is open already.

    `cause` is a code of models.vacancy.CAUSES.
    """
    found = Vacancy.objects.filter(village=village, closed_on__isnull=True).first()
    return found or Vacancy.objects.create(village=village, opened_on=opened_on, cause=cause, made_at=now)


def close_vacancy(*, village: Place, on: date, now: datetime) -> Vacancy | None:
    """Close the open vacancy of a village on a day; None where none is open. RoundGoingOn while it is choosing."""
    vacancy: Vacancy | None = Vacancy.objects.filter(village=village, closed_on__isnull=True).first()
    if vacancy is None:
        return None
    if vacancy.selections.exclude(state__in=ENDED).exists():
        raise RoundGoingOn(f"{village.short_name}正在选聘，请先办结或结束这一次选聘。")
    vacancy.closed_on = max(on, vacancy.opened_on)
    vacancy.save(update_fields=["closed_on"])
    return vacancy
