"""Rewards, held pay, corrections, recoveries and layouts through their pages: each role finds its step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sibai.payroll.bank.loading import shipped_text
from sibai.payroll.models import Hold, LayoutText, PayItem, Recount, Recovery, Run
from sibai.people.actor import Actor
from tests.payroll.made import MAY, month_of, settled_readings
from tests.payroll.test_correcting import corrected, paid
from tests.payroll.test_pages import sent
from tests.web_fixtures import NOW

ActorOf = Callable[..., Actor]
ClientOf = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_reward_goes_from_the_village_through_the_company_into_the_wages(
    actor_of: ActorOf, client_of: ClientOf
) -> None:
    (stint,) = month_of(1)
    village = client_of("village", stint.village_id)
    sent(
        village,
        "payroll:enter_item",
        person=str(stint.person_id),
        month="2026-05",
        amount="300.00",
        document="会议记录",
    )
    clerk = client_of("company_clerk")
    assert "确认另发项目" in clerk.get("/").content.decode()
    sent(clerk, "payroll:confirm_item", PayItem.objects.get().pk, agree="yes")
    sent(clerk, "payroll:prepare", "2026-05")
    assert Run.objects.get().slips.get().reward == 30_000


def test_another_villages_coordinator_cannot_be_chosen(actor_of: ActorOf, client_of: ClientOf) -> None:
    first, second = month_of(2)
    village = client_of("village", first.village_id)
    url = reverse("payroll:enter_item")
    form = village.get(url).context["form"]
    assert [value for value, _ in form.fields["person"].choices] == ["", str(first.person_id)]
    typed = {"command": form["command"].value(), "month": "2026-05", "amount": "1.00", "document": "x"}
    answer = village.post(url, {**typed, "person": str(second.person_id)})
    assert answer.status_code == 422
    assert not PayItem.objects.exists()


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "abc", "1e5", "999999", ""])
def test_an_amount_that_is_none_is_told_beside_the_box(client_of: ClientOf, amount: str) -> None:
    (stint,) = month_of(1)
    village = client_of("village", stint.village_id)
    url = reverse("payroll:enter_item")
    form = village.get(url).context["form"]
    typed = {"command": form["command"].value(), "person": str(stint.person_id), "month": "2026-05", "document": "x"}
    answer = village.post(url, {**typed, "amount": amount})
    assert answer.status_code == 422
    assert "amount" in answer.context["form"].errors


def test_pay_is_held_by_two_people_and_released(actor_of: ActorOf, client_of: ClientOf) -> None:
    (stint,) = month_of(1)
    county = client_of("county_clerk", account="h1")
    sent(county, "payroll:propose_hold", stint.person_id, month="2026-05", reason="举报空岗", document="")
    leader = client_of("county_leader")
    assert "决定是否暂缓" in leader.get("/").content.decode()
    row = Hold.objects.get()
    sent(leader, "payroll:decide_hold", row.pk, agree="yes", reason="核查属实前暂缓")
    row.refresh_from_db()
    assert row.state == "held"
    ready = client_of("company_clerk").get(reverse("payroll:ready", args=["2026-05"])).content.decode()
    assert "已决定暂缓发放" in ready
    sent(leader, "payroll:release_hold", row.pk, reason="查清了")
    row.refresh_from_db()
    assert row.state == "released"


def test_a_paid_month_is_corrected_and_taken_back_through_the_pages(actor_of: ActorOf, client_of: ClientOf) -> None:
    settled_readings(actor_of)
    first, second = month_of(2, unpaid={1: 1})
    paid(actor_of)
    corrected(first, unpaid_days=1)
    corrected(second, unpaid_days=0)
    clerk = client_of("company_clerk")
    sent(clerk, "payroll:prepare_recount", "2026-05", cause="考勤更正", document="")
    row = Recount.objects.get()
    shown = client_of("county_clerk").get(reverse("payroll:recount", args=[row.pk])).content.decode()
    assert "73.56" in shown
    sent(client_of("county_clerk"), "payroll:confirm_recount", row.pk, agree="yes")
    recovery = Recovery.objects.get()
    sent(clerk, "payroll:agree_recovery", recovery.pk, monthly="50.00", agreed_on="2026-05-21", document="同意书1号")
    recovery.refresh_from_db()
    assert (recovery.state, recovery.monthly, recovery.total) == ("agreed", 5_000, 7_356)
    sent(client_of("company_cashier"), "payroll:return_recovery", recovery.pk, amount="73.56", document="收据")
    recovery.refresh_from_db()
    assert recovery.state == "done"


def test_the_company_enters_its_banks_layout_without_code(client_of: ClientOf) -> None:
    clerk = client_of("company_clerk")
    text = shipped_text("counter-txt").replace("竖线分隔文本（首行合计）", "本县农商行")
    sent(clerk, "payroll:save_layout", "counter-txt", code="our-bank", text=text)
    assert LayoutText.objects.get().name == "本县农商行"
    assert "本县农商行" in clerk.get(reverse("payroll:layouts")).content.decode()


def test_a_layout_with_faults_is_told_wholly_and_not_kept(client_of: ClientOf) -> None:
    clerk = client_of("company_clerk")
    url = reverse("payroll:save_layout", args=["counter-txt"])
    form = clerk.get(url).context["form"]
    answer = clerk.post(url, {"command": form["command"].value(), "code": "our-bank", "text": "name = 1"})
    assert answer.status_code == 422
    assert not LayoutText.objects.exists()


def test_every_list_of_the_room_opens_for_who_may(actor_of: ActorOf, client_of: ClientOf) -> None:
    settled_readings(actor_of)
    month_of(1)
    run = paid(actor_of, MAY)
    for name in ("items", "holds", "recounts", "recoveries", "layouts", "failed", "months"):
        assert client_of("auditor").get(reverse(f"payroll:{name}")).status_code == 200
    assert client_of("auditor").get(reverse("payroll:run", args=[run.pk])).status_code == 200
    assert run.month == date(2026, 5, 1)
