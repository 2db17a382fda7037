"""Places change their names, merge and split; what they were on a day stays known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from sibai.audit.models import Entry
from sibai.audit.refusals import Forbidden, Overtaken
from sibai.db.querysets import area
from sibai.people.actor import Actor
from sibai.places.models import Organisation, Place, PlaceName, Succession
from sibai.places.operations.changes import BadChange, NewPlace, merge, split
from sibai.places.operations.renaming import BadDay, BadName, rename
from sibai.places.queries.names import name_on, names_on
from sibai.places.queries.parties import organisation_on, party_of
from sibai.places.queries.tree import tree
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, TODAY, villages_of

ActorOf = Callable[..., Actor]
ON = date(2026, 5, 1)
NEW = MAOPING[:9] + "299"


def renamed(actor: Actor, place: Place, **changed: object) -> PlaceName:
    facts = {
        "was": place.name,
        "name": "新合村委会",
        "start": ON,
        "document": "白政发〔2026〕1号",
        "now": NOW,
        **changed,
    }
    return rename(actor=actor, place=place, **facts)


def test_a_place_keeps_the_names_it_had(actor_of: ActorOf) -> None:
    place = villages_of(MAOPING)[0]
    renamed(actor_of("county_clerk"), place)
    assert name_on(place.code, ON) == "新合村委会"
    assert name_on(place.code, ON - timedelta(days=1)) == place.name
    assert name_on(place.code, date(1999, 1, 1)) == place.name
    assert Place.objects.get(pk=place.pk).short_name == "新合村"
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.object_label, entry.facts["name"]) == ("places.rename", place.name, "新合村委会")


def test_a_name_is_not_taken_twice_nor_given_again(actor_of: ActorOf) -> None:
    actor, (one, other) = actor_of("county_clerk"), villages_of(MAOPING)[:2]
    for name in (one.name, other.name):
        with pytest.raises(BadName):
            renamed(actor, one, name=name)


@pytest.mark.parametrize("start", [TODAY + timedelta(days=1), date(2022, 6, 10), date(2020, 1, 1)])
def test_a_name_begins_between_the_last_one_and_today(start: date, actor_of: ActorOf) -> None:
    with pytest.raises(BadDay):
        renamed(actor_of("county_leader"), villages_of(MAOPING)[0], start=start)


def test_two_who_rename_at_once_are_told(actor_of: ActorOf) -> None:
    actor, place = actor_of("county_clerk"), villages_of(MAOPING)[0]
    renamed(actor, place)
    with pytest.raises(Overtaken):
        renamed(actor, place, name="别的村委会", start=TODAY)


def test_a_town_does_not_rename(actor_of: ActorOf) -> None:
    with pytest.raises(Forbidden):
        renamed(actor_of("town", MAOPING), villages_of(MAOPING)[0])


def test_two_villages_become_a_new_one(county: Place) -> None:
    one, other = villages_of(MAOPING)[:2]
    made = merge(old=[one, other], into=NewPlace(NEW, "合心村委会"), on=ON, document="文件", today=TODAY)
    assert (made.parent_id, made.start, made.short_name) == (MAOPING, ON, "合心村")
    for old in (one, other):
        old.refresh_from_db()
        assert old.end == ON - timedelta(days=1)
        assert name_on(old.code, TODAY) == old.name
    assert set(Succession.objects.values_list("old", "new", "kind")) == {
        (one.pk, NEW, "merge"),
        (other.pk, NEW, "merge"),
    }
    now = {branch.code for branch in tree(area(MAOPING), TODAY)[0].below}
    before = {branch.code for branch in tree(area(MAOPING), ON - timedelta(days=1))[0].below}
    assert (now - before, before - now) == ({NEW}, {one.code, other.code})


def test_the_companies_of_merged_villages_are_succeeded(county: Place) -> None:
    one, other = villages_of(MAOPING)[:2]
    merge(old=[one], into=other, on=ON, document="文件", today=TODAY)
    assert Organisation.objects.get(kind="village_company", place=one).end == ON - timedelta(days=1)
    found = organisation_on("village_company", one.code, TODAY)
    assert found is not None
    assert found.place_id == other.pk
    before = party_of("village_company", one.code, ON - timedelta(days=1))
    assert before.name == f"{one.short_name}劳务帮扶服务公司"


@pytest.mark.parametrize("keeps", [True, False])
def test_a_village_is_split(keeps: bool, county: Place) -> None:
    old = villages_of(MAOPING)[0]
    into = [NewPlace(NEW, "东村委会"), NewPlace(MAOPING[:9] + "298", "西村委会")]
    made = split(old=old, into=into, on=ON, document="文件", today=TODAY, keeps=keeps)
    old.refresh_from_db()
    assert (old.end is None) is keeps
    assert [place.name for place in made] == ["东村委会", "西村委会"]
    assert party_of("village_company", NEW, TODAY).name == "东村劳务帮扶服务公司"
    assert Succession.objects.filter(old=old, kind="split").count() == 2


@pytest.mark.parametrize(
    ("code", "name", "on"),
    [
        (NEW[:-1], "村", ON),
        (NEW, "", ON),
        ("610929999201", "村", ON),
        (MAOPING, "村", ON),
        ("610999100201", "村", ON),
        (NEW, "SAME", ON),
        ("TAKEN", "村", ON),
        (NEW, "村", TODAY + timedelta(days=1)),
        (NEW, "村", date(2022, 6, 10)),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(code: str, name: str, on: date, county: Place) -> None:
    one, other, third = villages_of(MAOPING)[:3]
    new = NewPlace(third.code if code == "TAKEN" else code, third.name if name == "SAME" else name)
    with pytest.raises(BadChange):
        merge(old=[one, other], into=new, on=on, document="文件", today=TODAY)
    assert Place.objects.filter(level="village", end__isnull=True).count() == 122


def test_one_village_alone_or_a_town_or_an_ended_one_does_not_merge(county: Place) -> None:
    one, other = villages_of(MAOPING)[:2]
    town = Place.objects.get(pk=MAOPING)
    for old, into in (([one], NewPlace(NEW, "村")), ([one, one], NewPlace(NEW, "村")), ([one], one), ([town], one)):
        with pytest.raises(BadChange):
            merge(old=old, into=into, on=ON, document="文件", today=TODAY)
    merge(old=[one], into=other, on=ON, document="文件", today=TODAY)
    one.refresh_from_db()
    with pytest.raises(BadChange):
        merge(old=[one], into=other, on=TODAY, document="文件", today=TODAY)
    with pytest.raises(BadChange):
        split(old=other, into=[NewPlace(NEW, "村")], on=ON, document="文件", today=TODAY, keeps=False)


def test_the_tree_reaches_as_far_as_the_scope(county: Place, django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        (whole,) = tree(area(COUNTY), TODAY)
    assert (whole.level, len(whole.below), sum(len(town.below) for town in whole.below)) == ("county", 11, 122)
    (town,) = tree(area(MAOPING), TODAY)
    assert (town.code, town.level) == (MAOPING, "town")
    village = villages_of(LENGSHUI)[0]
    assert [branch.code for branch in tree(area(village.code), TODAY)] == [village.code]
    assert tree(area(COUNTY), date(2020, 1, 1)) == []
    assert names_on([], TODAY) == {}
