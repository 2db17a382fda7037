"""Erasing: what told who it was is gone everywhere; the row, the log and its chain stay whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from sibai.audit import chain
from sibai.audit.models import Entry, EntryText, Head
from sibai.audit.refusals import Forbidden
from sibai.documents.models import StoredFile
from sibai.people import holders
from sibai.people.holders import Holder
from sibai.people.models import DataRequest, Person, User
from sibai.people.operations import data_requests as requests
from sibai.people.operations.erasing import PERIOD_OVER, NotDue, erase_person, erasure_run
from sibai.people.operations.persons import Erased, change, register
from sibai.people.operations.revealing import reveal
from sibai.people.queries.persons import find_by_id_number
from tests.people.invented import invented, person_in
from tests.web_fixtures import MAOPING, NOW, user_of, villages_of

LATER = datetime(2031, 1, 2, tzinfo=NOW.tzinfo)


@pytest.fixture
def person(county: Any) -> Person:
    return person_in(villages_of(MAOPING)[0])


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> dict[UUID, dict[str, Any]]:
    """What a room above holds, as a test sets it; what it erased stands under its own key."""
    facts: dict[UUID, dict[str, Any]] = {}

    def erase(person_id: UUID, _now: datetime) -> int:
        facts[person_id] = {"erased": True}
        return 1

    room = Holder("test", lambda ids: {each: facts[each] for each in ids if each in facts}, lambda _: [], erase)
    for module in ("queries.retention", "operations.erasing", "queries.data_copy"):
        monkeypatch.setattr(f"sibai.people.{module}.holders", lambda: [room])
    return facts


def whole() -> None:
    """The chain computed anew from the entries, from the first to the head."""
    before = chain.FIRST
    for entry in Entry.objects.order_by("seq"):
        assert entry.prev == before
        before = chain.entry_hash(entry.fields())
        assert entry.hash == before
    assert Head.objects.get().hash == before


def rows_with(text: str) -> Iterator[str]:
    """Every text in the whole database that holds a text, sealed columns opened by nobody."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield from (f"{table}: {value}" for value in row if isinstance(value, str) and text in value)


def test_nothing_of_an_erased_person_is_left(person: Person, actor_of: Any, held: Any) -> None:
    clerk = actor_of("county_clerk")
    name, number = person.name, person.id_number
    reveal(actor=clerk, person=person, field="phone", reason=f"联系{name}", now=NOW)
    erase_person(clerk, person, PERIOD_OVER, NOW)
    kept = Person.objects.get(pk=person.pk)
    assert (kept.name, kept.code, kept.erased_why) == ("已删除", "P000001", PERIOD_OVER)
    assert (kept.id_number, kept.phone, kept.card, kept.address, kept.birth_date) == ("", "", "", "", None)
    assert (kept.id_index, kept.phone_index, kept.card_index) == ("", "", "")
    assert find_by_id_number(number) is None
    assert not EntryText.objects.filter(entry__person=person.pk).exists()
    assert list(rows_with(name)) == []
    assert list(rows_with(number)) == []
    assert held[person.pk] == {"erased": True}
    whole()


def test_the_texts_of_others_stay(person: Person, actor_of: Any) -> None:
    clerk = actor_of("county_clerk")
    other = person_in(villages_of(MAOPING)[1], 2)
    reveal(actor=clerk, person=other, field="phone", reason="联系本人", now=NOW)
    erase_person(clerk, person, PERIOD_OVER, NOW)
    assert EntryText.objects.get(entry__person=other.pk).text == "联系本人"


def test_the_account_of_an_erased_person_is_closed_and_without_name(person: Person, actor_of: Any) -> None:
    user_of("coordinator", person.place_code, person=person)
    erase_person(actor_of("county_clerk"), person, PERIOD_OVER, NOW)
    user = User.objects.get(person=person)
    assert (user.name, user.is_active) == ("已删除", False)


def test_the_files_of_an_erased_person_go(person: Person, actor_of: Any, settings: Any, tmp_path: Any) -> None:
    settings.FILES = tmp_path
    clerk = actor_of("county_clerk")
    StoredFile.objects.create(
        place_code=person.place_code,
        person=person.pk,
        kind="身份证",
        name="张三的身份证.jpg",
        sha256="0" * 64,
        size=1,
        content_type="image/jpeg",
        key_number=1,
        kept_at=NOW,
    )
    erase_person(clerk, person, PERIOD_OVER, NOW)
    file = StoredFile.objects.get()
    assert file.erased_at is not None
    assert file.name == ""


def test_an_erased_person_cannot_be_changed_and_the_number_is_free_again(person: Person, actor_of: Any) -> None:
    clerk = actor_of("county_clerk")
    erase_person(clerk, person, PERIOD_OVER, NOW)
    with pytest.raises(Erased):
        change(clerk, person, {"phone": "10012345678"}, NOW)
    again = register(clerk, village=person.village, facts=invented(1).facts(), now=NOW)
    assert again.pk != person.pk
    assert again.code != person.code


def test_erasing_twice_does_nothing_more(person: Person, actor_of: Any) -> None:
    clerk = actor_of("county_clerk")
    erase_person(clerk, person, PERIOD_OVER, NOW)
    erase_person(clerk, person, "本人申请", LATER)
    assert Person.objects.get().erased_why == PERIOD_OVER


def test_a_run_erases_who_is_due_with_one_entry_that_names_codes(person: Person, actor_of: Any, held: Any) -> None:
    held[person.pk] = {"application_closed_on": date(2025, 5, 20)}
    second = person_in(villages_of(MAOPING)[1], 2)
    before = Entry.objects.count()
    assert erasure_run(actor=actor_of("county_clerk"), due_persons=[person, second], now=NOW) == 2
    entry = Entry.objects.latest("seq")
    assert Entry.objects.count() == before + 1
    assert (entry.facts["count"], entry.facts["codes"]) == (2, ["P000001", "P000002"])
    assert set(Person.objects.values_list("name", flat=True)) == {"已删除"}
    whole()


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"application_closed_on": date(2025, 5, 21)}, "保存期限到2026-05-21"),
        ({"contract_ended_on": date(2024, 6, 1)}, "2026-06-01"),
        ({"last_wage_on": date(2023, 6, 1), "contract_ended_on": date(2023, 5, 1)}, "2026-06-01"),
        ({"dealings_open": True}, "第四十七条第一款"),
    ],
)
def test_a_run_refuses_all_where_one_is_not_due(
    facts: dict[str, Any], told: str, person: Person, actor_of: Any, held: Any
) -> None:
    held[person.pk] = facts
    second = person_in(villages_of(MAOPING)[1], 2)
    with pytest.raises(NotDue, match=told):
        erasure_run(actor=actor_of("county_clerk"), due_persons=[second, person], now=NOW)
    assert not Person.objects.filter(erased_on__isnull=False).exists()


def test_an_open_request_keeps_the_data(person: Person, actor_of: Any, held: Any) -> None:
    village = actor_of("village", person.place_code)
    requests.receive(actor=village, person=person, kind="see", words="全部", now=NOW)
    with pytest.raises(NotDue):
        erasure_run(actor=actor_of("county_clerk"), due_persons=[person], now=NOW)


def test_the_words_of_old_requests_go_with_a_run(person: Person, actor_of: Any, held: Any) -> None:
    village = actor_of("village", person.place_code)
    case = requests.receive(actor=village, person=person, kind="see", words="全部", now=NOW)
    requests.withdraw(actor=village, request=case, version=1, now=NOW)
    erasure_run(actor=actor_of("county_clerk"), due_persons=[], now=NOW)
    assert DataRequest.objects.get().words == "全部"
    erasure_run(actor=actor_of("county_clerk"), due_persons=[], now=LATER)
    assert DataRequest.objects.get().words == ""


def test_other_roles_erase_nobody(person: Person, actor_of: Any) -> None:
    for role in ("village", "town", "administrator", "auditor", "county_leader"):
        with pytest.raises(Forbidden):
            erasure_run(actor=actor_of(role), due_persons=[person], now=NOW)


def test_the_holders_of_the_settings_can_be_found() -> None:
    assert all(isinstance(each, Holder) for each in holders.holders())
