"""What the tests of the public site stand on: an open notice, a passer-by's browser, photos."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.browser.site import ROOT, Site, free_port
from tests.demo_homes import loaded_today, shared
from tests.recruitment.rounds import DEADLINE, PUBLISHED, Round, decide_notice_days, facts_of
from tests.web_fixtures import MAOPING, villages_of

NOW = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
CODE = re.compile(r"[A-Y2-9]{4}(?:-[A-Y2-9]{4}){4}")
PATIENCE = 60.0
assert PUBLISHED <= NOW.date() <= DEADLINE


def photo(shade: int = 90) -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (shade, 120, 80)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(autouse=True)
def quick_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Photos are judged by their first bytes only: the worker that opens them has tests of its own, and is slow."""
    monkeypatch.setattr("sibai.documents.checking._judge", lambda content, kind, todo: None)


@pytest.fixture
def clock() -> Iterator[Any]:
    """It is a day on which people can apply; `move_to` goes on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def public_site(settings: LazySettings) -> None:
    """The tables and middleware of `sibai serve --public`."""
    settings.ROOT_URLCONF = "sibai.urls_public"
    settings.MIDDLEWARE = settings.PUBLIC_MIDDLEWARE
    settings.ERROR_TEMPLATE = "recruitment/public/error.html"


@pytest.fixture
def open_round(actor_of: Callable[..., Any], clock: Any) -> Round:
    """A round whose notice is out."""
    decide_notice_days()
    return Round(villages_of(MAOPING)[0], actor_of).until("published")


@dataclass
class Visitor:
    """A browser on the public pages."""

    client: Client

    def form(self, round_id: Any) -> dict[str, str]:
        """The hidden fields of an opened form."""
        page = self.client.get(f"/post/{round_id}/apply/").content.decode()
        return {"command": re.findall(r'name="command" value="([^"]+)"', page)[0]}

    def apply(self, round_id: Any, number: int = 1, hidden: dict[str, str] | None = None, **changed: Any) -> Any:
        """Send an application."""
        return self.client.post(
            f"/post/{round_id}/apply/", {**(hidden or self.form(round_id)), **typed(number), **changed}
        )

    def code(self, answer: Any) -> str:
        """The receipt code of an answer."""
        found = CODE.search(answer.content.decode())
        assert found, answer.content.decode()
        return found[0]

    def state(self, code: str) -> str:
        """The page about a code."""
        return str(self.client.post("/status/", {"code": code}).content.decode())


def typed(number: int = 1) -> dict[str, Any]:
    """What an invented applicant types, with photos."""
    facts = facts_of(number)
    return {
        **{name: facts[name] for name in ("name", "id_number", "phone", "address", "education")},
        "poverty_relief": "on",
        "knows_village": "on",
        "read": "on",
        "identity_card": SimpleUploadedFile("IMG_1.jpg", photo(number), "image/jpeg"),
        "diploma": SimpleUploadedFile("IMG_2.jpg", photo(number + 50), "image/jpeg"),
        "category_proof": SimpleUploadedFile("IMG_3.jpg", photo(number + 100), "image/jpeg"),
    }


@pytest.fixture
def visitor(public_site: None) -> Visitor:
    """A browser that holds to its cookies, as a real one does."""
    return Visitor(Client())


class Served:
    """One `sibai serve …` that is stopped at the end."""

    def __init__(self, site: Site, *options: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sibai.cli", "serve", "--port", str(self.port), *options],
            cwd=ROOT,
            env=site.environment,
            stdout=subprocess.DEVNULL,
            stderr=(site.home / f"{self.port}.log").open("ab"),
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.url}/nothing/", timeout=5)
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.2)
        raise AssertionError((site.home / f"{self.port}.log").read_text()[-2000:])

    def stop(self) -> None:
        """No process of it is left."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A demonstration county in a home folder of its own."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(loaded_today(shared(tmp_path_factory)), home, dirs_exist_ok=True)
    return Site(home)


@pytest.fixture(scope="session")
def served(site: Site) -> Iterator[tuple[str, str]]:
    """The addresses of the office and of the public site."""
    both = [Served(site), Served(site, "--public")]
    yield both[0].url, both[1].url
    for each in both:
        each.stop()
