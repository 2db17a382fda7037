"""The second factor: bound once, every code once, counted, sealed, let go by an administrator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from sibai.audit.models import Entry
from sibai.people.models import RecoveryCode, SecondFactor, User, UserSession
from tests.people.entering import COMMAND, SEALED, SECRET, bind, code_at, confirm, last, log_in
from tests.web_fixtures import COUNTY, MAOPING, user_of

START = datetime(2026, 5, 21, 2, tzinfo=UTC)
STEP = timedelta(seconds=30)
SECOND, ENROL = "/account/second-factor/", "/account/enrol/"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture
def leader(county: Any, settings: Any) -> User:
    settings.SECOND_FACTOR = True
    return user_of("county_leader", COUNTY, "lishan")


@pytest.fixture
def bound(leader: User, clock: Any) -> tuple[str, list[str]]:
    """The leader has bound a phone; two steps later."""
    client = Client()
    log_in(client, "lishan")
    made = bind(client, START)
    clock.shift(2 * STEP)
    return made


def test_a_county_role_gets_nowhere_before_a_phone_is_bound(leader: User, clock: Any, client: Client) -> None:
    log_in(client, "lishan")
    assert client.get("/")["Location"] == SECOND
    assert client.get(SECOND)["Location"] == ENROL
    assert client.post(reverse("people:sessions_end"))["Location"] == SECOND
    bind(client, START)
    assert client.get("/").status_code == 200


def test_a_village_is_not_asked_for_a_phone(county: Any, settings: Any, client: Client) -> None:
    settings.SECOND_FACTOR = True
    user_of("town", MAOPING, "maoping")
    log_in(client, "maoping")
    assert client.get("/").status_code == 200


def test_whoever_bound_a_phone_is_asked_even_where_nothing_asks_for_it(county: Any, clock: Any) -> None:
    user_of("town", MAOPING, "maoping")
    first, later = Client(), Client()
    log_in(first, "maoping")
    secret, _ = bind(first, START)
    clock.shift(STEP)
    log_in(later, "maoping")
    assert later.get("/")["Location"] == SECOND
    assert confirm(later, code_at(secret, START + STEP)).status_code == 302
    assert later.get("/").status_code == 200


def test_the_page_has_picture_and_secret_from_our_own_origin(leader: User, clock: Any, client: Client) -> None:
    log_in(client, "lishan")
    page = client.get(ENROL).content.decode()
    assert '<img src="data:image/svg+xml' in page
    assert SECRET.search(page)
    assert "http:" not in page.replace("http://www.w3.org", "").replace("http%3A//www.w3.org", "")
    assert not SecondFactor.objects.exists()


def test_a_wrong_first_code_keeps_the_same_secret(leader: User, clock: Any, client: Client) -> None:
    log_in(client, "lishan")
    page = client.get(ENROL).content.decode()
    sent = {"sealed": SEALED.search(page)[1], "code": "000000"}  # type: ignore[index]
    answer = client.post(ENROL, sent)
    assert answer.status_code == 422
    assert SECRET.search(answer.content.decode())[1] == SECRET.search(page)[1]  # type: ignore[index]
    assert not SecondFactor.objects.exists()


def test_a_clock_that_is_wrong_is_told_while_binding(leader: User, clock: Any, client: Client) -> None:
    log_in(client, "lishan")
    page = client.get(ENROL).content.decode()
    secret = SECRET.search(page)[1].replace(" ", "")  # type: ignore[index]
    sent = {"sealed": SEALED.search(page)[1], "code": code_at(secret, START + timedelta(minutes=5))}  # type: ignore[index]
    assert "相差约5分钟" in client.post(ENROL, sent).content.decode()


@pytest.mark.parametrize("sealed", ["", "x", "A.1.AAAA", "A.99.AAAA", "Z.1.AAAA", "x" * 401])
def test_a_secret_that_was_not_offered_binds_nothing(sealed: str, leader: User, clock: Any, client: Client) -> None:
    log_in(client, "lishan")
    assert client.post(ENROL, {"sealed": sealed, "code": "123456"}).status_code == 422
    assert not SecondFactor.objects.exists()


def test_a_secret_offered_to_somebody_else_or_long_ago_binds_nothing(leader: User, clock: Any) -> None:
    user_of("county_clerk", COUNTY, "zhangjing")
    mine, other = Client(), Client()
    log_in(mine, "lishan")
    log_in(other, "zhangjing")
    page = other.get(ENROL).content.decode()
    secret, sealed = SECRET.search(page)[1].replace(" ", ""), SEALED.search(page)[1]  # type: ignore[index]
    assert mine.post(ENROL, {"sealed": sealed, "code": code_at(secret, START)}).status_code == 422
    clock.shift(timedelta(minutes=20))
    other.get(SECOND)
    clock.shift(timedelta(minutes=20))
    other.get(SECOND)
    clock.shift(timedelta(minutes=21))
    late = other.post(ENROL, {"sealed": sealed, "code": code_at(secret, START + timedelta(minutes=61))})
    assert late.status_code in {302, 422}
    assert not SecondFactor.objects.exists()


def test_the_secret_is_sealed_in_the_database(bound: tuple[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM people_secondfactor")
        kept = cursor.fetchone()[0]
    assert bound[0] not in kept
    assert SecondFactor.objects.get().key == bound[0]
    assert not any(code.replace("-", "") in str(list(RecoveryCode.objects.values())) for code in bound[1])


def test_the_log_tells_of_binding_and_never_a_secret(bound: tuple[str, list[str]]) -> None:
    entry = last("people.enrol")
    assert entry.outcome == "done"
    assert bound[0] not in str(entry.fields())


def test_after_the_password_the_code_opens_and_the_key_changes(bound: tuple[str, list[str]], client: Client) -> None:
    log_in(client, "lishan", target="/account/me/")
    before = client.session.session_key
    assert client.get("/account/me/")["Location"] == SECOND
    answer = confirm(client, code_at(bound[0], START + 2 * STEP))
    assert answer["Location"] == "/account/me/"
    assert client.session.session_key != before
    assert client.get("/account/me/").status_code == 200
    assert UserSession.objects.filter(ended_at__isnull=True).count() == 2
    assert last("people.second_factor").facts["how"] == "手机验证码"


def test_a_code_opens_once(bound: tuple[str, list[str]]) -> None:
    code = code_at(bound[0], START + 2 * STEP)
    first, second = Client(), Client()
    log_in(first, "lishan")
    log_in(second, "lishan")
    assert confirm(first, code).status_code == 302
    assert confirm(second, code).status_code == 422
    assert second.get("/")["Location"] == SECOND


def test_the_code_that_bound_the_phone_opens_nothing_more(leader: User, clock: Any) -> None:
    client, later = Client(), Client()
    log_in(client, "lishan")
    secret, _ = bind(client, START)
    log_in(later, "lishan")
    assert confirm(later, code_at(secret, START)).status_code == 422


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_half_a_minute_off_is_borne(steps: int, bound: tuple[str, list[str]], client: Client) -> None:
    log_in(client, "lishan")
    assert confirm(client, code_at(bound[0], START + (2 + steps) * STEP)).status_code == 302


@pytest.mark.parametrize("steps", [-2, 2, 10])
def test_a_clock_further_off_is_not(steps: int, bound: tuple[str, list[str]], client: Client) -> None:
    log_in(client, "lishan")
    assert confirm(client, code_at(bound[0], START + (2 + steps) * STEP)).status_code == 422


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "9" * 21, "١٢٣٤٥٦"])
def test_what_is_no_code_is_told_kindly(code: str, bound: tuple[str, list[str]], client: Client) -> None:
    log_in(client, "lishan")
    answer = confirm(client, code)
    assert answer.status_code == 422
    assert client.get("/")["Location"] == SECOND


def test_wrong_codes_make_wait_longer_and_longer(bound: tuple[str, list[str]], client: Client, clock: Any) -> None:
    log_in(client, "lishan")
    for _ in range(3):
        assert confirm(client, "000000").status_code == 422
    clock.shift(timedelta(milliseconds=200))
    throttled = confirm(client, code_at(bound[0], START + 2 * STEP))
    assert throttled.status_code == 429
    assert "请过1秒再试" in throttled.content.decode()
    for waited in (1, 2, 4, 8):
        clock.shift(timedelta(seconds=waited))
        assert confirm(client, "000000").status_code == 422, waited
        assert confirm(client, "000000").status_code == 429
    refused = Entry.objects.filter(action="people.second_factor", outcome="refused")
    assert {entry.facts["why"] for entry in refused} == {"code", "throttled"}
    device = SecondFactor.objects.get()
    clock.shift(timedelta(hours=1))
    log_in(client, "lishan")
    assert confirm(client, code_at(bound[0], device.failed_at + timedelta(hours=1))).status_code == 302
    assert SecondFactor.objects.get().failures == 0


def test_a_code_on_paper_opens_once(bound: tuple[str, list[str]], client: Client) -> None:
    _, codes = bound
    assert len(set(codes)) == 10
    log_in(client, "lishan")
    assert confirm(client, codes[3].lower().replace("-", " ")).status_code == 302
    assert last("people.second_factor").facts == {"how": "备用码", "left": 9}
    again = Client()
    log_in(again, "lishan")
    assert confirm(again, codes[3]).status_code == 422


def test_new_codes_make_the_old_ones_worthless(bound: tuple[str, list[str]], client: Client) -> None:
    log_in(client, "lishan")
    confirm(client, bound[1][0])
    page = client.get(reverse("people:me")).content.decode()
    answer = client.post(reverse("people:recovery"), {"command": COMMAND.search(page)[1]})  # type: ignore[index]
    assert "no-store" in answer["Cache-Control"]
    later = Client()
    log_in(later, "lishan")
    assert confirm(later, bound[1][1]).status_code == 422
    assert last("people.recovery_codes").outcome == "done"


def test_with_the_password_alone_nobody_binds_another_phone(bound: tuple[str, list[str]], client: Client) -> None:
    log_in(client, "lishan")
    assert client.get(ENROL)["Location"] == SECOND
    assert client.post(ENROL, {"sealed": "x", "code": "123456"})["Location"] == SECOND
    assert client.get(reverse("people:password"))["Location"] == SECOND
    assert client.post(reverse("people:recovery"))["Location"] == SECOND


def test_binding_another_phone_ends_other_sessions(bound: tuple[str, list[str]], client: Client, clock: Any) -> None:
    other = Client()
    log_in(other, "lishan")
    log_in(client, "lishan")
    confirm(client, bound[1][0])
    bind(client, START + 2 * STEP)
    assert client.get("/").status_code == 200
    assert other.get("/")["Location"].startswith("/account/login/")
    assert SecondFactor.objects.count() == 1
    assert last("people.enrol").facts["replaced"] is True


def test_an_administrator_lets_a_lost_phone_go(bound: tuple[str, list[str]], leader: User, actor_of: Any) -> None:
    from_outside = Client()
    log_in(from_outside, "lishan")
    user_of("administrator", COUNTY, "guanli")
    admin = Client()
    log_in(admin, "guanli")
    bind(admin, START + 2 * STEP)
    url = reverse("people:account_second_factor", args=[leader.pk])
    assert admin.post(url, {"reason": ""}).status_code == 422
    assert admin.post(url, {"reason": "手机丢失，已当面核实"}).status_code == 302
    assert not SecondFactor.objects.filter(user=leader).exists()
    assert from_outside.get("/")["Location"].startswith("/account/login/")
    entry = last("people.account_second_factor")
    assert (entry.object_label, list(entry.commitments)) == ("lishan", ["reason"])
    log_in(from_outside, "lishan")
    assert from_outside.get(SECOND)["Location"] == ENROL


def test_the_pages_need_few_queries(
    bound: tuple[str, list[str]], client: Client, django_assert_max_num_queries: Any
) -> None:
    log_in(client, "lishan")
    with django_assert_max_num_queries(12):
        assert client.get(SECOND).status_code == 200
    confirm(client, bound[1][0])
    for name in ("me", "enrol", "password", "sessions"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(f"people:{name}")).status_code == 200, name
