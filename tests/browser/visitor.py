"""A browser without eyes: signs in, opens pages, fills the forms that stand on them and sends them, over real HTTP."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

from sibai.demo.logins import PASSWORD

SECONDS = 20


class Forms(HTMLParser):
    """The forms of a page: where each goes and what stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather forms and their fields."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((told.get("action", ""), {}))
        elif self.forms and (told.get("name") or tag == "option"):
            self._field(tag, told, self.forms[-1][1])

    def _field(self, tag: str, told: dict[str, str], fields: dict[str, str]) -> None:
        """One field with what stands in it now."""
        name = told.get("name", "")
        if tag == "input" and told.get("type") in {"checkbox", "radio"}:
            if "checked" in told:
                fields[name] = told.get("value", "on")
        elif tag == "input" and told.get("type") != "file":
            fields[name] = told.get("value", "")
        elif tag == "option":
            if self._select and ("selected" in told or not fields.get(self._select)):
                fields[self._select] = told.get("value", "")
        elif tag in {"select", "textarea"}:
            fields[name] = ""
            self._select, self._area = (name, "") if tag == "select" else ("", name)

    def handle_data(self, data: str) -> None:
        """What stands in a text area."""
        if self._area and self.forms:
            self.forms[-1][1][self._area] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave a select or a text area."""
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


@dataclass
class Answer:
    """What the server said."""

    status: int
    url: str
    text: str

    def form(self, holding: str) -> tuple[str, dict[str, str]]:
        """The form of the page that has a field of a name."""
        forms = Forms()
        forms.feed(self.text)
        for action, fields in forms.forms:
            if holding in fields:
                return urllib.parse.urljoin(self.url, action) if action else self.url, fields
        raise AssertionError(f"{self.url}: no form with {holding} ({self.status})")


@dataclass
class Visitor:
    """Somebody at a site, with cookies."""

    base: str
    cookies: CookieJar = field(default_factory=CookieJar)

    def open(self, path: str, data: dict[str, str] | None = None) -> Answer:
        """GET, or POST with data; redirects are followed. OSError where the server is gone."""
        url = urllib.parse.urljoin(self.base, path)
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(urllib.request.Request(url, body), timeout=SECONDS) as answer:
                return Answer(answer.status, answer.url, answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            return Answer(error.code, url, error.read().decode(errors="replace"))

    def sign_in(self, account: str) -> None:
        """Sign in with the demonstration's password."""
        action, fields = self.open("/account/login/").form("password")
        answer = self.open(action, {**fields, "account": account, "password": PASSWORD})
        assert "登录名" not in answer.text.split("</header>")[-1] or answer.status == 200, answer.status

    def send(self, path: str, holding: str, **values: str) -> Answer:
        """Open a page, fill in the form that has `holding`, send it."""
        action, fields = self.open(path).form(holding)
        return self.open(action, {**fields, **values})
