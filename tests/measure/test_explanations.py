"""Every number explains itself: read from JSON, without the rule book, an explanation evaluates to its number."""

import json
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given

from sibai.measure import LAW, Single
from sibai.measure.explain import Step, evaluate, from_document, leaves, to_document
from sibai.measure.pay import PAYSLIP
from sibai.measure.telling import tree
from tests.measure.invented import PEOPLE, SETTLE_READINGS, law_with, readings, single_of

MONTHS = [date(year, month, 1) for year in (2023, 2024, 2025, 2026, 2027) for month in range(1, 13)]


def read_back(step: Step) -> Step:
    """Through JSON text and back, unchanged."""
    text = json.dumps(to_document(step), ensure_ascii=False)
    again = from_document(json.loads(text))
    assert json.dumps(to_document(again), ensure_ascii=False) == text
    return again


def check(step: Step, value: Any) -> None:
    """The explanation gives the number, and every leaf says where it comes from."""
    again = read_back(step)
    assert evaluate(again) == evaluate(step) == value
    for leaf in leaves(again):
        assert leaf.kind in ("fact", "parameter", "reading"), leaf.name
        if leaf.kind == "fact":
            assert {"file", "row", "column"} <= leaf.source.keys(), leaf.name
        else:
            assert {"from", "source", "confidence"} <= leaf.source.keys(), leaf.name
            assert leaf.source["source"], leaf.name


def invented_month(chance: Random) -> dict[str, Any]:
    """Facts of a random payslip, some of them blank."""
    month = chance.choice(MONTHS)
    days = chance.randrange(28)
    facts: dict[str, Any] = {
        "month": month,
        "on_post_from": chance.choice([None, month + timedelta(days)]),
        "unpaid_days": chance.choice([None, 0, 3]),
        "declared_wage": chance.choice([None, chance.randrange(3_000_000)]),
        "reward": chance.choice([None, chance.randrange(20_000_000)]),
        "earned_before": chance.choice([None, chance.randrange(100_000_000)]),
        "withheld_before": chance.choice([None, chance.randrange(500_000)]),
        "months_before": chance.choice([None, 5]),
        "allowance_months": chance.choice([None, 12]),
    }
    return {name: value for name, value in facts.items() if value is not None}


@pytest.mark.parametrize("tenth", range(10))
def test_a_thousand_payslips_explain_themselves(tenth: int) -> None:
    chance = Random(tenth)
    for row in range(100):
        facts = invented_month(chance)
        law = LAW.on(facts["month"].replace(day=28))
        single = Single(law, facts, {}, lambda name, _row, row=row: {"file": "a.csv", "row": row + 2, "column": name})
        plain = Single(law, facts)
        for name in PAYSLIP:
            check(single.explain(name), plain.number(name))


@given(PEOPLE, readings(SETTLE_READINGS))
def test_shares_explain_themselves_down_to_every_event_of_the_pool(people: Any, options: dict[str, str]) -> None:
    law = law_with(options)
    single = single_of(people, law)
    for row in range(len(people)):
        for name in ("score", "grade"):
            assert single.explain(name, row).value == single.number(name, row)
    check(single.explain("share"), single.number("share"))


def test_a_changed_explanation_is_found_out() -> None:
    single = Single(LAW.on(date(2026, 5, 31)), {"month": date(2026, 5, 1)})
    document = to_document(single.explain("net"))
    document["steps"][-1]["value"] += 1
    with pytest.raises(ValueError, match="net"):
        evaluate(from_document(document))


def test_the_tree_reads_from_the_number_down_to_file_row_and_column() -> None:
    def origin(name: str, _row: int) -> dict[str, Any]:
        return {"file": "花名册.csv", "row": 7, "column": name}

    facts = {"month": date(2026, 5, 1), "unpaid_days": 2}
    text = tree(Single(LAW.on(date(2026, 5, 31)), facts, {}, origin).explain("net"))
    assert text.startswith("实发 1073.91元〔第十一条〕〔第十四条〕")
    assert "无薪天数 2天（花名册.csv 第7行 unpaid_days）" in text
    assert "养老保险个人费率 8%〔第十四条〕（pension_rate，2019-05-01起" in text
