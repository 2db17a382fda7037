"""One table of address × role, held against every address: who is not in its row is refused, whatever is asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sibai.audit.acts import ANYONE, ROLES, SIGNED_IN, registry
from sibai.audit.models import Entry
from tests.rights.routes import Route, routes
from tests.web_fixtures import COUNTY

ALL = sorted(routes(), key=lambda route: route.name)
REFUSED, TO_LOGIN = 403, 302
WRITES = frozenset({"auditor"})
"""Roles that read and write nothing but their own account."""
OWN_ACCOUNT = ("people:", "home", "documents:file", "audit:")


def names() -> set[str]:
    return {route.name for route in ALL}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    rows = set(registry().routes)
    assert names() - rows == set(), "addresses without a row"
    assert rows - names() == set(), "rows without an address"


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_opens_what_its_row_says_and_nothing_else(role: str, client_of: Any) -> None:
    client = client_of(role, COUNTY)
    client.raise_request_exception = True
    wrong = []
    for route in ALL:
        roles = registry().routes[route.name]
        if route.name in {"people:logout"}:
            continue
        answer = client.get(route.url())
        open_to = role in roles or bool(roles & {ANYONE, SIGNED_IN})
        if (answer.status_code == REFUSED) == open_to or answer.status_code >= 500:
            wrong.append((route.name, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_sends_nothing_to_what_is_not_in_its_row(role: str, client_of: Any) -> None:
    client = client_of(role, COUNTY)
    before = Entry.objects.filter(outcome="done").count()
    for route in closed_to(role):
        assert client.post(route.url(), {"command": "a" * 32}).status_code == REFUSED, route.name
    assert Entry.objects.filter(outcome="done").count() == before
    assert Entry.objects.filter(outcome="refused").count() >= len(closed_to(role))


def closed_to(role: str) -> list[Route]:
    rows = registry().routes
    return [route for route in ALL if not rows[route.name] & {role, ANYONE, SIGNED_IN}]


def test_a_stranger_is_sent_to_the_login(county: Any) -> None:
    client = Client()
    for route in ALL:
        if ANYONE not in registry().routes[route.name]:
            answer = client.get(route.url())
            assert answer.status_code == TO_LOGIN, route.name
            assert "/account/login/" in answer["Location"], route.name


def test_an_auditor_carries_out_no_act_on_business() -> None:
    acts = [name for name, act in registry().acts.items() if "auditor" in act.roles]
    reading = ("people.", "audit.", "documents.open")
    assert [name for name in acts if not name.startswith(reading) and not name.endswith((".export", ".print"))] == []


def test_an_administrator_opens_no_business_page() -> None:
    allowed = ("people:", "home", "audit:", "patterns", "places:")
    rows = registry().routes
    assert [name for name, roles in rows.items() if "administrator" in roles and not name.startswith(allowed)] == []


def test_finance_sees_no_identities() -> None:
    closed = ("recruitment:", "employment:", "documents:", "people:person", "people:reveal", "search")
    rows = registry().routes
    assert [name for name, roles in rows.items() if "finance" in roles and name.startswith(closed)] == []
