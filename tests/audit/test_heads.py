"""Signed heads: what is signed to the byte, once a head, by the house's own key; and what the commands say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from sibai.audit import commands, heads
from sibai.audit.erasing import erase_texts
from sibai.audit.models import Entry, EntryText, Head, SignedHead
from sibai.audit.refusals import Forbidden
from sibai.people.actor import Actor
from sibai.places.models import Place
from tests.web_fixtures import COUNTY, MAOPING, NOW

ActorOf = Callable[..., Actor]


def test_the_statement_is_six_lines(county: Place) -> None:
    head = heads.sign(county=COUNTY, now=NOW)
    last = Head.objects.get()
    zeros = "0" * 64
    words = f"sibai-head-v1\n610929000000\n1\n{last.hash}\n2026-05-21T02:00:00.000000Z\n{zeros}\n"
    assert head.statement == words.encode()
    assert heads.is_signed(SignedHead.objects.get())


def test_the_same_head_is_signed_once_and_no_entry_is_made(county: Place) -> None:
    one, other = heads.sign(county=COUNTY, now=NOW), heads.sign(county=COUNTY, now=NOW + timedelta(days=1))
    assert (one.pk, Entry.objects.count()) == (other.pk, 1)


def test_an_empty_log_has_nothing_to_sign(db: None) -> None:
    with pytest.raises(heads.NothingToSign):
        heads.sign(county=COUNTY, now=NOW)


def test_a_party_that_asks_for_a_head_gets_one_that_covers_its_asking(actor_of: ActorOf) -> None:
    head = heads.ask_for_one(actor=actor_of("company_approver"), county=COUNTY, now=NOW)
    assert (head.seq, Entry.objects.latest("seq").action) == (Entry.objects.count(), "audit.sign")
    with pytest.raises(Forbidden):
        heads.ask_for_one(actor=actor_of("town", MAOPING), county=COUNTY, now=NOW)


def test_a_signature_of_another_key_or_over_other_words_is_not_ours(county: Place) -> None:
    head = heads.sign(county=COUNTY, now=NOW)
    head.seq = 2
    assert not heads.is_signed(head)
    head.seq, head.public_key = 1, "zz"
    assert not heads.is_signed(head)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_a_signed_head(change: str, county: Place) -> None:
    heads.sign(county=COUNTY, now=NOW)
    rows = SignedHead.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        _ = rows.update(seq=5) if change == "update" else rows.delete()


def test_the_database_refuses_to_move_the_head_back_or_away(county: Place) -> None:
    for change in (lambda: Head.objects.update(seq=0), Head.objects.all().delete, lambda: Head.objects.update(seq=9)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_commands_sign_export_and_verify(county: Place, tmp_path: Path) -> None:
    said: list[str] = []
    keep, to = tmp_path / "kept.jsonl", tmp_path / "export"
    for _ in range(2):
        assert commands.sign(county=COUNTY, now=NOW, say=said.append, keep=keep) == 0
    assert len(keep.read_bytes().splitlines()) == 1
    printed = next(line for line in said if line.startswith("打印用")).removeprefix("打印用：")
    assert commands.export(to, county=COUNTY, now=NOW, say=said.append) == 0
    assert commands.export(to, county=COUNTY, now=NOW, say=said.append) == 2
    assert commands.verify(say=said.append, heads=[printed], kept=[keep]) == 0
    assert "打印或留存的日志头2个，都相符。" in said
    assert commands.verify(say=said.append, heads=["7:0123456789abcdef"]) == 1
    assert said[-1].startswith("日志有问题，第一处在第2条")
    assert commands.verify(say=said.append, heads=["nothing"]) == 2
    assert commands.verify(say=said.append, kept=[tmp_path / "nowhere"]) == 2
    keep.write_bytes(keep.read_bytes().replace(b'"seq":1', b'"seq":2'))
    assert commands.verify(say=said.append, kept=[keep]) == 2


def test_signing_an_empty_log_ends_with_two(db: None, tmp_path: Path) -> None:
    said: list[str] = []
    assert commands.sign(county=COUNTY, now=NOW, say=said.append) == 2


def test_erasing_takes_the_texts_about_one_person_only(county: Place) -> None:
    entry = Entry.objects.get(seq=1)
    EntryText.objects.create(entry=entry, name="why", salt="s", text="t")
    assert erase_texts(uuid4()) == 0
    assert EntryText.objects.count() == 1
