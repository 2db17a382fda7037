"""What journeys stand on: a browser, a served copy of the demonstration county for each test, and people at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.clerk import DESK, Clerk
from tests.browser.site import Site
from tests.demo_homes import MOMENT, copies, on_postgres

CHROMIUM = Path("/usr/bin/chromium")
CLOCK = MOMENT.astimezone(timezone(timedelta(hours=8)))
"""Every journey begins at this moment."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say NOT RUN where there is no browser; on PostgreSQL only the journey that asks for it."""
    missing = pytest.mark.skip(reason=f"NOT RUN: no browser ({CHROMIUM})")
    sqlite = pytest.mark.skip(reason="in a browser on SQLite; one journey is repeated on PostgreSQL")
    for item in items:
        if Path(__file__).parent not in item.path.parents:
            continue
        if not CHROMIUM.exists():
            item.add_marker(missing)
        elif on_postgres() and "any_database" not in item.fixturenames:  # type: ignore[attr-defined]
            item.add_marker(sqlite)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser that asks nobody but the site."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def any_database() -> None:
    """Asked for by the journey that is repeated on PostgreSQL."""


def served(site: Site) -> Site:
    """Serve a county from the moment at which every journey begins."""
    site.set_clock(CLOCK)
    site.start()
    return site


@pytest.fixture
def site(demo_site: Callable[..., Site], request: pytest.FixtureRequest) -> Site:
    """A served county that one test has to itself; `more` settings by the marker-like parameter of the fixture."""
    made = demo_site()
    made.more.update(getattr(request, "param", {}))
    return served(made)


@pytest.fixture(scope="module")
def shown_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served county for tests that only look."""
    for make in copies(tmp_path_factory):
        yield served(make())


Comes = Callable[..., Clerk]


@pytest.fixture
def comes(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Comes]:
    """Somebody comes to the served county: `comes("zhen")`; one browser window for each who comes."""
    yield from coming(browser, site, request.node.originalname)


@pytest.fixture
def looks(browser: Browser, shown_site: Site, request: pytest.FixtureRequest) -> Iterator[Comes]:
    """The same, at the county that nobody changes."""
    yield from coming(browser, shown_site, request.node.originalname)


def coming(browser: Browser, site: Site, journey: str) -> Iterator[Comes]:
    """Opens windows, and closes them all at the end."""
    windows: list[Clerk] = []

    def come(account: str, size: tuple[int, int] = DESK, *, signed_in: bool = True, script: bool = True) -> Clerk:
        clerk = Clerk(browser, site.url, account, journey, size, script)
        windows.append(clerk)
        return clerk.sign_in() if signed_in else clerk

    yield come
    for window in windows:
        window.close()
