"""Somebody at the site in a browser: opens, fills in, presses, reads. Whatever goes wrong unseen is noted.

A page may not complain in the console, ask an outside address, or answer with an error that the journey did not
expect. Where SIBAI_SCREENSHOTS names a folder, every page that is come to is kept there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Download, Locator, Page, Request, Response

from sibai.demo.logins import PASSWORD

DESK, PHONE = (1366, 768), (390, 844)
SEEN = os.environ.get("SIBAI_SCREENSHOTS", "")
PATIENCE_MS = 10_000
ERROR = 400
REFUSED = frozenset({409, 422})
"""Answers with which a form comes back with what is wrong with it."""
NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{12}")


def size(width: int, height: int) -> Any:
    """A viewport as playwright takes it."""
    return {"width": width, "height": height}


@dataclass
class Watch:
    """What a browser's pages did that nobody saw."""

    base: str
    faults: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        """Watch a page."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        """Complaints; that an answer was a form sent back is no fault."""
        sent_back = any(f"status of {status}" in message.text for status in REFUSED)
        if message.type in {"error", "warning"} and not sent_back:
            self.faults.append(f"{message.location.get('url')}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.faults.append(f"asked outside: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= ERROR and response.status not in REFUSED:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")


@dataclass
class Clerk:
    """Somebody in a browser, with a journey's name for what is kept of it."""

    browser: Browser
    base: str
    account: str
    journey: str
    size: tuple[int, int] = DESK
    script: bool = True
    watch: Watch = field(init=False)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)
    steps: int = 0

    def __post_init__(self) -> None:
        self.watch = Watch(self.base)
        self.context = self.browser.new_context(
            viewport=size(*self.size), locale="zh-CN", java_script_enabled=self.script, base_url=self.base
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.watch.on(self.page)

    def sign_in(self, password: str = PASSWORD) -> Clerk:
        """Sign in with name and password."""
        self.open("/account/login/")
        self.fill(account=self.account, password=password)
        self.press("登录")
        return self

    def open(self, path: str) -> Clerk:
        """Open an address of the site."""
        self.page.goto(path)
        return self.came()

    def follow(self, words: str, *, within: str = "body") -> Clerk:
        """Press the first link of a page that one can see and that says these words."""
        link = self.page.locator(within).get_by_role("link", name=words).locator("visible=true").first
        link.click()
        return self.came()

    def row(self, words: str) -> Clerk:
        """Open the first row of a list that says these words."""
        self.page.locator(".list tbody tr", has_text=words).get_by_role("link").first.click()
        return self.came()

    def todo(self, words: str) -> Clerk:
        """Take up what waits and says these words."""
        self.page.locator("main .todos > li", has_text=words).get_by_role("link").first.click()
        return self.came()

    def more(self, words: str) -> Clerk:
        """Press one of the other acts, in the menu beside the main one."""
        self.page.locator("main .acts details > summary").click()
        self.page.locator("main .acts .sheet").get_by_text(words, exact=True).click()
        return self.came()

    def find(self, words: str) -> Clerk:
        """Search the list of the page."""
        self.page.locator("main form.search input[type=search]").fill(words)
        with self.page.expect_navigation():
            self.page.locator("main form.search button").click()
        return self.came()

    def fill(self, values: Mapping[str, Any] | None = None, **named: Any) -> Clerk:
        """Fill in fields by name: text, a choice's value, True or False for a box, a file as (name, content)."""
        for name, value in {**(values or {}), **named}.items():
            self._fill(name, value)
        return self

    def _fill(self, name: str, value: Any) -> None:
        boxes = self.page.locator(f"main [name='{name}']")
        kind = boxes.first.evaluate("each => each.type || each.tagName.toLowerCase()")
        if kind == "radio":
            self.page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            boxes.first.set_checked(value)
        elif kind == "file":
            filename, content = value
            boxes.first.set_input_files({"name": filename, "mimeType": "", "buffer": content})
        elif kind.startswith("select"):
            boxes.first.select_option(value)
        else:
            boxes.first.fill(str(value))

    def press(self, words: str) -> Clerk:
        """Press a button of the page's own form and wait for what comes."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=words, exact=True).first.click()
        return self.came()

    def upload(self, paper: str, file: tuple[str, bytes]) -> Clerk:
        """Hand in the scan of a paper where its page asks for it."""
        name, content = file
        box = self.page.get_by_label(f"{paper}的扫描件或照片")
        folded = self.page.locator("details.fold:not([open])", has=box).locator("summary")
        if folded.count():
            folded.click()
        box.set_input_files({"name": name, "mimeType": "", "buffer": content})
        with self.page.expect_navigation():
            self.page.locator("form.upload", has=box).get_by_role("button", name="上传").click()
        return self.came()

    def sees(self, *words: str) -> Clerk:
        """The page says these words."""
        told = self.text
        for each in words:
            assert each in told, f"{self.page.url} does not say {each!r}: {told[:1200]}"
        return self

    def misses(self, *words: str) -> Clerk:
        """The page does not say these words."""
        told = self.text
        for each in words:
            assert each not in told, f"{self.page.url} says {each!r}"
        return self

    @property
    def text(self) -> str:
        """What the page's own part says."""
        return self.page.locator("main").inner_text()

    def printed(self, paper: str) -> bytes:
        """A paper of the page, filled in by the site."""
        row = self.page.locator(".papers > li", has=self.page.locator(".what", has_text=re.compile(f"^\\s*{paper}")))
        return self.handed("打印这份", row.first)

    def handed(self, words: str, within: Locator | None = None) -> bytes:
        """The file that a link hands out."""
        with self.page.expect_download() as waiting:
            place = within or self.page.locator("main")
            place.get_by_role("link", name=words).locator("visible=true").first.click()
        download: Download = waiting.value
        return Path(download.path()).read_bytes()

    def came(self) -> Clerk:
        """A page was come to: nothing was wrong with it, and it is kept where pages are kept."""
        self.page.wait_for_load_state("load")
        assert self.watch.faults == [], self.watch.faults
        if SEEN:
            self.keep()
        return self

    def keep(self) -> None:
        """Keep the page as seen."""
        self.steps += 1
        path = NUMBERS.sub("_", self.page.url.removeprefix(self.base).partition("?")[0]).strip("/").replace("/", "-")
        folder = Path(SEEN) / "journeys" / self.journey
        name = f"{self.steps:02d}-{self.account}-{path or 'home'}-{self.size[0]}.png"
        self.page.screenshot(path=folder / name, full_page=True)

    def close(self) -> None:
        """Go."""
        self.context.close()
