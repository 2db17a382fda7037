"""The log's pages: who reads what, finding, turning pages by number, the workbook, signed heads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from openpyxl import load_workbook

from sibai.audit import acts, heads
from sibai.audit.acts import Act
from sibai.audit.models import Entry, SignedHead
from sibai.audit.operations import act, record
from sibai.audit.queries import readable, sentence_of
from sibai.db.querysets import NOTHING, area
from sibai.people.actor import Actor, passer_by
from sibai.people.models import Person
from sibai.places.models import Place
from sibai.web.log import exporting
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, NOW, user_of, villages_of

ClientOf = Callable[..., Client]
ActorOf = Callable[..., Actor]
Write = Callable[..., None]


@pytest.fixture
def write(county: Place, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes an entry at a place: somebody moves a thing there, for a reason."""
    known = acts.registry().acts
    says = "把{object}移到{where}，{person}，{why}"
    monkeypatch.setitem(known, "places.move", Act("places.move", frozenset({"town", "county_clerk", "anyone"}), says))

    @act("places.move")
    def operation(*, actor: Actor, place: Place, now: Any, why: str, person: UUID | None) -> None:
        record(actor, place, at=now, facts={"where": "东边", "more": None}, texts={"why": why}, person=person)

    def once(actor: Actor, code: str, why: str = "太挤", person: UUID | None = None, hours: int = 0) -> None:
        now = NOW + timedelta(hours=hours)
        operation(actor=actor, place=Place.objects.get(pk=code), now=now, why=why, person=person)

    return once


@pytest.fixture
def person(county: Place) -> Person:
    village = villages_of(MAOPING)[0]
    return Person.objects.create(code="P000001", name="甲乙丙", village=village)


def seqs(response: Any) -> list[int]:
    return [row["cells"][-1] for row in response.context["listing"]["rows"]]


def test_a_town_reads_what_happened_in_the_town_and_nothing_else(
    write: Write, actor_of: ActorOf, client_of: ClientOf
) -> None:
    actor = actor_of("county_clerk")
    for code in (MAOPING, LENGSHUI, villages_of(MAOPING)[0].pk):
        write(actor, code)
    assert seqs(client_of("town", MAOPING).get("/log/")) == [4, 2]
    assert seqs(client_of("village", villages_of(MAOPING)[0].pk).get("/log/")) == [4]
    assert seqs(client_of("county_leader").get("/log/")) == [4, 3, 2, 1]
    assert client_of("town", MAOPING).get("/log/3/").status_code == 404
    assert client_of("town", MAOPING).get("/log/4/").status_code == 200


def test_only_an_auditor_reads_what_passers_by_did(write: Write, client_of: ClientOf) -> None:
    write(passer_by("127.0.0.1"), COUNTY)
    Entry.objects.filter(seq=2)
    assert readable("auditor", area(COUNTY)).count() == readable("county_leader", area(COUNTY)).count() == 2


def test_an_administrator_reads_about_accounts_and_refused_openings_only(
    write: Write, actor_of: ActorOf, client_of: ClientOf, person: Person
) -> None:
    write(actor_of("county_clerk"), MAOPING, person=person.pk)
    admin = client_of("administrator")
    assert admin.get("/log/heads/").status_code == 403
    page = admin.get("/log/")
    assert seqs(page) == [3]
    assert "打开没有权限的页面" in page.content.decode()
    assert "甲乙丙" not in admin.get("/log/?q=甲乙丙").content.decode().replace('value="甲乙丙"', "")


@pytest.mark.parametrize("role", ["coordinator", "finance", "company_clerk", "company_cashier"])
def test_other_roles_do_not_open_the_log(role: str, client_of: ClientOf) -> None:
    assert client_of(role).get("/log/").status_code == 403


def test_a_coordinator_and_nobody_read_nothing(write: Write) -> None:
    assert not readable("coordinator", area(MAOPING).__class__(MAOPING, MAOPING, UUID(int=1))).exists()
    assert not readable("finance", NOTHING).exists()


def test_a_sentence_names_the_person_the_object_and_the_reason(
    write: Write, actor_of: ActorOf, client_of: ClientOf, person: Person
) -> None:
    write(actor_of("county_clerk"), MAOPING, person=person.pk)
    text = client_of("auditor").get("/log/").content.decode()
    assert "把茅坪镇移到东边，甲乙丙，太挤" in text
    assert "测试" in text


def test_a_refused_attempt_says_what_was_tried(county: Place) -> None:
    entry = Entry(action="places.load", outcome="refused", facts={"why": "role"}, role="town")
    assert sentence_of(entry, {}).endswith("（未准：角色不能办）")
    assert "建立…的区划" in sentence_of(entry, {})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=甲乙丙", [3]),
        ("q=P000001", [3]),
        ("q=茅坪", [3, 2]),
        ("q=第2条", [2]),
        ("q=county_clerk-610929000000", [4, 3, 2]),
        ("q=测试000000", [4, 3, 2]),
        ("q=没有这个", []),
        ("room=places", [4, 3, 2, 1]),
        ("room=people", []),
        ("outcome=refused", []),
        ("since=2026-05-22", [4, 3]),
        ("until=2026-05-21", [2, 1]),
        ("since=2026-05-22&until=2026-05-22", [3]),
        ("until=9999-12-31", [4, 3, 2, 1]),
        ("since=nonsense&user=x&person=y&subject=z&before=-1&after=a&room=a.b", [4, 3, 2, 1]),
        (f"subject=places.place:{LENGSHUI}", [4]),
        ("person=PERSON", [3]),
        ("user=USER", [4, 3, 2]),
        ("before=3", [2, 1]),
        ("after=2", [4, 3]),
        ("before=999999999999999999", [4, 3, 2, 1]),
    ],
)
def test_the_log_is_searched(
    query: str, expected: list[int], write: Write, actor_of: ActorOf, client_of: ClientOf, person: Person
) -> None:
    actor = actor_of("county_clerk")
    write(actor, MAOPING)
    write(actor, MAOPING, person=person.pk, hours=24)
    write(actor, LENGSHUI, hours=48)
    query = query.replace("PERSON", str(person.pk)).replace("USER", str(user_of("county_clerk", COUNTY).pk))
    assert seqs(client_of("auditor").get(f"/log/?{query}")) == expected


def test_pages_are_turned_by_number_and_many_are_not_counted(
    write: Write,
    actor_of: ActorOf,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(59):
        write(actor_of("county_clerk"), MAOPING)
    monkeypatch.setattr("sibai.web.log.asking.COUNTED", 50)
    client = client_of("auditor")
    with django_assert_max_num_queries(12):
        first = client.get("/log/?q=茅坪")
    pager = first.context["listing"]["pager"]
    assert (seqs(first)[0], seqs(first)[-1], pager["previous_url"]) == (60, 36, "")
    assert pager["total"] == "50以上"
    second = client.get("/log/" + pager["next_url"])
    assert (seqs(second)[0], seqs(second)[-1]) == (35, 11)
    back = client.get("/log/" + second.context["listing"]["pager"]["previous_url"])
    assert seqs(back) == seqs(first)
    assert client.get("/log/?q=茅坪&before=11").context["listing"]["pager"]["next_url"] == ""


def test_the_workbook_names_who_took_it_and_is_an_entry(
    write: Write, actor_of: ActorOf, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(actor_of("county_clerk"), MAOPING)
    answer = client_of("auditor").get("/log/export/?room=places")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "日志"
    assert "导出人：测试" in rows[1][0]
    assert rows[3][0] == 2
    last = Entry.objects.latest("seq")
    assert (last.action, last.facts) == ("audit.export", {"rows": 2})
    monkeypatch.setattr(exporting, "MOST", 1)
    assert client_of("auditor").get("/log/export/").status_code == 422


def test_a_party_signs_keeps_and_prints_a_head(client_of: ClientOf) -> None:
    client = client_of("revitalisation")
    page = client.get("/log/heads/")
    command = page.context["form"].initial["command"]
    answer = client.post("/log/heads/sign/", {"command": command})
    head = SignedHead.objects.get()
    assert answer.url == f"/log/heads/{head.seq}/"
    assert client.post("/log/heads/sign/", {"command": command}).status_code == 302
    assert SignedHead.objects.count() == 1
    shown = client.get(answer.url).content.decode()
    assert "data:image/svg+xml" in shown
    assert heads.chain.short(head.hash) in shown
    file = client.get(f"/log/heads/{head.seq}/file/")
    assert file.content == heads.kept_line(head) + b"\n"
    auditor = client_of("auditor")
    assert "sign" not in auditor.get("/log/heads/").content.decode()
    assert auditor.post("/log/heads/sign/").status_code == 403
    assert auditor.get("/log/heads/999/").status_code == 404
    assert client.get("/log/heads/sign/").status_code == 405
