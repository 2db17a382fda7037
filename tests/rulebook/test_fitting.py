"""`sibai upgrade` asks first whether the county's decisions fit the law that the new program ships."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError

from sibai.measure import LAW, Law
from sibai.rulebook.models import Decision
from sibai.rulebook.queries.fitting import misfits
from sibai.server import setup
from tests.rulebook.deciding import confirmed, prepared

STARTS = date(2026, 7, 1)


def shipped_without(*names: str, **changed: dict[str, Any]) -> Law:
    """The law of a later version: some entries gone, others with other limits or options."""
    entries = {name: entry for name, entry in LAW.entries.items() if name not in names}
    return Law({**entries, **{name: replace(entries[name], **how) for name, how in changed.items()}})


@pytest.fixture
def decided(actor_of: Any) -> None:
    """A parameter, a reading and an age that the county has decided."""
    confirmed(actor_of)
    confirmed(actor_of, entry="term_cap_scope", value='"with_public_posts"', start=STARTS)
    confirmed(actor_of, entry="age_to", value="45", start=STARTS)


def test_what_fits_is_not_told(decided: None) -> None:
    assert misfits() == []


@pytest.mark.parametrize(
    ("law", "told"),
    [
        (shipped_without("base_standard"), ["base_standard）2026-07-01 起的决定：这个参数或口径没有了"]),
        (shipped_without(age_to={"most": 40}), ["age_to）2026-07-01 起的数值不对"]),
        (
            shipped_without(term_cap_scope={"options": {"coordinator_posts": "只算"}}),
            ["term_cap_scope）2026-07-01 起的数值不对：没有“with_public_posts”这个选项"],
        ),
        (shipped_without("age_to", base_standard={"unit": "calendar"}), ["age_to）", "base_standard）"]),
    ],
)
def test_each_decision_that_does_not_fit_is_named(law: Law, told: list[str], decided: None) -> None:
    lines = misfits(law)
    assert len(lines) == len(told)
    assert all(words in line for words, line in zip(told, lines, strict=True))
    assert all(line.startswith("“") and "县里的决定" not in line for line in lines)


def test_what_was_corrected_or_never_confirmed_does_not_count(actor_of: Any) -> None:
    first = confirmed(actor_of, entry="age_to", value="45", start=STARTS)
    assert len(misfits(shipped_without(age_to={"most": 40}))) == 1
    confirmed(actor_of, entry="age_to", value="40", start=STARTS, replaces=first.pk)
    prepared(actor_of, entry="age_to", value="44", start=date(2027, 1, 1))
    assert misfits(shipped_without(age_to={"most": 40})) == []


def test_an_upgrade_that_does_not_fit_changes_nothing(decided: None, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(setup, "misfits", partial(misfits, shipped_without("age_to")))
    monkeypatch.setattr(setup, "tables", lambda: pytest.fail("tables were changed"))
    before = list(Decision.objects.values())
    assert setup.upgrade() == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "什么也没有改动" in said.err
    assert "（age_to）" in said.err
    assert "请装回旧版本" in said.err
    assert list(Decision.objects.values()) == before


def test_an_upgrade_that_fits_or_has_no_tables_yet_goes_on(decided: None, monkeypatch: Any, capsys: Any) -> None:
    made: list[str] = []
    monkeypatch.setattr(setup, "tables", lambda: made.append("tables"))
    assert setup.upgrade() == 0

    def no_table() -> list[str]:
        raise DatabaseError("no such table")

    monkeypatch.setattr(setup, "misfits", no_table)
    assert setup.upgrade() == 0
    assert made == ["tables", "tables"]
