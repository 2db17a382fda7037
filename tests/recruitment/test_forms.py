"""The whole round through real forms; and forms that are wrong, sent twice, or overtaken."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from sibai.audit.models import Entry
from sibai.documents.models import Paper
from sibai.recruitment.models import Application, Selection
from sibai.recruitment.operations import applications, choice
from tests.recruitment.rounds import DEADLINE, POSTED, PUBLISHED, UNTIL, Round, at, facts_of
from tests.web_fixtures import MAOPING, villages_of

NEXT = DEADLINE + timedelta(days=1)
HIDDEN = re.compile(r'name="(command|version)"[^>]*value="([^"]*)"')


def url(name: str, pk: Any) -> str:
    """The address of a page of the room."""
    return reverse(f"recruitment:{name}", args=[pk])


def hidden(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the form of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    main = answer.content.decode().split("<main", 1)[1]
    return dict(HIDDEN.findall(main))


def send(client: Client, address: str, day: date, status: int = 302, /, **typed: Any) -> str:
    """Open a form on a day, fill it in and send it."""
    with time_machine.travel(at(day, 3), tick=True):
        answer = client.post(address, {**hidden(client, address), **typed})
    text = answer.content.decode()
    assert answer.status_code == status, (
        address,
        answer.status_code,
        re.findall(r'class="summary".*?</div>', text, re.S),
    )
    return text


NOTICE = {
    "deadline": str(DEADLINE),
    "where": "便民服务室",
    "contact": "测试",
    "phone": "10000000000",
    "online": "on",
    "item_1_0": "面谈",
    "item_1_1": "60",
    "item_2_0": "上机",
    "item_2_1": "40",
}


def paper_form(number: int, **changed: Any) -> dict[str, Any]:
    """A paper application as typed."""
    facts = {name: value for name, value in facts_of(number, **changed).items() if value not in (False, None)}
    return {**facts, "applied_on": str(PUBLISHED), "applied_time": "10:30"}


def test_a_whole_round_goes_through_the_forms(round_of: Any, client_of: Any) -> None:
    made = round_of()
    clerk = client_of("village", made.village.code)
    town, county, company = client_of("town", MAOPING), client_of("county_clerk"), client_of("company_clerk")
    send(clerk, url("start", made.vacancy.pk), PUBLISHED)
    pk = Selection.objects.get().pk
    send(clerk, url("notice", pk), PUBLISHED, **NOTICE)
    send(clerk, url("publish", pk), PUBLISHED, published_on=str(PUBLISHED))
    for number in (1, 2):
        send(clerk, url("enter", pk), PUBLISHED, **paper_form(number))
    send(clerk, url("start_review", pk), NEXT, due=str(NEXT + timedelta(days=3)))
    for each in Application.objects.order_by("number"):
        send(clerk, url("correct", each.pk), NEXT, education="大专", poverty_relief="on", conduct_confirmed="on")
        send(clerk, url("decide", each.pk), NEXT, decision="admitted")
    send(clerk, url("start_merit", pk), NEXT)
    for name in ("评分甲", "评分乙"):
        send(clerk, url("add_assessor", pk), NEXT, name=name, post="委员", declared="on")
    for assessor in Selection.objects.get().assessors.all():
        marks = {"mark_1_1": "90", "mark_1_2": "80.55", "mark_2_1": "70", "mark_2_2": "60"}
        send(clerk, url("score", assessor.pk), NEXT, **marks)
    send(clerk, url("rank", pk), NEXT)
    assert list(Application.objects.order_by("rank").values_list("merit", flat=True)) == [8622, 6600]
    first, second = Application.objects.order_by("rank")
    send(clerk, url("choose", pk), POSTED, chosen=str(first.pk), reserve_1=str(second.pk))
    send(clerk, url("announce", pk), POSTED, posted_on=str(POSTED), where="公开栏")
    send(clerk, url("object", pk), POSTED, received_on=str(POSTED), raised_by="匿名", content="不在本村")
    objection = Selection.objects.get().objections.get()
    send(clerk, url("answer_objection", objection.pk), UNTIL, upheld="no", answer="已核实")
    send(clerk, url("submit", pk), UNTIL + timedelta(days=1))
    send(town, url("return", pk), UNTIL + timedelta(days=1), to="public_notice", reason="缺公示照片")
    assert "缺公示照片" in clerk.get(url("selection", pk)).content.decode()
    send(clerk, url("submit", pk), UNTIL + timedelta(days=1))
    send(clerk, url("take_back", pk), UNTIL + timedelta(days=1))
    send(clerk, url("submit", pk), UNTIL + timedelta(days=1))
    send(town, url("approve", pk), UNTIL + timedelta(days=4), opinion="同意")
    day = str(UNTIL + timedelta(days=5))
    send(county, url("file", pk), UNTIL + timedelta(days=5), number="备1", filed_on=day)
    training = {"start": day, "end": day, "where": "县人社局", "hours": "8", "result": "passed"}
    send(company, url("train", pk), UNTIL + timedelta(days=5), **training)
    assert Selection.objects.get().state == "to_sign"
    log = clerk.get(url("selection", pk) + "?tab=log").content.decode()
    assert "备案号备1" in log
    assert "缺扫描件" in log


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id_number": "610999199505050011"}, "身份证号第18位应为"),
        ({"phone": "123"}, "手机号应为11位"),
        ({"name": ""}, "请填写这一项"),
        ({"name": "甲" * 41}, "最多40个字"),
        ({"education": "幼儿园"}, "请从列出的选项里选一个"),
        ({"applied_on": "2026-13-45"}, "日期写成四位年"),
        ({"applied_on": "2020-01-01"}, "报名时间早于公告发布日"),
        ({"applied_time": "25点"}, "时间写成时和分"),
        ({"address": "村" * 300}, "最多200个字"),
    ],
)
def test_what_is_wrong_in_an_application_is_told_beside_its_field_and_kept(
    changed: dict[str, str], told: str, round_of: Any, client_of: Any
) -> None:
    made = round_of("published")
    clerk = client_of("village", made.village.code)
    text = send(clerk, url("enter", made.selection.pk), PUBLISHED, 422, **{**paper_form(1), **changed})
    assert told in text
    assert "测试镇测试村" in text or "address" in changed
    assert Application.objects.count() == 0


@pytest.mark.parametrize("path", ["publish", "notice", "enter", "close", "start_review"])
def test_control_characters_and_huge_fields_get_a_clear_answer(path: str, round_of: Any, client_of: Any) -> None:
    made = round_of("draft")
    clerk = client_of("village", made.village.code)
    address = url(path, made.selection.pk)
    assert clerk.post(address, {"reason": "a\x00b"}).status_code == 400
    assert clerk.post(address, {"reason": "长" * 1_000_000, "name": "x"}).status_code in {400, 413, 422}
    assert (
        clerk.post(address, {"version": "1e9", "due": "x", "published_on": "y", "command": "z" * 99}).status_code == 422
    )
    assert clerk.post(address, {"version": "9" * 40}).status_code in {409, 422}
    assert Selection.objects.get().state == "draft"


def test_two_people_at_the_same_moment_one_is_told_kindly(round_of: Any, client_of: Any) -> None:
    made = round_of("submitted")
    one, two = client_of("town", MAOPING), client_of("town", MAOPING, account="zhen2")
    address = url("approve", made.selection.pk)
    with time_machine.travel(at(UNTIL + timedelta(days=4), 3), tick=True):
        first, second = hidden(one, address), hidden(two, address)
        assert one.post(address, {**first, "opinion": "同意"}).status_code == 302
        late = two.post(address, {**second, "opinion": "同意"})
    assert late.status_code == 409
    assert "已把这次选聘办到“县备案”" in late.content.decode()


def test_a_form_sent_twice_is_carried_out_once_and_told_kindly(round_of: Any, client_of: Any) -> None:
    made = round_of("published")
    clerk = client_of("village", made.village.code)
    address = url("enter", made.selection.pk)
    with time_machine.travel(at(PUBLISHED, 3), tick=True):
        typed = {**hidden(clerk, address), **paper_form(1)}
        assert clerk.post(address, typed).status_code == 302
        again = clerk.post(address, typed, follow=True)
    assert "没有重复办理" in again.content.decode()
    assert Application.objects.count() == 1


def test_a_step_out_of_turn_leads_back_to_the_round(round_of: Any, client_of: Any) -> None:
    made = round_of("review")
    clerk = client_of("village", made.village.code)
    for name in ("publish", "notice", "choose", "add_assessor", "announce", "submit"):
        answer = clerk.get(url(name, made.selection.pk))
        assert (answer.status_code, answer.url) == (302, url("selection", made.selection.pk)), name
    assert clerk.get(url("approve", made.selection.pk)).status_code == 403
    assert client_of("town", MAOPING).get(url("publish", made.selection.pk)).status_code == 403


def test_a_town_approves_many_villages_at_once_each_with_its_outcome(round_of: Any, client_of: Any) -> None:
    rounds = [round_of("submitted", village=number) for number in range(3)]
    town = client_of("town", MAOPING)
    address = reverse("recruitment:approve_many")
    stale = rounds[2].selection
    with time_machine.travel(at(UNTIL + timedelta(days=4), 3), tick=True):
        shown = hidden(town, address)
        chosen = [f"{each.selection.pk}:{each.version}" for each in rounds[:2]]
        typed = {"command": shown["command"], "act": "approve"}
        answer = town.post(address, {**typed, "chosen": [*chosen, f"{stale.pk}:{stale.version + 7}", "x:y", "1:2"]})
        text = answer.content.decode()
        assert town.post(address, typed).status_code == 422
        twice = town.post(address, {**typed, "chosen": chosen}).content.decode()
    assert (text.count("已同意"), text.count("没有办成")) == (2, 1)
    assert twice.count("没有办成") == 2
    states = [Selection.objects.get(pk=each.selection.pk).state for each in rounds]
    assert states == ["approved", "approved", "submitted"]
    assert Entry.objects.filter(action="recruitment.approve", outcome="done").count() == 2


def photo(name: str = "扫描.jpg") -> SimpleUploadedFile:
    """A small picture."""
    made = BytesIO()
    Image.new("RGB", (40, 40), "white").save(made, "JPEG")
    return SimpleUploadedFile(name, made.getvalue(), "image/jpeg")


def test_scans_are_kept_and_what_is_missing_is_shown(round_of: Any, client_of: Any) -> None:
    made = round_of("review")
    clerk = client_of("village", made.village.code)
    application = Application.objects.get(number=1)
    page = url("application", application.pk)
    before = clerk.get(page).content.decode().count("还缺")
    scan = reverse("recruitment:application_scan", args=[application.pk, "diploma"])
    assert clerk.post(scan, {"file": photo()}).status_code == 302
    assert clerk.get(page).content.decode().count("还缺") == before - 1
    bad = clerk.post(scan, {"file": SimpleUploadedFile("x.jpg", b"no picture")}, follow=True).content.decode()
    assert "扫描件已收下" not in bad
    assert clerk.post(scan, {}, follow=True).status_code == 200
    assert clerk.get(scan).status_code == 405
    assert clerk.post(scan.replace("diploma", "nothing"), {"file": photo()}, follow=True).status_code == 200
    paper = Paper.objects.get()
    assert (paper.kind, paper.file.person) == ("diploma", application.person_id)
    assert "招聘公告" in clerk.get(url("selection", made.selection.pk)).content.decode()


PRINTED = ("notice", "score_sheet", "public_notice", "town_approval", "filing_form", "training_signin")


def test_every_paper_is_printed_and_logged(round_of: Any, client_of: Any) -> None:
    made = round_of("to_sign")
    clerk = client_of("village", made.village.code)
    application = Application.objects.get(number=1)
    addresses = [reverse("recruitment:selection_print", args=[made.selection.pk, kind]) for kind in PRINTED]
    addresses += [
        reverse("recruitment:application_print", args=[application.pk, kind])
        for kind in ("application_form", "review_sheet")
    ]
    for address in addresses:
        answer = clerk.get(address)
        assert answer.status_code == 200, (address, answer.get("Location"))
        assert answer.content.startswith(b"PK")
        assert "attachment" in answer["Content-Disposition"]
    assert Entry.objects.filter(action="recruitment.print").count() == len(addresses)
    assert clerk.get(reverse("recruitment:selection_print", args=[made.selection.pk, "x"])).status_code == 404
    company = client_of("company_clerk")
    assert company.get(addresses[-3]).status_code == 200
    assert company.get(addresses[4]).status_code == 404


def test_papers_of_a_round_without_anybody_chosen_say_so(round_of: Any, client_of: Any) -> None:
    made = round_of("published")
    clerk = client_of("village", made.village.code)
    for kind in PRINTED[1:]:
        answer = clerk.get(reverse("recruitment:selection_print", args=[made.selection.pk, kind]), follow=True)
        assert "打印不了" in answer.content.decode(), kind


def test_the_list_is_exported_with_user_and_time(round_of: Any, client_of: Any) -> None:
    made = round_of("review")
    client = client_of("county_clerk")
    answer = client.get(reverse("recruitment:export") + "?stage=assessing")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert "导出人" in cells[1][0]
    assert cells[3][0] == made.village.short_name
    assert Entry.objects.filter(action="recruitment.export").count() == 1
    assert client.get(reverse("recruitment:export") + "?stage=closed").status_code == 200


def test_an_online_application_waits_until_the_village_takes_it_in(round_of: Any, client_of: Any) -> None:
    made = round_of("published")
    online = applications.receive(
        actor=made.clerk,
        selection=made.selection,
        facts=facts_of(1),
        receipt_digest="b" * 64,
        applied_at=at(PUBLISHED),
        now=at(PUBLISHED),
        notice_version="2026-1",
    )
    assert (online.state, online.person, online.name) == ("received", None, facts_of(1)["name"])
    clerk = client_of("village", made.village.code)
    text = clerk.get(url("application", online.pk)).content.decode()
    assert facts_of(1)["id_number"] not in text
    with pytest.raises(applications.AppliedAlready):
        made.apply(1)
    typed = {name: value for name, value in facts_of(1).items() if value not in (False, None)}
    other = {**typed, "id_number": facts_of(2)["id_number"]}
    assert "不一致" in send(clerk, url("take_in", online.pk), PUBLISHED, 422, **other)
    form = clerk.get(url("take_in", online.pk)).content.decode()
    assert typed["id_number"] not in form
    assert typed["phone"] not in form
    send(clerk, url("take_in", online.pk), PUBLISHED, **{**typed, "phone": "", "address": ""})
    online.refresh_from_db()
    assert (online.state, online.submitted, online.person.notice_version) == ("entered", "", "2026-1")
    assert online.person.phone == typed["phone"]


def test_the_company_sees_nobody_but_the_chosen_person(round_of: Any, client_of: Any) -> None:
    made = round_of("training")
    text = client_of("company_clerk").get(url("selection", made.selection.pk)).content.decode()
    names = {each.name: each.pk == made.selection.chosen_id for each in Application.objects.all()}
    assert {name: name in text for name in names} == names
    other = Round(villages_of(MAOPING)[1], made.actor_of, 10).until("public_notice")
    choice.enter_objection(
        actor=other.clerk, selection=other.selection, raised_by="匿名", content="x", received_on=POSTED, now=at(POSTED)
    )
    assert client_of("company_clerk").get(url("selection", other.selection.pk)).status_code == 404
