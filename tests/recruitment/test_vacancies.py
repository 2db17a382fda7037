"""A vacancy: one open a village, opened when employment ends, closed when somebody is on post."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sibai.places.models import Place
from sibai.recruitment.models import Selection, Vacancy
from sibai.recruitment.operations.selections import finish
from sibai.recruitment.operations.vacancies import RoundGoingOn, close_vacancy, open_vacancy
from tests.web_fixtures import MAOPING, NOW, TODAY, villages_of


@pytest.fixture
def village(county: Place) -> Place:
    return villages_of(MAOPING)[0]


def test_a_village_has_one_open_vacancy(village: Place) -> None:
    first = open_vacancy(village=village, opened_on=date(2026, 5, 1), cause="resigned", now=NOW)
    again = open_vacancy(village=village, opened_on=date(2026, 5, 9), cause="removed", now=NOW)
    assert (again, again.opened_on) == (first, date(2026, 5, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Vacancy.objects.create(village=village, opened_on=TODAY, cause="other", made_at=NOW)


def test_a_vacancy_is_not_closed_while_the_village_is_choosing(village: Place) -> None:
    vacancy = open_vacancy(village=village, opened_on=date(2026, 5, 1), cause="resigned", now=NOW)
    round_ = Selection.objects.create(vacancy=vacancy, number=1, started_at=NOW)
    with pytest.raises(RoundGoingOn):
        close_vacancy(village=village, on=TODAY, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Selection.objects.create(vacancy=vacancy, number=2, started_at=NOW)
    Selection.objects.filter(pk=round_.pk).update(state="to_sign")
    round_.refresh_from_db()
    finish(selection=round_, on=TODAY, now=NOW)
    vacancy.refresh_from_db()
    assert (round_.state, vacancy.closed_on) == ("finished", TODAY)
    assert close_vacancy(village=village, on=TODAY, now=NOW) is None
