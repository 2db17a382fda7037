"""The pages of the room: they open for whom they should, in few queries, in every state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sibai.recruitment.flow import GOING
from sibai.recruitment.models import Application, Selection, Vacancy
from tests.recruitment.rounds import DEADLINE, at
from tests.web_fixtures import LENGSHUI, MAOPING, villages_of

BUDGET = 12
READERS = ("village", "town", "county_clerk", "county_leader", "revitalisation", "company_clerk", "auditor")


def place_of(role: str, village: str) -> str:
    """Where a role holds, so that the village lies in it."""
    return {"village": village, "town": MAOPING}.get(role, "610929000000")


def open_counted(client: Client, url: str, counted: Any) -> str:
    """A page that opens, within the budget of queries."""
    client.get(url)
    with counted() as queries:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    assert len(queries) <= BUDGET, (url, len(queries), [each["sql"][:90] for each in queries.captured_queries])
    return answer.content.decode()


@pytest.fixture
def counted() -> Callable[[], Any]:
    """Counts the queries of a block."""
    return lambda: CaptureQueriesContext(connection)


@pytest.mark.parametrize("state", GOING)
def test_the_page_of_a_round_opens_in_every_state_for_every_reader(
    state: str, round_of: Any, client_of: Any, counted: Any
) -> None:
    made = round_of(state)
    url = reverse("recruitment:selection", args=[made.selection.pk])
    with time_machine.travel(at(DEADLINE, 3), tick=True):
        for role in READERS:
            client = client_of(role, place_of(role, made.village.code))
            if role == "company_clerk" and state not in {"training", "to_sign"}:
                assert client.get(url).status_code == 404
                continue
            tabs = (
                ("", "?tab=papers") if role in {"revitalisation", "company_clerk"} else ("", "?tab=papers", "?tab=log")
            )
            for tab in tabs:
                open_counted(client, url + tab, counted)
            open_counted(client, reverse("recruitment:list"), counted)


def test_the_page_of_an_application_opens_in_every_state(round_of: Any, client_of: Any, counted: Any) -> None:
    made = round_of("choosing")
    client = client_of("village", made.village.code)
    with time_machine.travel(at(DEADLINE, 3), tick=True):
        for application in Application.objects.all():
            text = open_counted(client, reverse("recruitment:application", args=[application.pk]), counted)
            assert application.person.id_number not in text
            assert "为什么" in text


def test_what_lies_outside_the_scope_does_not_exist(round_of: Any, client_of: Any) -> None:
    made = round_of("review")
    application = Application.objects.first()
    addresses = [
        reverse("recruitment:selection", args=[made.selection.pk]),
        reverse("recruitment:start", args=[made.vacancy.pk]),
        reverse("recruitment:application", args=[application.pk]),
        reverse("recruitment:decide", args=[application.pk]),
        reverse("recruitment:start_merit", args=[made.selection.pk]),
    ]
    stranger = client_of("village", villages_of(LENGSHUI)[0].code)
    for address in addresses:
        assert stranger.get(address).status_code == 404, address
    listed = stranger.get(reverse("recruitment:list")).content.decode()
    assert made.village.short_name not in listed
    assert client_of("finance").get(addresses[0]).status_code == 403


def test_an_address_without_a_proper_number_is_not_found(client_of: Any, county: Any) -> None:
    client = client_of("village", villages_of(MAOPING)[0].code)
    for tail in ("1/", "application/x/", "00000000-0000-0000-0000-00000000000g/", "vacancy/1/start/"):
        assert client.get(f"/recruitment/{tail}").status_code == 404
    assert client.get("/recruitment/0f8fad5b-d9cb-469f-a165-70867728950e/").status_code == 404
    assert client.get("/recruitment/?sort=nothing&page=-3&stage=%27%3B--&q=%25").status_code == 200
    assert client.get("/recruitment/?q=%00").status_code == 400
    assert Selection.objects.count() == 0


def test_the_list_begins_with_what_is_under_way_and_all_is_one_click_away(round_of: Any, client_of: Any) -> None:
    going, filled = round_of("review"), round_of("review", 1)
    Vacancy.objects.filter(pk=filled.vacancy.pk).update(closed_on=DEADLINE)
    client = client_of("county_clerk")

    def listed(query: str) -> list[str]:
        text = client.get(reverse("recruitment:list") + query).text
        return [made.village.short_name for made in (going, filled) if str(made.selection.pk) in text]

    first, second = going.village.short_name, filled.village.short_name
    assert listed("") == listed("?stage=going") == listed("?urgent=&stage=nothing") == [first]
    assert listed("?stage=all") == [first, second]
    assert listed("?stage=closed") == [second]
    text = client.get(reverse("recruitment:list")).text
    assert 'href="?stage=all"' in text
    found = client.post(reverse("recruitment:list"), {"find": second}, follow=True).text
    assert str(filled.selection.pk) in found, "who searches, searches everything"
