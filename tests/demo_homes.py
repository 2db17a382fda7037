"""The demonstration county, loaded once in a run of the suite and copied for each test that serves it.

On SQLite a copy is a copy of the home folder; on PostgreSQL (`SIBAI_TEST_DATABASE`) a database from a template too.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.browser.site import Site

ADDRESS = "SIBAI_TEST_DATABASE"
TEMPLATE = "sibai_demo"


def on_postgres() -> bool:
    """Whether this run of the suite stands on PostgreSQL."""
    return bool(os.environ.get(ADDRESS))


def _address(database: str) -> str:
    return urlunsplit(urlsplit(os.environ[ADDRESS])._replace(path=f"/{database}"))


def _make_database(name: str, template: str) -> None:
    with psycopg.connect(_address("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _more(database: str) -> dict[str, str]:
    return {"SIBAI_DATABASE": _address(database)} if on_postgres() else {}


def _loaded(base: Path) -> Path:
    """The home with the demonstration; whichever worker comes first loads it, the others wait."""
    home = base / "demo-home"
    with (base / "demo-home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "loaded").exists():
            home.mkdir(exist_ok=True)
            if on_postgres():
                _make_database(TEMPLATE, "template0")
            done = Site(home, more=_more(TEMPLATE)).command("demo", check=False)
            assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-1000:]
            (home / "loaded").touch()
    return home


@pytest.fixture
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Site]:
    """Makes a site of its own with the demonstration loaded; it is not served yet. Killed at the end of the test."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    made: list[Site] = []

    def make(**given: object) -> Site:
        home = tmp_path_factory.mktemp("home")
        shutil.copytree(_loaded(base), home, dirs_exist_ok=True)
        database = f"{TEMPLATE}_{home.parent.name}_{home.name}".replace("-", "_")
        if on_postgres():
            _make_database(database, TEMPLATE)
        made.append(Site(home, more=_more(database), **given))  # type: ignore[arg-type]
        return made[-1]

    try:
        yield make  # type: ignore[misc]
    finally:
        for site in made:
            site.kill()
