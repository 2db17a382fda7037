"""All pages and forms that a role reaches from its home page: one of each address pattern."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.browser.visitor import Answer, Forms, Visitor

NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{12}|第[一二三四五六七八九十]+条|%[0-9A-F%]+")
MOST_PAGES = 90
NOT_SENT = ("/account/logout/", "/account/password/", "/account/hat/")
"""Forms that would end the visit."""


class Links(HTMLParser):
    """The links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather them."""
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]


@dataclass
class Crawl:
    """What one role sees: `forms` by pattern of their address and names of their fields."""

    visitor: Visitor
    pages: dict[str, str] = field(default_factory=dict)
    forms: dict[tuple[str, tuple[str, ...]], tuple[str, dict[str, str]]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def go(self) -> Crawl:
        """From home, breadth first; pages that fail are told in `broken`."""
        waiting = deque(["/"])
        while waiting and len(self.pages) < MOST_PAGES:
            path = waiting.popleft()
            pattern = NUMBER.sub("*", path.partition("?")[0])
            if pattern in self.pages:
                continue
            self.pages[pattern] = path
            answer = self.visitor.open(path)
            if answer.status >= 500:
                self.broken.append(f"{answer.status} {path}")
            waiting.extend(self._paths(answer))
            self._keep_forms(answer)
        return self

    def _paths(self, answer: Answer) -> list[str]:
        links = Links()
        links.feed(answer.text)
        whole = (urldefrag(urljoin(answer.url, link))[0] for link in links.found)
        return [
            urlsplit(link)._replace(scheme="", netloc="").geturl()
            for link in whole
            if link.startswith(self.visitor.base)
        ]

    def _keep_forms(self, answer: Answer) -> None:
        forms = Forms()
        forms.feed(answer.text)
        for action, fields in forms.forms:
            url = urljoin(answer.url, action) if action else answer.url
            pattern = NUMBER.sub("*", urlsplit(url).path)
            if pattern not in NOT_SENT and "csrfmiddlewaretoken" in fields:
                self.forms.setdefault((pattern, tuple(sorted(fields))), (url, fields))
