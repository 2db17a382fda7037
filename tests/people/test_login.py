"""The door: name and password, what is told and what is not, the lock, where one goes then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.test import Client
from django.urls import reverse

from sibai.audit.models import Entry
from sibai.people.models import Holding, User, UserSession
from sibai.places.models import Place
from tests.people.entering import LOGIN, last, log_in
from tests.web_fixtures import MAOPING, PASSWORD, TODAY, user_of

WRONG = "Wrong-2026-wrong"
TRIES = 5


@pytest.fixture
def clerk(county: Any) -> User:
    return user_of("town", MAOPING, "maoping")


def test_right_name_and_password_open_the_door_and_leave_an_entry(clerk: User, client: Client) -> None:
    answer = log_in(client, "maoping", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 6.1) Chrome/86.0.1 Safari/537.36")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    session = UserSession.objects.get()
    assert session.key_digest == sha256(client.session.session_key.encode()).hexdigest()
    assert (session.user, session.address) == (clerk, "127.0.0.1")
    entry = last("people.login")
    assert (entry.outcome, entry.user, entry.role, entry.place) == ("done", clerk.pk, "town", MAOPING)
    assert client.session.session_key not in str(entry.fields())


@pytest.mark.parametrize("typed", ["MAOPING", " maoping ", "ｍａｏｐｉｎｇ"])
def test_capitals_blanks_and_wide_letters_of_an_input_method_do_not_matter(
    typed: str, clerk: User, client: Client
) -> None:
    assert log_in(client, typed).status_code == 302


@pytest.mark.parametrize(("account", "password"), [("maoping", WRONG), ("nobody", PASSWORD), ("closed", PASSWORD)])
def test_whatever_is_wrong_the_answer_is_the_same(account: str, password: str, clerk: User, client: Client) -> None:
    user_of("town", MAOPING, "closed")
    User.objects.filter(account="closed").update(is_active=False)
    answer = log_in(client, account, password)
    assert answer.status_code == 422
    assert "登录名或密码不对" in answer.content.decode()
    assert password not in answer.content.decode()
    assert not UserSession.objects.exists()


def test_a_failed_try_names_the_account_and_never_the_password(clerk: User, client: Client) -> None:
    log_in(client, "maoping", WRONG)
    entry = last("people.login")
    assert (entry.outcome, entry.account, entry.user) == ("refused", "maoping", None)
    assert entry.facts["why"] == "password"
    assert WRONG not in str(entry.fields())


def test_a_name_that_nobody_has_is_kept_as_a_digest_only(clerk: User, client: Client) -> None:
    log_in(client, PASSWORD, PASSWORD)
    entry = last("people.login")
    assert (entry.facts["why"], entry.account) == ("unknown", "")
    attempts = " ".join(str(each) for row in AccessAttempt.objects.values_list() for each in row)
    for kept in (str(entry.fields()), attempts):
        assert PASSWORD not in kept
        assert PASSWORD.lower() not in kept
    assert not AccessLog.objects.exists()


def test_five_wrong_passwords_lock_the_name_for_half_an_hour(clerk: User, client: Client) -> None:
    with time_machine.travel(datetime(2026, 5, 21, 2, tzinfo=UTC), tick=False) as clock:
        answers = [log_in(client, "maoping", WRONG) for _ in range(TRIES)]
        assert [each.status_code for each in answers] == [422] * (TRIES - 1) + [429]
        assert "已暂时锁定" in answers[-1].content.decode()
        assert log_in(client, "maoping").status_code == 429
        clock.shift(timedelta(minutes=29))
        assert log_in(client, "maoping").status_code == 429
        clock.shift(timedelta(minutes=2))
        assert log_in(client, "maoping").status_code == 302
    lock = last("people.lock")
    assert (lock.object_label, lock.facts) == ("maoping", {"failures": TRIES, "from": "127.0.0.1"})
    assert Entry.objects.filter(action="people.lock").count() == 1
    assert Entry.objects.filter(action="people.login", outcome="refused").count() == TRIES + 2


def test_another_browser_at_the_same_address_counts_on(clerk: User, client: Client) -> None:
    for number in range(TRIES):
        answer = log_in(client, "maoping", WRONG, HTTP_USER_AGENT=f"browser {number}")
    assert answer.status_code == 429


def test_the_lock_holds_for_that_name_from_that_address_only(clerk: User, client: Client) -> None:
    user_of("town", MAOPING, "neighbour")
    for _ in range(TRIES):
        log_in(client, "maoping", WRONG)
    assert log_in(Client(), "neighbour").status_code == 302
    assert log_in(Client(), "maoping", REMOTE_ADDR="10.1.2.3").status_code == 302
    assert log_in(Client(), "maoping").status_code == 429


def test_a_forwarded_address_is_not_believed(clerk: User, client: Client) -> None:
    for number in range(TRIES):
        log_in(client, "maoping", WRONG, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert log_in(client, "maoping", HTTP_X_FORWARDED_FOR="10.9.9.9").status_code == 429


def test_a_right_password_forgets_the_wrong_ones(clerk: User, client: Client) -> None:
    for _ in range(TRIES - 1):
        log_in(client, "maoping", WRONG)
    assert log_in(client, "maoping").status_code == 302
    assert log_in(Client(), "maoping", WRONG).status_code == 422


def test_an_account_without_a_role_is_told_so_after_the_right_password(clerk: User, client: Client) -> None:
    Holding.objects.filter(user=clerk).update(end=TODAY - timedelta(days=400))
    answer = log_in(client, "maoping")
    assert "没有任何角色" in answer.content.decode()
    assert "没有任何角色" not in log_in(client, "maoping", WRONG).content.decode()
    assert Entry.objects.filter(action="people.login", facts__why="no_role").count() == 1


def test_a_session_key_from_before_the_login_is_worth_nothing(clerk: User, client: Client) -> None:
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sibai"] = planted
    log_in(client, "maoping")
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sibai"] = planted
    assert thief.get("/").status_code == 302


@pytest.mark.parametrize(
    ("target", "goes"),
    [
        ("/account/me/", "/account/me/"),
        ("/rulebook/?page=2", "/rulebook/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("http:///evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("account/me/", "/"),
        ("", "/"),
    ],
)
def test_after_the_login_one_goes_only_to_this_site(target: str, goes: str, clerk: User, client: Client) -> None:
    assert log_in(client, "maoping", target=target)["Location"] == goes


def test_the_page_that_was_asked_for_is_kept_in_the_form(clerk: User, client: Client) -> None:
    asked = client.get("/account/me/")
    assert asked["Location"] == "/account/login/?next=/account/me/"
    assert 'name="next" value="/account/me/"' in client.get(asked["Location"]).content.decode()


@pytest.mark.parametrize(
    "sent",
    [{}, {"account": "maoping"}, {"account": "a" * 61, "password": "x"}, {"account": "maoping", "password": "x" * 129}],
)
def test_what_is_missing_or_too_long_is_told_and_counts_as_no_try(
    sent: dict[str, str], clerk: User, client: Client
) -> None:
    assert client.post(LOGIN, sent).status_code == 422
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize(
    "sent", [{"account": "mao\x00ping", "password": "x"}, {"account": "maoping", "password": "x\x00"}]
)
def test_a_null_character_gets_a_page_that_says_so(sent: dict[str, str], clerk: User, client: Client) -> None:
    answer = client.post(LOGIN, sent)
    assert answer.status_code == 400
    assert "控制字符" in answer.content.decode()


def test_the_door_takes_no_other_way_of_asking(clerk: User, client: Client) -> None:
    answer = client.put(LOGIN)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


def test_logging_in_as_somebody_else_ends_the_first_session(clerk: User, client: Client) -> None:
    user_of("town", MAOPING, "neighbour")
    log_in(client, "maoping")
    log_in(client, "neighbour")
    assert UserSession.objects.get(user=clerk).ended_why == "logout"
    assert client.get(reverse("people:me")).context["request"].user.account == "neighbour"


def test_logging_out_ends_the_session_and_needs_a_form(clerk: User, client: Client) -> None:
    log_in(client, "maoping")
    assert client.get(reverse("people:logout")).status_code == 405
    cookie = client.cookies["sibai"].value
    assert client.post(reverse("people:logout"))["Location"] == LOGIN
    assert UserSession.objects.get().ended_why == "logout"
    assert last("people.logout").user == clerk.pk
    back = Client()
    back.cookies["sibai"] = cookie
    assert back.get(reverse("people:me")).status_code == 302


def test_who_is_in_already_is_not_shown_the_door(clerk: User, client: Client) -> None:
    log_in(client, "maoping")
    assert client.get(LOGIN)["Location"] == "/"


def test_the_door_needs_few_queries(clerk: User, client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        client.get(LOGIN)


def test_nothing_about_the_login_stands_in_a_cache_or_a_frame(clerk: User, client: Client) -> None:
    answer = client.get(LOGIN)
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    log_in(client, "maoping")
    assert client.get(reverse("people:me"))["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/nothing/", "/\0", "/search/?q=" + "a" * 3000, "/static/nothing.css"])
def test_what_cannot_be_answered_stands_in_no_cache_or_frame_either(client: Client, county: Place, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {400, 404}
    assert (answer["X-Frame-Options"], answer["Cache-Control"]) == ("DENY", "no-store")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
