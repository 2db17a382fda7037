"""A value goes to the page and back into the rulebook as the same value."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibai.measure import LAW
from sibai.measure.law import Entry
from sibai.measure.values import parse_value
from sibai.rulebook import toml
from sibai.rulebook.forms import deciding
from sibai.rulebook.queries.law import read_value
from sibai.rulebook.queries.shapes import MONTH_DAY, TEXT, as_toml, as_typed, shape_of, words_of

SHIPPED = [
    pytest.param(entry, dated.value, id=f"{entry.name}-{dated.since}")
    for entry in LAW.entries.values()
    for dated in entry.values
    if not dated.missing
]


def written(entry: Entry, value: Any) -> str:
    return toml.literal(as_toml(value, entry.of or entry.unit))


@pytest.mark.parametrize(("entry", "value"), SHIPPED)
def test_every_shipped_value_can_be_written_and_read_back(entry: Entry, value: Any) -> None:
    text = written(entry, value)
    assert parse_value(entry.unit, read_value(text), of=entry.of, keys=entry.keys) == value
    assert words_of(entry, text)


@pytest.mark.parametrize(("entry", "value"), SHIPPED)
def test_every_shipped_value_can_be_typed_into_its_form(entry: Entry, value: Any) -> None:
    shape = shape_of(entry, value)
    text = written(entry, value)
    typed = as_typed(shape.kind, text)
    form = deciding(shape)(
        {"value": typed, "start": "2026-07-01", "document": "白人社发〔2026〕1号（举例）", "reason": "按市里通知"}
    )
    assert form.is_valid(), form.errors
    assert read_value(form.decided()["value"]) == read_value(text)
    assert shape.example or shape.kind not in (TEXT, MONTH_DAY)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
values = st.recursive(
    words | st.integers() | st.booleans() | st.dates(min_value=date(1, 1, 1)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_whatever_is_written_as_toml_is_read_back(value: Any) -> None:
    assert tomllib.loads(f"value = {toml.literal(value)}")["value"] == value


@given(document=words, note=words)
def test_no_document_or_note_breaks_out_of_its_place(document: str, note: str) -> None:
    row = {"from": date(2026, 1, 1), "value": "1.00", "document": document, "note": note}
    assert tomllib.loads(toml.rulebook_file({"base_standard": [row]}).decode()) == {"base_standard": [row]}
