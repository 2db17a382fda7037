"""The demonstration county, loaded once in a run of the suite and copied for each test that serves it.

On SQLite a copy is a copy of the home folder; on PostgreSQL (`SIBAI_TEST_DATABASE`) a database from a template too.
The tables themselves are made once as well, and copied for every worker's own database and every home.
"""

from __future__ import annotations

import fcntl
import io
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from sibai.demo import county
from tests.browser.site import Site

ADDRESS = "SIBAI_TEST_DATABASE"
TEMPLATE = "sibai_demo"
MOMENT = datetime(2026, 5, 21, 2, 0, tzinfo=UTC)
"""When tests look at the demonstration: a working Thursday, ten in the morning."""


def on_postgres() -> bool:
    """Whether this run of the suite stands on PostgreSQL."""
    return bool(os.environ.get(ADDRESS))


def _address(database: str) -> str:
    return urlunsplit(urlsplit(os.environ[ADDRESS])._replace(path=f"/{database}"))


def _make_database(name: str, template: str) -> None:
    with psycopg.connect(_address("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def renew_database(copy: str, template: str) -> None:
    """Make the database at one address anew from the one at another, whoever is still connected to it."""
    name, base = (urlsplit(address).path.removeprefix("/") for address in (copy, template))
    with psycopg.connect(urlunsplit(urlsplit(copy)._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{base}"')


def _more(database: str) -> dict[str, str]:
    return {"SIBAI_DATABASE": _address(database)} if on_postgres() else {}


def _once(base: Path, name: str, make: Callable[[Path], None]) -> Path:
    """A home that all workers share; whichever comes first makes it."""
    home = base / name
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.with_suffix(".made").exists():
            home.mkdir(exist_ok=True)
            make(home)
            home.with_suffix(".made").touch()
    return home


def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of a run of the suite share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def with_tables(base: Path) -> Path:
    """A home whose database has its tables and nothing else; SQLite only."""

    def make(home: Path) -> None:
        done = Site(home).run("django", "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr[-1000:]

    return _once(base, "empty-home", make)


def _loaded(base: Path) -> Path:
    """The home with the demonstration, loaded as if it were MOMENT."""

    def make(home: Path) -> None:
        if on_postgres():
            _make_database(TEMPLATE, "template0")
        else:
            shutil.copytree(with_tables(base), home, dirs_exist_ok=True)
        site = Site(home, more=_more(TEMPLATE))
        site.set_clock(MOMENT)
        done = site.run("tests.browser.prepare")
        assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-1000:]
        assert "没有办" not in done.stdout, done.stdout[-1000:]

    return _once(base, "demo-home", make)


def loaded_today(base: Path) -> Path:
    """The home with the demonstration as it is today, for what is served without a clock; SQLite only."""

    def make(home: Path) -> None:
        shutil.copytree(with_tables(base), home, dirs_exist_ok=True)
        Site(home).command("demo")

    return _once(base, "demo-today", make)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[None]:
    """On SQLite a worker's database in memory begins with the tables that were made once: nothing is to be migrated."""
    if on_postgres():
        yield
        return
    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
    with (
        sqlite3.connect(with_tables(shared(tmp_path_factory)) / "sibai.sqlite3") as made,
        sqlite3.connect(name, uri=True) as memory,
    ):
        made.backup(memory)
        yield
    memory.close()
    made.close()


@pytest.fixture
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    """Makes a site of its own with the demonstration loaded; it is not served yet. Killed at the end of the test."""
    yield from copies(tmp_path_factory)


def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    """The maker of sites with the demonstration as it was at MOMENT; kills what it made.

    `tests.browser.clocked` serves a site at a moment of its own; any other target serves it as it is now.
    """
    base = shared(tmp_path_factory)
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
        yield make
    finally:
        for site in made:
            site.kill()


@pytest.fixture(scope="module")
def demo_county(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration in the test database for the tests of one module, at a fixed moment; taken away again."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(MOMENT):
        with redirect_stdout(io.StringIO()):
            assert county.load(timezone.now()) == 0
        yield
        transaction.set_rollback(True)
