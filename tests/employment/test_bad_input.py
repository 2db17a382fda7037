"""Whatever is sent, the answer is a page that says what to do: never a fault of ours, never an act done twice."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sibai.audit.models import Entry
from sibai.documents.models import Paper
from sibai.employment.models import Contract, Ending, GradeFact, Renewal, Resignation, Stint
from sibai.employment.operations.resigning import give_notice, list_handover
from tests.employment.made import on_post
from tests.employment.test_pages import sent
from tests.employment.test_renewing import grade
from tests.web_fixtures import MAOPING, NOW, TODAY, villages_of

pytestmark = pytest.mark.usefixtures("at_ten")
BAD_DAYS = ["", "2026-02-30", "昨天", "9999-12-31", "0001-01-01", "2026-5-1T00:00", "１", "-1"]
BAD_NUMBERS = ["-1", "1e9", "九", "99999999999999999999", "1.5", "NaN"]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@pytest.fixture
def stint(county: Any) -> Stint:
    return on_post(villages_of(MAOPING)[0])


@pytest.fixture
def clerk(client_of: Any, stint: Stint) -> Client:
    return client_of("village", stint.village_id)


@pytest.mark.parametrize("day", BAD_DAYS)
def test_a_day_that_is_none_stands_in_the_form(clerk: Client, stint: Stint, day: str) -> None:
    contract = Contract.objects.get()
    Contract.objects.update(state="to_sign")
    posts = [
        (reverse("employment:sign", args=[contract.pk]), {"signed_on": day, "version": 1}),
        (reverse("employment:resign", args=[stint.pk]), {"notice_on": day, "last_day": day}),
        (reverse("employment:propose_renewal", args=[stint.pk]), {"to": day}),
        (reverse("employment:draft_contract", args=[stint.pk]), {"start": day}),
        (reverse("employment:prepare_ending", args=[stint.pk, "removal_2"]), {"last_day": day, "reason": "x"}),
        (
            reverse("employment:appoint_acting", args=[stint.village_id]),
            {"who": "x", "cause": "absent", "duties": "x", "start": day, "end": day},
        ),
    ]
    for url, data in posts:
        answer = clerk.post(url, data)
        assert 400 <= answer.status_code < 500, url
        assert answer.context["form"].errors, url
    assert not Resignation.objects.exists()
    assert not Renewal.objects.exists()
    assert not Ending.objects.exists()


@pytest.mark.parametrize("number", BAD_NUMBERS)
def test_a_number_that_is_none_stands_in_the_form(clerk: Client, stint: Stint, number: str) -> None:
    url = reverse("employment:prepare_ending", args=[stint.pk, "removal_2"])
    told = {"last_day": "2026-06-30", "reason": "x", "work_years": number, "unit_years": 1, "sick_months_used": 3}
    assert clerk.post(url, told).status_code == 422
    contract = Contract.objects.get()
    answer = clerk.post(reverse("employment:sign", args=[contract.pk]), {"signed_on": "2026-05-01", "version": number})
    assert 400 <= answer.status_code < 500


def test_addresses_that_name_nothing_are_not_found(clerk: Client, stint: Stint) -> None:
    for url in (
        reverse("employment:stint", args=[uuid4()]),
        reverse("employment:prepare_ending", args=[stint.pk, "whim"]),
        reverse("employment:issue_certificate", args=[stint.pk, "diploma"]),
        reverse("employment:appoint_acting", args=["610929999999"]),
        reverse("employment:print", args=["house", stint.pk, "agreement"]),
        reverse("employment:print", args=["stint", stint.pk, "agreement"]),
        reverse("employment:print", args=["contract", Contract.objects.get().pk, "nothing"]),
        "/employment/posts/1/",
        "/employment/posts/",
    ):
        assert clerk.get(url).status_code == 404, url
    assert clerk.get(reverse("employment:attach", args=["contract", uuid4(), "agreement"])).status_code == 405


def test_lists_take_any_words_in_their_address(clerk: Client) -> None:
    for name in ("people", "contracts", "renewals", "resignations", "endings", "acting", "trainings", "notices"):
        for asked in (
            "page=-1",
            "page=x",
            "sort=id",
            "state=%27",
            "town=1&due=soon",
            "q=%25_",
            "q=~0000",
            "sort=-start",
        ):
            assert clerk.get(f"{reverse(f'employment:{name}')}?{asked}").status_code == 200, (name, asked)
    for asked in ("year=x", "year=99999999", "year=2021&town=%22", "town=610929"):
        assert clerk.get(f"{reverse('employment:grades')}?{asked}").status_code == 200


def test_a_long_text_and_a_control_character_are_told(clerk: Client, stint: Stint) -> None:
    url = reverse("employment:resign", args=[stint.pk])
    assert clerk.post(url, {"notice_on": "2026-05-01", "reason": "长" * 401}).status_code == 422
    assert clerk.post(url, {"notice_on": "2026-05-01", "reason": "a\x00b"}).status_code == 400
    assert clerk.post(url, {"notice_on": "2026-05-01", "reason": "x" * 3_000_000}).status_code == 413


def test_a_form_that_is_sent_twice_is_carried_out_once(clerk: Client, stint: Stint) -> None:
    url = reverse("employment:resign", args=[stint.pk])
    command = clerk.get(url).context["form"]["command"].value()
    for _ in range(2):
        assert clerk.post(url, {"notice_on": "2026-05-01", "command": command}).status_code == 302
    assert Resignation.objects.count() == 1
    assert Entry.objects.filter(action="employment.resign", outcome="done").count() == 1


def test_of_two_at_the_same_moment_one_is_told_kindly(clerk: Client, client_of: Any, stint: Stint) -> None:
    grade(stint, 2025, "合格")
    sent(clerk, reverse("employment:propose_renewal", args=[stint.pk]))
    row = Renewal.objects.get()
    url = reverse("employment:decide_renewal", args=[row.pk])
    one, other = client_of("town", MAOPING, "one"), client_of("town", MAOPING, "other")
    assert one.post(url, {"version": 1, "approve": "yes"}).status_code == 302
    late = other.post(url, {"version": 1, "approve": "no", "reason": "不同意"})
    assert late.status_code == 409
    assert "别人" in late.content.decode()
    assert Renewal.objects.get().state == "to_sign"


def test_two_hands_do_not_receive_one_thing_twice(clerk: Client, actor_of: Any, stint: Stint) -> None:
    actor = actor_of("village", stint.village_id)
    row = give_notice(
        actor=actor, stint=stint, notice_on=date(2026, 5, 1), last_day=None, reason="", today=TODAY, now=NOW
    )
    list_handover(actor=actor, resignation=row, version=1, items=["台账", "印章"], now=NOW)
    url = reverse("employment:tick_handover", args=[row.items.all()[0].pk])
    told = {"receiver": "甲", "received_on": "2026-05-21"}
    assert clerk.post(url, told).status_code == 302
    assert clerk.post(url, told).status_code == 409


def test_a_scan_is_taken_in_once_and_anything_else_is_refused(clerk: Client) -> None:
    contract = Contract.objects.get()
    url = reverse("employment:attach", args=["contract", contract.pk, "labour_contract"])
    back = reverse("employment:contract", args=[contract.pk])
    for content, name in ((b"MZ\x90\x00", "a.pdf"), (b"", "a.png"), (b"hello", "a.txt")):
        answer = clerk.post(url, {"file": SimpleUploadedFile(name, content)}, follow=True)
        assert answer.redirect_chain == [(back, 302)]
        assert not Paper.objects.exists()
    assert "劳动合同：" in answer.content.decode()
    clerk.post(url, {})
    for _ in range(2):
        assert clerk.post(url, {"file": SimpleUploadedFile("合同.png", PNG)}).status_code == 302
    assert Paper.objects.count() == 1
    assert "合同.png" in clerk.get(back).content.decode()


def test_grades_are_entered_only_of_whom_one_sees(client_of: Any, stint: Stint) -> None:
    clerk = client_of("county_clerk")
    url = f"{reverse('employment:enter_grades')}?year=2025"
    bad = {f"grade_{stint.pk}": "很好", f"grade_{uuid4()}": "优秀", "document": "文", "year": "2025"}
    assert clerk.post(url, bad).status_code == 422
    assert clerk.post(url, {"document": "文", "year": "2025"}).status_code == 422
    confirm = reverse("employment:confirm_grades")
    for chosen in ("x", str(uuid4()), ""):
        assert clerk.post(confirm, {"chosen": chosen, "agree": "yes", "year": "2025"}).status_code == 422
    assert not GradeFact.objects.exists()
