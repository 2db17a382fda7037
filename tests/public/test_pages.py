"""The public pages: what is shown, what is kept of an application, what is told of it and what never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sibai.audit.models import Entry
from sibai.documents.models import Paper, StoredFile
from sibai.people.models import Person
from sibai.recruitment.models import Application
from sibai.recruitment.operations import applications as office
from sibai.recruitment.operations import choice
from sibai.recruitment.queries import desk
from sibai.recruitment.queries.public_pages import listing
from sibai.recruitment.receipts import LETTERS, code_of, digest_of
from tests.public.conftest import NOW, Visitor, photo, typed
from tests.recruitment.rounds import DEADLINE, POSTED, Round, at, decide_notice_days, facts_of
from tests.web_fixtures import MAOPING, villages_of

KILOBYTES_50 = 50 * 1024


def test_the_notice_says_what_article_5_asks_where_and_until_when(open_round: Round, visitor: Visitor) -> None:
    listed = visitor.client.get("/").content.decode()
    village = open_round.village.short_name
    assert village in listed
    assert str(DEADLINE) in listed
    page = visitor.client.get(f"/post/{open_round.selection.pk}/").content.decode()
    for words in (
        "18至40周岁",
        "高中或中职、技校及以上文化水平",
        "脱贫劳动力",
        "村便民服务室",
        "2,000.00",
        "面谈60%",
        "公示5个工作日",
    ):
        assert words in page, words


def test_an_application_is_kept_sealed_and_touches_no_person(open_round: Round, visitor: Visitor) -> None:
    answer = visitor.apply(open_round.selection.pk)
    assert answer.status_code == 200
    code = visitor.code(answer)
    kept = Application.objects.get()
    assert (kept.state, kept.source, kept.person, kept.applied_at) == ("received", "online", None, NOW)
    assert kept.typed["name"] == facts_of(1)["name"]
    assert kept.poverty_relief
    assert kept.notice_version == "2026-01"
    assert kept.receipt_digest == digest_of(code)
    assert code.replace("-", "") not in str(Application.objects.values().get())
    assert not Person.objects.exists()
    assert set(Paper.objects.values_list("kind", flat=True)) == {"identity_card", "diploma", "category_proof"}
    entry = Entry.objects.get(action="recruitment.receive")
    assert (entry.role, entry.user, entry.object_id) == ("anyone", None, str(kept.pk))
    assert answer["Cache-Control"].count("no-store") == 1


def test_the_village_compares_and_takes_it_in(open_round: Round, visitor: Visitor) -> None:
    visitor.apply(open_round.selection.pk)
    kept = Application.objects.get()
    taken = office.take_in(actor=open_round.clerk, application=kept, version=kept.version, facts=facts_of(1), now=NOW)
    assert taken.state == "entered"
    assert taken.person.name == facts_of(1)["name"]
    assert taken.submitted == ""


def test_a_form_sent_twice_makes_one_application_and_gets_the_same_receipt(open_round: Round, visitor: Visitor) -> None:
    hidden = visitor.form(open_round.selection.pk)
    first = visitor.apply(open_round.selection.pk, hidden=hidden)
    second = visitor.apply(open_round.selection.pk, hidden=hidden)
    assert visitor.code(first) == visitor.code(second)
    assert "先前已经收到" in second.content.decode()
    assert Application.objects.count() == 1


def test_a_token_that_is_not_ours_keeps_nothing_and_the_next_one_does(open_round: Round, visitor: Visitor) -> None:
    for token in ("", "a" * 32, "x:y:z"):
        answer = visitor.apply(open_round.selection.pk, hidden={"command": token})
        assert answer.status_code == 422
        assert "打开得太久" in answer.content.decode()
    assert not Application.objects.exists()
    page = answer.content.decode()
    assert facts_of(1)["address"] in page, "what was typed is kept"
    fresh = page.split('name="command" value="')[1].split('"')[0]
    assert visitor.apply(open_round.selection.pk, hidden={"command": fresh}).status_code == 200


def test_the_token_of_another_round_is_no_good(open_round: Round, visitor: Visitor, actor_of: Any) -> None:
    other = Round(type(open_round.village).objects.filter(parent=open_round.village.parent)[1], actor_of)
    other.until("published")
    hidden = visitor.form(other.selection.pk)
    assert visitor.apply(open_round.selection.pk, hidden=hidden).status_code == 422


def test_one_application_a_person(open_round: Round, visitor: Visitor) -> None:
    visitor.apply(open_round.selection.pk)
    answer = visitor.apply(open_round.selection.pk)
    assert answer.status_code == 422
    assert "已经报过这次选聘" in answer.content.decode()
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"id_number": "610999199505050013"}, "身份证号第18位应为"),
        ({"phone": "1234"}, "手机号应为11位"),
        ({"name": "王 五"}, "姓名中间有空格"),
        ({"education": "幼儿园"}, "请从列出的选项里选一个"),
        ({"read": ""}, "请先读告知书"),
        ({"category_proof": ""}, "请附上证明"),
        ({"identity_card": ""}, "请选择文件"),
        ({"identity_card": SimpleUploadedFile("a.jpg", b"MZ\x90\x00", "image/jpeg")}, "这是程序，不是扫描件"),
        ({"address": "x" * 201}, "最多200个字"),
    ],
)
def test_wrong_data_are_said_beside_the_field(
    open_round: Round, visitor: Visitor, changed: dict[str, Any], words: str
) -> None:
    answer = visitor.apply(open_round.selection.pk, **changed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Application.objects.exists()


def test_after_the_deadline_the_page_says_so(open_round: Round, visitor: Visitor, clock: Any) -> None:
    hidden = visitor.form(open_round.selection.pk)
    clock.move_to(at(DEADLINE, 15) + timedelta(minutes=59))
    assert visitor.client.get(f"/post/{open_round.selection.pk}/apply/").status_code == 200
    clock.move_to(at(DEADLINE, 16))
    late = visitor.apply(open_round.selection.pk, hidden=hidden)
    assert late.status_code == 409
    assert f"报名已于{DEADLINE}截止" in late.content.decode()
    assert "现在没有正在报名的公告" in visitor.client.get("/").content.decode()
    assert "已截止" in visitor.client.get(f"/post/{open_round.selection.pk}/").content.decode()


def test_closed_offline_and_full_rounds_say_where_to_go(
    open_round: Round, visitor: Visitor, settings: Any, monkeypatch: Any
) -> None:
    selection = open_round.selection
    hidden = visitor.form(selection.pk)
    monkeypatch.setattr(settings.OWN, "public_round_limit", 1)
    visitor.apply(selection.pk)
    full = visitor.apply(selection.pk, 2, hidden=hidden)
    assert (full.status_code, "网上报名已经满了" in full.content.decode()) == (409, True)
    monkeypatch.undo()
    monkeypatch.setattr(settings.OWN, "public_free_mib", 1024**4)
    assert "暂时收不了" in visitor.apply(selection.pk, 2, hidden=hidden).content.decode()
    monkeypatch.undo()
    type(selection).objects.filter(pk=selection.pk).update(online=False)
    assert "不接受网上报名" in visitor.apply(selection.pk, 2, hidden=hidden).content.decode()
    type(selection).objects.filter(pk=selection.pk).update(online=True, state="cancelled")
    assert visitor.client.get(f"/post/{selection.pk}/").status_code == 404


def test_a_receipt_tells_the_state_and_nothing_of_the_person(open_round: Round, visitor: Visitor) -> None:
    code = visitor.code(visitor.apply(open_round.selection.pk))
    for written in (code, code.lower(), code.replace("-", " "), "".join(chr(ord(c) + 0xFEE0) for c in code)):
        page = visitor.state(written)
        assert "等村（社区）核收" in page
        for private in ("name", "id_number", "phone", "address"):
            assert facts_of(1)[private] not in page


def test_a_wrong_code_says_what_is_wrong_with_it(open_round: Round, visitor: Visitor) -> None:
    code = visitor.code(visitor.apply(open_round.selection.pk))
    wrong = LETTERS[(LETTERS.index(code[0]) + 1) % len(LETTERS)] + code[1:]
    assert "抄错了至少一个字" in visitor.state(wrong)
    assert "现在是3个" in visitor.state("ABC")
    assert "没有 I、O" in visitor.state("O" + code[1:])
    assert "没有这个回执码" in visitor.state(code_of("0" * 32))


def test_a_code_has_more_than_eighty_bits_and_shows_any_slip() -> None:
    assert len(LETTERS) ** 19 > 2**80
    codes = {code_of(f"{number:032x}") for number in range(500)}
    assert len(codes) == 500
    whole = next(iter(codes)).replace("-", "")
    for place, letter in enumerate(whole):
        for other in LETTERS:
            if other != letter:
                with pytest.raises(Exception, match="抄错"):
                    digest_of(whole[:place] + other + whole[place + 1 :])


def test_a_withdrawal_erases_what_nobody_had_taken_in_and_one_may_apply_anew(
    open_round: Round, visitor: Visitor
) -> None:
    code = visitor.code(visitor.apply(open_round.selection.pk))
    assert visitor.client.post("/withdraw/", {"code": code}).status_code == 422
    gone = visitor.client.post("/withdraw/", {"code": code, "sure": "on"})
    assert "已经撤回" in gone.content.decode()
    kept = Application.objects.get()
    assert (kept.state, kept.submitted, kept.id_index) == ("withdrawn", "", "")
    assert not StoredFile.objects.filter(erased_at=None).exists()
    again = visitor.client.post("/withdraw/", {"code": code, "sure": "on"})
    assert (again.status_code, "已经撤回" in again.content.decode()) == (409, True)
    assert visitor.apply(open_round.selection.pk).status_code == 200


def test_nobody_withdraws_by_a_page_once_somebody_is_chosen(actor_of: Any, visitor: Visitor, clock: Any) -> None:
    round_ = _with_an_online_applicant(actor_of, visitor)
    code = round_.code  # type: ignore[attr-defined]
    assert "符合条件" in visitor.state(code)
    round_.chosen()
    assert "符合条件" in visitor.state(code), "who is chosen is not told before the public notice"
    answer = visitor.client.post("/withdraw/", {"code": code, "sure": "on"})
    assert (answer.status_code, "不能在网上撤回" in answer.content.decode()) == (409, True)
    round_.step(choice.announce, round_.clerk, POSTED, posted_on=POSTED, where="公开栏")
    assert "拟聘用，正在公示" in visitor.state(code)


def _with_an_online_applicant(actor_of: Any, visitor: Visitor) -> Round:
    """A round in which the first applicant came by the public pages, carried to the choice."""
    decide_notice_days()
    made = Round(villages_of(MAOPING)[0], actor_of).until("published")
    made.code = visitor.code(visitor.apply(made.selection.pk, 9))  # type: ignore[attr-defined]
    kept = Application.objects.get()
    office.take_in(actor=made.clerk, application=kept, version=kept.version, facts=facts_of(9), now=NOW)
    for step in ("review", "merit", "choosing"):
        getattr(made, step)()
    return made


def test_pages_are_small_and_say_nothing_in_addresses_or_cookies(open_round: Round, visitor: Visitor) -> None:
    pk = open_round.selection.pk
    answers = [visitor.client.get(url) for url in ("/", f"/post/{pk}/", f"/post/{pk}/apply/", "/status/", "/privacy/")]
    answers.append(visitor.apply(pk))
    answers.append(visitor.client.post("/status/", {"code": visitor.code(answers[-1])}))
    for answer in answers:
        assert len(answer.content) < KILOBYTES_50
        assert set(answer.cookies) <= {"sibai_form"}
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"
        assert "style=" not in answer.content.decode()
    assert "sessionid" not in visitor.client.cookies
    assert not answers[0].cookies


def test_a_hundred_and_twenty_two_notices_are_paged(open_round: Round, visitor: Visitor) -> None:
    one = desk.notices()[0]
    many = [
        replace(one, village=f"第{number}村", town_code=f"{number % 11}", town=f"镇{number % 11}")
        for number in range(122)
    ]
    shown = listing(many, {}, NOW.date())["listing"]
    assert (len(shown["rows"]), shown["pager"]["pages"], len(shown["groups"][0]["chips"])) == (25, 5, 12)
    assert listing(many, {"town": "3", "page": "x"}, NOW.date())["listing"]["pager"]["total"] == 11


def test_a_form_without_its_cookie_is_not_taken(open_round: Round, public_site: None) -> None:
    strict = Visitor(Client(enforce_csrf_checks=True))
    pk = open_round.selection.pk
    page = strict.client.get(f"/post/{pk}/apply/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    bare = Client(enforce_csrf_checks=True)
    data = {**strict.form(pk), **typed()}
    assert bare.post(f"/post/{pk}/apply/", {**data, "csrfmiddlewaretoken": token}).status_code == 403
    files = {
        name: SimpleUploadedFile("a.jpg", photo(len(name)), "image/jpeg")
        for name in ("identity_card", "diploma", "category_proof")
    }
    assert strict.client.post(f"/post/{pk}/apply/", {**data, **files, "csrfmiddlewaretoken": token}).status_code == 200
