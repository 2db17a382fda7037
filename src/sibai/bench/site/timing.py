"""Timing pages in the process itself: the WSGI handler with the whole middleware, one thread, as one worker serves.

A request's time runs from the call of the handler to the last byte of the body and the end of the request, when the
connection to the database is given back. The network, the server's own parsing and the browser are no part of it.
"""

from __future__ import annotations

import io
import os
import platform
import sys
import time
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sibai.audit.models import Entry
from sibai.bench.site import floor, full_county
from sibai.bench.site.pages import ACCOUNTS, Page, pages, user_of
from sibai.employment.models import Stint
from sibai.people.models import Person, UserSession
from sibai.people.pages import sought
from sibai.recruitment.models import Vacancy

BAR_MS, BAR_QUERIES, WARM_UP = 60.0, 12, 5
MORE_QUERIES = {"payroll:ready": 26}
"""The page before a month is prepared computes the whole county's month: a fixed number, but more than other pages."""
BACKEND = "django.contrib.auth.backends.ModelBackend"
OK = "200"


@dataclass(frozen=True, slots=True)
class Timed:
    """What a page took: milliseconds of each request, ascending; the processor's on average; queries; bytes."""

    page: Page
    ms: list[float]
    cpu_ms: float
    queries: int
    size: int

    def at(self, percent: int) -> float:
        """The time below which so many percent of the requests stayed."""
        return self.ms[min(len(self.ms) - 1, len(self.ms) * percent // 100)]

    @property
    def held(self) -> bool:
        """Whether the page stays within the bar."""
        return self.at(95) <= BAR_MS and self.queries <= MORE_QUERIES.get(self.page.route, BAR_QUERIES)


class Browser:
    """A signed-in user as a WSGI server hands the requests on."""

    def __init__(self, account: str, handler: WSGIHandler) -> None:
        user, _ = user_of(account)
        self.handler, self.session, now = handler, SessionStore(), timezone.now()
        self.session.update(
            {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()}
        )
        self.session.save()
        digest = sha256((self.session.session_key or "").encode()).hexdigest()
        UserSession.objects.create(
            user=user, key_digest=digest, address="127.0.0.1", started_at=now, seen_at=now + full_county.LOADED_BEFORE
        )

    def address(self, page: Page) -> str:
        """The address that is asked, after the words of a search were sent."""
        if not page.search:
            return page.url
        address = sought.keep(self.session, page.url, {sought.FIELD: page.search})
        self.session.save()
        return address

    def get(self, address: str) -> tuple[str, bytes, float]:
        """One request: status, body, milliseconds."""
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": f"sibai={self.session.session_key}",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        told: list[str] = []
        began = time.perf_counter()
        answer = self.handler(environ, lambda status, *_: told.append(status))  # type: ignore[arg-type]
        body = b"".join(answer)
        answer.close()
        return told[0], body, (time.perf_counter() - began) * 1000


def time_page(browser: Browser, page: Page, requests: int) -> Timed:
    """Time one page. RuntimeError where it does not open."""
    address = browser.address(page)
    for _ in range(WARM_UP):
        status, body, _ms = browser.get(address)
        if not status.startswith(OK):
            raise RuntimeError(f"{page.account} {address}: {status}")
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
        queries = len(asked)
    gone = time.thread_time()
    ms = sorted(browser.get(address)[2] for _ in range(requests))
    return Timed(page, ms, (time.thread_time() - gone) * 1000 / requests, queries, len(body))


def bench(requests: int, only: str) -> int:
    """Make the county where there is none, time everything, print the table; 1 if a bar is missed."""
    began = time.perf_counter()
    if not os.path.exists(connection.settings_dict["NAME"]):
        full_county.make(timezone.now())
    say(f"{header()}\n制作全县用时 {time.perf_counter() - began:.0f} s\n")
    handler = WSGIHandler()
    floors = floor.measure(lambda account: Browser(account, handler), requests)
    say("| 页面 | 用户 | p50 ms | p95 ms | 最长 ms | 处理器 ms | 对空页 | 查询 | 字节 |")
    say("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    timed = []
    for account in ACCOUNTS:
        browser = Browser(account, handler)
        for page in pages(account, only):
            timed.append(time_page(browser, page, requests))
            say(line(timed[-1], floors.empty_ms))
    return report(timed, floors)


def header() -> str:
    """The machine, the day, what the county holds."""
    on_post = Stint.objects.filter(end__isnull=True).count()
    counts = f"{on_post}人在岗、{Vacancy.objects.filter(closed_on__isnull=True).count()}村空缺"
    counts += f"、人员{Person.objects.count()}人、日志{Entry.objects.count()}条"
    machine = f"{platform.machine()}，{os.cpu_count()}核，Python {platform.python_version()}"
    return f"{machine}，机器负荷{os.getloadavg()[0]:.1f}；{counts}"


def line(timed: Timed, empty_ms: float) -> str:
    """One page's line of the table."""
    wall = f"{timed.at(50):.1f} | {timed.at(95):.1f} | {timed.ms[-1]:.1f} | {timed.cpu_ms:.1f}"
    rest = f"{timed.at(50) / empty_ms:.1f} | {timed.queries} | {timed.size:,}"
    return f"| {timed.page.route} | {timed.page.account} | {wall} | {rest} |"


def report(timed: list[Timed], floors: floor.Floors) -> int:
    """The floor and the checks; 1 if a bar is missed."""
    empty = f"空页经过全部中间件 {floors.empty_ms:.2f} ms，只有框架的空页 {floors.frame_ms:.2f} ms"
    say(f"\n下限：{empty}，按索引取一行 {floors.row_ms:.3f} ms")
    missed = [each for each in timed if not each.held]
    for each in missed:
        say(f"- 没有达到：{each.page.route}（{each.page.account}）p95 {each.at(95):.1f} ms，{each.queries} 次查询")
    slowest = max(timed, key=lambda each: each.at(95))
    say(f"- {len(timed) - len(missed)}/{len(timed)} 页达到 p95 ≤ {BAR_MS:.0f} ms、查询 ≤ {BAR_QUERIES} 次")
    say(f"- 最慢的一页：{slowest.page.route}（{slowest.page.account}）p95 {slowest.at(95):.1f} ms")
    return 1 if missed else 0


def say(words: str) -> None:
    """Print at once, since it takes minutes."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
