"""What tests of the web side stand on: the county's places, actors and signed-in clients of any role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from sibai.audit.models import Entry, Head
from sibai.people.actor import Actor, system
from sibai.people.models import Holding, Person, User, UserSession
from sibai.people.queries.actors import actor_in, hats_of
from sibai.places.models import Organisation, OrganisationRecord, Place, PlaceName
from sibai.places.operations.load import load_county

COUNTY = "610929000000"
MAOPING, LENGSHUI = "610929104000", "610929108000"
"""Two towns: one to be in, one to be outside of."""
NOW = datetime(2026, 5, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 5, 21)
PASSWORD = "Baihe-2026-four"


@pytest.fixture
def at_ten() -> Iterator[None]:
    """The clock of the views stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def county(db: None) -> Place:
    """白河县 with its towns and villages."""
    if _rows:
        _write_again()
    else:
        load_county(actor=system(COUNTY), county_code=COUNTY, start=date(2022, 6, 10), document="测试", now=NOW)
        if connection.vendor == "sqlite":
            _read()
    return Place.objects.get(pk=COUNTY)


LOADED: tuple[type[Model], ...] = (Place, PlaceName, Organisation, OrganisationRecord, Entry)
"""What loading the county writes, besides the head of the log."""
_rows: dict[str, list[tuple[Any, ...]]] = {}
_head: dict[str, Any] = {}


def _read() -> None:
    """Keep what was loaded: thousands of tests begin with the same rows. On PostgreSQL each test loads anew, since
    rows with their numbers would leave its counters behind."""
    with connection.cursor() as cursor:
        for model in LOADED:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            _rows[model._meta.db_table] = cursor.fetchall()
    _head.update(Head.objects.values("seq", "hash").get(pk=1))


def _write_again() -> None:
    with connection.cursor() as cursor:
        for table, rows in _rows.items():
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({", ".join(["%s"] * len(rows[0]))})', rows)
    Head.objects.filter(pk=1).update(**_head)


def villages_of(town: str) -> list[Place]:
    """The villages of a town, by code."""
    return list(Place.objects.filter(parent_id=town).order_by("code"))


def user_of(role: str, place_code: str, account: str = "", person: Person | None = None) -> User:
    """A user who holds a role at a place; made once."""
    name = account or f"{role}-{place_code}"
    user, made = User.objects.get_or_create(
        account=name, defaults={"name": f"测试{name[-6:]}", "created_at": NOW, "person": person}
    )
    if made:
        user.set_password(PASSWORD)
        user.save()
        Holding.objects.create(user=user, role=role, place_id=place_code, start=date(2022, 6, 10))
    return user


@pytest.fixture
def actor_of(county: Place) -> Callable[..., Actor]:
    """Makes the actor of a role at a place."""

    def make(role: str, place_code: str = COUNTY, account: str = "", person: Person | None = None) -> Actor:
        user = user_of(role, place_code, account, person)
        hat = next(hat for hat in hats_of(user, TODAY) if hat.role == role and hat.place_code == place_code)
        return actor_in(user, hat, "127.0.0.1")

    return make


@pytest.fixture
def client_of(county: Place) -> Callable[..., Client]:
    """Makes a signed-in browser of a role at a place."""

    def make(role: str, place_code: str = COUNTY, account: str = "", person: Person | None = None) -> Client:
        client = Client()
        client.force_login(
            user_of(role, place_code, account, person), backend="django.contrib.auth.backends.ModelBackend"
        )
        key = client.session.session_key or ""
        UserSession.objects.create(
            user_id=client.session["_auth_user_id"],
            key_digest=sha256(key.encode()).hexdigest(),
            address="127.0.0.1",
            started_at=timezone.now(),
            seen_at=timezone.now(),
        )
        return client

    return make
