"""Numbers, days and marks are written on every page in the same way; every part renders with sample data."""

import datetime
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from sibai.web import patterns
from sibai.web.templatetags import sibai as tags

UTC = datetime.UTC
MOMENT = datetime.datetime(2026, 5, 21, 17, 5, tzinfo=UTC)
TODAY = datetime.date(2026, 5, 20)


def written(text: str, **context: Any) -> str:
    """A scrap of template, rendered."""
    return engines["django"].from_string("{% load sibai %}" + text).render(context)


@pytest.fixture(scope="module")
def pattern_page() -> str:
    """The pattern page as a browser gets it."""
    return render_to_string(
        "web/patterns.html", patterns.sample() | {"frame": patterns.frame()}, RequestFactory().get("/")
    )


@pytest.mark.parametrize(
    ("fen", "yuan"), [(160000, "1,600.00"), (0, "0.00"), (5, "0.05"), (-34040, "-340.40"), (None, "—"), ("", "—")]
)
def test_fen_are_written_as_yuan_with_two_decimals(fen: Any, yuan: str) -> None:
    assert tags.fen(fen) == yuan


@pytest.mark.parametrize("wrong", [1600.0, "1600", True])
def test_money_that_is_no_whole_number_of_fen_is_a_fault_of_the_program(wrong: Any) -> None:
    with pytest.raises(TypeError):
        tags.fen(wrong)


def test_points_are_written_from_centipoints() -> None:
    assert tags.points(8850) == "88.50"


def test_a_moment_is_told_in_the_time_of_the_county() -> None:
    assert tags.moment(MOMENT) == "2026-05-22 01:05"
    assert tags.day(MOMENT) == "2026-05-22"
    assert tags.day(TODAY) == "2026-05-20"
    assert tags.day(None) == "—"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        tags.moment(datetime.datetime(2026, 5, 21, 14, 5))  # noqa: DTZ001


@pytest.mark.parametrize(("days", "tone"), [(-1, "late"), (0, "due"), (3, "due"), (4, "plain")])
def test_a_deadline_is_late_when_it_is_past_and_due_when_it_is_near(days: int, tone: str) -> None:
    assert tags.tone(TODAY + datetime.timedelta(days=days), TODAY) == tone


@pytest.mark.parametrize(("given", "tone"), [("done", "done"), ("late evil", "plain"), (None, "plain")])
def test_a_tone_that_nobody_knows_is_plain(given: Any, tone: str) -> None:
    assert tags.tone(given) == tone


@pytest.mark.parametrize(
    ("word", "number"), [("九", 9), ("十", 10), ("十三", 13), ("二十", 20), ("二十三", 23), ("四十七", 47)]
)
def test_the_number_of_an_article_is_read_from_its_name(word: str, number: int) -> None:
    assert tags.article_number(word) == number


def test_an_article_without_a_page_is_a_plain_chip() -> None:
    assert written('{% article "劳动合同法第四十条" %}') == '<span class="article">〔劳动合同法第四十条〕</span>'
    assert written('{% article "第五条" "" %}') == '<span class="article">〔第五条〕</span>'


def test_words_of_people_are_escaped_wherever_they_stand() -> None:
    evil = '<img src=x>"'
    safe = "&lt;img src=x&gt;&quot;"
    assert safe in written('{% status "due" word %}', word=evil)
    assert safe in written("{% article word %}", word=evil)
    assert safe in written('{% include "web/parts/cell.html" %}', cell=SimpleNamespace(text=evil))
    columns = [{"label": evil}, {"label": "b", "kind": "status"}]
    rows = [{"cells": [{"text": evil, "under": evil, "flag": evil}, {"tone": "due", "word": evil}], "url": "#"}]
    text = written('{% include "web/parts/list.html" %}', listing={"columns": columns, "rows": rows, "title": evil})
    assert "<img" not in text


def test_a_plain_value_a_mapping_and_an_object_make_the_same_cell() -> None:
    columns = [{"label": "应发", "kind": "money"}]
    for value in (160000, {"value": 160000}, SimpleNamespace(value=160000)):
        (cell,) = tags.cells([value], columns)
        assert (cell.text, cell.css) == ("1,600.00", "number main")


def test_a_row_with_a_cell_too_few_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(tags.cells([1], [{"label": "a"}, {"label": "b"}]))


def test_zero_is_a_number_and_nothing_is_a_dash() -> None:
    zero, nothing = tags.cells([0, None], [{"label": "异议", "kind": "number"}, {"label": "异议", "kind": "number"}])
    assert (zero.text, nothing.text) == ("0", "—")
    assert tags.shown({"value": 0, "kind": "money"}) == "0.00"
    assert [cell.text for cell in tags.cells([{"value": 0}, ""], [{"label": "a"}, {"label": "b"}])] == ["0", "—"]


def test_a_phone_shows_at_most_five_entries() -> None:
    assert list(tags.first_ones("12345")) == list("12345")
    assert tags.other_ones("12345") == ""
    assert (tags.first_ones("123456"), tags.other_ones("123456")) == ("1234", "56")


def test_the_pattern_page_is_light_and_its_window_is_named_as_its_heading(pattern_page: str) -> None:
    assert "<title>样式一览 · 四百工程</title>" in pattern_page
    assert len(pattern_page.encode()) < 90_000, "it holds every part; an ordinary page has 50 KB"


def test_no_id_stands_twice_on_a_page(pattern_page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', pattern_page)
    assert len(ids) == len(set(ids))


def test_every_error_is_told_beside_its_field_and_linked_from_the_top(pattern_page: str) -> None:
    assert '<a href="#wrong_id_number">身份证号</a>：第18位应为 X，请核对' in pattern_page
    field = re.search(r'<input[^>]*id="wrong_id_number"[^>]*>', pattern_page)
    assert field
    assert 'aria-invalid="true"' in field[0]
    described = re.search(r'aria-describedby="([^"]+)"', field[0])
    assert described
    assert described[1].split() == ["wrong_id_number_helptext", "wrong_id_number_error"]
    assert all(f'id="{each}"' in pattern_page for each in described[1].split())


def test_what_an_error_links_to_is_on_the_page(pattern_page: str) -> None:
    summary = pattern_page[pattern_page.index('class="summary"') :]
    for target in re.findall(r'<a href="#([^"]+)"', summary[: summary.index("</div>")]):
        assert f'id="{target}"' in pattern_page


def test_an_address_is_offered_only_to_whom_may_open_it() -> None:
    class Coordinator:
        def may_open(self, route: str) -> bool:
            return route == "employment:mine"

    assert tags.openable("/employment/mine/?tab=1", Coordinator()) == "/employment/mine/?tab=1"
    assert tags.openable("/employment/", Coordinator()) == ""
    assert tags.openable("/employment/", None) == "/employment/"
    assert tags.openable("", Coordinator()) == ""
