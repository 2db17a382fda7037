"""What does not hold together never gets as far as a result."""

from datetime import date
from typing import Any

import pytest

from sibai.measure import ARTICLES, BOOK, LAW
from sibai.measure.law import LawError, parse_entries
from sibai.measure.numbers import Fen
from sibai.measure.refusals import MissingFact, MissingParameter, NoMeasure
from sibai.measure.rule import Book, BookError
from sibai.measure.single import Single

ARTICLE = {"第一条": None}


def book_of(*rules: Any, articles: str = "第一条") -> Book:
    book = Book()
    for function in rules:
        book.rule(articles, function.__name__, grain="person")(function)
    return book


def wage(bonus: Fen) -> Fen:
    return bonus


def bonus(wage: Fen) -> Fen:
    return wage


def test_a_circle_of_rules_is_refused() -> None:
    with pytest.raises(BookError, match="circle"):
        book_of(wage, bonus).seal([], ARTICLE)


def test_a_number_that_nobody_makes_is_refused() -> None:
    with pytest.raises(BookError, match="nobody makes"):
        book_of(wage).seal([], ARTICLE)


def test_a_rule_without_an_article_is_refused() -> None:
    with pytest.raises(BookError, match="cites no article"):
        book_of(wage, articles="").seal(["bonus"], ARTICLE)


def test_a_rule_that_cites_an_unknown_article_is_refused() -> None:
    with pytest.raises(BookError, match="does not have"):
        book_of(wage, articles="第九十九条").seal(["bonus"], ARTICLE)


def test_an_article_without_rule_or_reason_is_refused() -> None:
    with pytest.raises(BookError, match="either a rule or a reason"):
        book_of(wage).seal(["bonus"], ARTICLE | {"第二条": None})


def test_an_article_with_a_rule_and_a_reason_for_having_none_is_refused() -> None:
    with pytest.raises(BookError, match="either a rule or a reason"):
        book_of(wage).seal(["bonus"], {"第一条": "没有"})


def test_a_name_cannot_be_two_things() -> None:
    book = book_of(wage)
    with pytest.raises(BookError, match="twice"):
        book.fact("wage", "工资", "fen", "person")
    with pytest.raises(BookError, match="both a parameter"):
        book.seal(["bonus", "wage"], ARTICLE)


def test_a_rule_must_say_the_unit_of_its_number() -> None:
    def unnamed(bonus):  # type: ignore[no-untyped-def]
        return bonus

    with pytest.raises(BookError, match="unit"):
        book_of(unnamed)


def test_a_rule_cannot_reach_down_to_a_finer_grain() -> None:
    book = Book()
    book.fact("bonus", "加分", "fen", "event")
    book.rule("第一条", "工资", grain="person")(wage)
    with pytest.raises(BookError, match="finer"):
        book.seal([], ARTICLE)


ENTRY = {"label": "工资", "unit": "fen", "article": "第十一条"}
VALUE = {"from": date(2026, 1, 1), "value": "1.00", "source": "某号文", "confidence": "certain"}


def faults_of(*values: dict[str, Any]) -> list[str]:
    faults: list[str] = []
    parse_entries({"wage": {**ENTRY, "values": list(values)}}, "x.toml", faults)
    return faults


def test_a_parameter_without_source_is_refused() -> None:
    assert "来源" in faults_of({**VALUE, "source": ""})[0]


def test_a_parameter_without_confidence_is_refused() -> None:
    assert "可信度" in faults_of({**VALUE, "confidence": "perhaps"})[0]


def test_two_values_for_one_day_are_refused() -> None:
    assert "重叠" in faults_of({**VALUE, "to": date(2026, 6, 30)}, {**VALUE, "from": date(2026, 6, 30)})[0]


def test_a_gap_between_two_values_is_refused() -> None:
    assert "之间没有数值" in faults_of({**VALUE, "to": date(2026, 6, 29)}, {**VALUE, "from": date(2026, 7, 1)})[0]


def test_values_that_join_without_gap_or_overlap_are_taken() -> None:
    assert faults_of({**VALUE, "to": date(2026, 6, 30)}, {**VALUE, "from": date(2026, 7, 1)}) == []


def test_a_number_with_a_decimal_point_must_stand_in_quotation_marks() -> None:
    assert "引号" in faults_of({**VALUE, "value": 1.5})[0]


def test_before_the_tenth_of_june_2022_there_is_no_measure() -> None:
    with pytest.raises(NoMeasure, match="2022-06-10"):
        LAW.on(date(2022, 6, 9))
    assert LAW.on(date(2022, 6, 10))["base_standard"].value == 160_000


def test_a_county_value_holds_from_its_date_on_and_the_shipped_one_before() -> None:
    county = {"base_standard": [{"from": date(2026, 3, 1), "value": "1700.00", "document": "白人社发〔2026〕9号"}]}
    law = LAW.overlaid(county, "county.toml")
    assert law.on(date(2026, 2, 28))["base_standard"].value == 160_000
    assert law.on(date(2026, 3, 1))["base_standard"].value == 170_000


def test_a_county_value_with_an_end_gives_way_to_the_shipped_one() -> None:
    value = {"from": date(2026, 3, 1), "to": date(2026, 3, 31), "value": "1700.00", "document": "白人社发〔2026〕9号"}
    law = LAW.overlaid({"base_standard": [value]}, "county.toml")
    assert [law.on(date(2026, month, 15))["base_standard"].value for month in (2, 3, 4)] == [160_000, 170_000, 160_000]


def test_a_county_value_needs_its_document_a_known_name_and_a_known_option() -> None:
    county = {
        "base_standard": [{"from": date(2026, 3, 1), "value": "1700.00"}],
        "no_such": [{"from": date(2026, 3, 1), "value": "1", "document": "某号文"}],
        "fail_shares": [{"from": date(2026, 3, 1), "value": "maybe", "document": "某号文"}],
    }
    with pytest.raises(LawError) as refused:
        LAW.overlaid(county, "county.toml")
    assert len(refused.value.lines) == 3


def test_a_decided_reading_is_no_longer_undecided() -> None:
    value = {"from": date(2026, 1, 1), "value": "annual_500", "document": "白人社发〔2026〕9号"}
    law = LAW.overlaid({"pool_per_head": [value]}, "county.toml")
    assert LAW.on(date(2026, 5, 1))["pool_per_head"].undecided
    assert not law.on(date(2026, 5, 1))["pool_per_head"].undecided


def test_a_year_without_published_base_uses_the_last_one_and_says_so() -> None:
    found = LAW.on(date(2027, 1, 31))["contribution_base_lower"]
    assert found.provisional
    assert found.value == 473_700
    assert not LAW.on(date(2026, 12, 31))["contribution_base_lower"].provisional


def test_a_fact_that_is_absent_and_has_no_stated_blank_is_named() -> None:
    with pytest.raises(MissingFact, match="在岗"):
        Single(LAW.on(date(2026, 12, 10)), {"post_months": 12}).number("takes_part")


def test_a_parameter_without_value_on_a_day_is_named() -> None:
    law = LAW.on(date(2022, 7, 1))
    entries = {**LAW.entries}
    assert law["minimum_wage"].value == 175_000
    with pytest.raises(MissingParameter, match="最低工资"):
        type(law)(entries, date(2020, 1, 1))["minimum_wage"]


def test_every_rule_and_every_article_meet() -> None:
    cited = {article for rule in BOOK.rules.values() for article in rule.articles}
    assert len(ARTICLES) == 23
    for number, article in ARTICLES.items():
        assert (number in cited) != bool(article.no_rule)


def test_a_pool_that_does_not_exist_has_no_number() -> None:
    facts = {"code": ["A"], "on_post": [True], "post_months": [12]}
    single = Single(LAW.on(date(2026, 12, 10)), facts, {"event": [], "matter": [], "person": [0]})
    assert single.number("heads", 0) == 1
    with pytest.raises(IndexError, match="pool 1"):
        single.number("heads", 1)
