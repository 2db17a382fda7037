"""Villages that merge and split take along who is on post, the persons and their files; vacancies follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from sibai.audit.models import Entry
from sibai.employment.models import Contract, Stint
from sibai.people.actor import Actor
from sibai.people.models import Holding, Person
from sibai.places.models import Place
from sibai.places.operations.changes import BadChange, NewPlace
from sibai.recruitment.models import Vacancy
from sibai.recruitment.operations.vacancies import open_vacancy
from sibai.web.places.villages import Unfinished, merge, split
from tests.employment.made import on_post, ready_round
from tests.web_fixtures import MAOPING, NOW, user_of, villages_of

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
ON = date(2026, 5, 1)
CODES = [MAOPING[:9] + str(number) for number in (297, 298, 299)]
NEW = NewPlace(CODES[0], "合心村委会")


def merged(actor: Actor, old: list[Place], into: Place | NewPlace = NEW) -> Place:
    made: Place = merge(actor=actor, old=old, into=into, on=ON, document="批文", now=NOW)
    return made


def parted(actor: Actor, old: Place, count: int = 2, stays: int = 0, keeps: bool = False) -> list[Place]:
    into = [NewPlace(code, f"第{code[-1]}村委会") for code in CODES[:count]]
    made: list[Place] = split(
        actor=actor, old=old, into=into, on=ON, document="批文", keeps=keeps, stays=stays, now=NOW
    )
    return made


def vacant(village: Place) -> bool:
    return bool(Vacancy.objects.filter(village=village, closed_on__isnull=True).exists())


def test_the_coordinator_goes_along_with_the_contract(actor_of: ActorOf) -> None:
    one, other = villages_of(MAOPING)[:2]
    stint = on_post(one)
    open_vacancy(village=other, opened_on=date(2026, 4, 1), cause="never", now=NOW)
    made = merged(actor_of("county_clerk"), [one, other])
    stint.refresh_from_db()
    assert (stint.village_id, stint.end, stint.start) == (made.pk, None, date(2025, 7, 1))
    assert Contract.objects.get(stint=stint).village_id == made.pk
    assert Person.objects.get(pk=stint.person_id).village_id == made.pk
    assert not any(vacant(village) for village in (one, other, made))
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.place, entry.facts["kept"]) == ("places.merge", made.pk, True)


def test_a_vacant_village_that_goes_on_gets_the_coordinator_of_the_other(actor_of: ActorOf) -> None:
    one, other = villages_of(MAOPING)[:2]
    stint = on_post(one)
    open_vacancy(village=other, opened_on=date(2026, 4, 1), cause="never", now=NOW)
    merged(actor_of("county_leader"), [one], into=other)
    assert Stint.objects.get(pk=stint.pk).village_id == other.pk
    assert not vacant(other)


def test_villages_without_a_coordinator_have_one_vacancy(actor_of: ActorOf) -> None:
    one, other = villages_of(MAOPING)[:2]
    for village in (one, other):
        open_vacancy(village=village, opened_on=date(2026, 4, 1), cause="never", now=NOW)
    made = merged(actor_of("county_clerk"), [one, other])
    assert [vacant(village) for village in (one, other, made)] == [False, False, True]
    assert Vacancy.objects.get(village=made).opened_on == ON


def test_two_coordinators_have_to_become_one_first(actor_of: ActorOf) -> None:
    one, other = villages_of(MAOPING)[:2]
    on_post(one)
    on_post(other, number=2)
    with pytest.raises(Unfinished, match=f"{one.short_name}.*{other.short_name}"):
        merged(actor_of("county_clerk"), [one, other])
    assert Place.objects.get(pk=one.pk).end is None


def test_a_round_that_goes_on_has_to_end_first(actor_of: ActorOf) -> None:
    one, other = villages_of(MAOPING)[:2]
    ready_round(one)
    with pytest.raises(Unfinished, match=f"{one.short_name}正在选聘"):
        merged(actor_of("county_clerk"), [other, one])
    with pytest.raises(Unfinished):
        parted(actor_of("county_clerk"), one)


def test_rights_at_a_village_that_ended_are_out_at_once(actor_of: ActorOf, client_of: ClientOf) -> None:
    one, other = villages_of(MAOPING)[:2]
    client = client_of("village", one.code)
    assert client.get(f"/places/{one.code}/").status_code == 200
    merge(actor=actor_of("county_clerk"), old=[one], into=other, on=ON, document="批文", now=NOW)
    assert Holding.objects.get(user=user_of("village", one.code)).end is not None
    assert client.get(f"/places/{one.code}/").status_code == 403


@pytest.mark.parametrize("stays", [0, 1])
def test_a_split_gives_the_coordinator_to_one_and_vacancies_to_the_others(stays: int, actor_of: ActorOf) -> None:
    old = villages_of(MAOPING)[0]
    stint = on_post(old)
    made = parted(actor_of("county_clerk"), old, count=3, stays=stays)
    assert Stint.objects.get(pk=stint.pk).village_id == made[stays].pk
    assert [vacant(village) for village in made] == [number != stays for number in range(3)]
    assert Entry.objects.latest("seq").facts["codes"] == CODES


def test_a_village_that_goes_on_keeps_what_it_has(actor_of: ActorOf) -> None:
    old = villages_of(MAOPING)[0]
    stint = on_post(old)
    (made,) = parted(actor_of("county_clerk"), old, count=1, keeps=True)
    assert Stint.objects.get(pk=stint.pk).village_id == old.pk
    assert vacant(made)
    assert not vacant(old)


def test_the_coordinator_cannot_go_to_a_village_that_is_not_there(actor_of: ActorOf) -> None:
    with pytest.raises(BadChange):
        parted(actor_of("county_clerk"), villages_of(MAOPING)[0], count=2, stays=2)


def sent(client: Client, url: str, **given: Any) -> Any:
    return client.post(url, {"command": "c" * 32, "on": "2026-05-01", "document": "批文", **given})


def test_a_merger_is_looked_at_before_it_is_done(client_of: ClientOf) -> None:
    one, other = villages_of(MAOPING)[:2]
    on_post(one)
    client, url = client_of("county_clerk"), f"/places/{one.code}/merge/"
    given = {"old": [one.code, other.code], "into": "new", "code": NEW.code, "name": NEW.name}
    page = sent(client, url, **given)
    text = page.content.decode()
    assert f"{one.short_name}、{other.short_name}自2026-05-01起并为合心村委会" in text
    assert "合同和工作年限接着算" in text
    assert Place.objects.get(pk=one.pk).end is None
    carried = [(field.html_name, field.value()) for field in page.context["form"].hidden_fields()]
    assert ("confirmed", "1") in carried
    done = client.post(url, dict(carried))
    assert done.url == f"/places/{NEW.code}/"
    assert "沿革" in client.get(done.url).content.decode()
    assert "合并为" in client.get(f"/places/{one.code}/").content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"old": [], "into": "new", "code": NEW.code, "name": NEW.name},
        {"old": ["ONE"], "into": "OTHER", "code": NEW.code, "name": ""},
        {"old": ["ONE"], "into": "new", "code": "", "name": NEW.name},
        {"old": ["610929108201"], "into": "OTHER"},
        {"old": ["ONE"], "into": "ONE", "confirmed": "1"},
        {"old": ["ONE", "OTHER"], "into": "new", "code": "1", "name": "村", "confirmed": "1"},
        {"old": ["ONE", "OTHER"], "into": "new", "code": NEW.code, "name": "村", "on": "2999-01-01", "confirmed": "1"},
    ],
)
def test_a_merger_that_cannot_be_is_told_in_the_form(given: dict[str, Any], client_of: ClientOf) -> None:
    one, other = villages_of(MAOPING)[:2]
    names = {"ONE": one.code, "OTHER": other.code}
    given = {
        name: [names.get(each, each) for each in value] if isinstance(value, list) else names.get(value, value)
        for name, value in given.items()
    }
    answer = sent(client_of("county_clerk"), f"/places/{one.code}/merge/", **given)
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_a_split_is_looked_at_before_it_is_done(client_of: ClientOf) -> None:
    old = villages_of(MAOPING)[0]
    client, url = client_of("county_leader"), f"/places/{old.code}/split/"
    given = {"code_1": CODES[0], "name_1": "东村委会", "code_2": CODES[1], "name_2": "西村委会", "stays": "1"}
    page = sent(client, url, **given)
    assert "分为东村委会、西村委会" in page.content.decode()
    carried = {field.html_name: field.value() or "" for field in page.context["form"].hidden_fields()}
    assert client.post(url, carried).url == f"/places/{old.code}/"
    assert Place.objects.get(pk=CODES[1]).name == "西村委会"
    other = villages_of(MAOPING)[1]
    wrong = sent(client, f"/places/{other.code}/split/", **{**given, "confirmed": "1"})
    assert wrong.status_code in {302, 422}


def test_what_stands_in_the_way_is_told_before_anything(client_of: ClientOf) -> None:
    one, other = villages_of(MAOPING)[:2]
    ready_round(one)
    answer = sent(client_of("county_clerk"), f"/places/{one.code}/merge/", old=[one.code], into=other.code)
    assert answer.status_code == 422
    assert "正在选聘" in answer.content.decode()
