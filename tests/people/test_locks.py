"""The wider locks: a name guessed from many machines, a machine that tries many names; an office is left alone."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessFailureLog
from django.test import Client

from sibai.audit.models import Entry
from sibai.people.locks import window_words
from sibai.people.models import User
from sibai.people.operations.accounts import unlock
from sibai.people.queries.accounts import locked
from sibai.server.commands import run
from tests.people.entering import last, log_in
from tests.web_fixtures import COUNTY, MAOPING, user_of

WRONG = "Wrong-2026-wrong"
OFFICE, ELSEWHERE = "10.1.1.1", "10.2.2.2"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 5, 21, 2, tzinfo=UTC), tick=False) as travelling:
        yield travelling


@pytest.fixture(autouse=True)
def small_limits(settings: Any, monkeypatch: Any, county: Any) -> None:
    monkeypatch.setattr(settings.OWN, "lock_name", (8, 600))
    monkeypatch.setattr(settings.OWN, "lock_address", (12, 90))


@pytest.fixture
def clerk(county: Any) -> User:
    return user_of("town", MAOPING, "maoping")


def guess(account: str, times: int, address: str = OFFICE) -> list[int]:
    return [log_in(Client(), account, WRONG, REMOTE_ADDR=address).status_code for _ in range(times)]


def enter(account: str, address: str = OFFICE) -> Any:
    return log_in(Client(), account, REMOTE_ADDR=address)


def test_a_name_guessed_from_many_addresses_is_locked_at_all_of_them(clerk: User, clock: Any) -> None:
    answers = [code for number in range(4) for code in guess("maoping", 2, f"10.3.3.{number}")]
    assert answers == [422] * 7 + [429]
    answer = enter("maoping", ELSEWHERE)
    assert answer.status_code == 429
    assert "在多处输错密码" in answer.content.decode()
    assert "最迟10小时后自己解开" in answer.content.decode()
    entry = last("people.lock_name")
    assert (entry.object_label, entry.facts) == ("maoping", {"failures": 8, "window": "10小时"})
    assert Entry.objects.filter(action="people.lock_name").count() == 1
    clock.shift(timedelta(minutes=601))
    assert enter("maoping", ELSEWHERE).status_code == 302


def test_a_locked_name_says_nothing_of_whether_there_is_such_an_account(clerk: User) -> None:
    pages = []
    for name in ("maoping", "nobody"):
        for number in range(4):
            guess(name, 2, f"10.3.3.{number}")
        pages.append(enter(name, ELSEWHERE).content.decode())
        AccessFailureLog.objects.all().delete()
    assert pages[0] == pages[1]


def test_an_administrator_lifts_the_lock_of_a_name(clerk: User, actor_of: Any) -> None:
    for number in range(4):
        guess("maoping", 2, f"10.3.3.{number}")
    now = datetime.now(UTC)
    assert locked(now.date()) == {clerk.pk}
    unlock(actor=actor_of("administrator", COUNTY, "guanli"), user=clerk, reason="本人来电", now=now)
    assert locked(now.date()) == set()
    assert enter("maoping", ELSEWHERE).status_code == 302


def test_an_address_that_tries_many_names_is_shut_for_a_time(clerk: User, clock: Any) -> None:
    answers = [code for number in range(6) for code in guess(f"name{number}", 2)]
    assert answers == [422] * 11 + [429]
    answer = enter("maoping")
    assert answer.status_code == 429
    assert "从您这里输错密码的次数太多" in answer.content.decode()
    assert "最迟90分钟后自己解开" in answer.content.decode()
    assert enter("maoping", ELSEWHERE).status_code == 302
    entry = last("people.lock_address")
    assert (entry.object_label, entry.user, entry.facts) == (OFFICE, None, {"failures": 12, "window": "90分钟"})
    clock.shift(timedelta(minutes=91))
    assert enter("maoping").status_code == 302
    assert Entry.objects.filter(action="people.lock_address").count() == 1


def test_an_address_is_let_in_again_by_a_command_on_the_server(clerk: User, clock: Any, capsys: Any) -> None:
    for number in range(6):
        guess(f"name{number}", 2)
    assert enter("maoping").status_code == 429
    assert run(Namespace(command="unlock", address=f" {OFFICE}")) == 0
    assert "忘掉输错密码12次" in capsys.readouterr().out
    assert enter("maoping").status_code == 302
    entry = last("people.unlock_address")
    assert (entry.object_label, entry.role, entry.facts) == (OFFICE, "system", {"count": 12})
    assert run(Namespace(command="unlock", address="maoping")) == 2


def test_a_forgetful_clerk_does_not_shut_the_office_out(clerk: User, clock: Any) -> None:
    user_of("town", MAOPING, "neighbour")
    assert guess("maoping", 40).count(422) == 4
    assert enter("neighbour").status_code == 302


def test_slips_of_people_who_then_get_in_are_not_added_up(clerk: User, clock: Any) -> None:
    for number in range(8):
        user_of("town", MAOPING, f"clerk{number}")
        assert guess(f"clerk{number}", 3) == [422] * 3
        assert enter(f"clerk{number}").status_code == 302
    assert enter("maoping").status_code == 302


def test_a_right_password_elsewhere_leaves_the_guesses_counted(clerk: User, clock: Any) -> None:
    guess("maoping", 4, "10.3.3.1")
    assert enter("maoping", OFFICE).status_code == 302
    assert guess("maoping", 4, "10.3.3.2")[-1] == 429


def test_what_no_lock_counts_any_more_is_let_go(clerk: User, clock: Any) -> None:
    guess("maoping", 2)
    clock.shift(timedelta(minutes=601))
    guess("maoping", 1)
    assert AccessFailureLog.objects.count() == 1
    kept = " ".join(str(each) for row in AccessFailureLog.objects.values_list() for each in row)
    assert "maoping" not in kept


def test_the_shipped_limits_let_an_office_work_and_are_said_in_words(settings: Any, monkeypatch: Any) -> None:
    shipped = type(settings.OWN).model_fields
    monkeypatch.setattr(settings.OWN, "lock_name", shipped["lock_name"].default)
    monkeypatch.setattr(settings.OWN, "lock_address", shipped["lock_address"].default)
    assert (window_words("name"), window_words("address")) == ("24小时", "1小时")
    assert settings.OWN.lock_address[0] >= 10 * settings.AXES_FAILURE_LIMIT
