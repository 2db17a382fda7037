"""Accounts of coordinators: made for who is on post, at once, and over with the post."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sibai.audit.models import Entry
from sibai.demo.people import invented
from sibai.employment.operations.accounts import NothingToMake, open_accounts
from sibai.employment.operations.posts import close_stint, open_stint
from sibai.employment.queries.accounts import without_account
from sibai.people.models import Holding, User
from sibai.people.operations.persons import register
from tests.web_fixtures import LENGSHUI, MAOPING, NOW, TODAY, villages_of


@pytest.fixture
def stint(actor_of: Any) -> Any:
    """Somebody on post in a village of 茅坪镇."""
    village, town = villages_of(MAOPING)[0], actor_of("town", MAOPING)
    person = register(town, village=village, facts=invented(1).facts(), now=NOW)
    return open_stint(
        actor=town, person=person, village=village, start=date(2026, 1, 1), source="roster", now=NOW, today=TODAY
    )


def test_the_town_makes_accounts_for_its_coordinators_and_each_letter_signs_in_once(actor_of: Any, stint: Any) -> None:
    (letter,) = open_accounts(actor=actor_of("town", MAOPING), now=NOW)
    user = User.objects.get(account=letter.account)
    assert user.check_password(letter.password)
    assert user.must_change_password
    assert user.person_id == stint.person_id
    assert letter.password not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_another_town_has_nothing_to_make(actor_of: Any, stint: Any) -> None:
    with pytest.raises(NothingToMake):
        open_accounts(actor=actor_of("town", LENGSHUI), now=NOW)


def test_a_second_click_makes_no_second_account(actor_of: Any, stint: Any) -> None:
    open_accounts(actor=actor_of("town", MAOPING), now=NOW)
    with pytest.raises(NothingToMake):
        open_accounts(actor=actor_of("town", MAOPING), now=NOW)
    assert User.objects.filter(person=stint.person).count() == 1


def test_the_role_ends_with_the_post_and_comes_back_with_the_next_one(actor_of: Any, stint: Any) -> None:
    open_accounts(actor=actor_of("town", MAOPING), now=NOW)
    close_stint(stint=stint, last_day=TODAY, ending="resignation", now=NOW)
    assert Holding.objects.get(user__person=stint.person).end == TODAY
    again = open_stint(
        actor=actor_of("town", MAOPING),
        person=stint.person,
        village=villages_of(MAOPING)[1],
        start=TODAY + timedelta(days=1),
        source="roster",
        now=NOW + timedelta(days=1),
        today=TODAY + timedelta(days=1),
    )
    assert list(without_account(actor_of("town", MAOPING).scope, TODAY + timedelta(days=1))) == [again]


def test_the_page_shows_the_letters_once(client_of: Any, stint: Any) -> None:
    client = client_of("town", MAOPING)
    page = client.get("/employment/accounts/")
    assert page.status_code == 200
    command = page.context["form"]["command"].value()
    shown = client.post("/employment/accounts/", {"command": command})
    assert "一次性密码" in shown.content.decode()
    again = client.post("/employment/accounts/", {"command": command})
    assert again.status_code == 422
    assert "都已经有账号了" in again.content.decode()
