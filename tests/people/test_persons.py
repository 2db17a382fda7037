"""Persons: registered once a number, found again, changed; what lies elsewhere is not told."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from sibai.audit.models import Entry
from sibai.audit.refusals import Refusal, SamePerson
from sibai.people.models import CardChange, Person
from sibai.people.operations.card_changes import decide
from sibai.people.operations.persons import KnownElsewhere, NameDiffers, change, register
from sibai.people.queries.persons import CARD_WAITS, find_by_id_number, index_of
from tests.people.invented import invented, person_in
from tests.web_fixtures import LENGSHUI, MAOPING, NOW, villages_of


def test_a_person_is_registered_with_code_pinyin_and_indexes(county: Any) -> None:
    person = person_in(villages_of(MAOPING)[0], 7, name="单小明")
    kept = Person.objects.get(pk=person.pk)
    assert (kept.code, kept.pinyin, kept.initials) == ("P000001", "shanxiaoming", "sxm")
    assert kept.id_number == invented(7).id_number
    assert kept.birth_date == invented(7).birth_date
    assert find_by_id_number(invented(7).id_number) == kept


def test_the_same_number_is_the_same_person(county: Any) -> None:
    village = villages_of(MAOPING)[0]
    first, again = person_in(village, 7), person_in(village, 7, phone="10088888888")
    assert first.pk == again.pk
    assert Person.objects.get().phone == "10088888888"


def test_a_village_learns_nothing_of_somebody_known_elsewhere(county: Any, actor_of: Any) -> None:
    person_in(villages_of(LENGSHUI)[0], 7)
    village = villages_of(MAOPING)[0]
    with pytest.raises(KnownElsewhere, match="此身份证号已登记在其他村，请联系镇上") as refusal:
        register(actor_of("village", village.code), village=village, facts=invented(7).facts(), now=NOW)
    assert invented(7).name not in str(refusal.value)


def test_another_name_for_a_known_number_is_refused(county: Any) -> None:
    village = villages_of(MAOPING)[0]
    person_in(village, 7)
    with pytest.raises(NameDiffers):
        person_in(village, 7, name="李四")


def test_a_change_names_what_changed_and_nothing_else(county: Any, actor_of: Any) -> None:
    village = villages_of(MAOPING)[0]
    person = person_in(village, 7)
    actor = actor_of("village", village.code)
    assert change(actor, person, {"phone": person.phone, "address": "别处"}, NOW) == ("address",)
    assert change(actor, person, {"address": "别处"}, NOW) == ()
    assert Person.objects.get().address == "别处"


def test_codes_are_never_given_twice(county: Any) -> None:
    village = villages_of(MAOPING)[0]
    codes = [person_in(village, number).code for number in range(3)]
    Person.objects.all().delete()
    assert person_in(village, 9).code not in codes


def test_another_account_is_used_only_when_a_second_person_reads_the_same_from_the_paper(
    county: Any, actor_of: Any, client_of: Any
) -> None:
    village = villages_of(MAOPING)[0]
    person, old, new = person_in(village, 7), invented(7).card, invented(8).card
    mine = client_of("village", village.code)
    url = reverse("people:change", args=[person.pk])
    assert mine.post(url, {"card": new, "reason": "换卡", "command": "1" * 32}).status_code == 302
    row = CardChange.objects.get()
    assert (Person.objects.get().card, row.card, row.state) == (old, new, "waiting")
    assert Entry.objects.latest("seq").facts["fields"] == "银行账号（新账号待另一人核对）"
    shown = mine.get(reverse("people:person", args=[person.pk])).content.decode()
    assert "待另一人核对，核对以前仍发到原来的账号" in shown
    assert "核对新的银行账号" in client_of("county_clerk").get("/").content.decode()
    town = client_of("town", MAOPING)
    assert reverse("people:decide_card", args=[row.pk]) in town.get(url.replace("change/", "")).content.decode()
    decide = reverse("people:decide_card", args=[row.pk])
    page = town.get(decide)
    assert new not in page.content.decode()
    sent = {"version": "1", "agree": "yes", "card": invented(9).card, "command": "2" * 32}
    wrong = town.post(decide, sent)
    assert (wrong.status_code, "与登记的新账号不同" in wrong.content.decode()) == (422, True)
    assert town.post(decide, {**sent, "card": f"{new[:4]} {new[4:]}", "command": "3" * 32}).status_code == 302
    assert Person.objects.get().card == new
    assert Person.objects.get().card_index == index_of("card", new)
    assert CardChange.objects.values_list("state", "card").get() == ("confirmed", "")


def test_who_entered_an_account_does_not_confirm_it_and_a_later_one_replaces_it(county: Any, actor_of: Any) -> None:
    village, town = villages_of(MAOPING)[0], actor_of("town", MAOPING)
    person = person_in(village, 7)
    assert change(town, person, {"card": invented(8).card}, NOW) == (CARD_WAITS,)
    assert change(town, person, {"card": f" {person.card} "}, NOW) == ()
    with pytest.raises(SamePerson):
        decide(
            actor=town, row=CardChange.objects.get(), version=1, agree=True, card=invented(8).card, reason="", now=NOW
        )
    change(town, person, {"card": invented(9).card}, NOW)
    assert sorted(CardChange.objects.values_list("state", flat=True)) == ["replaced", "waiting"]
    waiting = CardChange.objects.get(state="waiting")
    clerk = {"actor": actor_of("county_clerk"), "row": waiting, "version": 1, "agree": False, "card": "", "now": NOW}
    with pytest.raises(Refusal, match="要写原因"):
        decide(reason=" ", **clerk)
    decide(reason="存折上是另一个", **clerk)
    assert Person.objects.get().card == invented(7).card
    assert set(CardChange.objects.values_list("card", flat=True)) == {""}
