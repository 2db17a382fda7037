"""The first vacancies of a county: every village without a coordinator has one."""

from __future__ import annotations

from datetime import date, datetime

from sibai.audit.operations import act, record
from sibai.people.actor import Actor
from sibai.places.models import Place
from sibai.recruitment.models import Vacancy
from sibai.recruitment.operations.vacancies import open_vacancy


@act("recruitment.open_first")
def open_first_vacancies(*, actor: Actor, opened_on: date, now: datetime) -> int:
    """Open a vacancy in every village that has none, when a county is set up; how many (article 6).

    They count from that day: what was before is not known, and the roster that is imported says who was on post."""
    before = Vacancy.objects.count()
    for village in Place.objects.filter(level="village", end__isnull=True).order_by("code"):
        open_vacancy(village=village, opened_on=opened_on, cause="never", now=now)
    opened = Vacancy.objects.count() - before
    county = Place.objects.get(level="county")
    record(actor, county, at=now, facts={"count": opened, "opened_on": opened_on})
    return opened
