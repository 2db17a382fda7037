"""Walking through the site as one user: every address that the pages link to, a few of each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

LINK = re.compile(r'href="([^"#]+)')
OF_A_KIND = 2
"""So many addresses of one route, with and without a query, are opened."""
PASSED_BY = frozenset({"people:logout"})
FINE = frozenset({200, 302})
FRAMES = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT", "SELECT JSON(")
"""Not of the page: transactions, and what Django asks SQLite once a process: whether it knows JSON."""


@dataclass(frozen=True)
class Seen:
    """A page that was opened: its route, its address, its queries and the answer."""

    route: str
    url: str
    queries: list[str]
    answer: HttpResponse

    @property
    def is_page(self) -> bool:
        """Whether it is a page, not a file or a redirect."""
        return self.answer.status_code == 200 and self.answer.get("Content-Type", "").startswith("text/html")


@dataclass
class Walk:
    """One user's way."""

    client: Client
    waiting: list[str] = field(default_factory=lambda: ["/"])
    of_a_kind: Counter[tuple[str, bool]] = field(default_factory=Counter)
    met: set[str] = field(default_factory=set)
    dead: list[str] = field(default_factory=list)
    """Links to what does not exist, or to what the user may not open, with the page that has them."""
    linked_from: dict[str, str] = field(default_factory=dict)

    def pages(self) -> Iterator[Seen]:
        """Open one address after the other."""
        while self.waiting:
            url = self.waiting.pop(0)
            with CaptureQueriesContext(connection) as asked:
                answer = self.client.get(url)
            queries = [each["sql"] for each in asked.captured_queries if not each["sql"].startswith(FRAMES)]
            seen = Seen(resolve(urlsplit(url).path).view_name, url, queries, answer)
            if answer.status_code not in FINE and url in self.linked_from:
                self.dead.append(f"{url}: {answer.status_code}, linked from {self.linked_from[url]}")
            if seen.is_page:
                self._take(url, answer.content.decode())
            yield seen

    def _take(self, base: str, text: str) -> None:
        """Links of a page that are worth a visit."""
        for link in LINK.findall(text):
            url = urljoin(base, unescape(link))
            parts = urlsplit(url)
            try:
                route = resolve(parts.path).view_name
            except Resolver404:
                if parts.path.startswith("/") and not parts.netloc and not parts.path.startswith("/static/"):
                    self.dead.append(f"{link}: no such address, linked from {base}")
                continue
            kind = (route, bool(parts.query))
            if url in self.met or parts.netloc or route in PASSED_BY or self.of_a_kind[kind] >= OF_A_KIND:
                continue
            self.met.add(url)
            self.linked_from[url] = base
            self.of_a_kind[kind] += 1
            self.waiting.append(url)
