"""The frame of an act: right, one transaction, one entry; refusals are logged and nothing else stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from sibai.audit import acts, chain
from sibai.audit.models import Entry, Head
from sibai.audit.operations import OutsideAnAct, act, record
from sibai.audit.refusals import AlreadyDone, Forbidden, Refusal
from sibai.people.actor import Actor
from sibai.places.models import Place
from tests.web_fixtures import MAOPING, NOW


@pytest.fixture
def rename(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """An act of a test: a town renames a place; `fail` refuses after writing, `silent` writes no entry."""
    known = acts.registry()
    monkeypatch.setitem(
        known.acts, "test.rename", acts.Act("test.rename", frozenset({"town"}), "把{object}改名，{why}")
    )

    @act("test.rename")
    def operation(*, actor: Actor, place: Place, now: datetime, fail: bool = False, silent: bool = False) -> None:
        Place.objects.filter(pk=place.pk).update(name="新名")
        if fail:
            raise Refusal("不行")
        if not silent:
            record(actor, place, at=now, facts={"on": now.date()}, texts={"why": "群众意见"})

    return operation


def test_an_act_writes_its_entry_behind_the_last_one(rename: Any, actor_of: Any, county: Place) -> None:
    before = Head.objects.get()
    rename(actor=actor_of("town", MAOPING), place=county, now=NOW)
    entry = Entry.objects.latest("seq")
    assert (entry.seq, entry.prev, entry.outcome) == (before.seq + 1, before.hash, "done")
    assert entry.hash == chain.entry_hash(entry.fields())
    assert "群众意见" not in str(entry.fields())
    assert Head.objects.get().hash == entry.hash


def test_a_role_without_the_right_is_refused_and_the_attempt_logged(rename: Any, actor_of: Any, county: Place) -> None:
    with pytest.raises(Forbidden):
        rename(actor=actor_of("finance"), place=county, now=NOW)
    county.refresh_from_db()
    assert county.name == "白河县"
    assert Entry.objects.latest("seq").outcome == "refused"


def test_a_refusal_leaves_nothing_but_its_entry(rename: Any, actor_of: Any, county: Place) -> None:
    with pytest.raises(Refusal):
        rename(actor=actor_of("town", MAOPING), place=county, now=NOW, fail=True)
    county.refresh_from_db()
    assert county.name == "白河县"
    assert Entry.objects.latest("seq").facts["why"] == "Refusal"


def test_the_same_command_is_carried_out_once(rename: Any, actor_of: Any, county: Place) -> None:
    actor = actor_of("town", MAOPING).ordered("f" * 32)
    rename(actor=actor, place=county, now=NOW)
    count = Entry.objects.count()
    with pytest.raises(AlreadyDone):
        rename(actor=actor, place=county, now=NOW)
    assert Entry.objects.count() == count


def test_an_act_that_forgets_its_entry_is_undone(rename: Any, actor_of: Any, county: Place) -> None:
    with pytest.raises(OutsideAnAct):
        rename(actor=actor_of("town", MAOPING), place=county, now=NOW, silent=True)
    county.refresh_from_db()
    assert county.name == "白河县"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_an_entry(change: str, county: Place) -> None:
    rows = Entry.objects.filter(seq=1)
    assert rows.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        _ = rows.update(action="x") if change == "update" else rows.delete()
