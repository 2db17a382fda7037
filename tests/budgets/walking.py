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

    def pages(self) -> Iterator[Seen]:
        """Open one address after the other."""
        while self.waiting:
            url = self.waiting.pop(0)
            with CaptureQueriesContext(connection) as asked:
                answer = self.client.get(url)
            queries = [each["sql"] for each in asked.captured_queries if not each["sql"].startswith(FRAMES)]
            seen = Seen(resolve(urlsplit(url).path).view_name, url, queries, answer)
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
                continue
            kind = (route, bool(parts.query))
            if url in self.met or parts.netloc or route in PASSED_BY or self.of_a_kind[kind] >= OF_A_KIND:
                continue
            self.met.add(url)
            self.of_a_kind[kind] += 1
            self.waiting.append(url)
