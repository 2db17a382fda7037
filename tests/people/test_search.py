"""The search: by name, pinyin, initials, whole numbers, code and village; nothing outside the scope."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sibai.people.models import Person
from sibai.people.operations.erasing import erase_person
from sibai.people.pinyin import initials, whole
from sibai.people.queries.search import find
from tests.people.invented import invented, person_in
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, TODAY, villages_of


@pytest.fixture
def people(county: Any) -> list[Person]:
    """Two in one town, one in another."""
    here, there = villages_of(MAOPING), villages_of(LENGSHUI)
    return [
        person_in(here[0], 1, name="单小明"),
        person_in(here[1], 2, name="王秀英"),
        person_in(there[0], 3, name="单大海"),
    ]


@pytest.mark.parametrize(
    "text", ["单小明", "小明", "shanxiaoming", "shanxi", "SXM", "sx", " 单 小明 ", "ｓｘｍ", "P000001", "p000001"]
)
def test_a_person_is_found_by(text: str, people: list[Person], actor_of: Any) -> None:
    found = find(actor_of("town", MAOPING), text, TODAY)
    assert [each.name for each in found.persons] == ["单小明"]


@pytest.mark.parametrize(("field", "told"), [("id_number", "身份证号"), ("phone", "手机号"), ("card", "银行账号")])
def test_a_whole_number_finds_its_owner_and_is_told_masked(
    field: str, told: str, people: list[Person], actor_of: Any
) -> None:
    number = getattr(people[0], field)
    (one,) = find(actor_of("county_clerk"), number.lower(), TODAY).persons
    assert one.id == people[0].pk
    assert one.by.startswith(told)
    assert number not in one.by
    assert find(actor_of("county_clerk"), number[:-1], TODAY).nothing


def test_a_person_elsewhere_is_not_found(people: list[Person], actor_of: Any) -> None:
    town = actor_of("town", MAOPING)
    assert find(town, people[2].id_number, TODAY).nothing
    assert find(town, "单大海", TODAY).nothing
    assert find(actor_of("county_clerk"), "单", TODAY).persons[1].name == "单大海"


def test_a_village_is_found_with_its_people(people: list[Person], actor_of: Any) -> None:
    village = villages_of(MAOPING)[0]
    found = find(actor_of("county_clerk"), village.short_name, TODAY)
    assert [place.code for place in found.places] == [village.code]
    assert people[0].pk in {person.id for person in found.persons}


@pytest.mark.parametrize("role", ["finance", "administrator"])
def test_who_may_see_no_identities_finds_none(role: str, people: list[Person], actor_of: Any) -> None:
    assert find(actor_of(role), "单小明", TODAY).persons == ()


def test_a_coordinator_finds_only_the_own_person(people: list[Person], actor_of: Any) -> None:
    own = actor_of("coordinator", people[0].place_code, person=people[0])
    assert [each.name for each in find(own, "单", TODAY).persons] == ["单小明"]
    assert find(own, "王", TODAY).nothing


def test_a_search_takes_two_queries(people: list[Person], actor_of: Any) -> None:
    actor = actor_of("county_clerk")
    with CaptureQueriesContext(connection) as queries:
        find(actor, "单", TODAY)
    assert len(queries) <= 2


@pytest.mark.parametrize("text", ["", "   ", "'; drop table", "%", "_", "🙂" * 100, "单" * 500])
def test_strange_text_finds_nothing_and_breaks_nothing(text: str, people: list[Person], actor_of: Any) -> None:
    assert find(actor_of("county_clerk"), text, TODAY).persons == ()


def test_there_is_more_than_is_shown(county: Any, actor_of: Any) -> None:
    for number in range(22):
        person_in(villages_of(MAOPING)[0], number, name="任一一")
    found = find(actor_of("county_clerk"), "ren", TODAY)
    assert (len(found.persons), found.more) == (20, True)


def test_an_erased_person_is_not_found(people: list[Person], actor_of: Any) -> None:
    clerk = actor_of("county_clerk")
    erase_person(clerk, people[0], "期满", NOW)
    assert find(clerk, invented(1).id_number, TODAY).nothing
    assert find(clerk, "P000001", TODAY).nothing
    assert find(clerk, "已删除", TODAY).nothing


@pytest.mark.parametrize(
    ("name", "pinyin", "short"),
    [
        ("单小明", "shanxiaoming", "sxm"),
        ("解放", "xiefang", "xf"),
        ("仇英", "qiuying", "qy"),
        ("区明", "ouming", "om"),
        ("查良", "zhaliang", "zl"),
        ("翟东", "zhaidong", "zd"),
        ("曾国", "zengguo", "zg"),
        ("朴正", "piaozheng", "pz"),
        ("盖中", "gezhong", "gz"),
        ("员力", "yunli", "yl"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("吕明", "lvming", "lm"),
        ("买买提·吐尔逊", "maimaitituerxun", "mmttex"),
    ],
)
def test_family_names_are_read_as_family_names(name: str, pinyin: str, short: str) -> None:
    assert (whole(name), initials(name)) == (pinyin, short)


def test_the_search_holds_for_the_whole_county(people: list[Person], actor_of: Any) -> None:
    assert {each.code for each in find(actor_of("county_leader", COUNTY), "单", TODAY).persons} == {
        "P000001",
        "P000003",
    }
