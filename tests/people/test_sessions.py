"""Sessions: they end when nobody uses them, after a day's work, when they are revoked, when the account is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from sibai.audit.models import Entry
from sibai.people.models import Holding, User, UserSession
from sibai.people.operations.sessions import digest_of, run_out_all
from sibai.people.queries.sessions import browser_words, open_sessions
from tests.people.entering import last, log_in
from tests.web_fixtures import COUNTY, MAOPING, PASSWORD, user_of, villages_of

START = datetime(2026, 5, 21, 2, tzinfo=UTC)
ME, SESSIONS = "/account/me/", "/account/sessions/"
NEW = "Another-2026-word"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture
def clerk(county: Any) -> User:
    return user_of("town", MAOPING, "maoping")


def entered(account: str = "maoping") -> Client:
    client = Client()
    assert log_in(client, account).status_code == 302
    return client


def is_out(client: Client) -> bool:
    answer = client.get(ME)
    return answer.status_code == 302 and answer["Location"].startswith("/account/login/")


def test_a_session_that_nobody_uses_ends(clerk: User, clock: Any) -> None:
    client = entered()
    clock.shift(timedelta(minutes=29))
    assert not is_out(client)
    clock.shift(timedelta(minutes=31))
    assert is_out(client)
    assert UserSession.objects.get().ended_why == "idle"


def test_a_session_ends_after_a_long_day_however_busy(clerk: User, clock: Any) -> None:
    client = entered()
    for _ in range(29):
        clock.shift(timedelta(minutes=20))
        assert not is_out(client)
    clock.shift(timedelta(minutes=21))
    assert is_out(client)
    assert open_sessions(clerk, "", START + timedelta(hours=10, minutes=1)) == []


def test_an_ended_session_is_let_in_again_by_the_door(clerk: User, clock: Any) -> None:
    client = entered()
    clock.shift(timedelta(hours=1))
    assert log_in(client, "maoping")["Location"] == "/"
    assert not is_out(client)


def test_a_form_sent_after_the_end_does_nothing(clerk: User, clock: Any) -> None:
    client = entered()
    clock.shift(timedelta(hours=1))
    assert client.post(reverse("people:sessions_end"))["Location"] == "/account/login/"


def test_the_list_names_each_browser_and_which_is_this_one(clerk: User) -> None:
    here, there = Client(), Client()
    log_in(here, "maoping", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 6.1) AppleWebKit/5 Chrome/86.0 Safari/5")
    log_in(
        there, "maoping", HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 10) MicroMessenger/8.0", REMOTE_ADDR="10.1.2.3"
    )
    page = here.get(SESSIONS).content.decode()
    assert "Chrome 86 · Windows" in page
    assert "微信 8 · 安卓手机" in page
    assert page.count("就是这里") == 1
    assert "10.1.2.3" in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/80.0 Safari/537 Edg/80.0", "Edge 80 · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16) Version/16.1 Mobile Safari/604", "Safari 16 · 苹果手机"),
        ("Mozilla/5.0 (Linux; Android 10; HarmonyOS) Chrome/92.0 Mobile Safari/537", "Chrome 92 · 鸿蒙手机"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko Firefox/115.0", "火狐 115 · Linux"),
        ("", "其他浏览器"),
        ("<script>", "其他浏览器"),
    ],
)
def test_a_browser_is_named_in_short_words(name: str, words: str) -> None:
    assert browser_words(name) == words


def test_a_revoked_session_is_out_at_once_and_the_own_one_stays(clerk: User) -> None:
    here, there = entered(), entered()
    other = session_of(there)
    assert here.post(reverse("people:session_end", args=[other.pk]))["Location"] == SESSIONS
    assert is_out(there)
    assert not is_out(here)
    assert last("people.session_end").user == clerk.pk
    assert "已经结束" in here.post(reverse("people:session_end", args=[other.pk]), follow=True).content.decode()


def session_of(client: Client) -> UserSession:
    return UserSession.objects.get(key_digest=digest_of(client.session.session_key))


def test_all_others_are_out_at_one_click(clerk: User) -> None:
    here, others = entered(), [entered(), entered()]
    here.post(reverse("people:sessions_end"))
    assert [is_out(each) for each in others] == [True, True]
    assert not is_out(here)
    assert last("people.sessions_end").facts == {"count": 2}


def test_nobody_ends_the_session_of_somebody_else(clerk: User) -> None:
    user_of("town", MAOPING, "neighbour")
    mine, theirs = entered(), entered("neighbour")
    url = reverse("people:session_end", args=[session_of(theirs).pk])
    assert mine.post(url).status_code == 404
    assert mine.post(reverse("people:session_end", args=[uuid4()])).status_code == 404
    assert not is_out(theirs)


@pytest.mark.parametrize("name", ["sessions_end", "hat", "recovery", "logout"])
def test_what_is_sent_cannot_be_opened_like_a_page(name: str, clerk: User) -> None:
    answer = entered().get(reverse(f"people:{name}"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个地址不能这样打开" in answer.content.decode()


def test_an_account_that_is_closed_is_out_at_once(clerk: User) -> None:
    client = entered()
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert is_out(client)


def test_a_role_that_ended_yesterday_opens_nothing_today(clerk: User, clock: Any) -> None:
    client = entered()
    assert client.get(reverse("people:delegations")).status_code == 200
    Holding.objects.filter(user=clerk).update(end=date(2026, 5, 20))
    assert client.get(reverse("people:delegations")).status_code == 403


def test_a_form_without_its_token_changes_nothing(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = log_in(strict, "maoping")
    assert answer.status_code == 403
    assert "重新打开" in answer.content.decode()
    assert not UserSession.objects.exists()


def change(client: Client, **sent: str) -> Any:
    return client.post(reverse("people:password"), {"now": PASSWORD, "new": NEW, "again": NEW, **sent})


def test_a_new_password_ends_other_sessions_and_keeps_this_one(clerk: User) -> None:
    here, there = entered(), entered()
    key = here.session.session_key
    assert change(here)["Location"] == ME
    assert here.session.session_key != key
    assert not is_out(here)
    assert is_out(there)
    assert log_in(Client(), "maoping").status_code == 422
    assert log_in(Client(), "maoping", NEW).status_code == 302
    assert NEW not in str(last("people.password").fields())


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"now": "wrong"}, "现在的密码不对"),
        ({"now": ""}, "请填写这一项"),
        ({"new": PASSWORD, "again": PASSWORD}, "不能和现在的密码一样"),
        ({"new": "Ab1-short", "again": "Ab1-short"}, "至少要10位"),
        ({"new": "onlysmallletters", "again": "onlysmallletters"}, "至少三种"),
        ({"new": "Maoping-2026", "again": "Maoping-2026"}, "登录名、姓名相近"),
        ({"again": "Another-2026-wore"}, "两次输入的新密码不一样"),
        ({"new": "A1-" + "x" * 126, "again": "x"}, "最多128个字"),
    ],
)
def test_a_password_that_will_not_do_is_told_why(sent: dict[str, str], told: str, clerk: User) -> None:
    client = entered()
    answer = change(client, **sent)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert log_in(Client(), "maoping").status_code == 302


def test_guessing_the_present_password_locks_like_the_door(clerk: User) -> None:
    client = entered()
    answers = [change(client, now="Guess-2026-no").status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    kept = " ".join(str(each) for row in AccessAttempt.objects.values_list() for each in row)
    assert not any(word in kept for word in ("Guess-2026-no", NEW, "maoping"))
    assert last("people.lock").object_label == "maoping"


def test_the_first_login_comes_to_a_new_password_before_anything_else(clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(must_change_password=True)
    client = Client()
    log_in(client, "maoping", target=SESSIONS)
    assert client.get(SESSIONS)["Location"] == "/account/password/"
    assert change(client)["Location"] == SESSIONS
    assert client.get(SESSIONS).status_code == 200


def test_one_goes_on_in_another_of_ones_roles(clerk: User) -> None:
    village = villages_of(MAOPING)[0]
    held = Holding.objects.create(user=clerk, role="village", place=village, start=date(2026, 1, 1))
    client = entered()
    first = client.get(ME).context["actor"]
    assert (first.role, first.place_code) == ("town", MAOPING)
    assert client.post(reverse("people:hat"), {"hat": str(held.pk)})["Location"] == "/"
    now = client.get(ME).context["actor"]
    assert (now.role, now.place_code) == ("village", village.code)
    assert (last("people.hat").role, last("people.hat").place) == ("village", village.code)
    page = client.get(ME).content.decode()
    assert f'name="hat" value="{held.pk}"' in page


@pytest.mark.parametrize("hat", ["", "x", "00000000-0000-4000-8000-000000000000", "村"])
def test_a_role_that_is_not_ones_own_cannot_be_put_on(hat: str, clerk: User) -> None:
    client = entered()
    user_of("county_leader", COUNTY, "lishan")
    foreign = str(Holding.objects.get(user__account="lishan").pk)
    assert client.post(reverse("people:hat"), {"hat": hat}).status_code == 404
    assert client.post(reverse("people:hat"), {"hat": foreign}).status_code == 404
    assert client.get(ME).context["actor"].role == "town"


def test_ones_own_page_shows_the_logins_and_wrong_tries(clerk: User) -> None:
    log_in(Client(), "maoping", "Wrong-2026-wrong")
    page = entered().get(ME).content.decode()
    assert "登录（未准）" in page
    assert "测试" in page


@pytest.mark.parametrize(("minutes", "why", "told"), [(31, "idle", "30分钟没有操作"), (601, "limit", "满10小时")])
def test_a_session_that_runs_out_is_in_the_log_once(minutes: int, why: str, told: str, clerk: User, clock: Any) -> None:
    client = entered()
    cookie = client.cookies["sibai"].value
    clock.shift(timedelta(minutes=minutes))
    UserSession.objects.filter(user=clerk).update(seen_at=START if why == "idle" else datetime.now(UTC))
    assert is_out(client)
    client.cookies["sibai"] = cookie
    assert is_out(client)
    entry = Entry.objects.get(action=f"people.session_{why}")
    assert (entry.outcome, entry.role, entry.object_label, entry.place) == ("done", "system", "maoping", COUNTY)
    assert UserSession.objects.get().ended_why == why
    again = entered()
    assert told in again.get(ME).content.decode()


def test_sessions_that_nobody_came_back_to_are_ended_by_the_hourly_round(clerk: User, clock: Any) -> None:
    entered()
    clock.shift(timedelta(minutes=31))
    fresh = entered()
    now = START + timedelta(minutes=31)
    assert [run_out_all(COUNTY, now), run_out_all(COUNTY, now)] == [1, 0]
    assert Entry.objects.filter(action="people.session_idle").count() == 1
    assert not is_out(fresh)
