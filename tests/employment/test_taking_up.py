"""From the chosen person to the first day on post and the filed labour contract (arts. 6, 8, 9)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from sibai.audit.models import Entry
from sibai.audit.refusals import Overtaken
from sibai.employment.models import Contract, Stint
from sibai.employment.operations.posts import BeforeTheMeasure, NoTimeLeft, PostTaken
from sibai.employment.operations.steps import WrongState
from sibai.employment.operations.taking_up import (
    NotReady,
    WrongDay,
    file_contract,
    prepare_agreement,
    sign,
    take_up,
    void_agreement,
)
from sibai.employment.queries.todos import todos as todos_of_employment
from sibai.places.models import Place
from sibai.recruitment.models import Selection, Training, Vacancy
from sibai.recruitment.operations.returning import drop
from sibai.reminders.queries import todos
from tests.employment.made import again, on_post, ready_round
from tests.web_fixtures import MAOPING, NOW, TODAY, villages_of

START = date(2026, 5, 20)


@pytest.fixture
def village(county: Place) -> Place:
    return villages_of(MAOPING)[0]


def agreed(clerk: Any, village: Place, number: int = 1, start: date = START) -> Contract:
    """A signed agreement of the village's chosen person."""
    selection = ready_round(village, number)
    contract = prepare_agreement(actor=clerk, selection=selection, start=start, number="", today=TODAY, now=NOW)
    return sign(actor=clerk, contract=contract, version=1, signed_on=start, number="协1", today=TODAY, now=NOW)


def test_a_chosen_person_signs_takes_up_the_post_and_has_the_contract_filed(village: Place, actor_of: Any) -> None:
    clerk = actor_of("village", village.code)
    agreement = agreed(clerk, village)
    assert (agreement.end, agreement.state) == (date(2027, 5, 19), "signed")
    stint = take_up(actor=clerk, contract=agreement, version=2, start=START, today=TODAY, now=NOW)
    assert (stint.start, stint.end, stint.source) == (START, None, "recruitment")
    assert not Vacancy.objects.filter(village=village, closed_on__isnull=True).exists()
    labour = Contract.objects.get(kind=Contract.LABOUR)
    assert (labour.end, labour.sign_by, labour.state) == (date(2027, 5, 19), date(2026, 6, 20), "to_sign")
    sign(actor=clerk, contract=labour, version=1, signed_on=TODAY, number="劳1", today=TODAY, now=NOW)
    filed = file_contract(
        actor=actor_of("county_clerk"),
        contract=again(labour),
        version=2,
        filed_on=TODAY,
        filing_number="备1",
        today=TODAY,
        now=NOW,
    )
    assert (filed.state, filed.filing_number) == ("filed", "备1")
    assert again(agreement).state == "in_force"
    assert Entry.objects.filter(action__startswith="employment.", outcome="done").count() == 5


def test_nobody_takes_up_a_post_before_the_agreement_is_signed(village: Place, actor_of: Any) -> None:
    clerk = actor_of("village", village.code)
    selection = ready_round(village)
    contract = prepare_agreement(actor=clerk, selection=selection, start=START, number="", today=TODAY, now=NOW)
    with pytest.raises(NotReady):
        take_up(actor=clerk, contract=contract, version=1, start=START, today=TODAY, now=NOW)
    with pytest.raises(WrongDay):
        sign(actor=clerk, contract=contract, version=1, signed_on=TODAY, number="", today=TODAY, now=NOW)
    assert not Stint.objects.exists()


def test_a_person_who_is_to_sign_is_one_to_do_up_to_the_filing(village: Place, actor_of: Any) -> None:
    clerk = actor_of("village", village.code)
    selection = ready_round(village)

    def told() -> list[str]:
        return [todo.label for todo in todos(clerk, TODAY) if not todo.url.startswith("/attendance/")]

    assert told() == ["拟聘用协议"]
    dropped = prepare_agreement(actor=clerk, selection=selection, start=START, number="", today=TODAY, now=NOW)
    assert told() == ["登记聘用协议的签订"]
    void_agreement(actor=clerk, contract=dropped, version=1, reason="写错了起日", now=NOW)
    assert told() == ["拟聘用协议"]
    row = prepare_agreement(actor=clerk, selection=selection, start=START, number="", today=TODAY, now=NOW)
    sign(actor=clerk, contract=row, version=1, signed_on=START, number="", today=TODAY, now=NOW)
    assert told() == ["办理上岗"]
    take_up(actor=clerk, contract=again(row), version=2, start=START, today=TODAY, now=NOW)
    assert told() == ["登记劳动合同的签订"]


def test_an_agreement_whose_person_left_the_round_is_to_be_dropped(village: Place, actor_of: Any) -> None:
    clerk = actor_of("village", village.code)
    selection = ready_round(village)
    row = prepare_agreement(actor=clerk, selection=selection, start=START, number="", today=TODAY, now=NOW)
    drop(actor=clerk, selection=selection, version=1, reason="本人放弃", now=NOW)
    (todo,) = todos_of_employment(clerk, TODAY)
    assert (todo.label, todo.url) == ("作废聘用协议", reverse("employment:void_agreement", args=[row.pk]))
    void_agreement(actor=clerk, contract=row, version=1, reason="人选退出", now=NOW)
    assert todos_of_employment(clerk, TODAY) == []


def test_an_agreement_is_prepared_once_and_again_after_it_was_dropped(village: Place, actor_of: Any) -> None:
    clerk = actor_of("village", village.code)
    selection = ready_round(village)
    contract = prepare_agreement(actor=clerk, selection=selection, start=START, number="", today=TODAY, now=NOW)
    with pytest.raises(NotReady):
        prepare_agreement(actor=clerk, selection=selection, start=START, number="", today=TODAY, now=NOW)
    void_agreement(actor=clerk, contract=contract, version=1, reason="写错了起日", now=NOW)
    later = prepare_agreement(actor=clerk, selection=selection, start=TODAY, number="", today=TODAY, now=NOW)
    assert (again(contract).state, later.state) == ("void", "to_sign")


def test_a_second_click_finds_the_step_taken(village: Place, actor_of: Any) -> None:
    clerk = actor_of("village", village.code)
    agreement = agreed(clerk, village)
    stale = again(agreement)
    take_up(actor=clerk, contract=agreement, version=2, start=START, today=TODAY, now=NOW)
    with pytest.raises(Overtaken):
        take_up(actor=clerk, contract=stale, version=2, start=START, today=TODAY, now=NOW)
    labour = Contract.objects.get(kind=Contract.LABOUR)
    sign(actor=clerk, contract=again(labour), version=1, signed_on=TODAY, number="", today=TODAY, now=NOW)
    with pytest.raises(Overtaken):
        sign(actor=clerk, contract=labour, version=1, signed_on=TODAY, number="", today=TODAY, now=NOW)
    with pytest.raises(WrongState):
        sign(actor=clerk, contract=labour, version=2, signed_on=TODAY, number="", today=TODAY, now=NOW)


def test_the_first_contract_is_shortened_to_the_last_lawful_day(village: Place, actor_of: Any) -> None:
    """Worked example 4's service, then a second stint: 27 months are left; a third with 5 months left is shortened."""
    other = villages_of(MAOPING)[1]
    on_post(other, 7, start=date(2022, 7, 1), end=date(2025, 1, 31), contract_end=None)
    clerk = actor_of("village", village.code)
    selection = ready_round(village, 8)
    application = selection.chosen
    assert application is not None
    application.person = Stint.objects.get().person
    application.save()
    contract = prepare_agreement(actor=clerk, selection=selection, start=START, number="", today=TODAY, now=NOW)
    assert contract.end == date(2026, 10, 19)
    sign(actor=clerk, contract=contract, version=1, signed_on=START, number="", today=TODAY, now=NOW)
    stint = take_up(actor=clerk, contract=again(contract), version=2, start=START, today=TODAY, now=NOW)
    assert again(stint.person).village == village, "who is on post is dealt with there"


def test_who_served_three_years_is_not_hired_again(village: Place, actor_of: Any) -> None:
    on_post(villages_of(MAOPING)[1], 7, start=date(2022, 7, 1), end=date(2025, 6, 30), contract_end=None)
    selection = ready_round(village, 8)
    assert selection.chosen is not None
    selection.chosen.person = Stint.objects.get().person
    selection.chosen.save()
    with pytest.raises(NoTimeLeft):
        prepare_agreement(
            actor=actor_of("village", village.code), selection=selection, start=START, number="", today=TODAY, now=NOW
        )


def test_a_village_has_one_coordinator_and_nobody_holds_two_posts(village: Place) -> None:
    stint = on_post(village, 1)
    with pytest.raises(PostTaken):
        on_post(village, 2)
    with pytest.raises(PostTaken):
        on_post(villages_of(MAOPING)[1], 1, start=date(2025, 9, 1))
    with pytest.raises(PostTaken):
        on_post(villages_of(MAOPING)[2], 3, start=date(2026, 5, 22))
    with pytest.raises(BeforeTheMeasure):
        on_post(villages_of(MAOPING)[3], 4, start=date(2022, 6, 9))
    with pytest.raises(IntegrityError), transaction.atomic():
        Stint.objects.create(
            person=stint.person, village=villages_of(MAOPING)[1], start=TODAY, source="entered", recorded_at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Stint.objects.filter(pk=stint.pk).update(end=date(2025, 6, 30))


def test_an_agreement_of_somebody_who_is_no_longer_chosen_is_not_taken_up(village: Place, actor_of: Any) -> None:
    clerk = actor_of("village", village.code)
    agreement = agreed(clerk, village)
    Selection.objects.update(chosen=None)
    with pytest.raises(NotReady, match="人选已经变动"):
        take_up(actor=clerk, contract=agreement, version=2, start=START, today=TODAY, now=NOW)


def test_the_agreement_is_signed_after_the_training(village: Place, actor_of: Any) -> None:
    clerk = actor_of("village", village.code)
    selection = ready_round(village, 1)
    Training.objects.create(
        selection=selection,
        application=selection.chosen,
        start=START - timedelta(days=1),
        end=START,
        where="县人社局",
        hours=8,
        result="passed",
        by_id=clerk.user_id,
        at=NOW,
    )
    row = prepare_agreement(actor=clerk, selection=selection, start=START, number="", today=TODAY, now=NOW)
    with pytest.raises(WrongDay, match="培训"):
        sign(
            actor=clerk,
            contract=row,
            version=1,
            signed_on=START - timedelta(days=1),
            number="",
            today=TODAY,
            now=NOW,
        )
    sign(actor=clerk, contract=row, version=1, signed_on=START, number="", today=TODAY, now=NOW)
