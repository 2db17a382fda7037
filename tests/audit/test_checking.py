"""The check of the tables names the first bad entry, whoever had the database and took its guards away."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from sibai.audit import acts, chain, heads
from sibai.audit.checking import Checked, Kept, verify
from sibai.audit.erasing import erase_texts
from sibai.audit.exporting import DoesNotAgree, export
from sibai.audit.models import Entry, EntryText, Head, SignedHead
from sibai.audit.operations import act, record
from sibai.people.actor import Actor, system
from sibai.places.models import Place
from tests.audit.forging import verified
from tests.web_fixtures import COUNTY, NOW

Write = Callable[..., None]
PERSON = UUID(int=7)
TABLES = ("audit_entry", "audit_head", "audit_signedhead")


@pytest.fixture
def write(county: Place, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes entries with texts, ten minutes apart, behind the one that made the county."""
    monkeypatch.setitem(acts.registry().acts, "test.say", acts.Act("test.say", frozenset({"system"}), "说了{why}"))

    @act("test.say")
    def operation(*, actor: Actor, now: datetime, why: str) -> None:
        record(actor, county, at=now, facts={"on": now.date()}, texts={"why": why}, person=PERSON)

    def some(count: int) -> None:
        start = Entry.objects.count()
        for number in range(start, start + count):
            operation(actor=system(COUNTY), now=NOW + timedelta(minutes=10 * number), why=f"理由{number}")

    return some


@pytest.fixture
def log(write: Write) -> None:
    """Eight entries, heads signed at 3, 6 and 8; and nothing guards the tables any more."""
    write(2)
    for more in (0, 3, 2):
        write(more)
        heads.sign(county=COUNTY, now=NOW + timedelta(days=1))
    assert (Entry.objects.count(), SignedHead.objects.count()) == (8, 3)
    unguarded()


def unguarded() -> None:
    """Take the triggers away, as somebody with the database can."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def first(checked: Checked) -> tuple[int, str]:
    assert checked.first is not None
    return checked.first.seq, checked.first.kind


def rewritten(start: int) -> None:
    """Chain everything anew from an entry on, and the head with it."""
    before = Entry.objects.get(seq=start).prev
    for entry in Entry.objects.filter(seq__gte=start).order_by("seq"):
        entry.prev = before
        before = chain.entry_hash(entry.fields())
        Entry.objects.filter(seq=entry.seq).update(prev=entry.prev, hash=before)
    Head.objects.update(hash=before, seq=Entry.objects.count())


def test_a_log_that_nobody_touched_is_whole(log: None) -> None:
    seen = verify(batch=3)
    assert (seen.findings, seen.entries, seen.signed, seen.texts, seen.erased) == ([], 8, 3, 7, 0)
    assert seen.hash == Head.objects.get().hash


def test_it_is_read_in_batches(log: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(40):
        assert verify(batch=2).first is None
    counts: list[int] = []
    verify(batch=3, told=counts.append)
    assert counts == [3, 6]


@pytest.mark.parametrize(
    "change",
    [
        {"account": "another"},
        {"at": NOW},
        {"action": "test.other"},
        {"outcome": "refused"},
        {"facts": {"on": "2020-01-01"}},
        {"commitments": {}},
        {"place": "610929100000"},
        {"hash": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_is_named(change: dict[str, Any], log: None) -> None:
    Entry.objects.filter(seq=5).update(**change)
    seen = verify(batch=3)
    assert (first(seen), seen.entries) == ((5, "changed"), 4)
    assert "第5条" in seen.findings[0].told


def test_a_deleted_entry_is_named_as_missing(log: None) -> None:
    EntryText.objects.filter(entry__in=[4, 5]).delete()
    Entry.objects.filter(seq__in=[4, 5]).delete()
    seen = verify(batch=3)
    assert first(seen) == (4, "missing")
    assert "第4条至第5条" in seen.findings[0].told


def test_a_deleted_tail_is_told_by_the_head(log: None) -> None:
    EntryText.objects.filter(entry__gte=7).delete()
    Entry.objects.filter(seq__gte=7).delete()
    assert first(verify()) == (7, "head")


def test_a_deleted_tail_with_its_head_set_back_is_told_by_signed_and_kept_heads(log: None) -> None:
    kept = Kept(8, Head.objects.get().hash[:16])
    EntryText.objects.filter(entry__gte=5).delete()
    Entry.objects.filter(seq__gte=5).delete()
    rewritten(4)
    assert first(verify()) == (5, "signed")
    SignedHead.objects.filter(seq__gt=4).delete()
    assert verify().first is None, "a restored old backup agrees with itself"
    assert first(verify(kept=[kept])) == (5, "kept")


def test_an_inserted_entry_breaks_the_chain(log: None) -> None:
    last = Entry.objects.get(seq=8)
    false = Entry(**{**{name: getattr(last, name) for name in chain.FIELDS}, "seq": 9, "command": None})
    false.hash = chain.entry_hash(false.fields())
    false.save(force_insert=True)
    assert first(verify()) == (9, "order"), "its prev is the one of the entry that it was copied from"
    Entry.objects.filter(seq=9).update(seq=0)
    assert first(verify()) == (1, "order")


def test_two_swapped_entries_are_named_at_the_first(log: None) -> None:
    EntryText.objects.all().delete()
    for old, new in ((4, 40), (6, 4), (40, 6)):
        Entry.objects.filter(seq=old).update(seq=new)
    assert first(verify()) == (4, "changed")


def test_all_rewritten_after_an_entry_is_told_by_the_signed_head(log: None) -> None:
    Entry.objects.filter(seq=5).update(account="another")
    rewritten(5)
    assert first(verify(batch=2)) == (6, "signed")


def test_all_rewritten_and_signed_with_another_key_is_told(log: None) -> None:
    kept = Kept(8, Head.objects.get().hash)
    Entry.objects.filter(seq=5).update(account="another")
    rewritten(5)
    forger = Ed25519PrivateKey.generate()
    previous = chain.FIRST
    for head in SignedHead.objects.order_by("seq"):
        head.hash, head.previous = Entry.objects.get(seq=head.seq).hash, previous
        head.public_key, head.signature = (
            forger.public_key().public_bytes_raw().hex(),
            forger.sign(head.statement).hex(),
        )
        previous = hashlib.sha256(head.statement).hexdigest()
        head.save()
    assert first(verify()) == (3, "signed")
    assert (8, "kept") in {(finding.seq, finding.kind) for finding in verify(kept=[kept]).findings}


def test_a_clock_put_back_is_named_and_the_walk_goes_on(log: None) -> None:
    Entry.objects.filter(seq__gte=4).update(at=NOW - timedelta(days=1))
    rewritten(4)
    seen = verify()
    assert first(seen) == (4, "clock")
    assert seen.entries == 8


def test_a_changed_text_does_not_fit_its_commitment(log: None) -> None:
    text = EntryText.objects.get(entry=6)
    text.text = "另一个理由"
    text.save()
    assert first(verify()) == (6, "text")


def test_a_text_that_does_not_open_is_named(log: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entrytext SET text = 'A.1.AAAA' WHERE entry_id = 6")
    seen = verify()
    assert first(seen) == (6, "text")
    assert seen.texts == 6


def test_a_text_that_nobody_committed_to_is_named(log: None) -> None:
    EntryText.objects.create(entry_id=6, name="more", salt="s", text="添上的")
    assert first(verify()) == (6, "text")


def test_a_text_that_was_emptied_is_found(log: None) -> None:
    EntryText.objects.filter(entry=7).update(text="")
    assert first(verify()) == (7, "text")


def test_a_text_that_went_without_an_act_is_missed(log: None) -> None:
    EntryText.objects.filter(entry=5).delete()
    assert first(verify()) == (5, "text")


@pytest.mark.parametrize("facts", [{"count": 1}, {}])
def test_texts_that_an_act_erased_leave_the_log_whole(
    write: Write, monkeypatch: pytest.MonkeyPatch, facts: dict[str, int]
) -> None:
    write(4)
    monkeypatch.setitem(acts.registry().acts, "test.erase", acts.Act("test.erase", frozenset({"system"}), "删除"))

    @act("test.erase")
    def erase(*, actor: Actor, now: datetime) -> None:
        assert erase_texts(PERSON) == 4
        record(actor, None, at=now, facts=facts)

    erase(actor=system(COUNTY), now=NOW + timedelta(days=1))
    seen = verify()
    assert (seen.findings, seen.texts, seen.erased) == ([], 0, 4)


def test_an_erasure_of_nobody_excuses_no_missing_text(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(2)
    name = "people.erase_due"
    monkeypatch.setitem(acts.registry().acts, name, acts.Act(name, frozenset({"system"}), "删除"))
    for count, found in ((0, [(3, "text")]), (2, [])):

        @act(name)
        def erase(*, actor: Actor, now: datetime, count: int = count) -> None:
            record(actor, None, at=now, facts={"count": count})

        EntryText.objects.filter(entry=3).delete()
        erase(actor=system(COUNTY), now=NOW + timedelta(days=1))
        assert [(each.seq, each.kind) for each in verify().findings] == found


def test_a_head_that_was_changed_is_named(log: None) -> None:
    Head.objects.update(hash="0" * 64)
    assert first(verify()) == (8, "head")
    Head.objects.all().delete()
    assert first(verify()) == (1, "head")


def test_a_signed_head_that_was_deleted_is_missed(log: None) -> None:
    SignedHead.objects.filter(seq=6).delete()
    assert first(verify()) == (8, "signed")


def test_a_kept_head_that_does_not_fit_is_told(log: None) -> None:
    assert first(verify(kept=[Kept(5, "0" * 16)])) == (5, "kept")
    assert verify(kept=[Kept(5, Entry.objects.get(seq=5).hash[:16])]).kept == 1


def test_an_empty_log_is_whole(db: None) -> None:
    assert (verify().first, verify().entries) == (None, 0)


def test_an_export_is_checked_by_the_verifier(log: None, tmp_path: Path) -> None:
    made = export(tmp_path / "folder", county=COUNTY, at=NOW)
    assert (made.entries, made.signed, made.hash) == (8, 3, Head.objects.get().hash)
    assert verified(tmp_path / "folder", "--head", f"8:{made.hash}") == 0
    export(tmp_path / "one.jsonl", county=COUNTY, at=NOW)
    assert verified(tmp_path / "one.jsonl") == 0
    content = b"".join(file.read_bytes() for file in (tmp_path / "folder").iterdir())
    assert "理由".encode() not in content
    (tmp_path / "kept").write_bytes(b"\n".join(heads.kept_line(head) for head in SignedHead.objects.all()))
    assert verified(tmp_path / "folder", "--kept", str(tmp_path / "kept")) == 0


def test_an_export_of_a_table_that_lacks_entries_is_refused(log: None, tmp_path: Path) -> None:
    EntryText.objects.filter(entry__gte=7).delete()
    Entry.objects.filter(seq__gte=7).delete()
    with pytest.raises(DoesNotAgree):
        export(tmp_path / "folder", county=COUNTY, at=NOW)
