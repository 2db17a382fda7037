"""What tests of the web side stand on: the county's places, actors and signed-in clients of any role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from django.test import Client
from django.utils import timezone

from sibai.people.actor import Actor, system
from sibai.people.models import Holding, Person, User, UserSession
from sibai.people.queries.actors import actor_in, hats_of
from sibai.places.models import Place
from sibai.places.operations.load import load_county

COUNTY = "610929000000"
MAOPING, LENGSHUI = "610929104000", "610929108000"
"""Two towns: one to be in, one to be outside of."""
NOW = datetime(2026, 5, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 5, 21)
PASSWORD = "Baihe-2026-four"


@pytest.fixture
def county(db: None) -> Place:
    """白河县 with its towns and villages."""
    load_county(actor=system(COUNTY), county_code=COUNTY, start=date(2022, 6, 10), document="测试", now=NOW)
    return Place.objects.get(pk=COUNTY)


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
