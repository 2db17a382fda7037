"""The address of the browser: proxies of the settings are believed about who spoke to them, nobody else."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client, RequestFactory

from sibai.audit.models import Entry
from sibai.people.addresses import client_address
from sibai.people.models import UserSession
from tests.people.entering import LOGIN, log_in
from tests.web_fixtures import MAOPING, user_of

WRONG = "Wrong-2026-wrong"
PROXY, INNER, OUTSIDE = "10.0.0.8", "10.0.0.9", "10.9.9.9"


@pytest.fixture
def behind(settings: Any, monkeypatch: Any) -> Any:
    """Sets how many proxies there are; they speak from two addresses."""

    def set_to(proxies: int) -> None:
        monkeypatch.setattr(settings.OWN, "proxies", proxies)
        monkeypatch.setattr(settings.OWN, "proxy_addresses", [ip_network(PROXY), ip_network(f"{INNER}/32")])

    return set_to


def seen(peer: str, told: str | None = None) -> str:
    more = {} if told is None else {"HTTP_X_FORWARDED_FOR": told}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **more))


@pytest.mark.parametrize(
    ("proxies", "peer", "told", "address"),
    [
        (0, PROXY, "1.1.1.1", PROXY),
        (1, PROXY, None, PROXY),
        (1, PROXY, "1.1.1.1", "1.1.1.1"),
        (1, PROXY, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (1, OUTSIDE, "1.1.1.1", OUTSIDE),
        (1, PROXY, f"1.1.1.1, {INNER}", INNER),
        (2, PROXY, f"6.6.6.6, 1.1.1.1, {INNER}", "1.1.1.1"),
        (2, PROXY, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (4, PROXY, f"{INNER}", INNER),
        (1, PROXY, "unknown", PROXY),
        (1, PROXY, "1.1.1.1, ", PROXY),
        (1, PROXY, "1.1.1.1'; --", PROXY),
        (1, PROXY, "1.1.1.1:52044", "1.1.1.1"),
        (1, PROXY, "[2001:db8::7]:443", "2001:db8::7"),
        (1, PROXY, "::ffff:1.1.1.1", "1.1.1.1"),
        (1, f"::ffff:{PROXY}", "1.1.1.1", "1.1.1.1"),
        (1, "fe80::1%eth0", None, "fe80::1"),
        (1, "", "1.1.1.1", ""),
    ],
)
def test_the_address_is_the_first_from_the_right_that_is_no_proxy_of_ours(
    proxies: int, peer: str, told: str | None, address: str, behind: Any
) -> None:
    behind(proxies)
    assert seen(peer, told) == address


def test_behind_a_proxy_each_browser_is_locked_logged_and_listed_by_its_own_address(county: Any, behind: Any) -> None:
    behind(1)
    user_of("town", MAOPING, "maoping")
    here, there = ({"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": each} for each in ("10.1.1.1", "10.1.1.2"))
    for number in range(5):
        forged = {**here, "HTTP_X_FORWARDED_FOR": f"9.9.9.{number}, 10.1.1.1"}
        log_in(Client(), "maoping", WRONG, **forged)
    assert log_in(Client(), "maoping", **here).status_code == 429
    client = Client()
    assert log_in(client, "maoping", **there).status_code == 302
    assert UserSession.objects.get().address == "10.1.1.2"
    addresses = Entry.objects.filter(action="people.login").order_by("seq").values_list("address", flat=True)
    assert list(addresses) == ["10.1.1.1"] * 6 + ["10.1.1.2"]
    assert "10.1.1.2" in client.get("/account/sessions/", **there).content.decode()


def test_whoever_goes_round_the_proxy_cannot_choose_an_address(county: Any, behind: Any) -> None:
    behind(1)
    user_of("town", MAOPING, "maoping")
    for number in range(5):
        log_in(Client(), "maoping", WRONG, REMOTE_ADDR=OUTSIDE, HTTP_X_FORWARDED_FOR=f"9.9.9.{number}")
    assert log_in(Client(), "maoping", REMOTE_ADDR=OUTSIDE, HTTP_X_FORWARDED_FOR="9.9.9.9").status_code == 429


def test_rubbish_in_the_header_breaks_no_page(county: Any, behind: Any) -> None:
    behind(1)
    for told in ("", ",,,", "x" * 4000, "]", "[", ":", "%", "1.2.3", "<script>"):
        sent = {"account": "nobody", "password": WRONG}
        answer = Client().post(LOGIN, sent, REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=told)
        assert answer.status_code in (422, 429)
