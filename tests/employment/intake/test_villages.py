"""Villages by any name that people give them, unique or with the candidates told."""

from __future__ import annotations

from typing import Any

import pytest

from sibai.db.querysets import area
from sibai.employment.queries.intake.cells import BadCell
from sibai.employment.queries.intake.villages import Villages, villages_in
from tests.web_fixtures import COUNTY, MAOPING


@pytest.fixture
def villages(county: Any) -> Villages:
    return villages_in(area(COUNTY))


@pytest.mark.parametrize(
    "text",
    [
        "桥儿沟",
        "桥儿沟社区",
        "桥儿沟社区居委会",
        "桥儿沟社区居民委员会",
        "城关镇桥儿沟社区",
        "白河县城关镇桥儿沟",
        "陕西省安康市白河县城关镇 桥儿沟社区",
    ],
)
def test_a_village_is_found_by_any_of_its_names(villages: Villages, text: str) -> None:
    assert villages.by_name(text, None).code == "610929100001"


def test_every_village_is_found_by_its_code_its_name_and_its_short_name_in_its_town(villages: Villages) -> None:
    for code, place in villages.villages.items():
        assert villages.by_code(code) is place
        for name in (place.name, place.short_name):
            assert villages.by_name(name, place.parent) is place


def test_a_name_that_two_have_is_told_with_both(villages: Villages) -> None:
    with pytest.raises(BadCell) as told:
        villages.by_name("清风", villages.town("城关"))
    assert "城关镇清风社区、城关镇清风村" in str(told.value)


def test_a_name_with_the_wrong_ending_is_asked_back(villages: Villages) -> None:
    with pytest.raises(BadCell, match="是不是城关镇桥儿沟社区"):
        villages.by_name("桥儿沟村", None)


def test_a_name_nearly_right_is_asked_back_and_one_from_nowhere_goes_back(villages: Villages) -> None:
    with pytest.raises(BadCell, match="是不是"):
        villages.by_name("桥儿勾社区", None)
    with pytest.raises(BadCell, match="请核对村名"):
        villages.by_name("巴黎", None)


def test_a_village_of_another_town_is_not_found_in_this_one(villages: Villages) -> None:
    with pytest.raises(BadCell, match="这个镇没有"):
        villages.by_name("桥儿沟社区", villages.town("茅坪镇"))
    with pytest.raises(BadCell, match="不一致"):
        villages.by_name("城关镇桥儿沟社区", villages.town("茅坪镇"))


def test_a_town_is_found_without_its_ending_and_an_unknown_one_is_told_with_all(villages: Villages) -> None:
    assert villages.town("茅坪").code == MAOPING
    with pytest.raises(BadCell, match="城关镇"):
        villages.town("巴黎镇")


def test_a_town_knows_only_its_own_villages(county: Any) -> None:
    own = villages_in(area(MAOPING))
    with pytest.raises(BadCell, match="不在您的范围内"):
        own.by_code("610929100001")
