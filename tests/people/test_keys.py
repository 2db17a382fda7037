"""A new key: everything is sealed anew, in steps that can be broken off; nothing is lost or left on the old key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.db.models.functions import Cast

from sibai.audit.models import Entry, EntryText
from sibai.audit.refusals import Forbidden
from sibai.db import keys, sealed
from sibai.people.actor import system
from sibai.people.models import DataRequest, Person
from sibai.people.operations import keys as rotation
from sibai.people.operations.data_requests import receive
from tests.people.invented import invented, person_in
from tests.web_fixtures import COUNTY, MAOPING, NOW, villages_of

PEOPLE = 7


@pytest.fixture
def own_keys(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A folder of keys for one test."""
    settings.KEYS = tmp_path / "keys"
    keys.forget()
    yield settings.KEYS
    keys.forget()


@pytest.fixture
def people(own_keys: Path, county: Any, actor_of: Any) -> list[Person]:
    """Seven people and a request with words, which are sealed in the log too."""
    village = villages_of(MAOPING)[0]
    people = [person_in(village, number) for number in range(PEOPLE)]
    receive(actor=actor_of("village", village.code), person=people[0], kind="see", words="全部", now=NOW)
    return people


def stored(model: type[models.Model], column: str) -> list[str]:
    """A column as it lies in the database."""
    return list(model._default_manager.annotate(raw=Cast(column, models.TextField())).values_list("raw", flat=True))


def heads() -> set[str]:
    """Cipher and key of every sealed value of every table."""
    found = set()
    for model, field in rotation.sealed_columns():
        found |= {".".join(raw.split(".")[:2]) for raw in stored(model, field.attname) if raw}
    return found


def readable() -> None:
    """Every value opens and is what it was."""
    for number, person in enumerate(Person.objects.order_by("code")):
        someone = invented(number)
        assert (person.id_number, person.phone, person.card, person.address) == (
            someone.id_number,
            someone.phone,
            someone.card,
            someone.address,
        )
    assert DataRequest.objects.get().words == "全部"
    assert EntryText.objects.get(name="words").text == "全部"


def test_every_sealed_column_of_every_room_is_known() -> None:
    labels = {field.label for _, field in rotation.sealed_columns()}
    assert {
        "people.person.id_number",
        "people.person.card",
        "audit.entrytext.text",
        "places.organisationrecord.account",
    } <= labels
    assert "" not in labels


def test_after_a_rotation_nothing_is_sealed_with_the_old_key(people: list[Person]) -> None:
    assert heads() == {"A.1"}
    done = rotation.rotate(system(COUNTY), NOW)
    assert (done.key_number, done.values, done.lost) == (2, PEOPLE * 4 + 2, 0)
    assert heads() == {"A.2"}
    readable()
    last = Entry.objects.latest("seq")
    assert (last.action, last.facts["values"]) == ("people.keys_rotated", done.values)


def test_a_rotation_that_was_killed_is_taken_up_where_it_stopped(
    people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "AT_ONCE", 2)
    real, seen = rotation.seal, []

    def killed(label: str, text: str) -> str:
        seen.append(label)
        if len(seen) == 6:
            raise KeyboardInterrupt
        return real(label, text)

    monkeypatch.setattr(rotation, "seal", killed)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(system(COUNTY), NOW)
    monkeypatch.setattr(rotation, "seal", real)
    assert heads() == {"A.1", "A.2"}
    readable()
    assert rotation.unfinished()
    done = rotation.rotate(system(COUNTY), NOW)
    assert done.key_number == 2
    assert 0 < done.values < PEOPLE * 4 + 2
    assert heads() == {"A.2"}
    readable()
    assert not rotation.unfinished()


def test_rotating_twice_makes_two_keys_and_old_values_open_with_theirs(people: list[Person]) -> None:
    for _ in range(2):
        rotation.rotate(system(COUNTY), NOW)
    assert keys.numbers() == [1, 2, 3]
    assert heads() == {"A.3"}
    readable()


def test_the_national_cipher_takes_over_at_the_next_rotation(people: list[Person], settings: Any) -> None:
    settings.OWN = settings.OWN.model_copy(update={"cipher": "SM4-GCM"})
    Person.objects.filter(code="P000001").update(card="6222020200112233445")
    assert heads() == {"A.1", "S.1"}
    Person.objects.filter(code="P000001").update(card=invented(0).card)
    rotation.rotate(system(COUNTY), NOW)
    assert heads() == {"S.2"}
    readable()


def test_a_value_sealed_with_sm4_opens_only_in_its_column(own_keys: Path, settings: Any) -> None:
    settings.OWN = settings.OWN.model_copy(update={"cipher": "SM4-GCM"})
    text = sealed.seal("people.person.card", "6222")
    assert text.startswith("S.1.")
    assert "6222" not in text
    assert sealed.unseal("people.person.card", text) == "6222"
    with pytest.raises(sealed.Unreadable):
        sealed.unseal("people.person.phone", text)


def test_a_value_that_does_not_open_is_counted_and_left(people: list[Person], caplog: pytest.LogCaptureFixture) -> None:
    broken = models.Value("A.1.AAAA", output_field=models.TextField())
    Person.objects.filter(code="P000002").update(card=broken)
    done = rotation.rotate(system(COUNTY), NOW)
    assert done.lost == 1
    assert "people.person.card" in caplog.text
    assert stored(Person, "card").count("A.1.AAAA") == 1


def test_a_value_changed_meanwhile_is_not_overwritten(people: list[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    real = rotation.unseal

    def slow(label: str, raw: str) -> str:
        if label == "people.person.phone":
            Person.objects.update(phone="10099999999")
        return real(label, raw)

    monkeypatch.setattr(rotation, "unseal", slow)
    rotation.rotate(system(COUNTY), NOW)
    assert set(Person.objects.values_list("phone", flat=True)) == {"10099999999"}


def test_only_the_administrator_or_the_system_makes_a_key(people: list[Person], actor_of: Any) -> None:
    with pytest.raises(Forbidden):
        rotation.rotate(actor_of("county_clerk"), NOW)
    assert keys.numbers() == [1]
    assert rotation.rotate(actor_of("administrator"), NOW).key_number == 2


def test_blind_indexes_outlive_a_rotation(people: list[Person]) -> None:
    before = list(Person.objects.order_by("code").values_list("id_index", flat=True))
    rotation.rotate(system(COUNTY), NOW)
    assert list(Person.objects.order_by("code").values_list("id_index", flat=True)) == before


def test_a_key_is_a_file_that_only_its_owner_reads(own_keys: Path) -> None:
    keys.add_key()
    assert {oct(file.stat().st_mode & 0o777) for file in own_keys.iterdir()} == {"0o600"}
