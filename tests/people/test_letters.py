"""Accounts for all places in one step, each with a letter; the passwords are told once and kept nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client

from sibai.audit.models import Entry
from sibai.people import names
from sibai.people.models import Holding, User
from sibai.people.one_time import hashed, password, recovery_codes, recovery_digest
from sibai.people.operations import letters
from sibai.people.operations.letters import make_for_places
from sibai.people.passwords import KINDS
from tests.people.entering import COMMAND, last, log_in
from tests.web_fixtures import COUNTY, MAOPING, NOW, user_of

TOWNS, VILLAGES = 11, 122
URL = "/accounts/for-places/"


@pytest.fixture
def admin(client_of: Any) -> Client:
    made: Client = client_of("administrator", COUNTY, "guanli")
    return made


def command_of(client: Client) -> str:
    found = COMMAND.search(client.get(URL).content.decode())
    assert found
    return found[1]


def test_every_place_gets_an_account_and_a_page_with_its_letter(admin: Client) -> None:
    assert "133个镇、村" in admin.get(URL).content.decode()
    answer = admin.post(URL, {"command": command_of(admin)})
    page, made = answer.content.decode(), answer.context["letters"]
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert len(made) == page.count('<article class="letter">') == TOWNS + VILLAGES
    assert len({letter.account for letter in made}) == len({letter.password for letter in made}) == len(made)
    assert Holding.objects.filter(role="town").count() == TOWNS
    assert Holding.objects.filter(role="village").count() == VILLAGES
    assert last("people.accounts_for_places").facts == {"towns": TOWNS, "villages": VILLAGES}
    assert Entry.objects.filter(action="people.accounts_for_places").count() == 1


def test_a_letter_opens_the_door_once_and_asks_who_one_is(admin: Client) -> None:
    made = admin.post(URL, {"command": command_of(admin)}).context["letters"]
    letter = next(each for each in made if each.account == "maopingzhen")
    assert letter.role == "茅坪镇 · 镇经办"
    client = Client()
    assert log_in(client, letter.account, letter.password).status_code == 302
    assert client.get("/")["Location"] == "/account/password/"
    sent = {"now": letter.password, "new": "Another-2026-word", "again": "Another-2026-word"}
    assert "您的姓名" in client.get("/account/password/").content.decode()
    assert client.post("/account/password/", sent).status_code == 422
    assert client.post("/account/password/", {**sent, "name": "茅坪镇经办"}).status_code == 422
    assert client.post("/account/password/", {**sent, "name": " 陈 建国 "}).status_code == 302
    assert User.objects.get(account="maopingzhen").name == "陈 建国"
    assert log_in(Client(), letter.account, letter.password).status_code == 422


def test_the_passwords_are_kept_nowhere(admin: Client) -> None:
    made = admin.post(URL, {"command": command_of(admin)}).context["letters"]
    kept = str(list(Entry.objects.values())) + str(list(User.objects.values()))
    assert not any(letter.password in kept for letter in made)
    assert all(each.must_change_password for each in User.objects.filter(account__in=[one.account for one in made]))


def test_places_that_have_an_account_are_left_alone(admin: Client) -> None:
    user_of("town", MAOPING, "maopingzhen")
    made = admin.post(URL, {"command": command_of(admin)}).context["letters"]
    assert len(made) == TOWNS + VILLAGES - 1
    assert "都有账号了" in admin.get(URL).content.decode()
    answer = admin.post(URL, {"command": "a" * 32})
    assert answer.status_code == 422
    assert User.objects.filter(holdings__role="town").count() == TOWNS


def test_the_same_form_sent_twice_makes_them_once(admin: Client) -> None:
    command = command_of(admin)
    admin.post(URL, {"command": command})
    Holding.objects.filter(role="town").delete()
    again = admin.post(URL, {"command": command}, follow=True)
    assert "刚才已经办过了" in again.content.decode()
    assert not Holding.objects.filter(role="town").exists()


def test_two_administrators_at_once_make_them_once(
    admin: Client, actor_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = actor_of("administrator", COUNTY, "guanli2")
    planned = letters._planned()
    make_for_places(actor=actor, now=NOW)
    monkeypatch.setattr(letters, "_planned", lambda: planned)
    answer = admin.post(URL, {"command": "b" * 32})
    assert answer.status_code == 409
    assert "另一名管理员" in answer.content.decode()
    assert Holding.objects.filter(role="town").count() == TOWNS


def test_if_one_fails_none_is_made(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = letters._planned()
    spoilt = [*planned[:-1], letters._Planned(planned[-1].place, "", "不行", "x", "x")]
    monkeypatch.setattr(letters, "_planned", lambda: spoilt)
    assert admin.post(URL, {"command": "c" * 32}).status_code == 422
    assert User.objects.count() == 1


def test_nobody_but_an_administrator_makes_them(client_of: Any) -> None:
    assert client_of("county_leader").post(URL).status_code == 403
    assert Entry.objects.latest("seq").action == "people.accounts_for_places"


@pytest.mark.parametrize(
    ("place", "taken", "account"),
    [
        ("枣树村", set(), "zaoshucun"),
        ("枣树村", {"zaoshucun"}, "zaoshucun-104203"),
        ("枣树村", {"zaoshucun", "zaoshucun-104203"}, "c610929104203"),
        ("绿松石社区", set(), "lvsongshishequ"),
        ("二0二村", set(), "er0ercun"),
        ("１", set(), "c610929104203"),
        ("很" * 30, set(), "c610929104203"),
    ],
)
def test_an_account_is_named_by_the_pinyin_of_its_place(place: str, taken: set[str], account: str) -> None:
    made = names.for_place(place, "610929104203", taken)
    assert made == account
    assert names.ACCOUNT.fullmatch(made)


def test_a_first_password_is_long_of_all_kinds_and_easy_to_copy() -> None:
    for word in (password() for _ in range(200)):
        assert len(word) == 14
        assert all(any(kind(letter) for letter in word) for kind in KINDS)
        assert not set(word) & set("ilIO01o")
    assert len({password() for _ in range(200)}) == 200


def test_a_code_on_paper_is_found_however_it_is_copied() -> None:
    code = recovery_codes()[0]
    assert recovery_digest(code) == recovery_digest(code.lower().replace("-", " "))
    assert recovery_digest(code) != recovery_digest(recovery_codes()[0])
    assert code.replace("-", "") not in recovery_digest(code)


def test_many_passwords_are_hashed_soundly_and_anew_when_they_are_used(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    words = [password() for _ in range(3)]
    kept = hashed(words)
    assert len(set(kept)) == 3
    assert all("argon2id" in each and "m=19456,t=2,p=1" in each for each in kept)
    anew: list[str] = []
    assert [check_password(word, each, setter=anew.append) for word, each in zip(words, kept, strict=True)] == [
        True
    ] * 3
    assert anew == words
    assert not check_password(words[0], kept[1])
