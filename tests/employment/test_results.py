"""What a change of the rulebook would do to this room: told before, written never."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sibai.db.querysets import area
from sibai.employment.models import Stint
from sibai.employment.queries.results import gathered
from sibai.measure import LAW
from sibai.rulebook.queries.preview import compare
from tests.employment.made import on_post
from tests.employment.test_renewing import grade, propose
from tests.employment.test_resigning import given
from tests.people.invented import person_in
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, TODAY, villages_of


@pytest.fixture
def stint(county: Any) -> Stint:
    return on_post(villages_of(MAOPING)[0])


def test_other_public_posts_shorten_the_time_that_is_left(stint: Stint) -> None:
    before = person_in(villages_of(MAOPING)[1], 9)
    Stint.objects.create(
        person=before,
        village=villages_of(MAOPING)[1],
        kind=Stint.PUBLIC_POST,
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        source="roster",
        recorded_at=NOW,
    )
    on_post(villages_of(MAOPING)[1], 9)
    other = LAW.decided({"term_cap_scope": "with_public_posts"}, "测试")
    changed = compare(LAW, other, [gathered], area(COUNTY), TODAY)
    assert [(each.person_code, each.what, each.before, each.after) for each in changed] == [
        (before.code, "最晚在岗日", "2028-06-30", "2027-06-30")
    ]


def test_a_longer_notice_moves_open_resignations_only_where_one_looks(stint: Stint, actor_of: Any) -> None:
    given(actor_of, stint)
    other = LAW.decided({"resignation_notice": "law_37"}, "测试")
    changed = compare(LAW, other, [gathered], area(COUNTY), TODAY)
    assert [(each.what, each.before, each.after) for each in changed] == [
        ("辞职最早离岗日", "2026-05-21", "2026-05-31")
    ]
    assert compare(LAW, other, [gathered], area(LENGSHUI), TODAY) == []


def test_renewals_under_way_are_among_the_results(stint: Stint, actor_of: Any) -> None:
    grade(stint, 2025, "合格")
    propose(actor_of, stint, date(2027, 6, 30))
    told = {each.what: each.value for each in gathered(area(COUNTY), TODAY)(LAW)}
    assert told["续签到2027-06-30"] == "可以续签"
    assert told["下一份合同最晚止日"] == "2027-06-30"
