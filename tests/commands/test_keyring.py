"""The site does not open on a database with another's keys: it says which folder, and makes no key anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from sibai.db import keys, sealed
from sibai.people.models import Person
from sibai.people.queries.persons import index_of
from sibai.places.models import Place
from sibai.server.keyring import misfit

pytestmark = pytest.mark.django_db
NUMBER = "610999199001011234"


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, county: Place) -> Iterator[Path]:
    """A folder of keys with which one person was written."""
    monkeypatch.setattr(settings, "KEYS", tmp_path / "keys")
    keys.forget()
    village = Place.objects.filter(level="village").order_by("code")[0]
    Person.objects.create(
        village=village, name="某人", id_number=NUMBER, id_index=index_of("id_number", NUMBER), code="X1"
    )
    yield tmp_path / "keys"
    keys.forget()


def without(folder: Path, *names: str) -> str:
    """What is told once these files are gone."""
    for name in names:
        (folder / name).unlink()
    keys.forget()
    return misfit()


def test_its_own_keys_open_the_site(folder: Path) -> None:
    assert misfit() == ""


@pytest.mark.parametrize("names", [["data-1.key", "index.key"], ["data-1.key"], ["index.key"]])
def test_a_folder_without_keys_is_told_and_stays_empty(folder: Path, names: list[str]) -> None:
    assert "没有密钥" in without(folder, *names)
    assert not [name for name in names if (folder / name).exists()]


@pytest.mark.parametrize(("name", "words"), [("data-1.key", "打不开"), ("index.key", "不是这个数据库的")])
def test_keys_of_another_database_are_told(folder: Path, name: str, words: str) -> None:
    (folder / name).chmod(0o600)
    (folder / name).write_bytes(b"x" * 32)
    keys.forget()
    assert words in misfit()


def test_a_first_key_that_went_after_a_rotation_is_not_made_anew(folder: Path) -> None:
    text = sealed.seal("x", "字")
    keys.add_key()
    (folder / "data-1.key").unlink()
    keys.forget()
    with pytest.raises(sealed.Unreadable):
        sealed.unseal("x", text)
    assert keys.numbers() == [2]


def test_keys_lost_for_good_keep_nobody_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.OWN, "lost_keys", True)
    assert without(folder, "data-1.key", "index.key") == ""
