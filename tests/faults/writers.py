"""Users who write without a pause: each sends one form after another, and sends it again where no answer came."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sibai.demo.people import invented
from tests.browser.visitor import SECONDS, Visitor
from tests.documents.samples import photo

DONE = frozenset({200, 302})
"""Answers after which a form is carried out: done now, or told that it was done before."""
PAUSE = 0.05
BOUNDARY = "sibai-faults"


@dataclass(frozen=True)
class File:
    """An upload."""

    name: str
    content: bytes


Form = dict[str, str | File]


class Stay(urllib.request.HTTPRedirectHandler):
    """The answer to a form is the answer, wherever it sends the browser next."""

    def redirect_request(self, *_: Any) -> None:
        """Go nowhere."""


@dataclass
class Writer:
    """One user with a kind of form. `base` are the fields of the page's form, `values` what is filled in each time."""

    visitor: Visitor
    url: str
    base: dict[str, str]
    values: Iterator[Form]
    gate: threading.Event
    acknowledged: list[str] = field(default_factory=list)
    pending: str = ""
    posting: bool = False
    cut: int = 0
    repeated: int = 0
    faults: list[str] = field(default_factory=list)

    def run(self, stop: threading.Event) -> None:
        """Write until told to stop; the form that is under way is finished first."""
        form: Form = {}
        while form or not stop.is_set():
            if not form:
                self.pending = uuid.uuid4().hex
                form = {**self.base, **next(self.values), "command": self.pending}
            self.gate.wait()
            if self._send(form):
                self.acknowledged.append(self.pending)
                form, self.pending = {}, ""

    def _send(self, form: Form) -> bool:
        """Send a form once; whether it was answered as carried out."""
        self.posting = True
        try:
            status, words = self.post(form)
        except (OSError, http.client.HTTPException):
            self.cut += 1
            time.sleep(PAUSE)
            return False
        finally:
            self.posting = False
        if status not in DONE:
            self.faults.append(f"{self.url}: {status} {words[-1500:]}")
            self.gate.wait(PAUSE)
        return status in DONE or status < 500

    def post(self, form: Form) -> tuple[int, str]:
        """One POST, not followed further: the status, and the page or where it sends the browser."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.visitor.cookies), Stay())
        body, kind = encoded(form)
        request = urllib.request.Request(self.url, body, {"Content-Type": kind})
        try:
            with opener.open(request, timeout=SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location") or error.read().decode(errors="replace")


def encoded(form: Form) -> tuple[bytes, str]:
    """The body of a form and its type."""
    plain = {name: value for name, value in form.items() if isinstance(value, str)}
    if len(plain) == len(form):
        return urllib.parse.urlencode(plain).encode(), "application/x-www-form-urlencoded"
    parts = []
    for name, value in form.items():
        told = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, File):
            parts.append(f'{told}; filename="{value.name}"\r\n\r\n'.encode() + value.content + b"\r\n")
        else:
            parts.append(f"{told}\r\n\r\n{value}\r\n".encode())
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}"


def applicants() -> Iterator[Form]:
    """Invented people who apply, one after the other: none of them is in the demonstration."""
    for number in itertools.count(4000):
        person = invented(number)
        yield {
            "name": person.name,
            "id_number": person.id_number,
            "phone": person.phone,
            "address": person.address,
            "education": person.education,
            "poverty_relief": "on",
            "knows_village": "on",
        }


def accounts() -> Iterator[Form]:
    """New accounts."""
    for number in itertools.count(1):
        yield {"account": f"fault{number:05d}", "name": "试写", "role": "auditor", "place_code": "610929000000"}


def decisions() -> Iterator[Form]:
    """Decisions about the days of the public notice, each from a day of its own."""
    for number in itertools.count():
        start = f"{2040 + number // 300}-{number % 12 + 1:02d}-{number % 25 + 1:02d}"
        yield {"value": "10", "start": start, "document": f"试{number}号", "reason": "试写"}


def photos() -> Iterator[Form]:
    """Scans, each another one."""
    while True:
        yield {"file": File("scan.jpg", photo())}
