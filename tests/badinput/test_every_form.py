"""Whatever is sent, the answer is a page that says what to do: never an error of ours, never half an act.

A real server on the demonstration county; every form that a role reaches is sent with rubbish of every kind.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode, urlsplit

import pytest

from sibai.demo.logins import COORDINATOR, LOGINS
from tests.badinput.crawl import Crawl
from tests.browser.site import Site
from tests.browser.visitor import Visitor

KEPT = frozenset({"csrfmiddlewaretoken"})
LONG = "长" * 5_000
RUBBISH: dict[str, Callable[[str, str], str]] = {
    "nothing": lambda _name, _value: "",
    "a NUL": lambda _name, value: f"{value}\x00",
    "words": lambda _name, _value: "不是这里要的",
    "very long": lambda _name, _value: LONG,
    "a day that does not exist": lambda _name, _value: "2026-02-30",
    "a huge number": lambda _name, _value: "9" * 400,
    "a negative number": lambda _name, _value: "-1",
    "markup": lambda _name, _value: "<script>alert(1)</script>{{ 7*7 }}{% now 'Y' %}",
    "signs that turn the line": lambda _name, _value: "\u202e\ufeff\U0001f600",
    "half a surrogate": lambda _name, value: f"{value}\ud800",
    "somebody else's number": lambda _name, _value: "00000000-0000-0000-0000-000000000001",
}
AGAIN = ("words", "half a surrogate")
"""What a form is sent that another account was given whole: its fields are the same, the account's rights are not."""
SENT: set[tuple[str, tuple[str, ...]]] = set()
"""Forms that an account of this process has sent with every kind."""
ACCOUNTS = [*(login.account for login in LOGINS if login.account not in {"xian2", "guanli2"}), COORDINATOR]
GROUPS = [ACCOUNTS[start::4] for start in range(4)]
"""Accounts that share a server, so that the suite's workers share the work."""
MADE_UP = (
    "/recruitment/?page=abc",
    "/recruitment/?page=-1&sort=%00",
    "/recruitment/?sort=password&town=1",
    "/employment/?q=%F0%28%8C%28",
    "/log/?before=zzz&day=2026-13-45",
    "/rulebook/article/%E7%AC%AC%E9%9B%B6%E6%9D%A1/",
    "/rulebook/entry/__class__/",
    "/recruitment/not-a-number/",
    "/documents/00000000-0000-0000-0000-000000000000/",
    "/" + "a" * 5000,
    "/%2e%2e/%2e%2e/etc/passwd",
    "/static/../settings.py",
)
PATIENCE = 120
"""Seconds: accounts for a whole county are hashed one by one, on purpose slowly."""
TOO_LARGE, UNREAD = 413, 2 * 1024 * 1024
"""A body above so many bytes is refused before it is read: the connection may close while it is still being sent."""
NO_ANSWER = 0
"""What a request counts as that was not answered in time."""
OUTCOMES = frozenset({200, 302, 400, 403, 404, 405, 409, 413, 422, 429})


@pytest.fixture
def served(demo_site: Callable[..., Site]) -> Iterator[Site]:
    site = demo_site(target="sibai.wsgi:application")
    site.start()
    yield site
    log = (site.home / "server.log").read_text(encoding="utf-8", errors="replace")
    assert "ERROR" not in log, log[-3000:]
    assert "Traceback" not in log, log[-3000:]


def encoded(fields: dict[str, str]) -> bytes:
    """Form bytes, half surrogates and all."""
    parts = (f"{quote(name)}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in fields.items())
    return "&".join(parts).encode()


def send(visitor: Visitor, url: str, body: bytes, **headers: str) -> int:
    """One raw POST with the visitor's cookies; its status."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.cookies)
    told = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies, **headers}
    path = quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body, told)
        return connection.getresponse().status
    except TimeoutError:
        return NO_ANSWER
    except (BrokenPipeError, ConnectionResetError):
        return TOO_LARGE if len(body) > UNREAD else NO_ANSWER
    finally:
        connection.close()


@pytest.mark.parametrize("accounts", GROUPS, ids=lambda accounts: accounts[0])
def test_no_form_answers_rubbish_with_an_error_of_ours(accounts: list[str], served: Site) -> None:
    wrong = [fault for account in accounts for fault in faults_of(account, served)]
    assert not wrong, "\n".join(wrong)


def faults_of(account: str, served: Site) -> list[str]:
    """Every form that an account reaches, sent with every kind of rubbish: what was not answered plainly."""
    visitor = Visitor(served.url)
    visitor.sign_in(account)
    crawl = Crawl(visitor).go()
    assert len(crawl.pages) > 2, account
    wrong = list(crawl.broken)
    for form, (url, fields) in crawl.forms.items():
        kinds = AGAIN if form in SENT else tuple(RUBBISH)
        SENT.add(form)
        for what in kinds:
            make = RUBBISH[what]
            sent = {name: value if name in KEPT else make(name, value) for name, value in fields.items()}
            status = send(visitor, url, encoded(sent))
            if status not in OUTCOMES:
                wrong.append(f"{account}: {form[0]}: {what}: {status}")
    return wrong


def test_bodies_and_headers_that_are_no_forms_get_a_clear_answer(served: Site) -> None:
    visitor = Visitor(served.url)
    visitor.sign_in("xian")
    token = visitor.open("/account/password/").form("csrfmiddlewaretoken")[1]["csrfmiddlewaretoken"]
    url = f"{served.url}/account/password/"
    whole = encoded({"csrfmiddlewaretoken": token, "old": "x" * 10_000_000})
    tries = {
        "ten million letters": send(visitor, url, whole),
        "many fields": send(visitor, url, urlencode([("a", "b")] * 5000).encode(), **{"X-CSRFToken": token}),
        "no boundary": send(visitor, url, b"x", **{"Content-Type": "multipart/form-data", "X-CSRFToken": token}),
        "a broken boundary": send(
            visitor, url, b"--b\r\n", **{"Content-Type": "multipart/form-data; boundary=b", "X-CSRFToken": token}
        ),
        "JSON": send(visitor, url, json.dumps({"a": [1]}).encode(), **{"Content-Type": "application/json"}),
        "a charset that does not exist": send(
            visitor, url, b"a=b", **{"Content-Type": "application/x-www-form-urlencoded; charset=x-no-such"}
        ),
        "bytes that are no text": send(visitor, url, b"\xff\xfe=%ff%fe", **{"X-CSRFToken": token}),
        "another site's name": send(visitor, url, b"a=b", Host="evil.example"),
    }
    assert {what: status for what, status in tries.items() if not 400 <= status < 500} == {}


def test_an_address_that_somebody_made_up_is_answered_plainly(served: Site) -> None:
    visitor = Visitor(served.url)
    visitor.sign_in("xian")
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.cookies)
    for path in MADE_UP:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        connection.putrequest("GET", path)
        connection.putheader("Cookie", cookies)
        connection.endheaders()
        assert connection.getresponse().status < 500, path
        connection.close()
