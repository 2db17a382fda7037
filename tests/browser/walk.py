"""A walk through the site as one role: from home along the links, one page of each address pattern, at both sizes."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse

from tests.browser.clerk import DESK, NUMBERS, PHONE, SEEN, Clerk, size

MOST_PAGES = 75
LARGEST = 50 * 1024
"""Bytes of a page without its pictures, styles and script."""
TOLD_APART = ("of", "what")
"""Parts of an address that make another page, not another row."""
HREF = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
GRAVE = frozenset({"serious", "critical"})
FINE = frozenset({200, 302})
OVER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return "";
  const out = Array.from(document.querySelectorAll("body *")).find((each) => {
    const box = each.getBoundingClientRect();
    return box.width && box.right > wide + 1 && !each.closest(".table-wrap");
  });
  return out ? out.outerHTML.slice(0, 160) : "the page";
}"""
LINKS = "Array.from(document.querySelectorAll('a[href]')).map((each) => each.href)"


@dataclass
class Walk:
    """The walk of one role.

    `examined` are the patterns that were looked at in the browser, shared by the walks of all roles: the first role
    that comes to a page looks at it, and for all others its links are followed.
    `fetched` is what each address answered, blank where it is no page; `faults` is what has to be mended.
    """

    clerk: Clerk
    axe: Axe
    examined: set[str]
    faults: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    fetched: dict[str, str] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def go(self) -> Walk:
        """From home, breadth first."""
        waiting = deque([f"{self.clerk.base}/"])
        self.fetched[waiting[0]] = ""
        while waiting and len(self.seen) < MOST_PAGES:
            url = waiting.popleft()
            pattern = self.pattern(url)
            if pattern in self.seen:
                continue
            self.seen[pattern] = url
            waiting.extend(self._links(self._visit(url, pattern), url))
        return self

    def pattern(self, url: str) -> str:
        """The address as a pattern: its route, what tells pages apart, its tab; blank for an address of nobody."""
        parts = urlsplit(url)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return ""
        told = [str(match.kwargs[name]) for name in TOLD_APART if name in match.kwargs]
        return "-".join([match.view_name.replace(":", "-"), *told, *parse_qs(parts.query).get("tab", [])])

    def _visit(self, url: str, pattern: str) -> list[str]:
        """Look at one page at both sizes; its links."""
        if pattern in self.examined:
            return self._only_links(url)
        page, clerk = self.clerk.page, self.clerk
        page.set_viewport_size(size(*DESK))
        answer = page.goto(url)
        assert answer is not None
        page.wait_for_load_state("load")
        if answer.status != 200:
            self._fault(pattern, f"answers {answer.status}")
        if len(answer.body()) > LARGEST:
            self._fault(pattern, f"has {len(answer.body())} bytes")
        self._keep(pattern, DESK)
        links: list[str] = page.evaluate(LINKS)
        self._examine(pattern)
        self.examined.add(pattern)
        page.set_viewport_size(size(*PHONE))
        over = page.evaluate(OVER)
        if over:
            self._fault(pattern, f"scrolls sideways on a phone: {over}")
        self._keep(pattern, PHONE)
        for fault in clerk.watch.faults:
            self._fault(pattern, fault)
        clerk.watch.faults.clear()
        return links

    def _only_links(self, url: str) -> list[str]:
        """The links of a page whose template was looked at already; home was opened at signing in."""
        written = self.fetched[url] or self.clerk.page.content()
        return [urljoin(url, unescape(link)) for link in HREF.findall(written)]

    def _examine(self, pattern: str) -> None:
        """What hinders people who cannot see the page or not use a mouse."""
        for violation in self.axe.run(self.clerk.page).response["violations"]:
            if violation["impact"] in GRAVE:
                self._fault(pattern, f"axe {violation['id']}: {violation['nodes'][0]['html'][:200]}")

    def _links(self, links: list[str], url: str) -> list[str]:
        """The first link of each pattern not met before, fetched once; what comes back are those that are pages.

        That the others lead somewhere as well is held by the walk that counts queries (`tests/budgets`).
        """
        pages = []
        for link in links:
            whole = urldefrag(urljoin(url, link)).url
            pattern = self.pattern(whole)
            if pattern and pattern in self.met:
                continue
            self.met.add(pattern)
            self.fetched[whole] = ""
            answer: APIResponse = self.clerk.context.request.get(whole, max_redirects=0)
            if answer.status not in FINE or not pattern:
                self._fault(self.pattern(url), f"links to {NUMBERS.sub('…', whole)}: {answer.status}")
            elif answer.status == 200 and "text/html" in answer.headers.get("content-type", ""):
                pages.append(whole)
                self.fetched[whole] = answer.text()
            answer.dispose()
        return pages

    def _fault(self, pattern: str, words: str) -> None:
        words = re.sub(r"\s+", " ", words).replace(self.clerk.base, "")
        self.faults.append(f"{self.clerk.account} {pattern}: {words}")

    def _keep(self, pattern: str, at: tuple[int, int]) -> None:
        if SEEN:
            path = Path(SEEN) / "pages" / self.clerk.account / f"{pattern}-{at[0]}.png"
            self.clerk.page.screenshot(path=path, full_page=True)
