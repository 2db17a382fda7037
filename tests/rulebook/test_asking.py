"""Answers with their explanation; what is kept with a frozen result stays what it was."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from sibai.audit.refusals import Refusal
from sibai.measure.explain import evaluate
from sibai.rulebook.queries.asking import Kept, ask
from sibai.rulebook.queries.law import county_rules
from tests.rulebook.deciding import confirmed

ON = date(2026, 7, 1)


def test_a_number_comes_with_its_explanation(county: Any) -> None:
    answers = ask(["sign_by"], {"employed_on": date(2026, 1, 31)}, on=ON)
    assert answers["sign_by"] == date(2026, 2, 28)
    node = answers.why("sign_by")
    assert (node["line"], node["value"], node["article"]) == ("最迟签订日", "2026-02-28", "第八条")
    assert [child["line"] for child in node["children"]] == ["聘用之日（用工之日）", "签订合同期限"]
    assert node["children"][1]["url"] == "/rulebook/entry/sign_within/"


def test_a_fact_says_where_it_stands(county: Any) -> None:
    sources = {"employed_on": ("任职记录", "/somewhere/")}
    answers = ask(["sign_by"], {"employed_on": date(2026, 1, 31)}, on=ON, sources=sources)
    fact = answers.why("sign_by")["children"][0]
    assert (fact["source"], fact["url"]) == ("任职记录", "/somewhere/")


def test_rows_of_a_grain_are_asked_one_by_one(county: Any) -> None:
    facts = {"start": [date(2022, 7, 1), date(2024, 1, 1)], "end": [date(2023, 3, 31), None]}
    answers = ask(
        ["last_lawful_day", "stint_months"], facts, on=ON, parents={"stint": [0, 0]}, rows={"stint_months": [0, 1]}
    )
    assert answers["last_lawful_day"] == date(2026, 3, 31)
    assert (answers.of("stint_months", 0), answers.of("stint_months", 1)) == (9, 0)
    kept = Kept(json.loads(json.dumps(answers.json())))
    assert kept.of("stint_months", 0) == 9
    assert kept.why("last_lawful_day") == answers.why("last_lawful_day")


def test_what_is_kept_does_not_change_with_the_law(actor_of: Any) -> None:
    facts = {"employed_on": date(2026, 7, 31)}
    before = ask(["sign_by"], facts, on=ON)
    kept = json.dumps(before.json())
    digest = county_rules().digest
    confirmed(actor_of, entry="sign_within", value="2", start=date(2022, 6, 10))
    assert ask(["sign_by"], facts, on=ON)["sign_by"] == date(2026, 9, 30)
    read = Kept(json.loads(kept))
    assert read["sign_by"] == date(2026, 8, 31)
    assert evaluate(read.step("sign_by")) == date(2026, 8, 31)
    assert read.digest == digest != county_rules().digest
    assert [used["name"] for used in read.written["parameters"]] == ["sign_within"]


def test_a_missing_fact_is_told_in_chinese_without_identifiers(county: Any) -> None:
    with pytest.raises(Refusal, match="缺少“聘用之日") as refusal:
        ask(["sign_by"], {}, on=ON)
    assert "employed_on" not in str(refusal.value)


def test_a_reading_on_its_default_carries_a_flag(county: Any) -> None:
    node = ask(["contract_party"], {}, on=ON).why("contract_party")
    assert "默认" in node["children"][0]["flag"]
