"""The pages: what each shows, to whom; small enough, with few queries; addresses that name nothing are 404."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sibai.audit.acts import ROLES, registry
from sibai.measure import ARTICLES, BOOK, LAW
from sibai.rulebook.queries.articles import doings
from tests.rulebook.deciding import confirmed, prepared

LARGEST, MOST_QUERIES = 50_000, 12
MOST_OF_A_PREVIEW = 24
"""A preview asks every room twice, under the law as it is and as it would be."""
LISTS = ("", "parameters/", "readings/", "decisions/")
READERS = sorted(set(ROLES) - {"administrator"})
PAGES = [
    *LISTS,
    *(f"article/{number}/" for number in ARTICLES),
    *(f"entry/{name}/" for name in LAW.entries),
    *(f"decide/{name}/" for name in LAW.entries),
    *(f"rule/{name}/" for name in BOOK.rules),
]


@pytest.fixture
def clerk(client_of: Any) -> Any:
    client = client_of("county_clerk")
    client.get("/rulebook/")
    return client


def text_of(client: Any, path: str) -> str:
    answer = client.get(f"/rulebook/{path}")
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_every_page_opens_small_and_with_few_queries(clerk: Any, actor_of: Any) -> None:
    confirmed(actor_of, entry="pool_per_head", value='"article_11"')
    prepared(actor_of)
    for path in PAGES:
        with CaptureQueriesContext(connection) as queries:
            answer = clerk.get(f"/rulebook/{path}")
        assert answer.status_code == 200, path
        assert len(queries) <= MOST_QUERIES, path
        assert len(answer.content) < LARGEST, path


def test_a_decision_and_its_preview_take_few_queries(client_of: Any, actor_of: Any) -> None:
    wrong = confirmed(actor_of)
    decision = prepared(actor_of, value='"1800.00"', replaces=wrong.pk)
    client = client_of("county_leader")
    client.get("/rulebook/")
    paths = {f"/rulebook/decision/{decision.pk}/": MOST_QUERIES, f"/preview/decision/{decision.pk}/": MOST_OF_A_PREVIEW}
    for path, most in paths.items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        assert answer.status_code == 200, path
        assert len(queries) <= most, [each["sql"] for each in queries]
        assert len(answer.content) < LARGEST


@pytest.mark.parametrize("role", READERS)
def test_everybody_who_works_reads_articles_and_readings(role: str, client_of: Any) -> None:
    client = client_of(role, "610929104206" if role == "village" else "610929000000")
    assert "第二十三条" in text_of(client, "")
    assert "办法条文" in text_of(client, "")
    assert "用人单位是谁" in text_of(client, "readings/")
    decide = "rulebook/decide/" in text_of(client, "readings/")
    assert decide == (role == "county_clerk")


def test_an_administrator_reads_none_of_it(client_of: Any) -> None:
    client = client_of("administrator")
    assert {client.get(f"/rulebook/{path}").status_code for path in LISTS} == {403}


@pytest.mark.parametrize("written", ["13", "第十三条"])
def test_an_article_is_found_by_its_number_however_written(written: str, clerk: Any) -> None:
    text = text_of(clerk, f"article/{quote(written)}/")
    assert "绩效工资分配" in text
    assert "500元" in text


@pytest.mark.parametrize(
    "written", ["0", "24", "013", "-1", "1.0", "十三", "第二十四条", "第十三条第二款", "x" * 300, "１３"]
)
def test_what_is_no_article_is_not_found(written: str, clerk: Any) -> None:
    assert clerk.get(f"/rulebook/article/{quote(written)}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["entry/nothing/", "rule/nothing/", "decide/nothing/", "entry/sign_by/", "rule/sign_within/"]
)
def test_what_is_no_entry_or_rule_is_not_found(path: str, clerk: Any) -> None:
    assert clerk.get(f"/rulebook/{path}").status_code == 404


def test_an_article_shows_its_text_rules_parameters_readings_cases_and_decisions(clerk: Any, actor_of: Any) -> None:
    confirmed(actor_of, entry="pool_per_head", value='"article_11"')
    waiting = prepared(actor_of, entry="fail_shares", value='"no"')
    text = text_of(clerk, "article/13/")
    for words in (
        "绩效工资总额",
        "规则",
        "口径",
        "每人绩效工资额按哪一条",
        "须由县里确定",
        "算例",
        "县里已定",
        "白人社发",
    ):
        assert words in text, words
    assert f"/rulebook/decision/{waiting.pk}/" in text


def test_doubtful_figures_carry_a_chip(clerk: Any) -> None:
    assert "不确定" in text_of(clerk, "article/14/")


def test_a_village_sees_what_is_decided_but_not_what_waits(client_of: Any, actor_of: Any) -> None:
    confirmed(actor_of, entry="pool_per_head", value='"article_11"')
    prepared(actor_of, entry="fail_shares", value='"no"')
    text = text_of(client_of("village", "610929104206"), "article/13/")
    assert "白人社发" in text
    assert "/rulebook/decision/" not in text


def test_doors_lead_only_where_the_role_may_go(client_of: Any) -> None:
    assert "账号和角色" not in text_of(client_of("village", "610929104206"), "article/3/")


def test_each_article_says_what_the_system_does() -> None:
    assert set(doings()) == set(ARTICLES)
    for number, doing in doings().items():
        assert doing["brief"], number
        assert doing["does"], number
        assert set(doing) <= {"brief", "does", "doors"}


def test_parameters_are_searched_and_filtered(clerk: Any, actor_of: Any) -> None:
    confirmed(actor_of, start=date(2026, 1, 1))
    assert "1740.00元" in text_of(clerk, "parameters/?own=county")
    assert "养老保险个人费率" not in text_of(clerk, "parameters/?own=county")
    assert "养老保险个人费率" in text_of(clerk, f"parameters/?q={quote('养老保险个人')}")
    assert "养老保险个人费率" in text_of(clerk, f"parameters/?article={quote('第十四条')}&confidence=certain")
    assert "没有找到" in text_of(clerk, "parameters/?q=zzz")
    assert text_of(clerk, "parameters/?own=nonsense&page=999&sort=x")


def test_readings_that_must_be_decided_can_be_seen_alone(clerk: Any) -> None:
    text = text_of(clerk, "readings/?show=undecided")
    assert "用人单位是谁" in text
    assert "年龄计到哪一天" not in text


def test_a_rule_is_drawn_from_what_it_is_made(clerk: Any) -> None:
    text = text_of(clerk, "rule/last_lawful_day/")
    for words in ("累计年限算哪些经历", "填报的事实", "口径"):
        assert words in text
    assert "/rulebook/entry/term_cap/" in text


def test_every_door_leads_to_an_address_with_a_row() -> None:
    named = {door["route"] for doing in doings().values() for door in doing.get("doors", [])}
    assert named - set(registry().routes) == set()
