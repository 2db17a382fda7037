"""Requests about one's own data: from asking to answer; refused with reasons; each step once and by one role."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from sibai.audit.models import Entry
from sibai.audit.refusals import Forbidden, Overtaken
from sibai.people.holders import Holder
from sibai.people.models import DataRequest, Person
from sibai.people.operations import data_requests as acts
from sibai.people.queries.todos import todos
from sibai.people.request_flow import KINDS, REQUEST
from tests.people.invented import invented, person_in
from tests.web_fixtures import LENGSHUI, MAOPING, NOW, TODAY, villages_of


@pytest.fixture
def person(county: Any) -> Person:
    return person_in(villages_of(MAOPING)[0])


@pytest.fixture
def village(person: Person, actor_of: Any) -> Any:
    return actor_of("village", person.place_code)


@pytest.fixture
def clerk(person: Person, actor_of: Any) -> Any:
    return actor_of("county_clerk")


def asked(village: Any, person: Person, kind: str = "see") -> DataRequest:
    case: DataRequest = acts.receive(actor=village, person=person, kind=kind, words="请看全部", now=NOW)
    return case


def granted(village: Any, clerk: Any, person: Person, kind: str) -> DataRequest:
    case = asked(village, person, kind)
    acts.decide(actor=clerk, request=case, version=1, granted=True, reason="", now=NOW)
    return case


def test_a_request_is_answered_within_working_days(village: Any, person: Person) -> None:
    case = asked(village, person)
    assert case.deadline == date(2026, 6, 11)
    assert Entry.objects.latest("seq").facts == {"kind": "查阅", "deadline": "2026-06-11"}


def test_a_second_request_of_the_kind_waits_for_the_first(village: Any, person: Person) -> None:
    asked(village, person)
    with pytest.raises(acts.AlreadyAsked):
        asked(village, person)
    assert asked(village, person, "copy").kind == "copy"


def test_a_request_to_see_goes_from_hand_to_hand(village: Any, clerk: Any, person: Person) -> None:
    case = granted(village, clerk, person, "see")
    assert case.state == "granted"
    acts.carry_out(actor=clerk, request=case, version=2, result="已交村里", facts={}, now=NOW)
    assert case.state == "answered"
    acts.tell(actor=village, request=case, version=3, how="当面", now=NOW)
    assert (case.state, case.closed_at) == ("closed", NOW)


def test_a_refusal_needs_its_reason_and_is_told_too(village: Any, clerk: Any, person: Person) -> None:
    case = asked(village, person, "correct")
    with pytest.raises(acts.ReasonNeeded):
        acts.decide(actor=clerk, request=case, version=1, granted=False, reason="", now=NOW)
    acts.decide(actor=clerk, request=case, version=1, granted=False, reason="与身份证一致，没有错", now=NOW)
    assert case.state == "answered"
    acts.tell(actor=village, request=case, version=2, how="电话", now=NOW)
    assert case.state == "closed"


def test_a_correction_changes_what_is_registered(village: Any, clerk: Any, person: Person) -> None:
    case = granted(village, clerk, person, "correct")
    with pytest.raises(acts.NothingChanges):
        acts.carry_out(actor=clerk, request=case, version=2, result="已改", facts={"phone": person.phone}, now=NOW)
    case.refresh_from_db()
    acts.carry_out(actor=clerk, request=case, version=2, result="已改", facts={"phone": "10098765432"}, now=NOW)
    assert Person.objects.get().phone == "10098765432"
    assert Entry.objects.latest("seq").facts["fields"] == "手机号"


def test_a_deletion_erases_and_closes(village: Any, clerk: Any, person: Person) -> None:
    case = granted(village, clerk, person, "delete")
    acts.carry_out(actor=clerk, request=case, version=2, result="已电话告知", facts={}, now=NOW)
    assert Person.objects.get().erased_why == "本人申请"
    assert case.state == "closed"
    with pytest.raises(acts.NotNow):
        asked(village, Person.objects.get())


def test_a_deletion_is_refused_while_the_law_keeps_the_data(
    village: Any, clerk: Any, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = {person.pk: {"contract_ended_on": date(2026, 3, 31)}}
    room = Holder("test", lambda ids: {each: ended[each] for each in ids}, lambda _: [], lambda *_: 0)
    monkeypatch.setattr("sibai.people.queries.retention.holders", lambda: [room])
    case = asked(village, person, "delete")
    with pytest.raises(acts.StillKept, match=r"保存期限到2028-03-31.*第四十七条第二款"):
        acts.decide(actor=clerk, request=case, version=1, granted=True, reason="", now=NOW)
    case.refresh_from_db()
    assert case.state == "received"


def test_who_comes_second_is_told_so(village: Any, clerk: Any, person: Person) -> None:
    case = asked(village, person)
    acts.withdraw(actor=village, request=case, version=1, now=NOW)
    with pytest.raises(Overtaken, match="已撤回"):
        acts.decide(actor=clerk, request=case, version=1, granted=True, reason="", now=NOW)


def test_a_step_out_of_turn_is_refused(village: Any, clerk: Any, person: Person) -> None:
    case = asked(village, person)
    with pytest.raises(acts.NotNow):
        acts.carry_out(actor=clerk, request=case, version=1, result="已办", facts={}, now=NOW)


def test_only_its_role_takes_a_step(village: Any, clerk: Any, person: Person, actor_of: Any) -> None:
    case = asked(village, person)
    for actor in (village, actor_of("county_leader"), actor_of("auditor"), actor_of("town", MAOPING)):
        with pytest.raises(Forbidden):
            acts.decide(actor=actor, request=case, version=1, granted=True, reason="", now=NOW)
    with pytest.raises(Forbidden):
        asked(clerk, person)


def test_every_state_waits_for_one_role_with_a_to_do_or_has_ended(
    village: Any, clerk: Any, person: Person, actor_of: Any
) -> None:
    actors = [village, clerk, actor_of("town", MAOPING), actor_of("county_leader"), actor_of("auditor")]
    case = asked(village, person)
    for state, _ in REQUEST.choices:
        DataRequest.objects.filter(pk=case.pk).update(state=state)
        waiting = {actor.role: todos(actor, TODAY) for actor in actors}
        roles = [role for role, found in waiting.items() if found]
        step = REQUEST.step(state)
        assert roles == ([step.role] if step else [])
        if step:
            assert waiting[step.role][0].url == reverse(step.route, args=[case.pk])
            assert waiting[step.role][0].deadline == case.deadline


def test_many_alike_are_one_to_do(village: Any, clerk: Any, person: Person, county: Any, actor_of: Any) -> None:
    second = person_in(villages_of(MAOPING)[0], 2)
    asked(village, person)
    asked(village, second)
    (todo,) = todos(clerk, TODAY)
    assert (todo.count, todo.url) == (2, reverse("people:requests") + "?state=received")
    assert todos(actor_of("village", villages_of(LENGSHUI)[0].code), TODAY) == []


def test_the_copy_tells_everything_and_leaves_an_entry(village: Any, clerk: Any, person: Person) -> None:
    case = granted(village, clerk, person, "copy")
    sheet = load_workbook(BytesIO(acts.hand_out(actor=clerk, request=case, now=NOW))).active
    told = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    for value in (person.name, person.id_number, person.phone, person.card, person.address, "提出"):
        assert value in told
    assert Entry.objects.latest("seq").action == "people.hand_out_copy"


@pytest.mark.parametrize("kind", ["correct", "delete"])
def test_nothing_is_handed_out_for_other_kinds(kind: str, village: Any, clerk: Any, person: Person) -> None:
    case = granted(village, clerk, person, kind)
    with pytest.raises(acts.NotNow):
        acts.hand_out(actor=clerk, request=case, now=NOW)


def test_a_case_goes_through_its_pages(person: Person, client_of: Any) -> None:
    village, clerk = client_of("village", person.place_code), client_of("county_clerk")
    sent = village.post(
        reverse("people:ask", args=[person.pk]), {"kind": "correct", "words": "手机号换了", "command": "1" * 32}
    )
    case = DataRequest.objects.get()
    assert sent.url == reverse("people:request", args=[case.pk])
    steps: list[tuple[Any, str, dict[str, Any]]] = [
        (clerk, "request_decide", {"version": 1, "granted": "yes"}),
        (clerk, "request_carry_out", {"version": 2, "result": "已改", "phone": "10011112222"}),
        (village, "request_tell", {"version": 3, "how": "电话"}),
    ]
    for number, (client, route, facts) in enumerate(steps, 2):
        url = reverse(f"people:{route}", args=[case.pk])
        assert "请看" not in client.get(url).content.decode()
        assert client.post(url, {**facts, "command": f"{number:032x}"}).status_code == 302, route
    assert DataRequest.objects.get().state == "closed"
    assert Person.objects.get().phone == "10011112222"


def test_a_coordinator_asks_about_himself_and_nobody_else(person: Person, client_of: Any) -> None:
    other = person_in(villages_of(MAOPING)[0], 2)
    client = client_of("coordinator", person.place_code, person=person)
    facts = {"kind": "copy", "words": "全部", "command": "1" * 32}
    assert client.post(reverse("people:ask", args=[person.pk]), facts).status_code == 302
    assert DataRequest.objects.get().in_person
    assert client.post(reverse("people:ask", args=[other.pk]), {**facts, "command": "2" * 32}).status_code == 404


def test_outside_the_village_a_case_does_not_exist(person: Person, village: Any, client_of: Any) -> None:
    case = asked(village, person)
    other = client_of("village", villages_of(MAOPING)[1].code)
    for route in ("request", "request_tell", "request_withdraw"):
        assert other.get(reverse(f"people:{route}", args=[case.pk])).status_code == 404
    assert case.person.name not in other.get(reverse("people:requests")).content.decode()


def test_the_copy_is_sent_once_a_form_and_never_cached(
    person: Person, village: Any, clerk: Any, client_of: Any
) -> None:
    case = granted(village, clerk, person, "copy")
    client, url = client_of("county_clerk"), reverse("people:request_copy", args=[case.pk])
    page = client.get(reverse("people:request", args=[case.pk])).content.decode()
    command = page.split(f'action="{url}"')[1].split('name="command" value="')[1].split('"')[0]
    answer = client.post(url, {"command": command})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert client.post(url, {"command": command}).status_code == 302
    assert client.get(url).status_code == 405


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_stay_within_their_queries(
    kind: str,
    person: Person,
    village: Any,
    clerk: Any,
    client_of: Any,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    case = granted(village, clerk, person, kind)
    for number in range(2, 8):
        asked(village, person_in(person.village, number), kind)
    client = client_of("county_clerk")
    for url in (
        reverse("people:requests"),
        reverse("people:request", args=[case.pk]),
        reverse("people:request_carry_out", args=[case.pk]),
        reverse("people:change", args=[person.pk]),
        reverse("people:move", args=[person.pk]),
    ):
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "none", "words": "x"},
        {"kind": "see", "words": "字" * 501},
        {"kind": "see", "words": "x", "command": "not a number"},
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(sent: dict[str, str], person: Person, client_of: Any) -> None:
    client = client_of("village", person.place_code)
    answer = client.post(reverse("people:ask", args=[person.pk]), sent)
    assert answer.status_code == 422
    assert not DataRequest.objects.exists()


def test_a_correction_by_the_village_is_told_by_field(person: Person, client_of: Any) -> None:
    client = client_of("village", person.place_code)
    url = reverse("people:change", args=[person.pk])
    wrong = client.post(url, {"id_number": "123", "reason": "身份证", "command": "1" * 32})
    assert wrong.status_code == 422
    assert "身份证号应为18位，现在是3位" in wrong.content.decode()
    assert client.post(url, {"reason": "身份证", "command": "2" * 32}).status_code == 422
    right = {"id_number": invented(9).id_number, "reason": "身份证", "command": "3" * 32}
    assert client.post(url, right).status_code == 302
    assert Person.objects.get().birth_date == invented(9).birth_date


def test_the_town_hands_a_person_over(person: Person, client_of: Any) -> None:
    client, to = client_of("town", MAOPING), villages_of(MAOPING)[1]
    url = reverse("people:move", args=[person.pk])
    elsewhere = {"village": villages_of(LENGSHUI)[0].code, "reason": "迁入", "command": "1" * 32}
    assert client.post(url, elsewhere).status_code == 422
    assert client.post(url, {**elsewhere, "village": to.code, "command": "2" * 32}).status_code == 302
    assert Person.objects.get().village == to
