"""Persons: registered once a number, found again, changed; what lies elsewhere is not told."""

from __future__ import annotations

from typing import Any

import pytest

from sibai.people.models import Person
from sibai.people.operations.persons import KnownElsewhere, NameDiffers, change, register
from sibai.people.queries.persons import find_by_id_number
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
