"""Resignation: 20 days by article 10, handover item by item, consent, and the vacancy in the same act."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sibai.employment.models import Ending, Resignation, Stint
from sibai.employment.operations import resigning
from sibai.employment.operations.posts import NoTimeLeft
from sibai.employment.operations.taking_up import WrongDay
from sibai.places.models import Place
from sibai.recruitment.models import Vacancy
from tests.employment.made import again, on_post
from tests.web_fixtures import MAOPING, NOW, TODAY, villages_of

NOTICE = date(2026, 5, 1)


@pytest.fixture
def stint(county: Place) -> Stint:
    return on_post(villages_of(MAOPING)[0])


def given(actor_of: Any, stint: Stint, last_day: date | None = None) -> Resignation:
    return resigning.give_notice(
        actor=actor_of("village", stint.village_id),
        stint=stint,
        notice_on=NOTICE,
        last_day=last_day,
        reason="外出务工",
        today=TODAY,
        now=NOW,
    )


def handed_over(actor_of: Any, row: Resignation) -> Resignation:
    """Everything handed over: the resignation waits for consent."""
    clerk = actor_of("village", row.stint.village_id)
    resigning.list_handover(actor=clerk, resignation=row, version=row.version, items=["台账", "印章", "台账"], now=NOW)
    for item in row.items.all():
        resigning.tick(actor=clerk, item=item, receiver="村文书", received_on=TODAY, note="", today=TODAY, now=NOW)
    return again(row)


def consented(actor_of: Any, row: Resignation, early: bool = False) -> Resignation:
    return resigning.consent(
        actor=actor_of("town", MAOPING),
        resignation=row,
        version=row.version,
        agree=True,
        early_exit_agreed=early,
        reason="",
        today=TODAY,
        now=NOW,
    )


def test_a_resignation_ends_the_post_and_opens_the_vacancy(stint: Stint, actor_of: Any) -> None:
    row = given(actor_of, stint)
    assert (row.earliest_last_day, row.last_day, row.note) == (date(2026, 5, 21), date(2026, 5, 21), "")
    row = handed_over(actor_of, row)
    assert (row.state, row.items.count()) == ("to_consent", 2)
    row = consented(actor_of, row)
    clerk = actor_of("village", stint.village_id)
    ending = resigning.leave(actor=clerk, resignation=row, version=row.version, today=TODAY, now=NOW)
    assert (ending.state, ending.last_paid_day, again(stint).end) == ("at_county", TODAY, TODAY)
    assert Vacancy.objects.get(closed_on__isnull=True).opened_on == date(2026, 5, 22)


def test_an_early_exit_has_to_be_agreed_and_says_so(stint: Stint, actor_of: Any) -> None:
    row = handed_over(actor_of, given(actor_of, stint, date(2026, 5, 10)))
    assert "未满20日" in row.note
    with pytest.raises(resigning.NoticeTooShort):
        consented(actor_of, row)
    row = consented(actor_of, again(row), early=True)
    assert row.early_exit_agreed
    assert "协商一致提前到2026-05-10离岗" in row.note


def test_the_coordinator_resigns_on_the_phone_today(stint: Stint, actor_of: Any) -> None:
    person = actor_of("coordinator", stint.village_id, "", stint.person)
    row = resigning.give_notice(
        actor=person, stint=stint, notice_on=TODAY, last_day=None, reason="", today=TODAY, now=NOW
    )
    assert (row.by_person, row.last_day) == (True, date(2026, 6, 10))
    resigning.withdraw(actor=person, resignation=row, version=1, reason="", now=NOW)
    with pytest.raises(WrongDay):
        resigning.give_notice(
            actor=person, stint=stint, notice_on=NOTICE, last_day=None, reason="", today=TODAY, now=NOW
        )


def test_the_employer_can_send_it_back_to_the_handover(stint: Stint, actor_of: Any) -> None:
    row = handed_over(actor_of, given(actor_of, stint))
    resigning.consent(
        actor=actor_of("town", MAOPING),
        resignation=row,
        version=row.version,
        agree=False,
        early_exit_agreed=False,
        reason="台账没有交清",
        today=TODAY,
        now=NOW,
    )
    row = again(row)
    assert (row.state, row.why) == ("handover", "台账没有交清")
    assert not row.items.filter(received_on__isnull=False).exists()


def test_nothing_runs_twice(stint: Stint, actor_of: Any) -> None:
    row = given(actor_of, stint)
    with pytest.raises(resigning.CannotResign):
        given(actor_of, stint)
    with pytest.raises(resigning.HandoverOpen):
        resigning.list_handover(
            actor=actor_of("village", stint.village_id), resignation=row, version=1, items=[" "], now=NOW
        )
    assert not Ending.objects.exists()


def test_nobody_stays_beyond_the_last_lawful_day(county: Place, actor_of: Any) -> None:
    stint = on_post(villages_of(MAOPING)[1], 2, start=date(2023, 6, 1), contract_end=date(2026, 5, 31))
    with pytest.raises(NoTimeLeft):
        given(actor_of, stint, date(2026, 6, 1))
    assert given(actor_of, stint, date(2026, 5, 31)).state == "notified"
