"""Full values: masked by default, shown once to who has the right and says why, told in the log."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sibai.audit.models import Entry, EntryText
from sibai.audit.queries import about_person
from sibai.people.models import Person
from sibai.people.queries.persons import MAY_REVEAL, SEALED
from tests.people.invented import person_in
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, villages_of

REASON = "核对备案表"


@pytest.fixture
def person(county: Any) -> Person:
    return person_in(villages_of(MAOPING)[0])


def browser(client_of: Any, role: str, person: Person) -> Any:
    """A browser of the role whose place holds the person."""
    place = {"village": person.place_code, "coordinator": person.place_code, "town": MAOPING}.get(role, COUNTY)
    return client_of(role, place, person=person if role == "coordinator" else None)


def address(person: Person, field: str = "id_number") -> str:
    return reverse("people:reveal", args=[person.pk, field])


def send(client: Any, url: str, reason: str = REASON, command: str = "a" * 32) -> Any:
    return client.post(url, {"reason": reason, "command": command})


def test_the_page_of_a_person_shows_masks_only(person: Person, client_of: Any) -> None:
    shown = client_of("town", MAOPING).get(reverse("people:person", args=[person.pk])).content.decode()
    assert person.name in shown
    for field in SEALED:
        assert getattr(person, field) not in shown
    assert f"610999********{person.id_number[-4:]}" in shown


def test_the_page_of_a_person_stays_within_its_queries(
    person: Person, client_of: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of("town", MAOPING)
    for number in range(5):
        send(client, address(person), command=f"{number:032x}")
    with django_assert_max_num_queries(12):
        client.get(reverse("people:person", args=[person.pk]))


@pytest.mark.parametrize("field", SEALED)
@pytest.mark.parametrize("role", sorted(MAY_REVEAL["card"]))
def test_who_has_the_right_sees_the_value_and_the_log_the_reason(
    role: str, field: str, person: Person, client_of: Any
) -> None:
    client = browser(client_of, role, person)
    answer = send(client, address(person, field))
    if role not in MAY_REVEAL[field]:
        assert answer.status_code == 403
        assert getattr(person, field) not in answer.content.decode()
        assert Entry.objects.latest("seq").outcome == "refused"
        return
    assert answer.status_code == 200
    assert getattr(person, field) in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.person, entry.outcome) == ("people.reveal", person.pk, "done")
    assert REASON not in str(entry.fields())
    assert EntryText.objects.get(entry=entry).text == REASON
    assert about_person(person.pk)[0].sentence == f"查看了{person.code}的{SEALED[field]}全文，事由：{REASON}"


@pytest.mark.parametrize("role", ["finance", "administrator", "revitalisation", "company_cashier"])
def test_other_roles_are_refused(role: str, person: Person, client_of: Any) -> None:
    client = client_of(role)
    assert client.get(address(person)).status_code == 403
    assert send(client, address(person)).status_code == 403


def test_without_a_reason_nothing_is_shown(person: Person, client_of: Any) -> None:
    client = client_of("town", MAOPING)
    before = Entry.objects.count()
    answer = send(client, address(person), reason="  ")
    assert answer.status_code == 422
    assert person.id_number not in answer.content.decode()
    assert Entry.objects.count() == before


def test_the_same_form_sent_again_shows_nothing_and_writes_nothing(person: Person, client_of: Any) -> None:
    client = client_of("town", MAOPING)
    send(client, address(person))
    before = Entry.objects.filter(outcome="done").count()
    again = send(client, address(person))
    assert again.status_code == 302
    assert person.id_number not in again.content.decode()
    assert Entry.objects.filter(outcome="done").count() == before


@pytest.mark.parametrize(("role", "place"), [("town", LENGSHUI), ("village", "")])
def test_outside_the_place_the_person_does_not_exist(role: str, place: str, person: Person, client_of: Any) -> None:
    client = client_of(role, place or villages_of(MAOPING)[1].code)
    assert client.get(reverse("people:person", args=[person.pk])).status_code == 404
    assert client.get(address(person)).status_code == 404
    assert send(client, address(person)).status_code == 404


def test_a_coordinator_sees_nobody_but_himself(person: Person, client_of: Any, county: Any) -> None:
    other = person_in(villages_of(MAOPING)[0], 2)
    client = browser(client_of, "coordinator", person)
    assert client.get(reverse("people:person", args=[person.pk])).status_code == 200
    assert client.get(reverse("people:person", args=[other.pk])).status_code == 404
    assert send(client, address(other)).status_code == 404


def test_a_column_that_does_not_exist_is_not_found(person: Person, client_of: Any) -> None:
    assert client_of("town", MAOPING).get(address(person, "id_index")).status_code == 404


def test_a_blank_column_is_said_to_be_blank(person: Person, client_of: Any) -> None:
    Person.objects.filter(pk=person.pk).update(card="")
    answer = send(client_of("town", MAOPING), address(person, "card"))
    assert answer.status_code == 422
    assert "还没有登记银行账号" in answer.content.decode()
