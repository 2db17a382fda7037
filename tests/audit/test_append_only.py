"""Somebody with SQL at hand: the database itself refuses to write over a row of the log, also by SQLite's REPLACE."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from sibai.audit import acts, heads
from sibai.audit.models import EntryText
from sibai.audit.operations import act, record
from sibai.people.actor import Actor, system
from sibai.places.models import Place
from tests.web_fixtures import COUNTY, NOW

STAYS = [
    "UPDATE audit_entry SET account = 'x' WHERE seq = 1",
    "DELETE FROM audit_entry WHERE seq = 1",
    "UPDATE audit_head SET seq = 0",
    "DELETE FROM audit_head",
    "UPDATE audit_signedhead SET hash = 'x'",
    "DELETE FROM audit_signedhead",
    "UPDATE audit_entrytext SET salt = 'x'",
    "UPDATE audit_entrytext SET name = 'x'",
]
REPLACED = [
    "REPLACE INTO audit_head (id, seq, hash) VALUES (1, 0, 'x')",
    "REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 1",
    "REPLACE INTO audit_signedhead SELECT * FROM audit_signedhead",
    "REPLACE INTO audit_entrytext SELECT * FROM audit_entrytext",
]


@pytest.fixture(autouse=True)
def log(county: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry with a text, and a signed head."""
    monkeypatch.setitem(acts.registry().acts, "test.say", acts.Act("test.say", frozenset({"system"}), "说了{why}"))

    @act("test.say")
    def say(*, actor: Actor, now: object) -> None:
        record(actor, county, at=NOW, texts={"why": "理由"})

    say(actor=system(COUNTY), now=NOW)
    heads.sign(county=COUNTY, now=NOW + timedelta(days=1))


def refused(statement: str) -> bool:
    """Whether the database refuses."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("statement", STAYS)
def test_a_row_of_the_log_is_neither_changed_nor_deleted(statement: str) -> None:
    assert refused(statement)


@pytest.mark.parametrize("statement", REPLACED)
def test_a_row_of_the_log_is_not_replaced_by_another(statement: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is SQLite's")
    assert refused(statement)


def test_a_sealed_text_can_still_be_sealed_anew() -> None:
    text = EntryText.objects.get()
    text.save(update_fields=["text"])
    assert EntryText.objects.get().text == "理由"
